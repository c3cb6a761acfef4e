"""The fake Discord as a stage for the Messenger contract: a text channel, and a forum."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.discord.connect.client import DiscordClient
from adapters.discord.connect.places import Places
from adapters.discord.render.messages import messages
from adapters.discord.send.messenger import DiscordMessenger
from bot.domain.card import Card
from bot.errors import DeliveryError
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination, Sent
from tests.contracts.stages import CLOSED, QUESTION, START, Stage
from tests.servers.fake_discord import FakeDiscord, Fault
from tests.servers.fake_discord.connecting import pointed_at
from tests.servers.fake_discord.records import FORUM, TEXT, Channel, Message, User
from tests.waiting import until

SEND = "POST /channels/{channel_id}/messages"
POST = "POST /channels/{channel_id}/threads"


class DiscordStage:
    """A server with one channel."""

    def __init__(self, server: FakeDiscord, client: DiscordClient, place: Channel, people: dict[str, User]) -> None:
        self.messenger = DiscordMessenger(Places(client))
        self._discord, self._place, self._people = server, place, people
        workspace = f"discord:{place.guild_id}"
        self.channel = Destination(workspace, place.id, opens_thread="Question of the day")
        self.direct = Destination(workspace, people["reader"].id, direct=True)

    @property
    def clock(self) -> TravelClock:
        clock = self._discord.state.clock
        assert isinstance(clock, TravelClock)
        return clock

    def member(self, name: str) -> str:
        return self._people[name].id

    async def say(self, sent: Sent, member: str, text: str) -> str:
        thread = self._discord.state.channel(sent.thread)
        return self._discord.say(self._people[member], thread, text).id

    async def edit(self, sent: Sent, /, message: str, text: str) -> None:
        self._discord.edit(self._discord.state.message(sent.thread, message), text)

    async def delete(self, sent: Sent, /, message: str) -> None:
        self._discord.delete(self._discord.state.message(sent.thread, message))

    def shown(self, sent: Sent) -> Card | None:
        text = self._message(sent).components[0]["components"][0]["content"]
        return next((card for card in (QUESTION, CLOSED) if messages(card)[0].text == text), None)

    def _message(self, sent: Sent) -> Message:
        is_post = self._place.type == FORUM and sent.channel == self._place.id
        return self._discord.state.message(sent.thread if is_post else sent.channel, sent.message)

    def count(self, destination: Destination) -> int:
        if destination.direct:
            return len(self._discord.direct(self._people["reader"]))
        if self._place.type == FORUM:
            return len(self._discord.state.guilds[self._place.guild_id or ""].threads_of(self._place.id))
        return len([one for one in self._discord.messages(self._place) if one.author.bot])

    def address(self, sent: Sent, message: str) -> str:
        return f"https://discord.com/channels/{self._place.guild_id}/{sent.thread}/{message}"

    def fail_next(self, error: DeliveryError) -> None:
        if error.permanent:
            self._discord.faults.plan("", Fault("status", status=403))
        else:
            # The library waits a few seconds by itself, and tries again.
            self._discord.faults.plan("", Fault("limit", seconds=max(error.retry_after or 0, 30)))

    def lose_next_reply(self, _error: DeliveryError) -> None:
        route = POST if self._place.type == FORUM else SEND
        self._discord.faults.plan(route, Fault("drop", takes_effect=True))


async def _ready(client: DiscordClient) -> None:
    # `wait_until_ready` takes a client that has not logged in yet for one that never will.
    await until(client.is_ready)


@asynccontextmanager
async def _staged(kind: int) -> AsyncIterator[Stage]:
    async with FakeDiscord(clock=TravelClock(START)) as server:
        people = {name: server.add_user(name) for name in ("reader", "ada", "bob")}
        guild = server.add_guild("Rockets", *people.values())
        place = server.add_channel(guild, "questions", kind)
        app = server.add_app()
        server.invite(app, guild)
        with pointed_at(server):
            client = DiscordClient(patience=0.05)
            running = asyncio.create_task(client.start(app.token))
            try:
                await _ready(client)
                yield DiscordStage(server, client, place, people)
            finally:
                await client.close()
                await asyncio.gather(running, return_exceptions=True)
                await client.close()
        assert server.transcript.violations == [], server.transcript.violations


@asynccontextmanager
async def discord_stage() -> AsyncIterator[Stage]:
    async with _staged(TEXT) as stage:
        yield stage


@asynccontextmanager
async def discord_forum_stage() -> AsyncIterator[Stage]:
    async with _staged(FORUM) as stage:
        yield stage
