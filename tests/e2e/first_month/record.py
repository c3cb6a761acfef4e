"""The transcript of a month: what people were shown and what they pressed, with what can be counted in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
CHANNEL, THREAD, PRIVATE = "channel", "thread", "private"
_WORD = re.compile(r"\w")


def count_words(text: str) -> int:
    """Count what a reader's eye takes as a word: anything between blanks with a letter or figure in it."""
    return sum(bool(_WORD.search(part)) for part in text.split())


@dataclass(frozen=True)
class Shown:
    """Something that people got to see."""

    at: datetime
    place: str
    #: Who alone saw it; empty: everybody in the channel, or in the thread.
    to: str
    text: str
    #: Whether it answers what somebody was doing just then.
    is_reply: bool

    @property
    def day(self) -> date:
        return self.at.astimezone(ZONE).date()

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def title(self) -> str:
        return self.text.splitlines()[0].lstrip("# ") if self.text else ""


@dataclass(frozen=True)
class Act:
    """Something that somebody did: a press, a form that was sent, a command; or a message, which is no press."""

    at: datetime
    who: str
    what: str
    is_press: bool = True

    @property
    def day(self) -> date:
        return self.at.astimezone(ZONE).date()


@dataclass(frozen=True)
class Step:
    """A step on the way to the first card."""

    did: str
    #: Presses that it took, and decisions beside them: what could not be left as it was filled in.
    presses: int
    decisions: int
    #: The screen that it led to.
    text: str

    @property
    def words(self) -> int:
        return count_words(self.text)


@dataclass(frozen=True)
class Close:
    """A question that closed."""

    day: date
    opened: datetime
    closed: datetime
    #: None: there was none.
    revealed: datetime | None
    #: Whether its card let anybody take part with one press and one choice.
    has_quick: bool
    took_part: int


@dataclass
class Record:
    """Everything, in the order of time."""

    platform: str
    steps: list[Step] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    closes: list[Close] = field(default_factory=list)
    #: Days on which there was a question, and for each who was in the channel.
    present: dict[date, list[str]] = field(default_factory=dict)
    #: Presses of each quick answer, from the card or the reminder to what was taken.
    quick_presses: list[int] = field(default_factory=list)
    #: How many of the choices were right where somebody took a quick answer: each is a press.
    quick_choices: list[int] = field(default_factory=list)

    def words_read(self, who: str, day: date) -> int:
        """Count the words in the channel and in private that somebody was shown on a day."""
        seen = [one for one in self.shown if one.day == day and (one.place == CHANNEL or one.to == who)]
        return sum(one.words for one in seen)

    def presses(self, who: str, day: date) -> int:
        return sum(one.who == who and one.day == day and one.is_press for one in self.acts)

    def unasked(self, who: str, day: date) -> list[Shown]:
        """Give the private messages that somebody was sent on a day without having done anything."""
        return [
            one for one in self.shown if one.place == PRIVATE and one.to == who and one.day == day and not one.is_reply
        ]

    def in_channel(self, day: date) -> list[Shown]:
        return [one for one in self.shown if one.place == CHANNEL and one.day == day]

    def in_threads(self, day: date) -> int:
        """Count Askaday's words in the threads of a day."""
        return sum(one.words for one in self.shown if one.place == THREAD and one.day == day)

    @property
    def days(self) -> list[date]:
        return sorted(self.present)

    @property
    def all_days(self) -> list[date]:
        """All days on which anything was shown, weekends among them."""
        return sorted({one.day for one in self.shown} | set(self.present))

    @property
    def people(self) -> list[str]:
        return sorted({who for names in self.present.values() for who in names})


def mean(numbers: Iterable[float]) -> float:
    listed = list(numbers)
    return sum(listed) / len(listed) if listed else 0.0
