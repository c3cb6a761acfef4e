"""Commands that a message names, as something to press.

https://docs.discord.com/developers/reference#message-formatting
"""

import re
from collections.abc import Sequence

from discord.app_commands import AppCommand, AppCommandGroup

from adapters.discord.render import limits

#: A command as Askaday's own texts name it, in backticks; those that somebody typed are escaped.
_NAMED = re.compile(r"(?<![`\\])`/([a-z0-9_-]+)(?: ([a-z]+)(?![\w:=-]))?(?: ([^`\n]+))?`(?!`)")


class CommandLinks:
    """Puts links in the place of commands, as soon as Discord has said what their ids are."""

    def __init__(self) -> None:
        #: By the words of a command or subcommand.
        self._ids: dict[str, int] = {}

    def learn(self, registered: Sequence[AppCommand]) -> None:
        """Take over which commands there are, as Discord lists them."""
        self._ids = {words: one.id for one in registered for words in _usable(one)}

    def linked(self, piece: str) -> str:
        """Give a piece of a message with links in it; what is not known stays text, and so does all without room."""
        made = _NAMED.sub(self._link, piece)
        return made if len(made) <= limits.PIECE else piece

    def _link(self, found: re.Match[str]) -> str:
        word, name, said = found[1], found[2] or "", found[3] or ""
        for words, behind in ((f"{word} {name}".strip(), said), (word, f"{name} {said}".strip())):
            if words in self._ids:
                return f"</{words}:{self._ids[words]}>{f' `{behind}`' if behind else ''}"
        return found[0]


def _usable(one: AppCommand) -> list[str]:
    """Give what of a command can be used: its subcommands, if it has any."""
    return [f"{one.name} {sub.name}" for sub in one.options if isinstance(sub, AppCommandGroup)] or [one.name]
