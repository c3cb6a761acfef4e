"""What a button is about: its card carries it as text, which posted messages keep for ever."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """One thing by its kind and number, as "round:7"; channels have the platform's ids, as "channel:C024BE91L".

    What is shown by pages names the page behind it, as "round:7/2", and what was looked for, as "series:7/2/words".
    """

    kind: str
    id: int | str
    #: Counted from 1.
    page: int = 1
    words: str = ""

    @classmethod
    def read(cls, text: str) -> "Target":
        """Read what a button carries; what it does not name is empty."""
        kind, _, said = text.partition(":")
        number, _, behind = said.partition("/")
        page, _, words = behind.partition("/")
        if number.isdecimal() and page.isdecimal() and (int(page) > 1 or words):
            return cls(kind, int(number), max(int(page), 1), words)
        return cls(kind, int(said) if said.isdecimal() else said)

    def __str__(self) -> str:
        if self.words:
            return f"{self.kind}:{self.id}/{self.page}/{self.words}"
        return f"{self.kind}:{self.id}" if self.page == 1 else f"{self.kind}:{self.id}/{self.page}"

    @property
    def number(self) -> int | None:
        """Give the number; None: it has none."""
        return self.id if isinstance(self.id, int) else None

    @property
    def channel(self) -> str:
        """Give the channel; empty: it is about something else."""
        return str(self.id) if self.kind == "channel" else ""
