"""Menus and thumbs in Slack: what is chosen or pressed there is done like the press of a button."""

from datetime import UTC, datetime

import pytest

from bot.domain.card import Action, Card, Text
from bot.ports.messenger import Destination
from tests.servers.fake_slack import Message
from tests.worlds.slack import SlackWorld, slack_world

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
TWO = (Action("hint", "Hint", "round:1"), Action("flag", "Flag", "round:1"))
SIX = (*TWO, *(Action("me", f"More {number}", "round:1") for number in range(4)))


async def posted(world: SlackWorld, menu: tuple[Action, ...] = TWO) -> Message:
    """Open a round, and post a card about it."""
    await world.set_up()
    await world.at(NINE)
    answer = Action("answer", "Answer privately", "round:1")
    card = Card("Prices an hour old", (Text("What would you change?"),), (answer,), menu=menu, feedback="round:1")
    destination = Destination(world.workspace(), world.channel)
    sent = await world.connection.messenger.send(destination, card, key="k")
    return world.slack.state.message(world.channel, sent.message)


@pytest.mark.parametrize("menu", [TWO, SIX])
async def test_entry_is_done_like_a_button(menu: tuple[Action, ...]) -> None:
    async with slack_world() as world:
        card = await posted(world, menu)

        await world.press(world.person("ana"), card, "hint")

        assert world.whispered(world.person("ana")) == ["Hint\nThink of light."]


@pytest.mark.parametrize("menu", [TWO, SIX])
async def test_entry_that_opens_a_form_opens_it(menu: tuple[Action, ...]) -> None:
    async with slack_world() as world:
        card, ana = await posted(world, menu), world.person("ana")

        await world.press(ana, card, "flag")
        await world.submit(ana, {"text": "Lanterns are not turquoise."})

        view = world.slack.modal(ana)
        assert view is not None
        assert [block["text"]["text"] for block in view.blocks if block["type"] == "header"] == [
            "Thank you for the flag"
        ]


@pytest.mark.parametrize("thumb", ["good", "bad"])
async def test_thumb_is_a_press(thumb: str) -> None:
    async with slack_world() as world:
        ana = world.person("ana")

        outcome = await world.press(ana, await posted(world), thumb)

        assert (outcome.acknowledged, len(world.whispered(ana))) == (True, 1)
