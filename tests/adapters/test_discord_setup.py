"""The guided set-up where it does not go straight on, and questions in direct messages."""

from pathlib import Path

from bot.domain.series import Series
from tests.adapters.test_discord_people import FULL, said
from tests.discord_world import DiscordWorld, discord_world, running, shown
from tests.servers.fake_discord import Outcome
from tests.servers.fake_discord.permissions import MANAGE_GUILD


async def form_of(world: DiscordWorld) -> Outcome:
    boss = world.people["boss"]
    world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)
    return await world.discord.command(boss, world.place, "qotd setup")


async def series_of(world: DiscordWorld) -> list[Series]:
    return await world.app.call(lambda tx: list(tx.series.of_workspace(world.workspace)))


async def test_people_are_chosen_in_a_form() -> None:
    async with discord_world() as world:
        boss, ana, bo = (world.people[name] for name in ("boss", "ana", "bo"))
        form = await form_of(world)

        people = await world.discord.press(boss, form.message, "People…")
        chosen = await world.discord.submit(boss, people, {"managers": [boss.id, ana.id], "reviewers": [bo.id]})
        saved = await world.discord.press(boss, chosen.message, "Save")
        await world.kept(lambda tx: list(tx.series.of_workspace(world.workspace)), bool)
        [series] = await series_of(world)

    assert saved.answered
    assert (series.settings.managers, series.settings.reviewers) == (frozenset({boss.id, ana.id}), frozenset({bo.id}))


async def test_form_from_before_a_restart_says_so(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        form = await form_of(world)
        boss = world.people["boss"]
        times = await world.discord.press(boss, form.message, "Name and times…")
        await world.stop()

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            admin = world.people["ana"]
            world.discord.add_role(world.guild, "others", MANAGE_GUILD, admin)
            pressed = await said(world, await world.discord.press(boss, form.message, "Save"))
            other = await world.discord.command(admin, world.place, "qotd setup")
            typed = await said(world, await world.discord.submit(boss, times, {"name": "aws"}))
            found = await series_of(world)

    assert pressed == typed == "This form is too old.\n\nStart again with `/qotd setup`."
    assert "Name: **daily**" in shown(other.message)
    assert found == []


async def test_mistake_in_a_series_that_is_there_changes_nothing() -> None:
    async with discord_world() as world:
        await world.set_up()
        boss = world.people["boss"]
        form = await form_of(world)

        times = await world.discord.press(boss, form.message, "Name and times…")
        typed = await world.discord.submit(boss, times, {"at": "25:00"})
        await world.discord.press(boss, typed.message, "Save")
        await world.until(lambda: "⚠️" in shown(typed.message))
        [series] = await series_of(world)

    assert "⚠️ **Time**" in shown(typed.message)
    assert (series.name, f"{series.settings.schedule.at:%H:%M}") == ("daily", "09:00")


async def test_form_in_a_second_channel_makes_a_second_series_and_leaves_the_first_where_it_is() -> None:
    async with discord_world() as world:
        first = await world.set_up()
        boss = world.people["boss"]
        world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)
        second = world.discord.add_channel(world.guild, "second")

        form = await world.discord.command(boss, second, "qotd setup")
        name = "Name: **daily-2**" in shown(form.message)
        times = await world.discord.press(boss, form.message, "Name and times…")
        taken = await world.discord.submit(boss, times, {"name": "Daily"})
        await world.discord.press(boss, taken.message, "Save")
        await world.until(lambda: "⚠️" in shown(taken.message))
        refused = shown(taken.message)
        again = await world.discord.press(boss, taken.message, "Name and times…")
        typed = await world.discord.submit(boss, again, {"name": "weekly"})
        await said(world, await world.discord.press(boss, typed.message, "Save"))
        found = await series_of(world)

    assert name
    assert "⚠️ **Name** Daily is there already, and asks elsewhere. Choose another name." in refused
    assert found[0] == first
    assert [(one.name, one.channel) for one in found] == [("daily", world.place.id), ("weekly", second.id)]


async def test_form_of_a_series_keeps_its_name_also_where_the_channel_said_which() -> None:
    async with discord_world() as world:
        await world.set_up()
        boss = world.people["boss"]
        form = await form_of(world)

        times = await world.discord.press(boss, form.message, "Name and times…")
        typed = await world.discord.submit(boss, times, {"name": "weekly"})
        await world.discord.press(boss, typed.message, "Save")
        await world.until(lambda: "⚠️" in shown(typed.message))
        found = await series_of(world)

    assert "A series keeps its name, daily." in shown(typed.message)
    assert [one.name for one in found] == ["daily"]


async def test_two_people_change_a_series_at_once_and_nothing_gets_lost() -> None:
    async with discord_world() as world:
        await world.set_up()
        boss, ana = world.people["boss"], world.people["ana"]
        world.discord.add_role(world.guild, "others", MANAGE_GUILD, ana)
        form = await form_of(world)
        other = await world.discord.command(ana, world.place, "qotd setup")

        for person, opened, typed in ((boss, form, {"at": "10:00"}), (ana, other, {"holidays": "DE"})):
            times = await world.discord.press(person, opened.message, "Name and times…")
            filled = await world.discord.submit(person, times, typed)
            await said(world, await world.discord.press(person, filled.message, "Save"))
        [series] = await series_of(world)

    assert (f"{series.settings.schedule.at:%H:%M}", series.settings.schedule.holidays) == ("10:00", "DE")


async def test_drill_is_answered_in_a_direct_message() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        place = world.discord.state.direct_message(world.bot.user, ana)
        asked = await world.discord.command(ana, place, "aws-quiz")
        await said(world, asked)

        opened = await world.discord.press(ana, asked.message, "Answer")
        graded = await world.discord.submit(ana, opened, {"text": FULL})

        assert "✅ It stores turquoise lanterns." in await said(world, graded)
