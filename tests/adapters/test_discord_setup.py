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


async def test_drill_is_answered_in_a_direct_message() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        place = world.discord.state.direct_message(world.bot.user, ana)
        asked = await world.discord.command(ana, place, "aws-quiz")
        await said(world, asked)

        opened = await world.discord.press(ana, asked.message, "Answer")
        graded = await world.discord.submit(ana, opened, {"text": FULL})

        assert "✅ It stores turquoise lanterns." in await said(world, graded)
