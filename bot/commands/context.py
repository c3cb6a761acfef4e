"""What a command has at hand while it runs."""

from dataclasses import dataclass

from bot.commands.request import Request
from bot.commands.words import Words
from bot.domain.members import Actor, Member
from bot.domain.series import Series
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.answering import Answering
from bot.services.drilling import Drilling
from bot.services.flagging import Flagging
from bot.services.managing import Managing
from bot.services.opening import Opening
from bot.services.privacy import Privacy
from bot.services.reporting import Reporting
from bot.services.reviewing import Reviewing


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, put together in `bot.bootstrap`."""

    store: Store
    clock: Clock
    opening: Opening
    answering: Answering
    drilling: Drilling
    flagging: Flagging
    managing: Managing
    privacy: Privacy
    reporting: Reporting
    reviewing: Reviewing
    #: Names of the graders a series may choose.
    graders: tuple[str, ...]
    #: The words people type for the two commands, without the slash.
    qotd: str = "qotd"
    quiz: str = "aws-quiz"


@dataclass(frozen=True, slots=True)
class Context:
    """One command being run."""

    services: Services
    request: Request
    #: What follows the subcommand.
    words: Words

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
        name = self.words.options.get("series")
        if name is not None:
            possible = [s for s in everywhere if s.name.casefold() == name.casefold()]
            if not possible:
                names = ", ".join(s.name for s in everywhere) or "none yet"
                raise InputError(f"There is no series {name!r}.", hint=f"Series: {names}.")
        else:
            possible = [s for s in everywhere if s.channel == self.request.channel] or list(everywhere)
        if not possible:
            raise RefusedError(
                "No series is set up here.", hint=f"An administrator can: `/{self.services.qotd} setup`."
            )
        return possible

    def member(self, tx: Transaction, name: str) -> Member:
        """Find the member that is meant, by id or name.

        Raises:
            InputError: nobody, or several people, are called that.
        """
        wanted = name.strip("<@!>").partition("|")[0]
        found = tx.members.find(self.actor.workspace, wanted)
        if len(found) == 1:
            return found[0]
        said = (
            f"Nobody called {wanted!r} has been seen here." if not found else f"Several people are called {wanted!r}."
        )
        raise InputError(said, hint="Name them as the leaderboard does, or by their id.")
