"""What people do in Discord beside answering: commands, forms, buttons; each answered to them alone."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.members import Actor
from bot.domain.series import SeriesState
from bot.ports.store import Transaction
from tests.adapters.discord.outcomes import FULL, choose, said
from tests.servers.fake_discord.permissions import MANAGE_GUILD
from tests.servers.fake_discord.records import Channel
from tests.worlds.discord import DiscordWorld, discord_world, shown

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
LATER = datetime(2026, 12, 7, 9, 5, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)


async def closed_round(world: DiscordWorld) -> None:
    """Play a round in which ana answers half and bo everything."""
    await world.set_up()
    await world.at(NINE)
    world.discord.say(world.people["ana"], world.thread(), "It stores turquoise lanterns.")
    world.discord.say(world.people["bo"], world.thread(), FULL)
    await world.recorded(2)
    await world.at(FIVE)


async def test_mistake_in_askaday_is_apologised_for() -> None:
    async with discord_world() as world:
        held: Any = world.app.services.drill_pool.packs.packs()
        held["basics"] = None

        asked = await world.discord.command(world.people["ana"], world.place, "aws-quiz")

        assert await said(world, asked) == (
            "Something went wrong. It is in Askaday's log; please try again in a moment."
        )


async def test_series_is_set_up_through_the_guided_form() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)

        form = await world.discord.command(boss, world.place, "qotd-manage setup")
        await world.discord.press(boss, form.message, "More…")
        days = await world.discord.press(boss, form.message, "Days", ["mon", "wed"])
        named = await world.discord.press(boss, days.message, "Name and rules…")
        await world.discord.submit(boss, named, {"name": "aws"})
        times = await world.discord.press(boss, days.message, "Time and zone…")
        typed = await world.discord.submit(boss, times, {"at": "10:30", "zone": "Europe/Berlin"})
        await world.discord.press(boss, typed.message, "Save")
        found = await world.kept(lambda tx: schedules(tx, world.workspace), bool)

    assert found == [("aws", world.place.id, [0, 2], "10:30", "Europe/Berlin", boss.id)]


def schedules(tx: Transaction, workspace: str) -> list[tuple[str, str, list[int], str, str, str]]:
    return [
        (
            series.name,
            series.channel,
            sorted(series.settings.schedule.weekdays),
            f"{series.settings.schedule.at:%H:%M}",
            series.settings.schedule.zone,
            ",".join(series.settings.managers),
        )
        for series in tx.series.of_workspace(workspace)
    ]


async def test_mistake_in_the_form_is_said_and_nothing_is_lost() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        world.discord.add_role(world.guild, "leads", MANAGE_GUILD, boss)

        form = await world.discord.command(boss, world.place, "qotd-manage setup")
        times = await world.discord.press(boss, form.message, "Time and zone…")
        typed = await world.discord.submit(boss, times, {"at": "10:30", "zone": "Middle/Earth"})
        await world.discord.press(boss, typed.message, "Save")

        await world.until(lambda: "⚠️" in shown(typed.message))
        text = shown(typed.message)
    assert "Time: **10:30**" in text
    assert "⚠️ **Time zone**" in text


async def test_set_up_is_refused_to_a_member_who_is_told_who_may() -> None:
    async with discord_world() as world:
        outcome = await world.discord.command(world.people["ana"], world.place, "qotd-manage setup")

        who = "Only administrators of this server, and whoever may manage this channel, may set up a series here"
        assert await said(world, outcome) == f"{who}: Boss."


async def test_own_result_is_shown_to_its_member_alone() -> None:
    async with discord_world() as world:
        await closed_round(world)
        # The model answer stands below it.
        reveal = world.discord.messages(world.thread(), by=world.bot.user)[-2]

        outcome = await world.discord.press(world.people["ana"], reveal, "How did I do?")

        text = await said(world, outcome)
    assert "✅ It stores turquoise lanterns." in text
    assert "◻️ Elephants guard marble gates." in text


async def test_grade_is_disputed_with_a_reason() -> None:
    async with discord_world() as world:
        await closed_round(world)
        ana, boss = world.people["ana"], world.people["boss"]
        # The model answer stands below it.
        reveal = world.discord.messages(world.thread(), by=world.bot.user)[-2]
        await said(world, await world.discord.press(ana, reveal, "How did I do?"))

        sent = await world.discord.command(ana, world.place, "qotd dispute", {"reason": "Gates are implied."})
        await said(world, sent)

        listed = await world.discord.command(boss, world.place, "qotd disputes")
        assert "Gates are implied." in await said(world, listed)


async def test_drill_is_asked_answered_and_shared() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        offered = await world.discord.complete(ana, world.place, "aws-quiz", "topic", "sto")

        asked = await world.discord.command(ana, world.place, "aws-quiz", {"topic": "storage"})
        question = await said(world, asked)
        opened = await world.discord.press(ana, asked.message, "Answer")
        graded = await world.discord.submit(ana, opened, {"text": FULL})
        result = await said(world, graded)
        before = world.discord.messages(world.place)
        await world.discord.press(ana, graded.message, "Share")
        await world.until(lambda: world.discord.messages(world.place))

        public = [shown(message) for message in world.discord.messages(world.place)]
    assert offered.choices == ["storage"]
    assert "What does the archive number" in question
    assert "✅ It stores turquoise lanterns." in result
    assert before == []
    assert len(public) == 1


async def test_series_is_paused_and_resumed() -> None:
    async with discord_world() as world:
        series = await world.set_up()
        boss = world.people["boss"]

        await said(world, await world.discord.command(boss, world.place, "qotd-manage pause"))
        paused = await world.app.call(state_of, series.id)
        await said(world, await world.discord.command(boss, world.place, "qotd-manage resume"))

        assert (paused, await world.app.call(state_of, series.id)) == (SeriesState.PAUSED, SeriesState.ACTIVE)


def state_of(tx: Transaction, series_id: int) -> SeriesState | None:
    series = tx.series.get(series_id)
    return series.state if series else None


async def test_stats_are_for_managers() -> None:
    async with discord_world() as world:
        await closed_round(world)

        boss = world.people["boss"]
        people = await world.discord.command(boss, world.place, "qotd-manage stats", {"view": "people"})
        told = await said(world, people)
        refused = await said(world, await world.discord.command(world.people["ana"], world.place, "qotd-manage stats"))

    assert "100 %" in told
    assert refused.startswith("Only")


async def test_best_answer_is_chosen_in_the_menu_of_its_message() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        answer = world.discord.say(world.people["bo"], world.thread(), FULL)
        await world.recorded(1)
        world.clock.travel(LATER)

        chosen = await world.discord.message_command(world.people["boss"], answer, "Best answer")

        assert "bo" in (await said(world, chosen)).casefold()


@pytest.mark.parametrize("where", ["answer", "card", "elsewhere"])
async def test_question_is_flagged_in_the_menu_of_a_message(where: str) -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana = world.people["ana"]
        places = {"answer": world.thread(), "elsewhere": world.place}
        message = world.discord.say(ana, places[where], FULL) if where in places else world.card()

        opened = await world.discord.message_command(ana, message, "Flag")
        if where == "elsewhere":
            assert (await said(world, opened)).startswith("This message belongs to no question of Askaday's.")
        else:
            await said(world, await world.discord.submit(ana, opened, {"text": "It is out of date"}))
        flags = await world.app.call(lambda tx: [one.reason for one in tx.flags.open_flags(world.workspace)])

    assert flags == ([] if where == "elsewhere" else ["It is out of date"])


@pytest.mark.parametrize(
    ("roles", "answered"),
    [
        ("reviewers", "bo"),
        ("managers", "bo"),
        ("reviewers by role", "bo"),
        ("", "Only"),
    ],
)
async def test_best_answer_is_for_reviewers_without_any_permission_of_discord(roles: str, answered: str) -> None:
    async with discord_world() as world:
        cy = world.people["cy"]
        role = world.discord.add_role(world.guild, "experts", 0, *([cy] if "role" in roles else []))
        who = frozenset({role.id if "role" in roles else cy.id})
        await world.set_up(**({roles.split(maxsplit=1)[0]: who} if roles else {}))
        await world.at(NINE)
        answer = world.discord.say(world.people["bo"], world.thread(), FULL)
        await world.recorded(1)
        world.clock.travel(LATER)

        chosen = await world.discord.message_command(cy, answer, "Best answer")

        told = await said(world, chosen)
    assert (answered.casefold() in told.casefold(), "chosen" in told) == (True, bool(roles))


async def test_every_command_is_shown_to_everybody() -> None:
    async with discord_world() as world:
        registered = world.bot.commands[None]
    assert {one["name"]: one["default_member_permissions"] for one in registered} == {
        "qotd": None,
        "qotd-manage": None,
        "aws-quiz": None,
        "Best answer": None,
        "Flag": None,
        "Suggest as question": None,
    }


async def test_drill_works_in_a_direct_message() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        place = world.discord.state.direct_message(world.bot.user, ana)

        asked = await world.discord.command(ana, place, "aws-quiz")

        assert "What does the archive number" in await said(world, asked)


async def practised(world: DiscordWorld, who: str) -> Channel:
    """Let somebody ask for a question in the server, and for one in a direct message, and give that one's place."""
    direct = world.discord.state.direct_message(world.bot.user, world.people[who])
    for place in (world.place, direct):
        await said(world, await world.discord.command(world.people[who], place, "aws-quiz"))
    return direct


def drills(tx: Transaction, world: DiscordWorld, who: str) -> list[str]:
    """Give the places in which somebody was asked a question."""
    member = world.people[who].id
    places = (world.workspace, f"discord:@{member}")
    return [place for place in places if tx.drills.asked(place, member)]


@pytest.mark.parametrize("way", ["qotd", "aws-quiz in the server", "aws-quiz in private", "button of a question"])
async def test_member_erases_what_is_kept_in_all_places(way: str) -> None:
    async with discord_world() as world:
        ana, call = world.people["ana"], world.discord.command
        await world.set_up()
        direct = await practised(world, "ana")
        await practised(world, "bo")
        if way == "qotd":
            asked = await call(ana, world.place, "qotd privacy", {"action": "erase"})
        elif way == "button of a question":
            drill = await call(ana, direct, "aws-quiz")
            await said(world, drill)
            card = await choose(world, ana, drill.message, "My data")
            await world.until(lambda: len(card.interaction.shown) == 2)
            await said(world, card)
            asked = await world.discord.press(ana, card.interaction.shown[1], "Erase …")
        else:
            asked = await call(ana, direct if "private" in way else world.place, "aws-quiz", {"privacy": "erase"})
        first = await said(world, asked)
        before = await world.app.call(drills, world, "ana")
        done = await world.discord.press(ana, asked.message, "Erase all of it, for good")
        last = await said(world, done)

        after = [await world.app.call(drills, world, who) for who in ("ana", "bo")]
    assert first.startswith("## Nothing is deleted yet")
    assert before == [world.workspace, f"discord:@{ana.id}"]
    assert "Erased" in last
    assert after == [[], [world.workspace, f"discord:@{world.people['bo'].id}"]]


async def test_export_holds_what_was_practised_in_every_place() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        direct = await practised(world, "ana")

        copy = await world.discord.command(ana, direct, "aws-quiz", {"privacy": "export"})
        await world.until(lambda: bool(copy.interaction.shown))
        files = world.discord.transcript.files

    told = json.loads(files["askaday-my-data.json"])
    assert {drill["workspace"] for drill in told["drills"]} == {world.workspace, f"discord:@{ana.id}"}
    assert copy.message.seen_by == ana.id
    # No question of theirs is answered yet: there is no deck.
    assert list(files) == ["askaday-my-data.json"]


async def test_answered_questions_come_as_an_anki_deck() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        await said(world, await world.discord.command(ana, world.place, "aws-quiz"))
        actor = await world.app.call(lambda tx: tx.drills.latest(world.workspace, ana.id))
        assert actor is not None
        who = Actor(world.workspace, ana.id, "Ana")
        await world.app.call(world.app.services.drill_answering.give_up, who, actor.id)

        copy = await world.discord.command(ana, world.place, "qotd privacy", {"action": "export"})
        await world.until(lambda: bool(copy.interaction.shown))
        files = world.discord.transcript.files

    assert list(files) == ["askaday-my-data.json", "askaday-practice.txt"]
    deck = files["askaday-practice.txt"].decode()
    assert deck.startswith("#separator:tab\n#html:false\n#deck:Askaday practice\n")
    assert "turquoise lanterns" in deck


async def test_contexts_are_by_command() -> None:
    async with discord_world() as world:
        registered = {one["name"]: (one["contexts"], one["integration_types"]) for one in world.bot.commands[None]}
    assert registered == {
        **dict.fromkeys(("qotd", "qotd-manage", "Best answer", "Flag", "Suggest as question"), ([0], [0])),
        "aws-quiz": ([0, 1, 2], [0, 1]),
    }


async def test_what_people_wrote_is_harmless() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.say(world.people["ana"], world.thread(), "@everyone <@1> **lanterns** `x` [a](http://b)")
        await world.recorded(1)
        world.clock.travel(LATER)
        await said(
            world,
            await world.discord.command(
                world.people["boss"], world.place, "qotd best", {"member": world.people["ana"].id}
            ),
        )
        await world.at(FIVE)

        quoted = next(
            text
            for message in world.discord.messages(world.thread(), by=world.bot.user)
            if "everyone" in (text := shown(message))
        )
    assert r"> \@everyone \<\@1\> \*\*lanterns\*\* \`x\` \[a\](<http://b>)" in quoted
