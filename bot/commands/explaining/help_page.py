"""The page that explains the commands, made of those that exist: to each reader what they may use."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.cards.naming import Naming
from bot.cards.notices.notice import notice
from bot.domain.card import Block, Card, Heading, Small, Text
from bot.domain.members import Actor
from bot.domain.series import may_review
from bot.ports.store import Transaction
from bot.services.rights import may_set_up

#: For whom commands are: a catalogue's words, in the order of the page.
EVERYBODY = ("everyone", "reviewers", "managers")
_PRACTICE = {
    "[topic] [level]": "asks you in private what you need most, before you forget it.",
    "exam [n]": "asks ten questions, or n, without feedback until the end.",
    "nudge on 9:00": "reminds you of what is due.",
    "privacy": "exports or erases what is kept of you.",
}
_SEVERAL = "Where a channel has several series, add series=NAME."


class Explained(Protocol):
    """A command as far as the page tells of it."""

    @property
    def name(self) -> str:
        """Name it, without the word before it."""
        ...

    @property
    def usage(self) -> str:
        """Say what is typed behind it."""
        ...

    @property
    def summary(self) -> str:
        """Say what it does."""
        ...

    @property
    def who(self) -> str:
        """Say for whom it is."""
        ...


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What can be typed, as lines with what each does."""

    practice: Sequence[tuple[str, str]]
    #: By who may use them, for people.
    commands: Mapping[str, Sequence[tuple[str, str]]]
    note: str = _SEVERAL

    def named(self, naming: Naming) -> "HelpPage":
        """Name the commands as they are called there."""

        def written(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
            return [(naming.in_text(line), what) for line, what in lines]

        commands = {who: written(lines) for who, lines in self.commands.items()}
        return HelpPage(written(self.practice), commands, naming.in_text(self.note))


def readers(tx: Transaction, actor: Actor) -> tuple[str, ...]:
    """Say which parts are for somebody: all, if they manage or review a series or may set one up."""
    series = tx.series.of_workspace(actor.workspace)
    has_a_say = may_set_up(tx, actor, "") or any(may_review(actor, one.settings) for one in series)
    return EVERYBODY if has_a_say else EVERYBODY[:1]


def help_page(commands: Iterable[Explained], who: Collection[str] = EVERYBODY) -> HelpPage:
    """Give the page, with the commands by their default words."""
    told: dict[str, list[tuple[str, str]]] = {one: [] for one in who}
    for one in commands:
        if one.who in told:
            told[one.who].append((f"/qotd {one.name} {one.usage}".rstrip(), one.summary))
    return HelpPage([(f"/aws-quiz {words}", what) for words, what in _PRACTICE.items()], told)


def help_card(page: HelpPage) -> Card:
    """Show the page where it has no place of its own."""
    blocks: list[Block] = []
    for who, lines in page.commands.items():
        blocks += [Heading(f"For {who}"), Text(_list(lines))]
    return notice("Askaday", _list(page.practice), *blocks, Small(page.note))


def _list(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- `{line}` {what}" for line, what in lines)
