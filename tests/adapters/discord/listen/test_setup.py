"""The guided set-up where it does not go straight on, and questions in direct messages."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import discord
import pytest

from adapters.discord.operate.checks import check_discord
from adapters.discord.render.limits import MESSAGE
from adapters.discord.render.setup_form import Draft, all_fit, setup_view
from bot.cards.naming import CommandNames
from bot.domain.series import Series
from tests.adapters.discord.outcomes import FULL, said
from tests.servers.fake_discord import Outcome
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.faults import Fault
from tests.servers.fake_discord.permissions import (
    CREATE_THREADS,
    HISTORY,
    MANAGE_GUILD,
    SEND,
    SEND_IN_THREADS,
    VIEW,
)
from tests.servers.fake_discord.records import Channel, User
from tests.worlds.discord import DiscordWorld, discord_world, running, shown

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


def manage_id(world: DiscordWorld) -> str:
    return next(str(one["id"]) for one in world.bot.commands[None] if one["name"] == "qotd-manage")


async def form_of(world: DiscordWorld) -> Outcome:
    boss = world.people["boss"]
    world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)
    return await whole_form(world, boss, world.place)


async def whole_form(world: DiscordWorld, who: User, place: Channel) -> Outcome:
    """Open the form with all of its settings."""
    form = await world.discord.command(who, place, "qotd-manage setup")
    if any(part.get("label") == "More…" for part in walk(form.message.components)):
        await world.discord.press(who, form.message, "More…")
    return form


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


async def test_role_to_call_is_chosen_among_roles_and_can_be_taken_away() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        role = world.discord.add_role(world.guild, "interviews", 0)
        places = world.connection.places
        await world.until(lambda: role.id in {str(one.id) for guild in places.client.guilds for one in guild.roles})
        form = await form_of(world)

        people = await world.discord.press(boss, form.message, "People…")
        chosen = await world.discord.submit(boss, people, {"managers": [boss.id], "ping": [role.id]})
        summary = shown(chosen.message)
        await world.discord.press(boss, chosen.message, "Save")
        await world.until(lambda: "⚠️ **Group to call** Askaday may not mention" in shown(chosen.message))
        again = await world.discord.press(boss, chosen.message, "People…")
        taken = await world.discord.submit(boss, again, {"ping": []})
        await world.discord.press(boss, taken.message, "Save")
        [series] = await world.kept(lambda tx: list(tx.series.of_workspace(world.workspace)), bool)

    assert (f"Group to call: <@&{role.id}>" in summary, series.settings.ping) == (True, "")


async def test_form_that_was_saved_is_replaced_by_what_was_set() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        form = await form_of(world)

        saved = await world.discord.press(boss, form.message, "Save")
        await said(world, saved)
        [private] = world.discord.private(world.place, boss)

    assert saved.message is form.message is private
    assert shown(private).startswith("## daily is set up"), shown(private)
    assert [part["label"] for part in walk(private.components) if part.get("label")] == [
        "Ask the first one now",
        "Begin tomorrow",
        "More settings",
    ]


async def test_form_of_people_that_is_sent_untouched_takes_nobody_away() -> None:
    async with discord_world() as world:
        boss, ana, bo = (world.people[name] for name in ("boss", "ana", "bo"))
        experts = world.discord.add_role(world.guild, "experts", 0, bo)
        form = await form_of(world)
        people = await world.discord.press(boss, form.message, "People…")
        chosen = {"managers": [boss.id, ana.id], "reviewers": [bo.id, experts.id]}
        filled = await world.discord.submit(boss, people, chosen)
        await world.discord.press(boss, filled.message, "Save")
        await world.kept(lambda tx: list(tx.series.of_workspace(world.workspace)), bool)

        again = await world.discord.command(boss, world.place, "qotd-manage setup")
        untouched = await world.discord.submit(boss, await world.discord.press(boss, again.message, "People…"), {})
        times = await world.discord.press(boss, untouched.message, "Time and zone…")
        at_ten = await world.discord.submit(boss, times, {"at": "10:00"})
        await world.discord.press(boss, at_ten.message, "Save")
        [series] = await world.kept(
            lambda tx: list(tx.series.of_workspace(world.workspace)),
            lambda found: found[0].settings.schedule.at == time(10),
        )

    assert {name: set(ids) for name, ids in chosen.items()} == {
        "managers": series.settings.managers,
        "reviewers": series.settings.reviewers,
    }


async def test_form_from_before_a_restart_says_so(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        form = await form_of(world)
        boss = world.people["boss"]
        times = await world.discord.press(boss, form.message, "Name and rules…")
        await world.stop()

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            admin = world.people["ana"]
            world.discord.add_role(world.guild, "others", MANAGE_GUILD, admin)
            pressed = await said(world, await world.discord.press(boss, form.message, "Save"))
            other = await whole_form(world, admin, world.place)
            typed = await said(world, await world.discord.submit(boss, times, {"name": "aws"}))
            found = await series_of(world)

    assert pressed == typed == f"This form is too old.\n\nStart again with </qotd-manage setup:{manage_id(world)}>."
    assert "Name: **daily**" in shown(other.message)
    assert found == []


async def test_mistake_in_a_series_that_is_there_changes_nothing() -> None:
    async with discord_world() as world:
        await world.set_up()
        boss = world.people["boss"]
        form = await form_of(world)

        times = await world.discord.press(boss, form.message, "Time and zone…")
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

        form = await whole_form(world, boss, second)
        name = "Name: **daily-2**" in shown(form.message)
        times = await world.discord.press(boss, form.message, "Name and rules…")
        taken = await world.discord.submit(boss, times, {"name": "Daily"})
        await world.discord.press(boss, taken.message, "Save")
        await world.until(lambda: "⚠️" in shown(taken.message))
        refused = shown(taken.message)
        again = await world.discord.press(boss, taken.message, "Name and rules…")
        typed = await world.discord.submit(boss, again, {"name": "weekly"})
        await world.discord.press(boss, typed.message, "Save")
        found = await world.kept(lambda tx: list(tx.series.of_workspace(world.workspace)), lambda there: len(there) > 1)

    assert name
    assert "⚠️ **Name** Daily is there already, and asks elsewhere. Choose another name." in refused
    assert found[0] == first
    assert [(one.name, one.channel) for one in found] == [("daily", world.place.id), ("weekly", second.id)]


async def test_form_of_a_series_keeps_its_name_also_where_the_channel_said_which() -> None:
    async with discord_world() as world:
        await world.set_up()
        boss = world.people["boss"]
        form = await form_of(world)

        times = await world.discord.press(boss, form.message, "Name and rules…")
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
        other = await world.discord.command(ana, world.place, "qotd-manage setup")

        for person, opened, step, typed in (
            (boss, form, "Time and zone…", {"at": "10:00"}),
            (ana, other, "Name and rules…", {"holidays": "DE"}),
        ):
            times = await world.discord.press(person, opened.message, step)
            filled = await world.discord.submit(person, times, typed)
            await world.discord.press(person, filled.message, "Save")
        [series] = await world.kept(
            lambda tx: list(tx.series.of_workspace(world.workspace)),
            lambda there: there[0].settings.schedule.holidays and there[0].settings.schedule.at.hour > NINE.hour,
        )

    assert (f"{series.settings.schedule.at:%H:%M}", series.settings.schedule.holidays) == ("10:00", "DE")


async def set_up_in(world: DiscordWorld, channel: str) -> str:
    boss = world.people["boss"]
    world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)
    options = {"packs": "basics", "zone": "UTC", "settings": f"channel={channel} name=second"}
    outcome = await world.discord.command(boss, world.place, "qotd-manage setup", options)
    return await said(world, outcome)


async def test_channel_is_found_by_its_name_link_and_mention() -> None:
    async with discord_world() as world:
        second = world.discord.add_channel(world.guild, "interviews")
        link = f"https://discord.com/channels/{world.guild.id}/{second.id}"
        told = [await set_up_in(world, written) for written in ("#Interviews", link, f"<#{second.id}>", second.id)]
        found = await series_of(world)

    assert [one.partition("\n")[0] for one in told] == ["## second is set up"] * 4
    assert [(one.name, one.channel) for one in found] == [("second", second.id)]


async def test_channel_that_is_mistyped_is_refused_with_the_nearest() -> None:
    async with discord_world() as world:
        world.discord.add_channel(world.guild, "interviews")
        told = await set_up_in(world, "#interveiws")
        found = await series_of(world)

    assert told == "channel: Askaday sees no channel 'interveiws'. Did you mean #interviews?"
    assert found == []


@pytest.mark.parametrize(
    ("permission", "name"),
    [
        (SEND, "Send Messages"),
        (SEND_IN_THREADS, "Send Messages In Threads"),
        (CREATE_THREADS, "Create Public Threads"),
        (HISTORY, "Read Message History"),
    ],
)
async def test_set_up_and_open_say_which_permission_is_missing_and_what_denies_it(permission: int, name: str) -> None:
    async with discord_world() as world:
        second = world.discord.add_channel(world.guild, "interviews")
        world.discord.forbid(world.bot, second, permission)
        told = await set_up_in(world, second.id)
        opened = await world.discord.command(world.people["boss"], second, "qotd-manage open")
        refused = await said(world, opened)
        rounds = await world.app.call(lambda tx: list(tx.rounds.open_in(world.workspace)))

    denied = "an overwrite for Askaday itself denies it: allow it in the settings of #interviews, under Permissions."
    assert f"⚠️ In #interviews: {name} is missing: " in told
    assert denied in told
    assert refused.startswith(f"Nothing can be asked in #interviews: {name} is missing: ")
    assert refused.endswith(denied)
    assert rounds == []


async def test_set_up_and_open_say_that_a_channel_is_hidden() -> None:
    async with discord_world() as world:
        second = world.discord.add_channel(world.guild, "interviews")
        world.discord.forbid(world.bot, second, VIEW)
        told = await set_up_in(world, second.id)
        refused = await said(world, await world.discord.command(world.people["boss"], second, "qotd-manage open"))

    hidden = "View Channel is missing: allow it to Askaday in the channel's settings, under Permissions."
    assert f"⚠️ In #interviews: {hidden}" in told
    assert refused == f"Nothing can be asked in #interviews: {hidden}"


async def test_card_whose_thread_is_refused_does_not_stay() -> None:
    async with discord_world() as world:
        series = await world.set_up()
        world.discord.forbid(world.bot, world.place, CREATE_THREADS)
        await world.at(NINE)
        paused = await world.app.call(lambda tx: tx.series.get(series.id))

    assert world.discord.messages(world.place, by=world.bot.user) == []
    assert paused is not None
    assert "Create Public Threads is missing" in paused.pause_reason
    assert "an overwrite for Askaday itself denies it" in paused.pause_reason


async def test_card_that_a_crash_left_without_its_thread_does_not_stay_where_the_thread_is_refused() -> None:
    async with discord_world() as world:
        await world.set_up()
        world.discord.faults.plan(
            "POST /channels/{channel_id}/messages/{message_id}/threads", Fault("status", status=503)
        )
        await world.at(NINE)
        alone = len(world.discord.messages(world.place, by=world.bot.user))
        world.discord.forbid(world.bot, world.place, CREATE_THREADS)
        await world.at(NINE + timedelta(minutes=1))

    assert alone == 1
    assert world.discord.messages(world.place, by=world.bot.user) == []


async def test_card_whose_thread_may_be_there_stays_where_the_token_is_refused() -> None:
    async with discord_world() as world:
        await world.set_up()
        for fault in (Fault("drop", takes_effect=True), Fault("status", status=401)):
            world.discord.faults.plan("POST /channels/{channel_id}/messages/{message_id}/threads", fault)
        for minutes in range(0, 60, 5):
            await world.at(NINE + timedelta(minutes=minutes))
        played = await world.open_round()

    threads = world.discord.state.guilds[world.guild.id].threads_of(world.place.id)
    cards = world.discord.messages(world.place, by=world.bot.user)
    assert [one.id for one in threads] == [one.id for one in cards] == [played.thread]


async def test_series_whose_channel_is_none_is_paused_with_advice_that_helps() -> None:
    async with discord_world() as world:
        series = await world.set_up()
        await world.app.call(
            lambda tx: tx.series.set_settings(series.id, channel="interviews", settings=series.settings)
        )
        await world.at(NINE)
        paused = await world.app.call(lambda tx: tx.series.get(series.id))
        found = await check_discord(
            world.access,
            CommandNames(),
            [paused or series],
            lambda _said: None,
        )

    assert paused is not None
    assert paused.pause_reason.startswith(
        "'interviews' is no channel of Discord's: choose one with /qotd setup channel=#NAME."
    )
    assert [one.text for one in found if one.is_wrong] == [
        "daily: 'interviews' is no channel of Discord's. `/qotd setup series=daily channel=#NAME` gives it another one"
    ]


def test_form_with_more_wrong_than_fits_names_the_fields_and_leaves_the_rest_to_be_told_below() -> None:
    draft = Draft({"basics": "Basics"})
    problems = {"at": "x" * 2500, "zone": "y" * 2500}

    view = setup_view(draft, 1, problems)

    texts = [part.content for part in view.walk_children() if isinstance(part, discord.ui.TextDisplay)]
    assert not all_fit(draft, problems)
    assert sum(map(len, texts)) <= MESSAGE
    assert texts[0].splitlines()[1:3] == [
        "⚠️ **Time** What is wrong here is told below.",
        "⚠️ **Time zone** What is wrong here is told below.",
    ]


async def test_drill_is_answered_in_a_direct_message() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        place = world.discord.state.direct_message(world.bot.user, ana)
        asked = await world.discord.command(ana, place, "aws-quiz")
        await said(world, asked)

        opened = await world.discord.press(ana, asked.message, "Answer")
        graded = await world.discord.submit(ana, opened, {"text": FULL})

        assert "✅ It stores turquoise lanterns." in await said(world, graded)
