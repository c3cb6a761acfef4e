"""Quick answers in Slack: chosen in a message that nobody else sees, which goes on with each press."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.judging.options import options_for
from bot.domain.question import Choice
from bot.domain.rounds import Form
from bot.domain.series import PrivateReminder
from tests.servers.fake_slack import Message
from tests.worlds.builders import pack, question
from tests.worlds.slack import SlackWorld, pressable, slack_world

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."
LONG = "lanterns of turquoise, " * 8
CHOICES = (Choice(LONG, right=True), Choice("drums"), Choice("<!channel> gates & *tigers*"))
ASKED = question(1, choices=CHOICES)


async def asked(world: SlackWorld, **changes: Any) -> Message:
    packs: Any = world.app.services.drill_pool.packs
    packs.held["basics"] = pack(ASKED)
    await world.set_up(form=Form.BOTH, **changes)
    await world.at(NINE)
    return world.cards()[0]


def letter(world: SlackWorld, who: str, choice: Choice = CHOICES[0]) -> str:
    return "abc"[list(options_for(ASKED, world.workspace(), who)).index(choice)]


def buttons(message: Message) -> list[str]:
    elements = (element for block in message.blocks for element in block.get("elements", []))
    return [name for element in elements for name, _ in pressable(element)]


async def test_a_choice_takes_two_presses_and_its_message_goes_on() -> None:
    async with slack_world() as world:
        card = await asked(world)
        ana = world.person("ana")

        await world.press(ana, card, "quick")
        [shown] = world.slack.ephemerals(ana)
        before = shown.text
        await world.press(ana, shown, letter(world, ana))
        after = [one.text for one in world.slack.ephemerals(ana)]
        others = world.slack.ephemerals(world.person("bo"))
        thread = world.slack.thread(card.channel, card.ts)
        await world.at(FIVE)
        found = await world.answers()

    assert (before.splitlines()[0], LONG.strip() in before, "<!channel>" in before) == (
        "Quick answer: Storage · associate",
        True,
        False,
    )
    assert len(after) == 1
    assert "You have taken" in after[0]
    assert (others, [one.ts for one in thread]) == ([], [card.ts])
    assert found == [(ana, LONG)]


async def test_why_is_asked_in_a_form_that_may_be_left_empty() -> None:
    async with slack_world() as world:
        card = await asked(world)
        ana = world.person("ana")
        await world.press(ana, card, "quick")
        [shown] = world.slack.ephemerals(ana)
        none_yet = buttons(shown)
        await world.press(ana, shown, letter(world, ana))

        await world.press(ana, shown, "why")
        form = world.slack.modal(ana)
        assert form is not None
        await world.submit(ana, {"text": "they are green"})
        said = world.slack.ephemerals(ana)[0].text
        await world.press(ana, shown, "why")
        await world.submit(ana, {"text": ""})
        cleared = world.slack.ephemerals(ana)[0].text

    assert sorted(none_yet) == ["a", "answer", "b", "c"]
    assert "It changes no score" in str(form.blocks[0])
    assert form.blocks[-1]["optional"] is True
    assert ("Why: they are green" in said, "Why:" in cleared) == (True, False)


async def test_words_replace_it_and_the_reveal_counts_what_was_chosen() -> None:
    async with slack_world() as world:
        card = await asked(world)
        ana, bo = world.person("ana"), world.person("bo")
        for who in (ana, bo):
            await world.press(who, card, "quick")
            await world.press(who, world.slack.ephemerals(who)[0], letter(world, who))
        await world.reply(ana, FULL)
        await world.at(FIVE)
        found = sorted(await world.answers())
        thread = [one.text for one in world.slack.thread(card.channel, card.ts)]

    assert found == sorted([(ana, FULL), (bo, LONG)])
    assert ["2 answers, 1 of them by choice" in text for text in thread if text.startswith("Reveal")] == [True]
    [below] = [text for text in thread if text.startswith("Model answer")]
    assert [line.rpartition(" ")[2] for line in below.splitlines() if "✓" in line or "✗" in line] == [
        "(1)",
        "(0)",
        "(0)",
    ]


async def test_a_letter_in_the_thread_is_a_choice_and_its_author_is_told_alone() -> None:
    async with slack_world() as world:
        card = await asked(world)
        ana = world.person("ana")

        ts = await world.reply(ana, f"({letter(world, ana)})".upper())
        told = world.slack.ephemerals(ana)
        marks = sorted(world.slack.state.message(card.channel, ts).reactions)
        await world.at(FIVE)
        found = await world.answers()

    assert [(one.text.splitlines()[0], one.thread_ts) for one in told] == [("Your letter is a quick answer", card.ts)]
    assert marks == ["eyes"]
    assert found == [(ana, LONG)]


async def test_after_the_close_a_press_is_refused_and_changes_nothing() -> None:
    async with slack_world() as world:
        card = await asked(world)
        ana = world.person("ana")
        await world.press(ana, card, "quick")
        [shown] = world.slack.ephemerals(ana)
        await world.at(FIVE)

        await world.press(ana, shown, "a")
        told = world.slack.ephemerals(ana)[-1].text
        found = await world.answers()

    assert "This question has closed." in told
    assert found == []


async def test_a_private_reminder_takes_a_quick_answer_where_it_is_read() -> None:
    async with slack_world() as world:
        await asked(world, remind_before=PrivateReminder(timedelta(hours=1)))
        ana = world.person("ana")
        await world.reply(ana, FULL)
        await world.at(FIVE)
        await world.at(NINE + timedelta(days=1))
        await world.at(FIVE + timedelta(days=1, hours=-1))
        place = world.slack.direct_message(ana)
        [reminder] = [one for one in world.slack.bot_messages(place) if one.text.startswith("Still time to answer")]

        await world.press(ana, reminder, "quick")
        [shown] = world.slack.ephemerals(ana)
        await world.press(ana, shown, letter(world, ana))
        await world.at(FIVE + timedelta(days=1))
        found = await world.answers()

    assert buttons(reminder)[:2] == ["answer", "quick"]
    assert found == [(ana, LONG)]
