"""Askaday with the terminal as its chat platform."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from adapters.console.listen.listener import Listener
from adapters.console.listen.repl import Repl
from adapters.console.render.texts import only_seen_by
from adapters.console.send.channel import Chat
from adapters.console.send.channels import CHANNEL
from adapters.console.send.messenger import PLATFORM, ConsoleMessenger
from adapters.console.send.screen import Screen
from bot.bootstrap import App, build
from bot.cards.naming import CommandNames
from bot.cli.play.recalling import left_open, recall, state_of_play
from bot.commands.catalogue import COMMANDS
from bot.commands.quiz.drill import SUBCOMMANDS
from bot.config.roles import Role
from bot.config.settings import Settings
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.domain.text import listing
from bot.ports.clock import Clock
from bot.ports.messenger import Messenger
from bot.ports.packs import PackSource
from bot.ports.store import Store
from bot.services.practice.pool import topics_of

WORKSPACE = f"{PLATFORM}:local"
#: The member who sits at the terminal.
_PLAYER = "you"


@dataclass(frozen=True, slots=True)
class Terminal:
    """An Askaday whose only channel is this terminal."""

    app: App
    screen: Screen
    listener: Listener

    async def recall(self) -> None:
        """Show what an earlier run left open, so that it can be answered; call it before the app starts."""
        for found in await self.app.call(left_open, WORKSPACE, self.app.clock.now()):
            recall(self.listener.chat, self.screen, found, self.app.services.names)

    async def greet(self, platforms: Iterable[str] = (), shortcoming: str = "") -> None:
        """Say where Askaday runs beside this terminal, what it lacks, what is set up in it, and how to stop."""
        state = await self.app.call(state_of_play, WORKSPACE, self.app.services.names)
        places = listing([*(one.capitalize() for one in platforms), "this terminal"])
        running = " ".join(filter(None, [f"Askaday is running in {places}.", shortcoming]))
        self.screen.note(f"{running}\n/help lists what you can type here, /quit stops it.\n{state}")

    async def settled(self) -> None:
        """Wait until nothing is due any more."""
        await self.app.clockwork.caught_up()
        # A tick does not wait for slow work, such as grading for the first time, whose model has to be loaded.
        while await self.app.ticking.idle():
            await self.app.clockwork.caught_up()

    def repl(self, player: Actor, explained: Mapping[str, str] = MappingProxyType({})) -> Repl:
        """Let a person play; `explained` says what can be typed beside their answers and what stands on cards."""
        services = self.app.services
        return Repl(
            desk=self.app.desk,
            listener=self.listener,
            screen=self.screen,
            open_rounds=self._open_rounds,
            player=player,
            channel=CHANNEL,
            commands={
                services.names.qotd: tuple(COMMANDS),
                services.names.quiz: (*SUBCOMMANDS, *topics_of(services.managing.packs.packs().values())),
            },
            explained=explained or _explained(services.names),
            settle=self.settled,
        )

    async def _open_rounds(self, workspace: str) -> list[Round]:
        return await self.app.call(lambda tx: list(tx.rounds.open_in(workspace)))


def _explained(names: CommandNames) -> Mapping[str, str]:
    return {
        f"/{names.qotd} …": f"ask Askaday; /{names.qotd} help lists leaderboard, stats, close …",
        f"/{names.quiz} …": f"ask for a private question, like /{names.quiz} security foundation",
    }


def open_terminal(
    settings: Settings,
    store: Store,
    packs: PackSource,
    clock: Clock,
    others: Mapping[str, Messenger] = MappingProxyType({}),
    *,
    screen: Screen | None = None,
    role: Role = Role.ALL,
) -> Terminal:
    """Put an Askaday together that talks to this terminal, or a screen in its place, and through other messengers."""
    chat = Chat(clock)
    screen = screen or Screen()
    messengers = {**others, PLATFORM: ConsoleMessenger(chat, screen)}
    app = build(settings, messengers, store=store, packs=packs, clock=clock, role=role)

    async def record(actor: Actor, channel: str, thread: str, revision: Revision) -> None:
        who = None if revision.happening is Happening.DELETED else actor
        inbound = Inbound(actor.workspace, channel, thread, revision, who)
        recorded = await app.call(app.services.answering.record, inbound)
        if recorded.response.hint is not None:
            screen.reply(recorded.response.hint, only_seen_by(None if actor.member == _PLAYER else actor.name))

    return Terminal(app, screen, Listener(chat, screen, record))


def player(name: str) -> Actor:
    """Give the person at the terminal, who may do everything."""
    return Actor(WORKSPACE, member=_PLAYER, name=name, is_admin=True)
