"""Askaday with the terminal as its chat platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from adapters.console.channel import Chat
from adapters.console.listener import Listener
from adapters.console.messenger import PLATFORM, ConsoleMessenger
from adapters.console.repl import Repl
from adapters.console.screen import Screen
from bot.bootstrap import App, build
from bot.commands.catalogue import COMMANDS
from bot.config import Settings
from bot.domain.answers import Happening, Revision
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.ports.clock import Clock
from bot.ports.messenger import Messenger
from bot.ports.store import Store
from bot.services.answering import Inbound

WORKSPACE = f"{PLATFORM}:local"
CHANNEL = "askaday"


@dataclass(frozen=True, slots=True)
class Terminal:
    """An Askaday whose only channel is this terminal."""

    app: App
    screen: Screen
    listener: Listener

    async def settled(self) -> None:
        """Wait until nothing is due any more."""
        await self.app.clockwork.caught_up()

    def repl(self, player: Actor) -> Repl:
        """Let a person play."""
        services = self.app.services
        return Repl(
            desk=self.app.desk,
            listener=self.listener,
            screen=self.screen,
            open_rounds=self._open_rounds,
            player=player,
            channel=CHANNEL,
            commands={services.qotd: tuple(COMMANDS), services.quiz: services.drilling.topics()},
            settle=self.settled,
        )

    async def _open_rounds(self, workspace: str) -> list[Round]:
        return await self.app.call(lambda tx: list(tx.rounds.open_in(workspace)))


def open_terminal(
    settings: Settings, store: Store, clock: Clock, others: Mapping[str, Messenger] = MappingProxyType({})
) -> Terminal:
    """Put an Askaday together that talks to this terminal, and through other messengers by platform."""
    chat = Chat(clock)
    screen = Screen()
    app = build(settings, {**others, PLATFORM: ConsoleMessenger(chat, screen)}, store=store, clock=clock)

    async def record(actor: Actor, channel: str, thread: str, revision: Revision) -> None:
        who = None if revision.happening is Happening.DELETED else actor
        await app.call(app.services.answering.record, Inbound(actor.workspace, channel, thread, revision, who))

    return Terminal(app, screen, Listener(chat, screen, record))


def player(name: str) -> Actor:
    """Give the person at the terminal, who may do everything."""
    return Actor(WORKSPACE, member="you", name=name, is_admin=True)
