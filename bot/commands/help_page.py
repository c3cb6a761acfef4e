"""The page that explains the commands, made of those that exist, under the names they have here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards.naming import CommandNames
from bot.commands.catalogue import COMMANDS

_PRACTICE = {
    "[topic] [level]": "asks you in private what you need most, before you forget it.",
    "exam [n]": "asks ten questions, or n, without feedback until the end.",
    "nudge on 9:00": "reminds you of what is due.",
}


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What can be typed, as lines with what each does."""

    practice: Sequence[tuple[str, str]]
    #: By who may use them, for people.
    commands: Mapping[str, Sequence[tuple[str, str]]]


def help_page(names: CommandNames) -> HelpPage:
    """Give the page."""
    commands: dict[str, list[tuple[str, str]]] = {}
    for one in COMMANDS.values():
        commands.setdefault(one.who, []).append((f"/{names.qotd} {one.name} {one.usage}".rstrip(), one.summary))
    return HelpPage([(f"/{names.quiz} {words}", what) for words, what in _PRACTICE.items()], commands)
