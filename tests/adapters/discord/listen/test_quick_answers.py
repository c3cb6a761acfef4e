"""Quick answers in Discord: chosen in a message that nobody else sees, which goes on with each press."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.judging.options import options_for
from bot.domain.question import Choice
from bot.domain.rounds import Form
from bot.domain.series import PrivateReminder
from tests.adapters.discord.outcomes import FULL, said
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.records import Message, User
from tests.worlds.builders import pack, question
from tests.worlds.discord import DiscordWorld, discord_world, shown

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
LONG = "lanterns of turquoise, " * 8
CHOICES = (Choice(LONG, right=True), Choice("drums"), Choice("@everyone gates & *tigers*"))
ASKED = question(1, choices=CHOICES)


async def asked(world: DiscordWorld, **changes: Any) -> Message:
    packs: Any = world.app.services.drill_pool.packs
    packs.held["basics"] = pack(ASKED)
    await world.set_up(form=Form.BOTH, **changes)
    await world.at(NINE)
    return world.card()


def letter(world: DiscordWorld, who: User, choice: Choice = CHOICES[0]) -> str:
    return "ABC"[list(options_for(ASKED, world.workspace, who.id)).index(choice)]


def labels(message: Message) -> list[str]:
    return [part["label"] for part in walk(message.components) if part.get("label")]


async def press(world: DiscordWorld, who: User, message: Message, label: str) -> Message:
    outcome = await world.discord.press(who, message, label)
    await said(world, outcome)
    return outcome.message


async def take(world: DiscordWorld, who: User, message: Message) -> Message:
    """Press the letter of the right choice, and wait until the message says so."""
    outcome = await world.discord.press(who, message, letter(world, who))
    await world.until(lambda: "You have taken **" in shown(outcome.message))
    return outcome.message


async def test_a_choice_takes_two_presses_and_its_message_goes_on() -> None:
    async with discord_world() as world:
        card = await asked(world)
        ana = world.people["ana"]

        first = await press(world, ana, card, "Quick answer")
        before = (first.id, shown(first).splitlines()[0], LONG.strip() in shown(first), labels(first))
        second = await take(world, ana, first)
        private = world.discord.private(world.place, ana)
        others = world.discord.private(world.place, world.people["bo"])
        thread = world.discord.messages(world.thread(), by=world.bot.user)
        await world.at(FIVE)

        assert before == (
            second.id,
            "## Quick answer: Storage · associate",
            True,
            ["A", "B", "C", "In my own words"],
        )
        assert len(private) == 1
        assert "You have taken" in shown(second)
        assert f"✓ {letter(world, ana)}" in labels(second)
        assert (others, [shown(one) for one in thread if "lanterns of" in shown(one)]) == ([], [])
        assert await world.frozen() == [("ana", LONG)]


async def test_why_is_asked_in_a_form_that_may_be_left_empty() -> None:
    async with discord_world() as world:
        card = await asked(world)
        ana = world.people["ana"]
        first = await press(world, ana, card, "Quick answer")
        second = await take(world, ana, first)

        opened = await world.discord.press(ana, second, "Say why")
        outcome = await world.discord.submit(ana, opened, {"text": "they are green"})
        await world.until(lambda: "Why: they are green" in shown(outcome.message))

        fields = [part for part in walk(opened.modal["components"]) if part.get("custom_id") == "text"]
        assert ([one["required"] for one in fields], "It changes no score" in str(opened.modal)) == ([False], True)
        assert outcome.message.id == second.id


async def test_words_replace_it_and_the_reveal_counts_what_was_chosen() -> None:
    async with discord_world() as world:
        card = await asked(world)
        for name in ("ana", "bo"):
            who = world.people[name]
            await take(world, who, await press(world, who, card, "Quick answer"))
        world.discord.say(world.people["ana"], world.thread(), FULL)
        await world.recorded(1)
        await world.at(FIVE)

        thread = [shown(one) for one in world.discord.messages(world.thread(), by=world.bot.user)]
        assert sorted(await world.frozen()) == [("ana", FULL), ("bo", LONG)]
        assert [text.count("2 answers, 1 of them by choice") for text in thread if "## Reveal" in text] == [1]
        assert [text.count("✓ lanterns of turquoise") for text in thread if "## Model answer" in text] == [1]


async def test_a_letter_in_the_thread_is_a_choice_and_its_author_is_told_alone() -> None:
    async with discord_world() as world:
        await asked(world)
        ana = world.people["ana"]

        message = world.discord.say(ana, world.thread(), f"{letter(world, ana)})")
        await world.until(lambda: world.discord.direct(ana) and message.reactions)
        told = [shown(one).splitlines()[0] for one in world.discord.direct(ana)]
        await world.at(FIVE)

        assert told == ["## Your letter is a quick answer"]
        assert sorted(message.reactions) == ["👀"]
        assert await world.frozen() == [("ana", LONG)]


async def test_after_the_close_a_press_is_refused_and_changes_nothing() -> None:
    async with discord_world() as world:
        card = await asked(world)
        ana = world.people["ana"]
        first = await press(world, ana, card, "Quick answer")
        await world.at(FIVE)

        outcome = await world.discord.press(ana, first, "A")
        await world.until(lambda: any("has closed" in shown(one) for one in outcome.interaction.shown))

        assert await world.frozen() == []


async def test_a_private_reminder_takes_a_quick_answer_where_it_is_read() -> None:
    async with discord_world() as world:
        await asked(world, remind_before=PrivateReminder(timedelta(hours=1)))
        ana = world.people["ana"]
        world.discord.say(ana, world.thread(), FULL)
        await world.recorded(1)
        await world.at(FIVE)
        await world.at(NINE + timedelta(days=1))
        await world.at(FIVE + timedelta(days=1, hours=-1))
        [reminder] = [one for one in world.discord.direct(ana) if "Still time to answer" in shown(one)]

        await world.discord.press(ana, reminder, "Quick answer")
        await world.until(lambda: any("## Quick answer" in shown(one) for one in world.discord.direct(ana)))
        [choosing] = [one for one in world.discord.direct(ana) if "## Quick answer" in shown(one)]
        await take(world, ana, choosing)
        await world.at(FIVE + timedelta(days=1))

        assert labels(reminder)[:2] == ["Answer privately", "Quick answer"]
        assert await world.frozen() == [("ana", LONG)]
