"""The week on a fake Slack, over Socket Mode."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from bot.bootstrap import build, open_store
from bot.domain.judging.options import options_for
from bot.domain.members import Actor
from bot.domain.rounds import Form
from bot.ports.clock import TravelClock
from tests.crash.process import PACK, Askaday
from tests.crash.week import Act, UnansweredError, Week
from tests.servers.fake_slack import FakeSlack, Message, Outcome, Rules, Workspace
from tests.waiting import PATIENCE
from tests.worlds.builders import MONDAY, Packs, options, schedule, settings
from tests.worlds.slack import PEOPLE, pressable

_LINK = re.compile(r"/archives/\S+")
_SO_FAR = re.compile(r"(\d+ answers?|No answers?|Nobody.*) so far")
#: Seconds between the repeats of an event: it comes in the end, once somebody listens.
_REPEATS = (0.02, *[0.1] * 300)
RULES = Rules(message_pace=0, tiers=False, ack_seconds=PATIENCE, retry_delays=_REPEATS)
HALF, WHOLE = "It stores turquoise lanterns.", "It stores turquoise lanterns. Elephants guard marble gates."


class SlackPlace:
    """A workspace with three who answer and one who manages."""

    platform = "slack"

    def __init__(self, slack: FakeSlack, team: Workspace, clock: TravelClock, *, is_lossy: bool) -> None:
        self.slack, self.team, self.clock = slack, team, clock
        self.workspace = f"slack:{team.id}"
        self._is_lossy = is_lossy
        self.askaday: Askaday
        #: By round, what stands of each person's messages, by the message's id.
        self._words: list[dict[str, tuple[str, str]]] = [{} for _ in range(3)]
        self._chosen: list[set[str]] = [set() for _ in range(3)]
        self._newest: dict[str, str] = {}

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.team.bot_token,
            "SLACK_APP_TOKEN": self.slack.app.app_token,
            "ASKADAY_SLACK_API": self.slack.base_url,
        }

    @property
    def people(self) -> Sequence[str]:
        return [self.team.user(name) for name in PEOPLE]

    @property
    def acts(self) -> Sequence[Act]:
        return [*self._monday(), *self._tuesday(), *self._wednesday(), Act(_nothing, at=MONDAY + timedelta(days=7))]

    def _monday(self) -> Iterator[Act]:
        yield Act(partial(self._command, "boss", "digest on"), at=MONDAY + timedelta(hours=1))
        yield Act(partial(self._say, 0, "ana", WHOLE), is_message=True)
        yield Act(partial(self._say, 0, "bo", HALF), is_message=True)
        yield Act(partial(self._edit, 0, "bo", WHOLE), is_message=True)
        yield Act(partial(self._quick, 0, "cy"))
        yield Act(partial(self._say, 0, "ana", "// Who knows?"), is_message=True)
        yield Act(partial(self._say, 0, "bo", "Drums."), is_message=True)
        yield Act(partial(self._delete, 0, "bo"), is_message=True)
        yield Act(_nothing, at=MONDAY + timedelta(hours=9))
        yield Act(partial(self._say, 0, "cy", "Too late."), is_message=True)
        yield Act(_nothing, at=MONDAY + timedelta(hours=19), is_night=True)

    def _tuesday(self) -> Iterator[Act]:
        begin = MONDAY + timedelta(days=1, hours=1)
        yield Act(_nothing, at=begin)
        yield Act(partial(self._say, 1, "ana", HALF), is_message=True)
        yield Act(partial(self._quick, 1, "bo"))
        yield Act(partial(self._drill, "cy"))
        yield Act(partial(self._command, "boss", "close"), at=begin + timedelta(hours=3))
        yield Act(partial(self._claim, 1, "ana"), at=begin + timedelta(hours=4))
        yield Act(partial(self._accept, "boss"))
        yield Act(_nothing, at=MONDAY + timedelta(days=1, hours=19), is_night=True)

    def _wednesday(self) -> Iterator[Act]:
        begin = MONDAY + timedelta(days=2, hours=1)
        yield Act(_nothing, at=begin)
        yield Act(partial(self._say, 2, "cy", WHOLE), is_message=True)
        yield Act(partial(self._say, 2, "bo", HALF), is_message=True)
        yield Act(partial(self._say, 2, "bo", "Elephants guard marble gates."), is_message=True)
        yield Act(_nothing, at=begin + timedelta(hours=8))
        yield Act(_nothing, at=MONDAY + timedelta(days=2, hours=19), is_night=True)

    async def connected(self) -> None:
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
        for name in (*PEOPLE, "boss"):
            direct = self.slack.direct_message(self.team.user(name))
            found[name] = _texts(self.slack.bot_messages(direct))
        return found

    def said(self) -> list[list[tuple[str, str]]]:
        found = []
        for words, chosen in zip(self._words, self._chosen, strict=True):
            texts: dict[str, list[str]] = {who: ["lanterns"] for who in chosen}
            for who, text in words.values():
                texts.setdefault(who, []).append(text)
            found.append(sorted((self.team.user(who), "\n".join(parts)) for who, parts in texts.items()))
        return found

    def _cards(self) -> list[Message]:
        every = self.slack.bot_messages(self.team.channel("general"))
        return [one for one in every if one.text.startswith(("Question of the day", "Closed"))]

    def _card(self, number: int) -> Message:
        cards = self._cards()
        if len(cards) <= number:
            raise LookupError(f"there is no card {number}")
        return cards[number]

    async def _say(self, number: int, who: str, text: str) -> None:
        card = self._card(number)
        ts = await self.slack.say(self.team.user(who), card.channel, text, thread_ts=card.ts)
        self._newest[who] = ts
        if not text.startswith("//") and not card.text.startswith("Closed") and text != "Too late.":
            self._words[number][ts] = (who, text)

    async def _edit(self, number: int, who: str, text: str) -> None:
        await self.slack.edit(self.team.user(who), self.team.channel("general"), self._newest[who], text)
        self._words[number][self._newest[who]] = (who, text)

    async def _delete(self, number: int, who: str) -> None:
        await self.slack.delete(self.team.user(who), self.team.channel("general"), self._newest[who])
        del self._words[number][self._newest[who]]

    async def _command(self, who: str, text: str, name: str = "/qotd", channel: str = "") -> None:
        where = channel or self.team.channel("general")
        _require(await self.slack.command(self.team.user(who), where, name, text))
        await self._settled()

    async def _quick(self, number: int, who: str) -> None:
        await self._press(who, self._card(number), "quick")
        shown = self._whispered(who)
        if "You have taken nothing" in shown.text:
            found = re.search(r"archive number (\d+)", shown.text)
            assert found is not None, shown.text
            asked = next(one for one in PACK.questions if one.id == f"question-{found[1]}")
            texts = [one.text for one in options_for(asked, self.workspace, self.team.user(who))]
            await self._press(who, shown, "ab"[texts.index("lanterns")])
        self._chosen[number].add(who)

    async def _drill(self, who: str) -> None:
        direct = self.slack.direct_message(self.team.user(who))
        found = [one for one in self.slack.ephemerals(self.team.user(who)) if one.channel == direct]
        if not found:
            await self._command(who, "", "/aws-quiz", direct)
        shown = self._whispered(who)
        if "Model answer" not in shown.text:
            await self._press(who, shown, "answer")
            form = self.slack.modal(self.team.user(who))
            # Where the answer was taken and only its result was not shown, there is none any more.
            if form is not None:
                _require(await self.slack.submit(self.team.user(who), form, {"text": HALF}))
                await self._settled()

    async def _claim(self, number: int, who: str) -> None:
        await self._press(who, self._card(number), "mine")
        own = self._whispered(who)
        if "claimed" not in own.text:
            await self._press(who, own, "claim")

    async def _accept(self, who: str) -> None:
        await self._command(who, "disputes")
        queue = self._whispered(who)
        if "accept" in dict(_buttons(queue)):
            await self._press(who, queue, "accept")

    async def _press(self, who: str, shown: Message, name: str) -> None:
        offered = dict(_buttons(shown))
        assert name in offered, f"{name}: {shown.text} {sorted(offered)}"
        action, choice = offered[name]
        _require(await self.slack.press(self.team.user(who), shown, action, choice))
        await self._settled()

    def _whispered(self, who: str) -> Message:
        return self.slack.ephemerals(self.team.user(who))[-1]

    async def _settled(self) -> None:
        await self.askaday.at(self.clock.now())


async def _nothing() -> None:
    """Let only time pass."""


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
async def slack_week(folder: Path, database: str, *, is_lossy: bool = False) -> AsyncIterator[Week]:
    """Give a week before its beginning, on an empty database, with a series that is set up."""
    clock = TravelClock(MONDAY)
    async with FakeSlack(clock=clock, rules=RULES) as slack:
        team = slack.add_workspace("acme", people=PEOPLE, channels=("general",))
        boss = slack.add_user(team, "boss", is_admin=True)
        team.channels[team.channel("general")].members.add(boss)
        await _set_up(database, slack, team, boss, clock)
        place = SlackPlace(slack, team, clock, is_lossy=is_lossy)
        place.askaday = Askaday(folder, database, place.settings)
        try:
            yield Week(place, place.askaday, clock)
        finally:
            place.askaday.kill()


async def _set_up(database: str, slack: FakeSlack, team: Workspace, boss: str, clock: TravelClock) -> None:
    """Make the database, with a series that asks from Monday to Wednesday."""
    store = open_store(options(database=database))
    access = SlackAccess([team.bot_token], slack.app.app_token, "eyes", slack.base_url)
    connection = SlackConnection(access, store, clock)
    app = build(options(), {"slack": connection.messenger}, store=store, packs=Packs({PACK.name: PACK}), clock=clock)
    chosen = settings(
        schedule=schedule(weekdays=frozenset({0, 1, 2})),
        managers=frozenset({boss}),
        form=Form.BOTH,
        remind_before=timedelta(hours=1),
    )
    actor = Actor(f"slack:{team.id}", boss, "boss", is_admin=True)
    where = team.channel("general")
    # What is asked follows from a number that is drawn: here it is the same each time.
    with patch("bot.services.managing.secrets.randbits", return_value=1):
        await app.call(app.services.managing.set_up, actor, "daily", where, chosen)
    await connection.close()
    await store.close()
