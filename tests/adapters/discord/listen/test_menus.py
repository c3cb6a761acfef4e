"""Menus and thumbs in Discord: what is chosen or pressed there is done like the press of a button."""

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.card import Action, Card, Text
from bot.ports.messenger import Destination
from tests.adapters.discord.outcomes import said
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.faults import Fault
from tests.servers.fake_discord.records import Message
from tests.worlds.discord import DiscordWorld, discord_world, running

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
HINT = "askaday:hint:0:round:1"
FLAG = "askaday:flag:1:round:1"
CARD = Card(
    "Prices an hour old",
    (Text("What would you change?"),),
    (Action("answer", "Answer privately", "round:1"),),
    menu=(Action("hint", "Hint", "round:1"), Action("flag", " ", "round:1")),
    feedback="round:1",
)


async def posted(world: DiscordWorld) -> Message:
    """Open a round, and post a card about it."""
    await world.set_up()
    await world.at(NINE)
    destination = Destination(world.workspace, world.place.id)
    sent = await world.connection.messenger.send(destination, CARD, key="k")
    return world.place.messages[sent.message]


def rows(message: Message) -> list[list[dict[str, Any]]]:
    return [part["components"] for part in walk(message.components) if part["type"] == 1]


async def test_menu_is_a_row_of_its_own_below_buttons_and_thumbs() -> None:
    async with discord_world() as world:
        buttons, [menu] = rows(await posted(world))

    assert [one["label"] for one in buttons] == ["Answer privately", "👍", "👎"]
    assert menu["placeholder"] == "More…"
    assert [(one["label"], one["value"]) for one in menu["options"]] == [("Hint", HINT), ("…", FLAG)]


async def test_entry_is_done_and_the_menu_forgets_it() -> None:
    async with discord_world() as world:
        card = await posted(world)
        before = deepcopy(card.components)

        pressed = await world.discord.press(world.people["ana"], card, "More…", [HINT])

        assert await said(world, pressed) == "## Hint\nThink of light."
        await world.until(lambda: card.edited_at)
        assert card.components == before


async def test_entry_that_opens_a_form_opens_it() -> None:
    async with discord_world() as world:
        card, ana = await posted(world), world.people["ana"]

        opened = await world.discord.press(ana, card, "More…", [FLAG])
        sent = await world.discord.submit(ana, opened, {"text": "Lanterns are not turquoise."})

        assert await said(world, sent) == "## Thank you for the flag\nA manager will look at it."
        await world.until(lambda: card.edited_at)


async def test_menu_lives_on_after_a_restart(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        card = await posted(world)
        await world.stop()

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            pressed = await world.discord.press(world.people["ana"], card, "More…", [HINT])

            assert await said(world, pressed) == "## Hint\nThink of light."


async def test_menu_of_a_message_that_is_gone_is_no_mistake() -> None:
    async with discord_world() as world:
        card = await posted(world)
        gone = Fault("status", status=404, code=10008)
        world.discord.faults.plan("GET /channels/{channel_id}/messages/{message_id}", gone, about=card.id)

        pressed = await world.discord.press(world.people["ana"], card, "More…", [HINT])

        assert await said(world, pressed) == "## Hint\nThink of light."
        await world.until(lambda: world.discord.faults.met == {"status 404": 1})


@pytest.mark.parametrize("thumb", ["👍", "👎"])
async def test_thumb_is_a_press(thumb: str) -> None:
    async with discord_world() as world:
        pressed = await world.discord.press(world.people["ana"], await posted(world), thumb)

        assert await said(world, pressed) != ""
