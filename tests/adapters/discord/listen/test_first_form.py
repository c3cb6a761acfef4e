"""The form with which a series begins in Discord: four things filled in, the rest behind a button."""

from datetime import time

import pytest

from adapters.discord.read.zones import likely_zone
from bot.domain.calendar.zones import check_zone
from tests.adapters.discord.outcomes import said
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.records import Message
from tests.worlds.discord import discord_world, shown


def controls(message: Message) -> list[str]:
    return [str(part.get("label") or part["placeholder"]) for part in walk(message.components) if part.get("custom_id")]


async def test_one_press_sets_up_what_is_filled_in_and_the_first_question_comes_now_by_another() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        form = await world.discord.command(boss, world.place, "qotd-manage setup")
        asked, says = controls(form.message), shown(form.message)
        saved = await said(world, await world.discord.press(boss, form.message, "Save"))
        opened = await said(world, await world.discord.press(boss, form.message, "Ask the first one now"))
        await world.at(world.clock.now())
        [series] = await world.app.call(lambda tx: list(tx.series.all()))
        cards = len(world.discord.messages(world.place, by=world.bot.user))

    schedule = series.settings.schedule
    assert asked == ["Channel", "Packs", "Save", "Time and zone…", "More…"]
    assert says.splitlines()[:4] == [
        "## Set up a series",
        "Time zone: **UTC**",
        "Time: **09:00**",
        "-# Discord does not say which time zone is yours: look whether this is it.",
    ]
    assert "**Monday to Friday: asked 09:00, revealed 16:30** (UTC)." in saved
    assert (series.channel, series.settings.packs, series.settings.managers) == (
        world.place.id,
        ("basics",),
        frozenset({boss.id}),
    )
    assert (schedule.zone, schedule.at, cards) == ("UTC", time(9), 1)
    assert opened.startswith("## Asked")


async def test_more_keeps_what_was_chosen_and_settings_are_opened_again_after_saving() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        form = await world.discord.command(boss, world.place, "qotd-manage setup")
        times = await world.discord.press(boss, form.message, "Time and zone…")
        await world.discord.submit(boss, times, {"at": "10:30", "zone": "Asia/Tokyo"})
        guessed = "look whether this is it" in shown(form.message)
        await world.discord.press(boss, form.message, "More…")
        asked = controls(form.message)
        await said(world, await world.discord.press(boss, form.message, "Save"))
        again = await world.discord.press(boss, form.message, "More settings")
        [series] = await world.app.call(lambda tx: list(tx.series.all()))

    assert not guessed
    assert asked == [
        *("Channel", "Packs", "Days", "Answers are given", "Graded by"),
        *("Save", "Time and zone…", "Name and rules…", "People…"),
    ]
    assert (series.settings.schedule.zone, series.settings.schedule.at) == ("Asia/Tokyo", time(10, 30))
    assert controls(again.message) == asked


async def test_zone_is_that_of_another_series_of_the_server() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        await world.set_up()
        options = {"packs": "basics", "zone": "Asia/Kolkata"}
        await said(world, await world.discord.command(boss, world.place, "qotd-manage setup", options))
        second = world.discord.add_channel(world.guild, "second")
        form = await world.discord.command(boss, second, "qotd-manage setup")

        assert "Time zone: **Asia/Kolkata**\nTime: **09:00**\n" in shown(form.message) + "\n"
        assert "look whether" not in shown(form.message)


@pytest.mark.parametrize(
    ("locales", "zone"),
    [(("de", "en-US"), "Europe/Berlin"), (("en-US", "ja"), "Asia/Tokyo"), (("en-US", "es-419"), "UTC"), ((), "UTC")],
)
def test_zone_is_likely_where_a_language_says_so(locales: tuple[str, ...], zone: str) -> None:
    assert check_zone(likely_zone(*locales)) == zone
