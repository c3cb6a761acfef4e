"""Drills and exams in Discord: they go on in one message, and the form asks how sure one is."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.drill import drill_card
from bot.domain.members import Actor
from bot.domain.practice.drills import Sureness
from bot.domain.question import Question
from bot.ports.messenger import Destination
from bot.ports.store import Transaction
from bot.services.practice.pool import Wanted
from tests.adapters.discord.outcomes import FULL, choose, said
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.faults import Fault
from tests.servers.fake_discord.records import Channel, Message, User
from tests.worlds.builders import pack, question, with_choices
from tests.worlds.discord import DiscordWorld, discord_world, shown

pytestmark = pytest.mark.documents(also_without=True)


def hold(world: DiscordWorld, *questions: Question) -> None:
    packs: Any = world.app.services.drill_pool.packs
    packs.held["basics"] = pack(*questions)


def titles(world: DiscordWorld, who: str, place: Channel | None = None) -> list[str]:
    """Give the first lines of what somebody sees alone."""
    return [shown(one).split("\n")[0] for one in world.discord.private(place or world.place, world.people[who])]


def labels(message: Message) -> list[str]:
    return [part["label"] for part in walk(message.components) if part.get("label")]


async def press(world: DiscordWorld, who: User, message: Message, label: str) -> Message:
    outcome = await world.discord.press(who, message, label)
    await said(world, outcome)
    return outcome.message


async def answer(world: DiscordWorld, who: User, message: Message, text: str = FULL, **more: str) -> Message:
    opened = await world.discord.press(who, message, "Answer")
    outcome = await world.discord.submit(who, opened, {"text": text, **more})
    await said(world, outcome)
    return outcome.message


async def test_exam_of_ten_leaves_one_message() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz", {"exam": 10})
        await said(world, asked)

        card = asked.message
        for number in range(10):
            card = await (answer(world, ana, card) if number % 2 else press(world, ana, card, "Pass"))

        assert titles(world, "ana") == ["## Your exam: 5 of 10 known well"]
        assert world.discord.messages(world.place) == []


async def test_drill_goes_on_in_its_message() -> None:
    async with discord_world() as world:
        hold(world, *(with_choices(question(n)) for n in range(1, 9)))
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)

        seen = [asked.message]
        for label in ("Hint", "Choices instead", "A", "Next"):
            seen.append(await press(world, ana, seen[-1], label))
            if label == "Hint":
                assert "Think of light." in shown(seen[-1])
            if label == "A":
                assert "**The choices**" in shown(seen[-1])

        assert len({one.id for one in seen}) == 1
        assert titles(world, "ana") == ["## For you: Storage · associate"]


async def test_probe_comes_before_the_result_in_the_same_message() -> None:
    async with discord_world() as world:
        points = tuple(replace(point, probe="Who stands at the gates?") for point in question().key_points)
        hold(world, *(question(n, key_points=points) for n in range(1, 9)))
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)

        probe = await answer(world, ana, asked.message, "It stores turquoise lanterns.")
        first = shown(probe).splitlines()[:2]
        opened = await world.discord.press(ana, probe, "Answer")
        result = await answer(world, ana, probe, "Elephants guard marble ones.")

        assert first == ["## One more: Storage · associate", "Who stands at the gates?"]
        assert opened.modal["components"][0]["content"].startswith("Who stands at the gates?")
        assert "**2 of 2 key points recognised**" in shown(result)
        assert titles(world, "ana") == ["## Answer: Storage · associate"]


async def test_what_does_not_go_on_with_it_stands_beside_it() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)

        chosen = await choose(world, ana, asked.message, "My data")
        await world.until(lambda: len(chosen.interaction.shown) == 2)
        data = chosen.interaction.shown[1]

        assert data.id != asked.message.id
        assert titles(world, "ana") == ["## For you: Storage · associate", "## My data"]


async def test_erasing_leaves_no_button_that_would_erase_again() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "qotd privacy", {"action": "erase"})
        await said(world, asked)

        done = await press(world, ana, asked.message, "Erase all of it, for good")

        assert (done.id, titles(world, "ana"), labels(done)) == (asked.message.id, ["## Erased"], [])


async def test_result_in_several_messages_leaves_no_button_that_is_over() -> None:
    async with discord_world() as world:
        long = question(model_answer="A paragraph of the model answer. " * 250, topics=("storage",))
        hold(world, long, question(2))
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)
        while "number 1 keep" not in shown(asked.message):
            await said(world, await choose(world, ana, asked.message, "Next"))

        opened = await world.discord.press(ana, asked.message, "Answer")
        graded = await world.discord.submit(ana, opened, {"text": FULL})
        await world.until(lambda: len(graded.interaction.shown) == 3)
        parts = list(graded.interaction.shown)
        with_buttons = [bool(labels(one)) for one in parts]
        await press(world, ana, parts[-1], "Next")

        assert (parts[0].id, with_buttons) == (asked.message.id, [False, False, True])
        assert [bool(labels(one)) for one in world.discord.private(world.place, ana)] == [False, False, True]


async def test_message_that_was_dismissed_is_shown_again() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)
        opened = await world.discord.press(ana, asked.message, "Answer")
        world.discord.faults.plan("PATCH /webhooks", Fault("status", 404, 10008))

        graded = await world.discord.submit(ana, opened, {"text": FULL})

        assert "✅ It stores turquoise lanterns." in await said(world, graded)
        assert len(titles(world, "ana")) == 2


async def test_what_everybody_sees_is_never_replaced() -> None:
    async with discord_world() as world:
        ana = Actor(world.workspace, world.people["ana"].id, "Ana")
        drill = await world.app.call(world.app.services.drilling.ask, ana, Wanted())
        place = Destination(world.workspace, world.place.id, None)
        await world.connection.messenger.send(place, drill_card(drill), key="k")
        [public] = world.discord.messages(world.place)
        before = shown(public)

        given_up = await press(world, world.people["ana"], public, "Show answer")

        assert (shown(public), given_up.seen_by) == (before, ana.member)
        assert titles(world, "ana") == ["## Answer: Storage · associate"]


async def test_form_asks_how_sure_one_is_below_the_prompt() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)

        opened = await world.discord.press(ana, asked.message, "Answer")
        card = await answer(world, ana, asked.message, sureness="guess")
        sureness = await world.app.call(lambda tx: _sureness(tx, 1))

    parts = [part for part in walk(opened.modal["components"]) if part["type"] != 18]
    assert parts[0]["content"].startswith("What does the archive number")
    assert [option["label"] for option in parts[-1]["options"]] == ["I am sure", "I think so", "I guess"]
    assert sureness is Sureness.GUESS
    assert "You were: **guess**" in shown(card)


def _sureness(tx: Transaction, drill_id: int) -> Sureness | None:
    drill = tx.drills.get(drill_id)
    return drill.sureness if drill else None


async def test_sureness_that_was_said_before_is_chosen_in_the_form() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)
        # As a button of an older card does, which is posted still.
        actor = Actor(world.workspace, ana.id, "Ana")
        await world.app.call(world.app.services.drilling.say_sureness, actor, 1, Sureness.SURE)

        opened = await world.discord.press(ana, asked.message, "Answer")

    options = [one for part in walk(opened.modal["components"]) for one in part.get("options", [])]
    assert [one["value"] for one in options if one.get("default")] == ["sure"]


async def test_menu_of_a_private_message_forgets_what_opened_a_form_once_that_is_sent() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)
        before = deepcopy(asked.message.components)

        opened = await choose(world, ana, asked.message, "Flag")
        edited = asked.message.edited_at
        await world.discord.submit(ana, opened, {"text": "Lanterns are not turquoise."})
        await world.until(lambda: asked.message.edited_at != edited)

        assert asked.message.components == before


async def test_menu_of_a_private_message_forgets_what_was_refused() -> None:
    async with discord_world() as world:
        ana = world.people["ana"]
        asked = await world.discord.command(ana, world.place, "aws-quiz")
        await said(world, asked)
        before = deepcopy(asked.message.components)
        now = world.clock.now()
        await world.app.call(lambda tx: tx.members.erase(world.workspace, ana.id, now))

        edited = asked.message.edited_at
        await choose(world, ana, asked.message, "Next")
        await world.until(lambda: asked.message.edited_at != edited)

        assert asked.message.components == before
