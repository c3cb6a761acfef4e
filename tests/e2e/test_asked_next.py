"""From the weekly digest to the next question, on each platform: what would hold a topic is asked next, and once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.bootstrap import App
from bot.domain.calendar.digests import Digest
from bot.domain.members import Actor
from bot.domain.series import Results, Series
from bot.ports.store import Transaction
from tests.adapters.discord.outcomes import FULL, said
from tests.servers.fake_discord.records import User
from tests.servers.fake_slack import Message
from tests.worlds.discord import discord_world
from tests.worlds.slack import SlackWorld, slack_world

MONDAY, CLOSED = datetime(2026, 12, 7, 9, tzinfo=UTC), datetime(2026, 12, 7, 17, tzinfo=UTC)
#: An hour before the next question.
TOLD = datetime(2026, 12, 8, 8, tzinfo=UTC)
NEXT = TOLD.replace(hour=9)
_A_DAY = timedelta(days=1)
_NOTHING, _REFUSED = "None is left to add", "Only managers of daily and administrators may do this"


async def ask_for_digests(app: App, series: Series, *managers: str) -> None:
    """Let managers be told on Tuesdays."""

    def set_them(tx: Transaction) -> None:
        for member in managers:
            digest = Digest(0, series.workspace, member, series.id, TOLD.weekday(), time(TOLD.hour), "UTC")
            app.services.digesting.set(tx, Actor(series.workspace, member, member), digest)

    await app.call(set_them)


async def asked(app: App, series: Series) -> list[str]:
    """Give what was asked, the first first."""
    rounds = await app.call(lambda tx: tx.rounds.of_series(series.id))
    return [one.question.ref for one in rounds if one.question]


async def queuing(app: App, series: Series) -> Sequence[tuple[str, object]]:
    """Give who changed the queue, and what it was then."""
    changes = await app.call(lambda tx: tx.audit.changes(series.workspace, None, None))
    return [(one.member, one.after["queue"]) for one in changes if one.action == "queue"]


async def let_go(app: App, series: Series, member: str, boss: str) -> None:
    """Let one of the managers be none any more."""

    def change(tx: Transaction) -> None:
        found = tx.series.get(series.id)
        assert found is not None
        chief = Actor(series.workspace, boss, "Boss", is_admin=True)
        left = found.settings.managers - {member}
        app.services.managing.change(tx, chief, found, replace(found.settings, managers=left))

    await app.call(change)


async def judge(app: App, series: Series, boss: str, sayings: Sequence[str]) -> None:
    """Look at what became of four presses: two at first, one while it is asked, and one of who manages no more."""
    first, second, third, refused = sayings
    rounds = await asked(app, series)
    assert (len(rounds), rounds[1], rounds.count(rounds[0])) == (3, rounds[0], 2)
    assert f"{rounds[0]}" in first.replace("\\", "")
    assert [_NOTHING in second, _NOTHING in third, _REFUSED in refused] == [True, True, True]
    assert await queuing(app, series) == [(boss, [rounds[0]])]


async def test_slack() -> None:
    async with slack_world() as world:
        ana, boss = world.person("ana"), world.person("boss")
        series = await world.set_up(managers=frozenset({boss, ana}), results=Results.NONE)
        await ask_for_digests(world.app, series, boss, ana)
        await world.at(MONDAY)
        for who in ("ana", "bo", "cy"):
            await world.reply(world.person(who), FULL)
        await world.settled()
        await world.at(CLOSED)
        await world.at(TOLD)
        told = {who: world.slack.bot_messages(world.slack.direct_message(who))[-1] for who in (boss, ana)}

        first = await pressed_on_slack(world, boss, told[boss])
        second = await pressed_on_slack(world, boss, told[boss])
        await world.at(NEXT)
        third = await pressed_on_slack(world, boss, told[boss])
        await let_go(world.app, series, ana, boss)
        refused = await pressed_on_slack(world, ana, told[ana])
        await world.at(NEXT.replace(hour=17))
        await world.at(NEXT + _A_DAY)

        await judge(world.app, series, boss, [first, second, third, refused])


async def pressed_on_slack(world: SlackWorld, who: str, message: Message) -> str:
    """Press the button and give what that person alone is told."""
    outcome = await world.press(who, message, "hold")
    await world.settled()
    assert outcome.error is None
    return world.whispered(who)[-1]


async def test_discord() -> None:
    async with discord_world() as world:
        ana, boss = world.people["ana"], world.people["boss"]
        series = await world.set_up(managers=frozenset({boss.id, ana.id}), results=Results.NONE)
        await ask_for_digests(world.app, series, boss.id, ana.id)
        await world.at(MONDAY)
        for who in ("ana", "bo", "cy"):
            world.discord.say(world.people[who], world.thread(), FULL)
        await world.recorded(3)
        await world.at(CLOSED)
        await world.at(TOLD)
        told = {who.id: world.discord.direct(who)[-1] for who in (boss, ana)}

        async def press(who: User, at: str) -> str:
            outcome = await world.discord.press(who, told[at], "Ask these next")
            return await said(world, outcome)

        first, second = await press(boss, boss.id), await press(boss, boss.id)
        await world.at(NEXT)
        third = await press(boss, boss.id)
        await let_go(world.app, series, ana.id, boss.id)
        refused = await press(ana, ana.id)
        await world.at(NEXT.replace(hour=17))
        await world.at(NEXT + _A_DAY)

        await judge(world.app, series, boss.id, [first, second, third, refused])
