"""The traps of Slack's platform that cost others most, each with the tests that show it is stepped around.

The traps are those of sections 0 to 15 of the project's sheet of platform facts, in its order.
"""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.series import AnswerMode
from tests.adapters.traps import begin_of, missing
from tests.documents import document
from tests.servers.fake_slack import Message
from tests.servers.fake_slack.events.transport import Retry
from tests.worlds.slack import SlackWorld, pressable, slack_world

pytestmark = pytest.mark.documents(also_without=True)

ROOT = Path(__file__).parents[3]
NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)

#: How the trap begins in the sheet → the tests, as file and function.
TRAPS: dict[str, tuple[str, ...]] = {
    "App slash commands cannot be invoked inside threads": (
        "e2e/slack/test_rounds.py::test_sealed_round_is_answered_in_a_form_and_disputed",
        "adapters/slack/test_traps.py::test_what_is_done_about_a_question_are_buttons_of_its_card",
    ),
    "Slash commands are not namespaced": (
        "adapters/slack/test_traps.py::test_commands_have_the_words_of_the_settings",
    ),
    "`chat.postEphemeral` delivery is not guaranteed": (
        "adapters/slack/test_traps.py::test_grade_that_was_shown_to_nobody_can_be_asked_for_again",
        "adapters/slack/send/test_sending.py::test_private_reply_where_askaday_is_not_goes_directly",
    ),
    "Socket Mode apps are not allowed in the Slack Marketplace": (
        "adapters/slack/operate/test_manifest.py::test_manifest_for_http_mode_names_the_addresses",
    ),
    "No ordering": (
        "adapters/slack/listen/test_listening.py::test_event_that_comes_twice_and_out_of_order_is_one_answer",
        "e2e/faults/test_slack.py::test_schedules_of_faults_end_as_if_there_had_been_none",
    ),
    "On refresh the client closes the old socket": (
        "adapters/slack/listen/test_listening.py::test_refreshed_and_broken_connections_come_back",
        "adapters/slack/listen/test_listening.py::test_address_that_leads_nowhere_is_not_tried_for_ever",
    ),
    "`event`/`message`/`function` listeners are auto-acknowledged": (
        "adapters/slack/listen/test_listening.py::test_event_that_was_not_kept_is_not_acknowledged",
        "adapters/slack/listen/test_listening.py::test_event_kept_under_its_id_survives_the_process",
    ),
    '"Drop everything with a retry header"': (
        "adapters/slack/test_traps.py::test_event_whose_first_attempt_never_arrived_counts",
        "adapters/slack/test_traps.py::test_event_whose_acknowledgement_was_lost_counts_once",
    ),
    "it also fires without a user edit": (
        "adapters/slack/read/test_incoming.py::test_change_without_an_edit_is_nothing",
    ),
    "Deleting a parent that has replies": (
        "adapters/slack/read/test_incoming.py::test_tombstone_is_no_edit",
        "adapters/slack/read/test_incoming.py::test_tombstone_of_a_reply_is_a_deletion",
    ),
    "There is no idempotency key on `chat.postMessage`": (
        "adapters/slack/send/test_sending.py::test_post_whose_answer_was_lost_is_not_repeated",
        "adapters/slack/send/test_sending.py::test_part_that_was_lost_is_found_and_not_repeated",
    ),
    "Metadata is readable by any app or member": (
        "adapters/slack/send/test_sending.py::test_post_carries_the_key_alone_and_unfolds_no_links",
        "adapters/slack/listen/test_listening.py::test_nothing_secret_is_readable_before_the_reveal",
    ),
    "`chat.scheduleMessage` with `metadata` set": (
        "adapters/slack/test_traps.py::test_nothing_is_scheduled_and_nothing_uploaded_but_what_somebody_asked_for",
    ),
    "A message of legal blocks can still fail": (
        "adapters/slack/render/test_split.py::test_every_message_is_within_every_limit",
        "adapters/slack/render/test_split.py::test_answer_of_40000_characters_is_whole",
    ),
    "the response has no message `ts`/shares yet": (
        "adapters/slack/test_traps.py::test_nothing_is_scheduled_and_nothing_uploaded_but_what_somebody_asked_for",
    ),
    "Every incoming event calls `auth.test` again": (
        "adapters/slack/test_traps.py::test_workspaces_are_identified_once_and_not_for_each_event",
    ),
}


def test_every_test_that_is_named_for_a_trap_exists() -> None:
    assert missing(TRAPS) == []


@pytest.mark.documents
def test_every_trap_of_the_sheet_has_a_test() -> None:
    sheet = document("design", "platform-facts.md").read_text()
    of_slack = sheet.partition("\n# SLACK\n")[2].partition("\n# DISCORD\n")[0]

    assert [begin_of(TRAPS, trap) for trap in re.findall(r"\*\*TRAP\*\* (.*)", of_slack)] == list(TRAPS)


async def answers(world: SlackWorld) -> list[str]:
    played = (await world.rounds())[-1]
    kept = await world.app.call(lambda tx: tx.answers.revisions(played.workspace, played.channel, played.thread or ""))
    return [revision.text for revision in kept]


async def test_commands_have_the_words_of_the_settings() -> None:
    async with slack_world(command="daily-question", quiz_command="cloud-quiz") as world:
        ana, boss = world.person("ana"), world.person("boss")
        await world.set_up()

        asked = await world.command(ana, "", "/cloud-quiz")
        listed = await world.command(boss, "preview", "/daily-question")
        world.slack.rules.ack_seconds = 0.1
        unheard = await world.command(ana, "", "/aws-quiz")

        assert (asked.acknowledged, listed.acknowledged, unheard.acknowledged) == (True, True, False)
        assert [said.partition(":")[0] for said in world.whispered(ana)] == ["For you"]


def buttons(shown: Message) -> list[str]:
    elements = [element for block in shown.blocks for element in block.get("elements", []) if "action_id" in element]
    return [name for element in elements for name, _ in pressable(element)]


async def test_what_is_done_about_a_question_are_buttons_of_its_card() -> None:
    async with slack_world() as world:
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)

        asked = buttons(world.cards()[0])
        await world.at(NINE.replace(hour=17))
        closed = buttons(world.cards()[0])

        assert (asked, closed) == (["answer", "hint", "flag"], ["mine", "flag"])


async def test_grade_that_was_shown_to_nobody_can_be_asked_for_again() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        await world.set_up()
        await world.at(NINE)
        await world.reply(ana, "It stores turquoise lanterns.")
        await world.at(NINE.replace(hour=17))
        closed = world.cards()[0]

        for _ in range(3):
            await world.press(ana, closed, "mine")

        first, *again = world.whispered(ana)
        assert first.startswith("How you did")
        assert again == [first, first]


async def test_event_whose_first_attempt_never_arrived_counts() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        card = world.cards()[0]
        await world.connection.stop()
        world.slack.rules.ack_seconds, world.slack.rules.retry_delays = 0.1, (0.01,) * 100
        ts = await world.slack.say(world.person("ana"), card.channel, "lanterns", thread_ts=card.ts)
        [delivered] = [one for one in world.slack.deliveries if one.payload.get("event", {}).get("ts") == ts]
        while not delivered.attempts:  # noqa: ASYNC110 - the fake tells nobody of an attempt
            await asyncio.sleep(0.01)

        await world.connection.start(world.app)
        await world.settled()

        first, *_, last = delivered.attempts
        assert (first.acknowledged, first.failure, last.acknowledged) == (False, "no_connection", True)
        assert await answers(world) == ["lanterns"]


async def test_event_whose_acknowledgement_was_lost_counts_once() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.slack.faults.lose_acks(1.0)

        await world.reply(world.person("ana"), "lanterns")

        told = [one for one in world.slack.deliveries if one.payload.get("event", {}).get("text") == "lanterns"]
        assert [len(one.attempts) for one in told] == [4]
        assert await answers(world) == ["lanterns"]


async def test_notice_that_events_are_left_out_is_acknowledged() -> None:
    async with slack_world() as world:
        notice = {"type": "app_rate_limited", "team_id": world.team.id, "minute_rate_limited": 1796634000}

        attempt = await world.slack.sockets.send(world.slack.app, "events_api", notice, Retry())
        outcome = await world.command(world.person("ana"), "", "/aws-quiz")

        assert (attempt.acknowledged, outcome.acknowledged) == (True, True)


async def test_workspaces_are_identified_once_and_not_for_each_event() -> None:
    async with slack_world(teams=2) as world:
        for team in world.teams:
            await world.set_up(team)
        await world.at(NINE)

        for team in world.teams:
            card = world.cards(team)[0]
            for text in ("lanterns", "gates", "elephants"):
                await world.reply(team.user("ana"), text, card)

        assert len(world.slack.transcript.of("auth.test")) == len(world.teams)


def test_nothing_is_scheduled_and_nothing_uploaded_but_what_somebody_asked_for() -> None:
    # What is uploaded answers a person, is not owed, and is not looked for again.
    handing_out = {"send/files.py", "connect/permissions.py"}
    folder = ROOT / "adapters" / "slack"
    used = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.py")}
    found = {place for place, text in used.items() if re.search(r"files[._]\w+|getUploadURL", text)}

    assert [place for place, text in used.items() if re.search("scheduleMessage|scheduled_?[mM]essage", text)] == []
    assert found == handing_out
