"""What a button is about: its card carries it as text, which posted messages keep for ever."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """One thing by its kind and number, as "round:7"; channels have the platform's ids, as "channel:C024BE91L"."""

    kind: str
    id: int | str

    @classmethod
    def read(cls, text: str) -> "Target":
        """Read what a button carries; what it does not name is empty."""
        kind, _, said = text.partition(":")
        return cls(kind, int(said) if said.isdecimal() else said)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def number(self) -> int | None:
        """Give the number; None: it has none."""
        return self.id if isinstance(self.id, int) else None

    @property
    def channel(self) -> str:
        """Give the channel; empty: it is about something else."""
        return str(self.id) if self.kind == "channel" else ""
