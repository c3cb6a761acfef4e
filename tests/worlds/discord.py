"""A whole Askaday on a fake Discord for tests: real discord.py over real sockets, a clock that is moved."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connect.client import Shards
from adapters.discord.connection import DiscordConnection
from bot.bootstrap import App, DrawnWhenNeeded, build
from bot.domain.answers import Answer, Revision, assemble
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.ports.clock import TravelClock
from bot.ports.store import Store, Transaction
from tests.memory_store import file_store, memory_store
from tests.servers.fake_discord import FakeDiscord
from tests.servers.fake_discord.records import TEXT, Channel, Guild, Message, User
from tests.servers.fake_discord.records import App as DiscordApp
from tests.waiting import PATIENCE, until
from tests.worlds.builders import MONDAY, Packs, options, settings, without_word_of_words

T = TypeVar("T")

PEOPLE = ("boss", "ana", "bo", "cy")


@dataclass
class DiscordWorld:
    """What a test needs at hand; time moves only when told to."""

    app: App
    connection: DiscordConnection
    discord: FakeDiscord
    bot: DiscordApp
    clock: TravelClock
    guild: Guild
    place: Channel
    people: dict[str, User]

    @property
    def workspace(self) -> str:
        return f"discord:{self.guild.id}"

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something holds.

        Raises:
            TimeoutError: it never did.
        """
        await until(condition)

    async def kept(self, read: Callable[[Transaction], T], as_it_should: Callable[[T], object]) -> T:
        """Read from the store until what is read is as it should become, and give it.

        Raises:
            TimeoutError: it never was.
        """
        async with asyncio.timeout(PATIENCE):
            while not as_it_should(found := await self.app.call(read)):  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.005)
        return found

    async def set_up(self, **changes: Any) -> Series:
        """Set a series up without Discord's forms; `boss` runs it."""
        boss = Actor(self.workspace, self.people["boss"].id, "Boss", is_admin=True)
        chosen = settings(**{"managers": frozenset({boss.member}), **changes})
        return await self.app.call(self.app.services.managing.set_up, boss, "daily", self.place.id, chosen)

    async def at(self, instant: datetime) -> None:
        """Move the clock and do what has become due."""
        self.clock.travel(instant)
        await self.app.ticking.tick()
        while await self.app.ticking.idle():
            await self.app.ticking.tick()

    async def open_round(self) -> Round:
        [played] = await self.app.call(lambda tx: list(tx.rounds.open_in(self.workspace)))
        return played

    async def answers(self, played: Round) -> list[tuple[str, str]]:
        """Give (name, text) of what each member has answered so far."""
        return await self.app.call(lambda tx: _answers(tx, played, self))

    async def recorded(self, count: int) -> None:
        """Wait until so many revisions of the thread are kept."""
        played = await self.open_round()
        await self.kept(lambda tx: _revisions(tx, played), lambda found: len(found) >= count)

    async def frozen(self) -> list[tuple[str, str]]:
        """Give (name, text) of each answer as it was when the newest round closed."""
        names = {person.id: name for name, person in self.people.items()}
        found = await self.app.call(lambda tx: _newest_frozen(tx, self.workspace))
        return [(names[answer.member], answer.text) for answer in found]

    @property
    def access(self) -> DiscordAccess:
        """Give what it takes to talk to it."""
        return DiscordAccess(self.bot.token, address=self.discord.address, pause=0.02, patience=0.02)

    async def stop(self) -> None:
        """End the process that runs, in an orderly way."""
        await self.connection.stop()
        await self.app.ticking.finish()
        await self.connection.close()
        await self.app.store.close()

    def card(self) -> Message:
        """Give the newest card, whatever was posted with it: a thread has the number of its message."""
        threads = {one.id for one in self.discord.state.guilds[self.guild.id].threads_of(self.place.id)}
        return [one for one in self.discord.messages(self.place, by=self.bot.user) if one.id in threads][-1]

    def thread(self) -> Channel:
        """Give the thread of the newest card."""
        guild = self.discord.state.guilds[self.guild.id]
        return guild.threads_of(self.place.id)[-1]


def _newest_frozen(tx: Transaction, workspace: str) -> Sequence[Answer]:
    [series] = tx.series.of_workspace(workspace)
    return tx.answers.frozen(tx.rounds.of_series(series.id)[-1].id)


def _revisions(tx: Transaction, played: Round) -> list[Revision]:
    return list(tx.answers.revisions(played.workspace, played.channel, played.thread or ""))


def _answers(tx: Transaction, played: Round, world: DiscordWorld) -> list[tuple[str, str]]:
    names = {person.id: name for name, person in world.people.items()}
    found = assemble(_revisions(tx, played), played.closes_at or world.clock.now())
    return [(names[answer.member], answer.text) for answer in found]


def shown(message: Message) -> str:
    """Give the text of a message of the bot."""
    return "\n".join(
        part["content"] for one in message.components for part in one.get("components", []) if "content" in part
    )


@asynccontextmanager
async def discord_world(
    *,
    kind: int = TEXT,
    message_content: bool = True,
    database: Path | None = None,
    store: Store | None = None,
    **chosen: Any,
) -> AsyncIterator[DiscordWorld]:
    """Start everything; afterwards hold what was sent against Discord's document."""
    clock = TravelClock(MONDAY)
    async with FakeDiscord(clock=clock) as server:
        people = {name: server.add_user(name) for name in PEOPLE}
        guild = server.add_guild("Rockets", *people.values())
        place = server.add_channel(guild, "questions", kind)
        bot = server.add_app(message_content=message_content)
        server.invite(bot, guild)
        async with running(server, bot, clock, database, store=store, **chosen) as (app, connection):
            yield DiscordWorld(app, connection, server, bot, clock, guild, place, people)
        assert server.transcript.violations == [], server.transcript.violations


@asynccontextmanager
async def running(
    server: FakeDiscord,
    bot: DiscordApp,
    clock: TravelClock,
    database: Path | None = None,
    *,
    by_words: bool = False,
    store: Store | None = None,
    pause: float = 0.02,
    shards: Shards | None = None,
    **chosen: Any,
) -> AsyncIterator[tuple[App, DiscordConnection]]:
    """Run one process of the bot, and wait until it is ready."""
    store = store or (file_store(database) if database else memory_store())
    access = DiscordAccess(
        bot.token, shards=shards or Shards(), address=server.address, pause=pause, patience=0.02, identify_pause=0.0
    )
    connection = DiscordConnection(access, clock, DrawnWhenNeeded())
    app = build(options(**chosen), {"discord": connection.messenger}, store=store, packs=Packs(), clock=clock)
    if not by_words:
        without_word_of_words(app)
    try:
        await app.ticking.take_over()
        await connection.start(app)
        await until(lambda: connection.is_ready)
        yield app, connection
    finally:
        await connection.stop()
        await app.ticking.finish()
        await connection.close()
        await store.close()
