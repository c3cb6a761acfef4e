"""The form with which a series begins in Slack: four things filled in, the rest behind a button."""

from datetime import UTC, datetime, time

from bot.engine import SETTINGS
from tests.servers.fake_slack import View
from tests.worlds.slack import SlackWorld, slack_world

NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)


def fields(view: View | None) -> list[str]:
    assert view is not None
    return [block["block_id"] for block in view.blocks if block["type"] == "input"]


async def begun(world: SlackWorld) -> str:
    boss = world.person("boss")
    await world.command(boss, "setup")
    await world.submit(boss)
    return world.whispered(boss)[-1]


async def test_one_press_sets_up_what_is_filled_in_and_says_what_happens_when() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        await world.command(boss, "setup")
        asked = fields(world.slack.modal(boss))
        await world.submit(boss)
        [series] = await world.app.call(lambda tx: list(tx.series.all()))
        said = world.whispered(boss)[-1].splitlines()

    schedule = series.settings.schedule
    assert asked == ["channel", "packs", "zone", "at"]
    assert (series.channel, series.settings.packs) == (world.channel, ("basics",))
    assert (schedule.zone, schedule.at) == ("Europe/Berlin", time(9))
    assert series.settings.managers == {boss}
    assert said[0] == "daily is set up"
    assert "Monday to Friday: asked 09:00, revealed 16:30 (Europe/Berlin)." in said


async def test_more_keeps_what_was_entered_and_changes_nothing_else() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        second = world.slack.add_channel(world.team, "second", members=(boss, world.team.bot_user))
        await world.command(boss, "setup")

        await world.more(boss, {"channel": second, "at": "10:30", "zone": "Asia/Tokyo"})
        asked = fields(world.slack.modal(boss))
        await world.submit(boss, {"name": "weekly", "days": ["mon"]})
        [series] = await world.app.call(lambda tx: list(tx.series.all()))

    schedule = series.settings.schedule
    assert asked == [key for key, row in SETTINGS.items() if row.in_forms]
    assert (series.name, series.channel) == ("weekly", second)
    assert (schedule.zone, schedule.at, schedule.weekdays) == ("Asia/Tokyo", time(10, 30), frozenset({0}))


async def test_more_is_for_a_new_series_although_somebody_has_set_one_up_there_meanwhile() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        await world.command(boss, "setup")
        first = await world.set_up()

        await world.more(boss)
        outcome = await world.submit(boss, {"name": "second"})
        found = await world.app.call(lambda tx: list(tx.series.all()))

    assert outcome.errors == {}
    assert [one.name for one in found] == ["daily", "second"]
    assert found[0] == first


async def test_second_series_gets_a_name_of_its_own() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        await world.set_up()
        second = world.slack.add_channel(world.team, "second", members=(boss, world.team.bot_user))
        await world.command(boss, "setup", channel=second)
        await world.submit(boss)
        found = await world.app.call(lambda tx: [(one.name, one.channel) for one in tx.series.all()])

    assert found == [("daily", world.channel), ("daily-2", second)]


async def test_first_question_comes_now_by_a_button() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        await begun(world)
        await world.press(boss, world.slack.ephemerals(boss)[-1], "open")
        await world.app.ticking.tick()

        assert len(world.cards()) == 1


async def test_first_question_comes_tomorrow_by_a_button_where_it_would_come_today() -> None:
    async with slack_world(start=datetime(2026, 12, 7, 7, tzinfo=UTC)) as world:
        boss = world.person("boss")
        await begun(world)
        await world.press(boss, world.slack.ephemerals(boss)[-1], "skip")
        await world.at(NOON)
        today = len(world.cards())
        await world.at(NOON.replace(day=8, hour=9))

        assert (today, len(world.cards())) == (0, 1)
