"""Questions that were revealed, as members look for them."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.rounds import Round


class PastTable(Protocol):
    """An index of the questions of closed rounds; those of open ones are not in it."""

    def keep(self, closed: Round) -> None:
        """Let the question of a round be found from now on; to be called once, when it closes."""
        ...

    def find(
        self, series_id: int, words: str, *, but: Collection[str] = (), limit: int, offset: int = 0
    ) -> Sequence[int]:
        """Give the rounds of a series, newest first, whose title, prompt, answer and topics have all of the words.

        Without words all of its rounds; signs other than letters and digits mean nothing. Those that asked a question
        of `but`, by its `pack/id`, are left out.
        """
        ...
