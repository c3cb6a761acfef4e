"""Figures about participation, as plain rows."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Participation:
    """What one member did in one series over a period."""

    series: str
    member: str
    name: str
    #: Closed rounds of the period, from the member's first answer in the series on.
    rounds: int
    answered: int
    #: Mean of the effective scores, 0..1; None: nothing was scored.
    mean_score: float | None
    points: int
    #: As it stands now, whatever the period.
    streak: int
    longest: int
    last_answer: datetime | None

    @property
    def rate(self) -> float:
        """Give the share of rounds answered, 0..1."""
        return self.answered / self.rounds if self.rounds else 0.0


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """What came of one closed round."""

    day: date
    ref: str
    answers: int
    mean_score: float | None
