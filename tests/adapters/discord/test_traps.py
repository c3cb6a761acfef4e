"""The traps of Discord's platform that cost others most, each with the tests that show it is stepped around.

The traps are those of sections 16 to 25 of the project's sheet of platform facts, in its order.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.discord.render.messages import Message, layout
from bot.domain.answers import Happening
from bot.domain.card import Action
from bot.ports.store import Transaction
from tests.adapters.traps import begin_of, missing
from tests.documents import document
from tests.servers.fake_discord import Fault
from tests.worlds.discord import DiscordWorld, discord_world, running, shown

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
A_MINUTE_LATER = datetime(2026, 12, 7, 9, 1, tzinfo=UTC)
SEND = "POST /channels/{channel_id}/messages"
#: A page of history has a hundred.
MANY = 230
ROUNDS = "adapters/discord/test_rounds.py"

#: How the trap begins in the sheet → the tests, as file and function.
TRAPS: dict[str, tuple[str, ...]] = {
    "Since 2026-06-10 the privileged-intent review threshold": (
        f"{ROUNDS}::test_without_the_intent_the_series_becomes_sealed_and_its_manager_is_told_once",
        f"{ROUNDS}::test_answer_through_the_button_stays_private_until_the_reveal",
    ),
    "`@app_commands.default_permissions(manage_guild=True)` is only a default": (
        "adapters/discord/listen/test_people.py::test_set_up_is_refused_to_a_member_who_is_told_who_may",
        "adapters/discord/listen/test_people.py::test_stats_are_for_managers",
    ),
    "Sending a view with `timeout=None` as *ephemeral*": (
        "adapters/discord/test_traps.py::test_no_view_is_shared_or_kept",
        f"{ROUNDS}::test_buttons_live_on_after_a_restart",
    ),
    "`message.channel` for an uncached thread is `PartialMessageable`": (
        "adapters/discord/test_traps.py::test_answer_in_a_thread_that_is_not_known_yet_counts",
    ),
    "MESSAGE_UPDATE also fires without a user edit": (
        "adapters/discord/test_traps.py::test_preview_that_appears_is_no_edit",
    ),
    "On Linux a reset is errno 104": (
        "adapters/discord/test_traps.py::test_post_that_broke_off_is_made_again_once",
        "contracts/test_messenger.py::test_message_whose_reply_was_lost_is_found_by_its_key",
        "e2e/faults/test_discord.py::test_schedules_of_faults_end_as_if_there_had_been_none",
    ),
    "default `limit=100` silently truncates": (
        "adapters/discord/test_traps.py::test_hundreds_of_answers_are_read_back",
    ),
}


def test_every_test_that_is_named_for_a_trap_exists() -> None:
    assert missing(TRAPS) == []


@pytest.mark.documents
def test_every_trap_of_the_sheet_has_a_test() -> None:
    sheet = document("design", "platform-facts.md").read_text()
    of_discord = sheet.partition("\n# DISCORD\n")[2].partition("\n# APSCHEDULER")[0]

    assert [begin_of(TRAPS, trap) for trap in re.findall(r"\*\*TRAP(?: \(changed\))?\*\* (.*)", of_discord)] == list(
        TRAPS
    )


def happenings(tx: Transaction, world: DiscordWorld) -> list[tuple[Happening, str]]:
    [played] = tx.rounds.open_in(world.workspace)
    kept = tx.answers.revisions(played.workspace, played.channel, played.thread or "")
    return [(revision.happening, revision.text) for revision in kept]


async def test_no_view_is_shared_or_kept() -> None:
    message = Message("A question", (Action("hint", "Hint", "round:1"),))

    first, second = layout(message), layout(message)

    assert first is not second
    assert [(view.timeout, view.is_finished()) for view in (first, second)] == [(None, True)] * 2


async def test_answer_in_a_thread_that_is_not_known_yet_counts(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await world.set_up()
        await world.at(NINE)
        await world.stop()
        # Archived threads are not told at the start; the word that this one woke up comes after the answer.
        world.thread().archived = True

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            world.discord.faults.disorder(swap=1.0)
            world.discord.say(world.people["ana"], world.thread(), "lanterns")
            await world.recorded(1)

            answers = await world.answers(await world.open_round())
    assert answers == [("ana", "lanterns")]


async def test_preview_that_appears_is_no_edit() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        linked = world.discord.say(world.people["ana"], world.thread(), "See https://docs.aws.amazon.com/")
        await world.recorded(1)

        world.discord.resolve_embeds(linked)
        world.discord.say(world.people["bo"], world.thread(), "lanterns")
        await world.recorded(2)

        kept = await world.app.call(happenings, world)
    assert kept == [(Happening.POSTED, "See https://docs.aws.amazon.com/"), (Happening.POSTED, "lanterns")]


async def test_post_that_broke_off_is_made_again_once() -> None:
    async with discord_world() as world:
        await world.set_up()
        world.discord.faults.plan(SEND, Fault("drop"))
        world.discord.faults.plan(SEND, Fault("drop", takes_effect=True))

        await world.at(NINE)
        await world.at(A_MINUTE_LATER)
        await world.at(A_MINUTE_LATER.replace(minute=5))

        cards = [shown(card).partition("\n")[0] for card in world.discord.messages(world.place, by=world.bot.user)]
        met = world.discord.faults.met
    assert cards == ["## Question of the day: Storage · associate"]
    assert met == {"drop": 1, "drop after the effect": 1}


async def test_hundreds_of_answers_are_read_back(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await world.set_up()
        await world.at(NINE)
        await world.stop()
        for number in range(MANY):
            world.discord.say(world.people["ana"], world.thread(), f"Line {number}")

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            await world.recorded(MANY)

            [(_, text)] = await world.answers(await world.open_round())
    assert text.splitlines() == [f"Line {number}" for number in range(MANY)]
