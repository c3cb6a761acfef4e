"""Rounds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.rotation import Asked
from bot.domain.rounds import AnswerWindow, Round, RoundState


class RoundsTable(Protocol):
    """Rounds."""

    def add(self, series_id: int, workspace: str, day: date) -> Round | None:
        """Plan a round; None if the series has one on that day."""
        ...

    def get(self, round_id: int) -> Round | None:
        """Give a round."""
        ...

    def on_day(self, series_id: int, day: date) -> Round | None:
        """Give the round of a slot."""
        ...

    def save(self, changed: Round) -> None:
        """Write all columns of a round as they are in the object, but not its claim."""
        ...

    def window(self, workspace: str, channel: str, thread: str) -> AnswerWindow | None:
        """Give the window of the round whose answers arrive in that thread; cheap, since every message asks for it."""
        ...

    def open_in(self, workspace: str) -> Sequence[Round]:
        """Give the open rounds of a workspace."""
        ...

    def unrevealed_in(self, workspace: str) -> Sequence[Round]:
        """Give the closed rounds of a workspace whose reveal is still to be sent: nobody has seen the model answer."""
        ...

    def of_series(self, series_id: int, *, since: date | None = None, until: date | None = None) -> Sequence[Round]:
        """Give rounds of a series by day, both ends included."""
        ...

    def latest(self, series_id: int, *states: RoundState) -> Round | None:
        """Give the round of a series with the latest day that is in one of the states."""
        ...

    def skipped_days(self, series_id: int, since: date) -> frozenset[date]:
        """Give the days from `since` on that are skipped."""
        ...

    def due_to_close(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the open rounds whose close is due and that nobody holds a claim on, earliest first."""
        ...

    def due_to_remind(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the open rounds whose reminder is due."""
        ...

    def claim_close(self, round_id: int, now: datetime, until: datetime) -> bool:
        """Claim an open round for closing until an instant; False if it is not open or somebody holds it.

        The instant is for this process. Others it holds off for as long as that is from now, by the store's own clock.
        """
        ...

    def postpone_close(self, round_id: int, now: datetime, retry_at: datetime) -> None:
        """Keep the claim until an instant at which the close is tried again, unless another process has it now.

        The instant is for this process; others it holds off for as long as that is from now, by the store's own clock.
        """
        ...

    def let_wait(self, round_id: int, retry_at: datetime, error: str) -> bool:
        """Give back the claim of a close that waits for its channel, its workspace or their platform, and say why.

        False: another process has taken it over, or has closed the round. Whichever process comes to the instant first
        tries it again, each by its own clock.
        """
        ...

    def waiting(self) -> Sequence[Round]:
        """Give the open rounds whose close waits, of all workspaces, oldest first."""
        ...

    def release_waiting(self, workspace: str, *, channel: str | None = None, series_id: int | None = None) -> int:
        """Let the closes that wait be tried at once, and say how many.

        Those of a whole workspace, or only those of a channel or a series of it. Of one that is being tried just now
        nothing but the error goes: so whoever tries it sees that it was let go meanwhile.
        """
        ...

    def release_gone(self) -> int:
        """Give back the claims of processes that are known to be gone, and say how many rounds that frees.

        Who is gone the store knows: a claim carries the process that made it.
        """
        ...

    def release_lapsed(self) -> int:
        """Give back what other processes hold longer than they said, by the store's own clock; say how many that frees.

        Theirs may differ from this one's: nothing else ends what they hold.
        """
        ...

    def release_after(self, latest: datetime) -> int:
        """Give back claims that hold longer than the instant: no clock that is right made them. Say how many.

        What other processes hold stays theirs: it ends by the store's own clock.
        """
        ...

    def is_first(self, played: Round) -> bool:
        """Say whether no other round of its series has opened and stood."""
        ...

    def of_question(self, series_id: int, ref: str) -> Sequence[Round]:
        """Give the rounds of a series whose question has that `pack/id`, oldest first."""
        ...

    def asked(self, series_id: int) -> Sequence[Asked]:
        """Give what was asked in a series, one entry per round that opened and was not withdrawn, oldest first."""
        ...
