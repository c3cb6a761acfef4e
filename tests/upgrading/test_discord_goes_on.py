"""Discord as commit bd4e7ab left it: rounds, drills and exams go on, what is owed is sent, and old buttons work."""

from collections import Counter
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.deliveries import DeliveryState
from bot.ports.store import Transaction
from tests.servers.fake_discord.component_rules import CHANNEL_SELECT
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.outcome import Outcome
from tests.servers.fake_discord.records import App, Channel, Interaction, Message, User
from tests.upgrading.scene import Upgraded, kept, upgraded
from tests.worlds.discord import shown

FIVE = datetime(2026, 12, 8, 17, tzinfo=UTC)
BOTH = "It stores turquoise lanterns. Elephants guard marble gates."
HALF = "It stores turquoise lanterns."
#: The type of an answer that opens a form.
MODAL = 9


def _thread(world: Upgraded, place: str) -> Channel:
    """Give the thread of the open question of a channel."""
    guild = world.discord.discord.state.guilds[world.discord.guild.id]
    [parent] = [one for one in guild.channels.values() if one.name == place]
    return max(guild.threads_of(parent.id), key=lambda one: int(one.id))


def _series_round(tx: Transaction, workspace: str, series: str) -> int:
    [found] = [one for one in tx.series.of_workspace(workspace) if one.name == series]
    return tx.rounds.of_series(found.id)[-1].id


async def _answers(world: Upgraded, series: str) -> dict[str, str]:
    names = {person.id: name for name, person in world.discord.people.items()}

    def read(tx: Transaction) -> dict[str, str]:
        frozen = tx.answers.frozen(_series_round(tx, world.discord.workspace, series))
        return {names[answer.member]: answer.text for answer in frozen}

    return await world.app.call(read)


def _reveals(world: Upgraded, thread: Channel) -> int:
    own = world.discord.discord.messages(thread, by=world.discord.bot.user)
    return sum("Reveal: " in shown(one) for one in own)


async def _submit(world: Upgraded, who: User, opened: Outcome, text: str) -> Outcome:
    sent = await world.discord.discord.submit(who, opened, {"text": text})
    await world.discord.until(lambda: shown(sent.message))
    return sent


async def test_open_round_takes_answers_closes_and_is_revealed_once(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        discord, thread = world.discord, _thread(world, "questions")
        discord.discord.say(discord.people["cy"], thread, HALF)
        daily = await world.app.call(_series_round, discord.workspace, "daily")

        def revisions(tx: Transaction) -> int:
            played = tx.rounds.get(daily)
            assert played is not None
            return len(tx.answers.revisions(played.workspace, played.channel, played.thread or ""))

        await discord.kept(revisions, lambda found: found == 3)
        await world.at(FIVE + timedelta(minutes=5))

        answers = await _answers(world, "daily")
        await world.at(FIVE + timedelta(hours=2))
        assert answers == {"ana": BOTH, "bo": HALF, "cy": HALF}
        assert (_reveals(world, thread), thread.name.startswith("Closed")) == (1, True)


async def test_sealed_round_takes_answers_closes_and_is_revealed_once(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        discord, thread = world.discord, _thread(world, "quiet")
        cy, card = discord.people["cy"], thread.messages[thread.id]
        await _submit(world, cy, await discord.discord.press(cy, card, "Answer privately"), HALF)
        await world.at(FIVE + timedelta(minutes=5))

        answers = await _answers(world, "sealed")
        await world.at(FIVE + timedelta(hours=2))
        assert answers == {"ana": BOTH, "cy": HALF}
        assert (_reveals(world, thread), thread.name.startswith("Closed")) == (1, True)


def _unsent(tx: Transaction, workspace: str) -> Counter[DeliveryState]:
    owed = [
        delivery
        for series in tx.series.of_workspace(workspace)
        for played in tx.rounds.of_series(series.id)
        for delivery in tx.deliveries.of_round(played.id)
    ]
    return Counter(one.state for one in owed if one.state in {DeliveryState.PENDING, DeliveryState.SENDING})


def _told(world: Upgraded, who: str) -> list[str]:
    return [shown(one).split("\n")[0] for one in world.discord.discord.direct(world.discord.people[who])]


async def test_what_was_owed_is_sent_once(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        before = {who: _told(world, who) for who in ("boss", "bo", "cy")}
        await world.at(world.clock.now() + timedelta(minutes=30))
        await world.at(world.clock.now() + timedelta(minutes=30))

        after = {who: _told(world, who) for who in before}
        left = await world.app.call(_unsent, world.discord.workspace)
    new = {who: after[who][len(before[who]) :] for who in before}
    # What tells cy of the decision had arrived although nobody had heard so.
    assert before["cy"] == ["## Your dispute was decided"]
    assert new == {"boss": ["## A grade is disputed"], "bo": ["## A grade is disputed"], "cy": []}
    assert left == Counter()


def _private(world: Upgraded, who: str, title: str) -> Message:
    """Give the newest message with that title that only one person sees."""
    discord = world.discord
    seen = discord.discord.private(discord.place, discord.people[who])
    return next(one for one in reversed(seen) if shown(one).startswith(f"## {title}"))


async def _pass(world: Upgraded, who: User, asked: Message) -> Message:
    passed = await world.discord.discord.press(who, asked, "Pass")
    await _waited(world, passed)
    return passed.message


async def test_drill_and_exam_go_on(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        discord = world.discord
        ana, bo = discord.people["ana"], discord.people["bo"]
        opened = await discord.discord.press(ana, _private(world, "ana", "For you"), "Answer")
        result = await _submit(world, ana, opened, BOTH)
        asked = _private(world, "bo", "Exam, 3 of 5")
        for _ in range(3):
            asked = await _pass(world, bo, asked)

    assert "**2 of 2 key points recognised**" in shown(result.message), shown(result.message)
    # One of five answered in full, and four passed over.
    assert shown(asked).startswith("## Your exam: 1 of 5 known well"), shown(asked)


def _is_lost(text: str) -> bool:
    return "older version" in text or "went wrong" in text


def _controls(message: Message) -> list[tuple[str, str]]:
    """Give name and custom id of all that can be pressed or chosen."""
    every = [part["custom_id"] for part in walk(message.components) if part.get("custom_id")]
    return [(one.split(":")[1], one) for one in every if one.startswith("askaday:")]


def _first_choice(message: Message, custom_id: str, channel: Channel) -> list[str]:
    """Give what somebody chooses who takes the first that is offered; a button offers nothing."""
    part = next(one for one in walk(message.components) if one.get("custom_id") == custom_id)
    if part["type"] == CHANNEL_SELECT:
        return [channel.id]
    return [one["value"] for one in part.get("options", [])[:1]]


def _said(outcome: Outcome) -> str:
    """Give what somebody got to see, empty as long as there is nothing yet."""
    response = outcome.interaction.response or {}
    if response.get("type") == MODAL:
        return str(response["data"]["custom_id"])
    followed = outcome.interaction.followups
    return shown(followed[-1] if followed else outcome.message)


async def _waited(world: Upgraded, outcome: Outcome) -> str:
    await world.discord.until(lambda: _said(outcome))
    return _said(outcome)


async def test_every_button_that_was_posted_is_understood(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    failed, pressed = [], set()
    async with upgraded(tmp_path) as world:
        discord, fake = world.discord, world.discord.discord
        every = [*fake.state.guilds[discord.guild.id].channels.values(), *fake.state.direct.values()]
        posted = [(channel, one) for channel in every for one in list(channel.messages.values())]
        controls = [(channel, message, *found) for channel, message in posted for found in _controls(message)]
        as_posted = {message.id: deepcopy(message.components) for _, message in posted}
        for channel, message, name, custom_id in controls:
            who = message.seen_by or _other(world, channel)
            # What was pressed before has put other buttons in the place of these, but of a form that has steps.
            if not name.startswith("setup"):
                message.components = deepcopy(as_posted[message.id])
            elif custom_id not in {one for _, one in _controls(message)}:
                continue
            outcome = await fake.press(
                fake.state.users[who], message, custom_id, _first_choice(message, custom_id, channel)
            )
            said = await _waited(world, outcome)
            pressed.add(name)
            if _is_lost(said):
                failed.append((name, said))

    assert failed == []
    assert pressed == {
        *("answer", "hint", "flag", "mine", "dispute", "choices", "show", "sure", "think", "guess", "next"),
        *("easier", "harder", "share", "forgot", "hard", "good", "easy", "pass", "end", "a", "b", "c", "done"),
        *("setup-channel", "setup-packs", "setup-days", "setup-answers", "setup-people", "setup-times", "setup-save"),
    }
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def _other(world: Upgraded, channel: Channel) -> str:
    """Give who presses what everybody sees: in a direct message, its only person."""
    people = [one.id for one in channel.recipients if not one.bot]
    return people[0] if people else world.discord.people["boss"].id


def _opened(world: Upgraded, form: dict[str, Any]) -> tuple[User, Outcome]:
    """Show somebody a form of then."""
    discord = world.discord.discord
    [app] = discord.state.apps.values()
    who = discord.state.users[form["user"]]
    source = discord.state.channel(form["channel"]).messages.get(form["source"])
    return who, Outcome(_interaction(app, who, form, source), 0)


def _interaction(app: App, who: User, form: dict[str, Any], source: Message | None) -> Interaction:
    response = {"type": MODAL, "data": form["body"]}
    then = datetime(2026, 12, 8, 10, tzinfo=UTC)
    return Interaction("1", "then", app, who, {}, then, form["channel"], 0, response=response, source=source)


async def test_every_form_that_was_opened_is_taken(tmp_path: Path) -> None:
    found = []
    async with upgraded(tmp_path) as world:
        for form in kept("discord")["forms"]:
            who, opened = _opened(world, form)
            sent = await _submit(world, who, opened, BOTH)
            found.append((form["body"]["custom_id"].split(":")[1], shown(sent.message).split("\n")[0]))

    refused = [name for name, said in found if _is_lost(said)]
    assert refused == []
    assert [name for name, _ in found] == [
        *("answer", "answer", "flag", "dispute", "dispute", "flag"),
        *("answer", "answer", "answer", "answer", "answer", "answer"),
    ]


async def test_answer_in_a_form_that_was_open_counts(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        # bo had opened the form of the sealed question, and not sent it.
        who, opened = _opened(world, kept("discord")["forms"][-1])
        await _submit(world, who, opened, HALF)
        await world.at(FIVE + timedelta(minutes=5))

        answers = await _answers(world, "sealed")
    assert answers == {"ana": BOTH, "bo": HALF}


async def test_best_answer_that_was_hidden_is_shown_to_reviewers(tmp_path: Path) -> None:
    async with upgraded(tmp_path) as world:
        before = {one["name"]: one["default_member_permissions"] for one in kept("discord")["app"]["commands"]}
        after = {one["name"]: one["default_member_permissions"] for one in world.discord.bot.commands[None]}
    assert (before["Best answer"], after) == (
        "32",
        dict.fromkeys(("qotd", "qotd-manage", "aws-quiz", "Best answer", "Flag", "Suggest as question")),
    )
