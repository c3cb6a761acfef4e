"""Slack as commit bd4e7ab left it: rounds, drills and exams go on, what is owed is sent, and old buttons work."""

import sqlite3
from collections import Counter
from contextlib import closing
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.judging.claims import Claim
from bot.ports.store import Transaction
from tests.servers.fake_slack import Message, View
from tests.upgrading.scene import Upgraded, database_of_then, kept, upgraded

FIVE = datetime(2026, 12, 8, 17, tzinfo=UTC)
BOTH = "It stores turquoise lanterns. Elephants guard marble gates."
HALF = "It stores turquoise lanterns."


def _card(world: Upgraded, channel: str) -> Message:
    team = world.slack.team
    shown = world.slack.slack.bot_messages(team.channel(channel))
    return next(one for one in reversed(shown) if one.text.startswith("Question of the day"))


async def _say(world: Upgraded, who: str, card: Message, text: str) -> None:
    await world.slack.slack.say(world.slack.person(who), card.channel, text, thread_ts=card.ts)
    await world.settled()


def _frozen(tx: Transaction, workspace: str, series: str) -> list[tuple[str, str]]:
    [found] = [one for one in tx.series.of_workspace(workspace) if one.name == series]
    return [(answer.member, answer.text) for answer in tx.answers.frozen(tx.rounds.of_series(found.id)[-1].id)]


async def _answers(world: Upgraded, series: str) -> dict[str, str]:
    names = {one.id: one.name for one in world.slack.team.users.values()}
    found = await world.app.call(_frozen, world.slack.workspace(), series)
    return {names[member]: text for member, text in found}


def _reveals(world: Upgraded, card: Message) -> int:
    return sum(one.text.startswith("Reveal") for one in world.slack.slack.thread(card.channel, card.ts))


async def test_open_round_takes_answers_closes_and_is_revealed_once(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        card = _card(world, "general")
        await _say(world, "bo", card, "Elephants guard marble gates.")
        await world.at(FIVE + timedelta(minutes=5))

        answers = await _answers(world, "daily")
        await world.at(FIVE + timedelta(hours=2))
        # What cy said waited in the inbox.
        assert answers == {"ana": BOTH, "bo": f"{HALF}\nElephants guard marble gates.", "cy": HALF}
        assert (_reveals(world, card), card.text.startswith("Closed")) == (1, True)


async def test_sealed_round_takes_answers_closes_and_is_revealed_once(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        card, slack, cy = _card(world, "quiet"), world.slack, world.slack.person("cy")
        await slack.press(cy, card, "answer")
        await slack.submit(cy, {"text": HALF})
        await world.at(FIVE + timedelta(minutes=5))

        answers = await _answers(world, "sealed")
        await world.at(FIVE + timedelta(hours=2))
        assert answers == {"ana": BOTH, "cy": HALF}
        assert (_reveals(world, card), card.text.startswith("Closed")) == (1, True)


def _unsent(tx: Transaction, workspace: str) -> Counter[DeliveryState]:
    owed = [
        delivery
        for series in tx.series.of_workspace(workspace)
        for played in tx.rounds.of_series(series.id)
        for delivery in tx.deliveries.of_round(played.id)
    ]
    return Counter(one.state for one in owed if one.state is not DeliveryState.SENT)


def _told(world: Upgraded, who: str) -> list[str]:
    slack = world.slack.slack
    return [one.text.split("\n")[0] for one in slack.bot_messages(slack.direct_message(world.slack.person(who)))]


async def test_what_was_owed_is_sent_once(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        before = {who: _told(world, who) for who in ("boss", "bo", "cy")}
        await world.at(world.clock.now() + timedelta(minutes=30))
        await world.at(world.clock.now() + timedelta(minutes=30))

        after = {who: _told(world, who) for who in before}
        left = await world.app.call(_unsent, world.slack.workspace())
    new = {who: after[who][len(before[who]) :] for who in before}
    # The message that tells cy of the decision was under way when the process ended, and had not arrived.
    assert new == {
        "boss": ["A grade is disputed"],
        "bo": ["A grade is disputed"],
        "cy": ["Your dispute was decided"],
    }
    assert {state for state in left if state in {DeliveryState.PENDING, DeliveryState.SENDING}} == set()


def _owe_board_again(file: Path) -> None:
    """Let the board of Monday's daily question be owed still, as if the process had ended before it was sent."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            """
            UPDATE deliveries SET state = 'pending', attempts = 0, message = NULL, ready_at = due_at
            WHERE kind = 'board' AND round_id = 1
            """
        )


async def test_board_that_was_owed_then_is_sent_as_it_was_made(tmp_path: Path) -> None:
    async with upgraded(tmp_path, _owe_board_again) as world:
        general = world.slack.team.channel("general")
        before = [one.text for one in world.slack.slack.bot_messages(general) if one.text.startswith("Leaderboard")]
        await world.at(world.clock.now() + timedelta(minutes=5))

        after = [one.text for one in world.slack.slack.bot_messages(general) if one.text.startswith("Leaderboard")]
    assert after == [*before, *before]
    assert len(before) == 1


async def test_drill_and_exam_go_on(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        slack = world.slack
        ana, bo = slack.person("ana"), slack.person("bo")
        [drill] = [one for one in slack.slack.ephemerals(ana) if one.text.startswith("For you")][-1:]
        await slack.press(ana, drill, "answer")
        await slack.submit(ana, {"text": BOTH})
        asked = slack.slack.ephemerals(bo)[-1]
        for _ in range(3):
            await slack.press(bo, asked, "pass")
            asked = slack.slack.ephemerals(bo)[-1]
        result, mark = drill.text, asked.text

    assert "2 of 2 key points recognised" in result, result
    # One of five answered in full, and four passed over.
    assert mark.startswith("Your exam: 1 of 5 known well"), mark


def _buttons(shown: Message | View) -> list[tuple[str, str]]:
    return [
        (element["action_id"].split(":")[1], element["action_id"])
        for block in shown.blocks
        for element in block.get("elements", [])
        if element.get("action_id", "").startswith("askaday:")
    ]


def _presser(world: Upgraded, shown: Message) -> str:
    return shown.ephemeral_to or world.slack.person("boss")


def _replies(world: Upgraded, who: str) -> list[str]:
    """Give all that somebody has before them alone: messages, and the form or window on top."""
    modal = world.slack.slack.modal(who)
    return [*(one.text for one in world.slack.slack.ephemerals(who)), *([str(modal.body)] if modal else [])]


async def test_every_button_that_was_posted_is_understood(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    failed, pressed = [], set()
    async with upgraded(tmp_path) as world:
        slack, fake = world.slack, world.slack.slack
        posted = [one for channel in slack.team.channels.values() for one in channel.messages.values()]
        for shown in [*posted, *slack.team.ephemerals]:
            blocks = deepcopy(shown.blocks)
            for name, action in _buttons(shown):
                who = _presser(world, shown)
                # What was pressed before has put other buttons in the place of these.
                shown.blocks = deepcopy(blocks)
                outcome = await fake.press(who, shown, action)
                await slack.connection.idle()
                pressed.add(name)
                said = _replies(world, who)
                if not outcome.acknowledged or not said or any(map(_is_lost, said)):
                    failed.append((name, outcome, said))
                if fake.modal(who):
                    await fake.close_modal(who, whole_stack=True)

    assert failed == []
    assert pressed == {
        *("answer", "hint", "flag", "mine", "dispute", "setup", "choices", "show", "sure", "think", "guess", "next"),
        *("easier", "harder", "share", "forgot", "hard", "good", "easy", "pass", "end", "a", "b", "c", "done"),
    }
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def _is_lost(text: str) -> bool:
    return "older version" in text or "went wrong" in text


async def test_every_form_that_was_opened_is_taken(tmp_path: Path) -> None:
    found = []
    async with upgraded(tmp_path) as world:
        fake = world.slack.slack
        [app] = [one.app for one in fake.state.installations]
        for form in kept("slack")["forms"]:
            view = fake.backend.modals.open(form["user"], app.id, form["body"])
            has_text = any(block["block_id"] == "text" for block in view.blocks)
            outcome = await fake.submit(form["user"], view, {"text": BOTH} if has_text else {})
            await world.slack.connection.idle()
            name = form["body"]["callback_id"].partition(":")[2]
            found.append((name, outcome.acknowledged and not outcome.errors))
            assert [error for error in outcome.errors.values() if _is_lost(error)] == []

    # Those that were sent then are refused with a reason, the others taken.
    sent = ["answer", "answer", "flag", "dispute", "dispute", "flag", "answer", "answer"]
    assert found[:8] == [(name, False) for name in sent]
    assert found[8:] == [
        ("answer", True),  # ana's private question
        ("answer", False),
        ("setup", True),
        ("answer", True),  # a sealed answer is given again
        ("answer", True),  # bo's sealed answer
    ]


async def test_answer_in_a_form_that_was_open_counts(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        fake = world.slack.slack
        [app] = [one.app for one in fake.state.installations]
        # bo had opened the form of the sealed question, and not sent it.
        form = kept("slack")["forms"][-1]
        await fake.submit(form["user"], fake.backend.modals.open(form["user"], app.id, form["body"]), {"text": HALF})
        await world.slack.connection.idle()
        await world.at(FIVE + timedelta(minutes=5))

        answers = await _answers(world, "sealed")
    assert answers == {"ana": BOTH, "bo": HALF}


def _waiting(tx: Transaction, workspace: str) -> list[Claim]:
    return list(tx.claims.waiting(workspace))


def _claims(tx: Transaction, numbers: list[int]) -> list[Claim]:
    return [claim for number in numbers if (claim := tx.claims.get(number)) is not None]


async def test_disputes_of_then_wait_in_the_queue_and_are_decided(tmp_path: Path) -> None:
    (tmp_path / "then").mkdir()
    with closing(sqlite3.connect(database_of_then(tmp_path / "then"))) as database:
        select = "SELECT id, workspace, member, reason, decided_at FROM disputes ORDER BY id"
        before = database.execute(select).fetchall()
    async with upgraded(tmp_path) as world:
        places = (world.slack.workspace(), world.discord.workspace)
        waiting = [claim for where in places for claim in await world.app.call(_waiting, where)]
        carried = await world.app.call(_claims, [row[0] for row in before])
        mine = next(claim for claim in waiting if claim.workspace == world.slack.workspace())
        boss = world.slack.person("boss")
        outcome = await world.slack.command(
            boss, f"disputes keep <@{mine.member}> read again round={mine.round_id} series=daily"
        )
        left = await world.app.call(_waiting, world.slack.workspace())

    assert [(one.id, one.workspace, one.member, one.reason) for one in carried] == [row[:4] for row in before]
    assert [one.is_waiting for one in carried] == [row[4] is None for row in before]
    assert {claim.id for claim in waiting} == {row[0] for row in before if row[4] is None}
    gone = [claim.id for claim in waiting if claim.workspace == mine.workspace and claim not in left]
    assert (outcome.acknowledged, gone) == (True, [mine.id])
