"""What a command has at hand while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.commands.mentions import is_id, is_mention, person_id
from bot.commands.request import Request
from bot.domain.members import Actor, Member
from bot.domain.series import Series
from bot.domain.text import listing, nearest
from bot.errors import InputError, RefusedError
from bot.ports.store import Transaction
from bot.services.services import Services


def named(tx: Transaction, workspace: str, said: str) -> list[Member]:
    """Give the members who may be meant by an id, a mention or a name; names may themselves begin with an @."""
    found = [*tx.members.find(workspace, person_id(said)), *tx.members.find(workspace, said.strip())]
    return list({member.member: member for member in found}.values())


def series_of(tx: Transaction, actor: Actor, series_id: int) -> Series:
    """Give the series that a button names.

    Raises:
        RefusedError: there is none of that number in the actor's workspace.
    """
    series = tx.series.get(series_id)
    if series is None or series.workspace != actor.workspace:
        raise RefusedError("This series does not exist here.")
    return series


@dataclass(frozen=True, slots=True)
class Context:
    """One command being run."""

    services: Services
    request: Request
    #: The command's arguments, by name.
    given: Mapping[str, Any] = field(default_factory=dict)
    #: What is known to be wrong with them, by name.
    wrong: Mapping[str, str] = field(default_factory=dict)
    #: It was asked for where no series can ask, such as a direct message.
    is_elsewhere: bool = False

    @property
    def actor(self) -> Actor:
        """Give who asked."""
        return self.request.actor

    def series(self, tx: Transaction) -> Series:
        """Find the series that is meant: named with `series=`, else the channel's, else the workspace's only one.

        Raises:
            InputError: several are possible, or none has that name.
            RefusedError: there is none.
        """
        possible = self.possible_series(tx)
        if len(possible) > 1:
            names = ", ".join(s.name for s in possible)
            raise InputError("Several series are possible here.", hint=f"Add `series=NAME`: {names}.")
        return possible[0]

    def possible_series(self, tx: Transaction) -> list[Series]:
        """Give all series that may be meant, at least one.

        Raises:
            InputError: none has the name that was given.
            RefusedError: there is none.
        """
        everywhere = tx.series.of_workspace(self.actor.workspace)
        name = self.given.get("series")
        if name is not None:
            possible = [s for s in everywhere if s.name.casefold() == name.casefold()]
            if not possible:
                names = [s.name for s in everywhere]
                hint = nearest(name, names, before="series=") or f"Series: {', '.join(names) or 'none yet'}."
                raise InputError(f"There is no series {name!r}.", hint=hint)
        else:
            possible = [s for s in everywhere if s.channel == self.request.channel] or list(everywhere)
        if not possible:
            raise RefusedError("No series is set up here.", hint="`/qotd setup` begins one, for those who may.")
        return possible

    def member(self, tx: Transaction, name: str) -> Member:
        """Find the member that is meant, by id or name.

        Raises:
            InputError: nobody, or several people, are called that.
        """
        wanted = person_id(name)
        found = named(tx, self.actor.workspace, name)
        if len(found) == 1:
            return found[0]
        if not found:
            said = f"Nobody called {wanted!r} has been seen here."
            raise InputError(said, hint="Name them as the leaderboard does, or by their id.")
        mentions = listing([f"`<@{member.member}>`" for member in found], "or")
        raise InputError(f"Several people are called {wanted!r}.", hint=f"Which of them? Write {mentions}.")

    def member_or_id(self, tx: Transaction, name: str) -> Member:
        """Find the member that is meant, who need not have been seen yet if the id or a mention is given.

        Raises:
            InputError: nobody, or several people, are called that.
        """
        wanted = person_id(name)
        if named(tx, self.actor.workspace, name):
            return self.member(tx, name)
        if is_mention(name) or is_id(wanted):
            return Member(self.actor.workspace, wanted, f"<@{wanted}>")
        said = f"Nobody called {wanted!r} has been seen here."
        raise InputError(said, hint=f"Mention them, or write their id, like `<@{wanted}>`.")
