"""The week on a fake Slack, over Socket Mode."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from bot.bootstrap import build
from bot.databases import open_store
from bot.ports.clock import TravelClock
from tests.crash.process import PACK, Askaday
from tests.crash.team import BOSS, HALF, PEOPLE, Team
from tests.crash.week import UnansweredError, Week
from tests.servers.fake_slack import FakeSlack, Message, Outcome, Rules, Workspace
from tests.waiting import PATIENCE
from tests.worlds.builders import MONDAY, Packs, options
from tests.worlds.slack import pressable

_LINK = re.compile(r"/archives/\S+")
_SO_FAR = re.compile(r"(\d+ answers?|No answers?|Nobody.*) so far")
#: Seconds between the repeats of an event: it comes in the end, once somebody listens.
_REPEATS = (0.02, *[0.1] * 300)
RULES = Rules(message_pace=0, tiers=False, ack_seconds=PATIENCE, retry_delays=_REPEATS)


class SlackPlace(Team):
    """A workspace."""

    platform = "slack"

    def __init__(self, slack: FakeSlack, team: Workspace, clock: TravelClock, *, is_lossy: bool) -> None:
        super().__init__()
        self.slack, self.team, self.clock = slack, team, clock
        self.workspace = f"slack:{team.id}"
        self._is_lossy = is_lossy

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.team.bot_token,
            "SLACK_APP_TOKEN": self.slack.app.app_token,
            "ASKADAY_SLACK_API": self.slack.base_url,
        }

    def marks(self) -> dict[str, int]:
        return {}

    @property
    def connections(self) -> int:
        return self.slack.sockets.served

    async def connected(self, least: int) -> None:
        del least  # who is gone is disconnected at once
        await self.slack.sockets.wait_connected(self.slack.app)

    async def heard(self) -> None:
        await self.slack.settled()

    def deafen(self, *, is_deaf: bool) -> None:
        self.slack.faults.lose_events(float(is_deaf and self._is_lossy))

    def seen(self) -> dict[str, list[str]]:
        channel = self.team.channel("general")
        found = {"channel": _texts(self.slack.bot_messages(channel))}
        for number, card in enumerate(self._cards()):
            below = [one for one in self.slack.thread(channel, card.ts) if one.app_id and one.ts != card.ts]
            found[f"thread {number}"] = _texts(below)
        for name in (*PEOPLE, BOSS):
            direct = self.slack.direct_message(self.team.user(name))
            found[name] = _texts(self.slack.bot_messages(direct))
        return found

    def member(self, who: str) -> str:
        return self.team.user(who)

    def is_closed(self, number: int) -> bool:
        return self._card(number).text.startswith("Closed")

    async def write(self, number: int, who: str, text: str) -> str:
        card = self._card(number)
        return await self.slack.say(self.member(who), card.channel, text, thread_ts=card.ts)

    async def change(self, number: int, who: str, message: str, text: str) -> None:
        await self.slack.edit(self.member(who), self._card(number).channel, message, text)

    async def take_back(self, number: int, who: str, message: str) -> None:
        await self.slack.delete(self.member(who), self._card(number).channel, message)

    async def want_digest(self) -> None:
        await self._command(BOSS, "digest on")

    async def choose(self, number: int, who: str) -> None:
        await self._press(who, self._card(number), "quick")
        shown = self._whispered(who)
        if "You have taken nothing" in shown.text:
            await self._press(who, shown, self.right_letter(who, shown.text))

    async def drill(self, who: str) -> None:
        direct = self.slack.direct_message(self.member(who))
        found = [one for one in self.slack.ephemerals(self.member(who)) if one.channel == direct]
        if not found:
            await self._command(who, "", "/aws-quiz", direct)
        shown = self._whispered(who)
        if "Model answer" not in shown.text:
            await self._press(who, shown, "answer")
            form = self.slack.modal(self.member(who))
            # Where the answer was taken and only its result was not shown, there is none any more.
            if form is not None:
                _require(await self.slack.submit(self.member(who), form, {"text": HALF}))
                await self.settled()

    async def close(self) -> None:
        await self._command(BOSS, "close")

    async def claim(self, number: int, who: str) -> None:
        await self._press(who, self._card(number), "mine")
        own = self._whispered(who)
        if "claimed" not in own.text:
            await self._press(who, own, "claim")

    async def accept(self) -> None:
        await self._command(BOSS, "disputes")
        queue = self._whispered(BOSS)
        if "accept" in dict(_buttons(queue)):
            await self._press(BOSS, queue, "accept")

    def _cards(self) -> list[Message]:
        every = self.slack.bot_messages(self.team.channel("general"))
        return [one for one in every if one.text.startswith(("Question of the day", "Closed"))]

    def _card(self, number: int) -> Message:
        cards = self._cards()
        if len(cards) <= number:
            raise LookupError(f"there is no card {number}")
        return cards[number]

    async def _command(self, who: str, text: str, name: str = "/qotd", channel: str = "") -> None:
        where = channel or self.team.channel("general")
        _require(await self.slack.command(self.member(who), where, name, text))
        await self.settled()

    async def _press(self, who: str, shown: Message, name: str) -> None:
        offered = dict(_buttons(shown))
        assert name in offered, f"{name}: {shown.text} {sorted(offered)}"
        action, choice = offered[name]
        _require(await self.slack.press(self.member(who), shown, action, choice))
        await self.settled()

    def _whispered(self, who: str) -> Message:
        return self.slack.ephemerals(self.member(who))[-1]


def _require(outcome: Outcome) -> None:
    if outcome.error is not None:
        raise UnansweredError(outcome.error)


def _buttons(shown: Message) -> Iterator[tuple[str, tuple[str, str | None]]]:
    for block in shown.blocks:
        for element in block.get("elements", []):
            if "action_id" in element:
                for name, value in pressable(element):
                    yield name, (element["action_id"], value)


def _texts(messages: Sequence[Message]) -> list[str]:
    # The link to a thread holds the time at which the card was posted, to the microsecond. How many have answered by a
    # reminder is not known of those whose events were lost: the thread is read back at the close.
    return [_SO_FAR.sub("so far", _LINK.sub("/archives/", one.text)) for one in messages]


@asynccontextmanager
async def slack_week(folder: Path, database: str, *, new: Any = Askaday, is_lossy: bool = False) -> AsyncIterator[Week]:
    """Give a week before its beginning, on an empty database, with a series that is set up."""
    clock = TravelClock(MONDAY)
    async with FakeSlack(clock=clock, rules=RULES) as slack:
        team = slack.add_workspace("acme", people=PEOPLE, channels=("general",))
        boss = slack.add_user(team, BOSS, is_admin=True)
        team.channels[team.channel("general")].members.add(boss)
        place = SlackPlace(slack, team, clock, is_lossy=is_lossy)
        await _set_up(place, database)
        place.askaday = new(folder, database, place.settings, place.marks)
        try:
            yield Week(place, place.askaday, clock)
        finally:
            place.askaday.kill()


async def _set_up(place: SlackPlace, database: str) -> None:
    """Make the database, with the series in it."""
    store = open_store(options(database=database))
    access = SlackAccess([place.team.bot_token], place.slack.app.app_token, "eyes", place.slack.base_url)
    connection = SlackConnection(access, store, place.clock)
    messengers = {"slack": connection.messenger}
    app = build(options(), messengers, store=store, packs=Packs({PACK.name: PACK}), clock=place.clock)
    # What is asked follows from a number that is drawn: here it is the same each time.
    with patch("bot.services.managing.secrets.randbits", return_value=1):
        await place.set_up(app, place.team.channel("general"))
    await connection.close()
    await store.close()
