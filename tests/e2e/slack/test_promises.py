"""What a team is promised of Askaday in Slack, where no other test shows it as a team sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.members import Actor
from bot.domain.question import Level
from tests.servers.fake_slack import Message
from tests.worlds.builders import pack, question
from tests.worlds.slack import SlackWorld, slack_world

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)


def buttons(shown: Message) -> list[str]:
    """Give the labels of the buttons, and of what stands in the menu."""
    elements = [one for block in shown.blocks if block["type"] == "actions" for one in block["elements"]]
    return [one["text"]["text"] for element in elements for one in element.get("options", [element])]


async def test_card_counts_answers_twice_a_minute_at_most_and_pings_nobody() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        for name in ("ana", "bo", "cy"):
            await world.reply(world.person(name), "lanterns")
            await world.at(world.clock.now() + timedelta(seconds=9))
        early = len(world.slack.transcript.of("chat.update"))

        await world.at(NINE + timedelta(seconds=30))

        updates = world.slack.transcript.of("chat.update")
        assert (early, len(updates)) == (0, 1)
        assert world.cards()[0].text.splitlines()[-1] == "3 answers so far."
        assert "<@" not in str(updates[0].arguments)


async def test_drill_goes_on_in_private_by_its_buttons() -> None:
    async with slack_world() as world:
        ana, direct = world.person("ana"), world.slack.direct_message(world.person("ana"))
        packs: Any = world.app.services.drill_pool.packs
        packs.held["basics"] = pack(
            *(question(3 * n + m, level=level) for n in range(3) for m, level in enumerate(Level))
        )
        await world.command(ana, "associate", "/aws-quiz", channel=direct)

        [message] = world.slack.ephemerals(ana)
        await world.press(ana, message, "answer")
        await world.submit(ana, {"text": "It stores turquoise lanterns."})
        graded, offered = message.text, buttons(message)
        asked = []
        for name in ("next", "easier", "harder", "show"):
            await world.press(ana, message, name)
            asked.append(message.text)

        assert [text.partition(":")[0] for text in asked] == ["For you", "For you", "For you", "Answer"]
        assert {"Next", "Easier", "Harder", "Share"} <= set(offered)
        assert ["Model answer" in text for text in (graded, asked[-1])] == [True, True]
        assert world.slack.ephemerals(ana) == [message]
        assert world.cards() == []


async def test_closing_time_is_told_in_each_readers_own_zone() -> None:
    async with slack_world() as world:
        await world.set_up()

        await world.at(NINE)

        [card] = world.cards()
        said = f"<!date^{int(FIVE.timestamp())}^{{date_short_pretty}} at {{time}}|Monday 7 December, 17:00 (UTC)>"
        assert said in str(card.blocks)
        assert said in card.text


async def test_answer_that_was_only_found_by_reading_back_is_named() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.slack.faults.lose_events(1.0)
        await world.reply(world.person("ana"), "It stores turquoise lanterns.")

        await world.at(FIVE)

        [_, board] = world.cards()
        assert board.text.splitlines()[-1].split(", ")[:2] == ["1", "ana"]


async def test_reveal_waits_until_slack_says_who_answered() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.forget_people()
        world.slack.faults.refuse("users.info", "internal_error", times=2)
        await world.reply(world.person("ana"), "It stores turquoise lanterns.")

        await world.at(FIVE)
        before = len(world.cards())
        await world.at(FIVE + timedelta(minutes=1))

        assert before == 1
        assert world.cards()[1].text.splitlines()[-1].split(", ")[:2] == ["1", "ana"]


async def test_member_whom_slack_does_not_know_any_more_holds_up_nothing() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.slack.faults.refuse("users.info", "user_not_found", times=2)
        await world.reply(world.person("ana"), "It stores turquoise lanterns.")

        await world.at(FIVE)

        assert await world.answers() == [(world.person("ana"), "It stores turquoise lanterns.")]
        assert len(world.cards()) == 2


async def test_member_who_erased_everything_is_not_met_again_by_reading_back() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana = world.person("ana")
        await world.reply(ana, "It stores turquoise lanterns.")
        await world.at(NINE + timedelta(hours=1))
        await world.app.call(world.app.services.privacy.erase, Actor(world.workspace(), ana, "ana"))

        await world.at(FIVE)

        assert await world.answers() == []
        assert await names(world) == ["boss"]


async def names(world: SlackWorld) -> list[str]:
    return list((await world.app.call(lambda tx: tx.members.names(world.workspace()))).values())
