"""Being away in Slack: a form asks for the day, from a member's own page and from Home."""

from datetime import UTC, date, datetime

from tests.waiting import until
from tests.worlds.slack import SlackWorld, slack_world

DAY = date(2026, 12, 24)
NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


async def away(world: SlackWorld, who: str) -> list[date]:
    today = world.clock.now().date()
    found = await world.app.call(lambda tx: tx.absences.between(world.workspace(), today, today))
    return [one.until for one in found if one.member == who]


async def test_form_of_ones_own_page_takes_a_day_and_says_what_is_none() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana = world.person("ana")
        await world.command(ana, "me")
        [page] = world.slack.ephemerals(ana)

        await world.press(ana, page, "away")
        refused = await world.submit(ana, {"text": "soon"})
        before = await away(world, ana)
        await world.submit(ana, {"text": DAY.isoformat()})
        after = await away(world, ana)
        shown = world.slack.ephemerals(ana)[-1]
        await world.press(ana, shown, "back")

        assert (before, after, await away(world, ana)) == ([], [DAY], [])
        assert refused.errors == {"text": "'soon' is no date. Write year-month-day, like 2030-12-24, or a weekday."}


async def test_home_shows_what_its_form_has_changed() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana = world.person("ana")
        await world.slack.open_home(ana)
        await world.settled()
        home = world.slack.home(ana)
        assert home is not None

        await world.press(ana, home, "away")
        await world.submit(ana, {"text": DAY.isoformat()})
        await until(lambda: "You are away until Thursday 24 December" in str(world.slack.home(ana)))
        shown = world.slack.home(ana)
        assert shown is not None
        await world.press(ana, shown, "back")
        await until(lambda: "You are away until" not in str(world.slack.home(ana)))

        assert await away(world, ana) == []
