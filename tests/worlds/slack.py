"""A whole Askaday on a fake Slack for tests: real slack-bolt and slack-sdk over real sockets, a clock that is moved."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.connect.access import HttpAccess, SlackAccess
from adapters.slack.connect.http_mode import EVENTS_PATH
from adapters.slack.connect.socket_mode import PING
from adapters.slack.connection import SlackConnection
from adapters.slack.read.incoming import reply_of
from bot.bootstrap import App, Connections, build
from bot.domain.events import Event
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.ports.clock import TravelClock
from bot.ports.store import Store, Transaction
from tests.memory_store import memory_store
from tests.servers.fake_slack import FakeSlack, Message, Outcome, Rules, View, Workspace
from tests.waiting import PATIENCE
from tests.worlds.builders import MONDAY, Packs, options, settings, without_word_of_words

PEOPLE = ("ana", "bo", "cy")
CHANNEL = "general"
#: Seconds between two signs of life where a connection is lost and comes again. One that shows none for four times as
#: long is given up, with what people press meanwhile: on a busy machine that meets those nobody wants to lose.
RESTLESS = 0.05


@dataclass
class SlackWorld:
    """What a test needs at hand; time moves only when told to."""

    app: App
    connection: SlackConnection
    slack: FakeSlack
    clock: TravelClock
    teams: list[Workspace]
    #: The connection with the server in front of it; where a test starts it by itself there is none.
    connections: Connections | None = None

    @property
    def address(self) -> str:
        """Where it is reached over HTTP, as the server says."""
        assert self.connections is not None
        assert self.connections.server is not None
        return f"http://127.0.0.1:{self.connections.server.port}"

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    @property
    def team(self) -> Workspace:
        return self.teams[0]

    @property
    def channel(self) -> str:
        return self.team.channel(CHANNEL)

    def person(self, name: str) -> str:
        return self.team.user(name)

    def forget_people(self) -> None:
        """Let Slack be asked anew who people are: counting a round's audience has just met them all."""
        self.connection.members._people.clear()

    def workspace(self, team: Workspace | None = None) -> str:
        return f"slack:{(team or self.team).id}"

    async def set_up(self, team: Workspace | None = None, **changes: Any) -> Series:
        """Set a series up without Slack's forms; `boss` runs it."""
        team = team or self.team
        chosen = settings(**{"managers": frozenset({team.user("boss")}), **changes})
        actor = await self.connection.members.actor(self.workspace(team), team.user("boss"))
        managing = self.app.services.managing
        return await self.app.call(managing.set_up, actor, "daily", team.channel(CHANNEL), chosen)

    async def at(self, instant: datetime) -> None:
        """Move the clock and do what has become due; what closes slowly owes its reveal to a second tick."""
        self.clock.travel(instant)
        for _ in range(2):
            await self.app.ticking.tick()
            await self.app.ticking.finish()

    async def settled(self) -> None:
        """Wait until every event is acknowledged and handled, and every request done."""
        await self.slack.settled()
        while await self.app.call(is_unhandled):  # noqa: ASYNC110 - the worker tells nobody
            await asyncio.sleep(0.002)
        await self.connection.idle()

    async def command(self, who: str, text: str, name: str = "/qotd", channel: str = "") -> Outcome:
        outcome = await self.slack.command(who, channel or self.channel, name, text)
        await self.connection.idle()
        return outcome

    async def press(self, who: str, shown: Message | View, name: str) -> Outcome:
        """Press what has that name: a button, an entry of a menu, or a thumb."""
        action, choice = next(
            (element["action_id"], value)
            for block in shown.blocks
            for element in block.get("elements", [])
            for named, value in pressable(element)
            if named == name
        )
        outcome = await self.slack.press(who, shown, action, choice)
        await self.connection.idle()
        return outcome

    async def submit(self, who: str, values: dict[str, Any] | None = None) -> Outcome:
        view = self.slack.modal(who)
        assert view is not None
        outcome = await self.slack.submit(who, view, values)
        await self.connection.idle()
        return outcome

    async def more(self, who: str, values: dict[str, Any] | None = None) -> Outcome:
        """Ask for the rest of the settings in the form that is open, with what stands in its fields by then."""
        view = self.slack.modal(who)
        assert view is not None
        outcome = await self.slack.press(who, view, "askaday:more:0", values=values)
        await self.connection.idle()
        return outcome

    async def rounds(self, team: Workspace | None = None) -> list[Round]:
        def read(tx: Any) -> list[Round]:
            return [
                played for one in tx.series.of_workspace(self.workspace(team)) for played in tx.rounds.of_series(one.id)
            ]

        return await self.app.call(read)

    def cards(self, team: Workspace | None = None) -> list[Message]:
        return self.slack.bot_messages((team or self.team).channel(CHANNEL))

    async def card(self) -> Message:
        """Give the newest card, whatever else was posted at the same instant."""
        posted = [played.card_message for played in await self.rounds() if played.card_message]
        return self.slack.state.message(self.channel, posted[-1])

    async def reply(self, who: str, text: str, card: Message | None = None) -> str:
        shown = card or await self.card()
        ts = await self.slack.say(who, shown.channel, text, thread_ts=shown.ts)
        await self.settled()
        return ts

    def whispered(self, who: str) -> list[str]:
        return [message.text for message in self.slack.ephemerals(who)]

    async def answers(self) -> list[tuple[str, str]]:
        """Give who answered what in the newest round, as it stands now or was frozen."""
        played = (await self.rounds())[-1]
        frozen = await self.app.call(lambda tx: tx.answers.frozen(played.id))
        return [(answer.member, answer.text) for answer in frozen]


def is_unhandled(tx: Transaction) -> bool:
    """Say whether an event is still to be handled; one that waits for a card waits until the clock is moved."""
    return any(not _waits(tx, event) for event in tx.inbox.pending("slack", 1000))


def _waits(tx: Transaction, event: Event) -> bool:
    reply = reply_of(json.loads(event.body)["event"])
    if reply is None or tx.rounds.window(event.workspace, reply.channel, reply.thread) is not None:
        return False
    return tx.deliveries.card_in_flight(event.workspace, reply.channel)


@asynccontextmanager
async def slack_world(
    *,
    teams: int = 1,
    start: datetime = MONDAY,
    reaction: str = "eyes",
    connect: bool = True,
    http: bool = False,
    ping: float = PING,
    by_words: bool = False,
    store: Store | None = None,
    **chosen: Any,
) -> AsyncIterator[SlackWorld]:
    clock = TravelClock(start)
    rules = Rules(message_pace=0, tiers=False, ack_seconds=PATIENCE, retry_delays=(0, 0.02, 0.05))
    async with FakeSlack(clock=clock, rules=rules) as slack:
        made = [slack.add_workspace(f"team{n}", people=PEOPLE, channels=(CHANNEL,)) for n in range(teams)]
        for team in made:
            boss = slack.add_user(team, "boss", tz="Europe/Berlin", is_admin=True)
            team.channels[team.channel(CHANNEL)].members.add(boss)
        tokens = [team.bot_token for team in made]
        over_http = HttpAccess(slack.app.signing_secret) if http else None
        access = SlackAccess(tokens, slack.app.app_token, reaction, slack.base_url, 0.0, ping, http=over_http)
        store = store or memory_store()
        connection = SlackConnection(access, store, clock)
        settings_of_operator = options(**chosen)
        app = build(settings_of_operator, {"slack": connection.messenger}, store=store, packs=Packs(), clock=clock)
        if not by_words:
            without_word_of_words(app)
        connections = Connections([connection], "127.0.0.1", 0)
        world = SlackWorld(app, connection, slack, clock, made, connections)
        try:
            if connect:
                await connections.start(app)
                if http:
                    slack.app.request_url = f"{world.address}{EVENTS_PATH}"
                else:
                    await slack.sockets.wait_connected(slack.app)
            yield world
        finally:
            await connections.stop()
            await connections.close()
            await store.close()


def pressable(element: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Give the name of everything that an element does, and what has to be chosen in it for that."""
    thumbs = [element[thumb] for thumb in ("positive_button", "negative_button") if thumb in element]
    for one in [*element.get("options", []), *thumbs]:
        yield one["value"].partition(" ")[0], one["value"]
    if element["type"] == "button":
        yield element["action_id"].split(":")[1], None
