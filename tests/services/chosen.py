"""Rounds that are answered by choosing: what their questions offer, and how members choose."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.console.send.channel import Place
from bot.domain.card import Card
from bot.domain.judging.options import options_for
from bot.domain.members import Actor
from bot.domain.question import Choice, Question
from bot.domain.rounds import Form, Round
from bot.errors import AskadayError
from tests.services.played import CLOSE, NINE
from tests.worlds.builders import WORKSPACE, pack, question
from tests.worlds.world import World

FOUR = (
    Choice("lanterns of turquoise", right=True, why="as it stores them"),
    Choice("drums of purple"),
    Choice("gates of marble"),
    Choice("tigers of paper"),
)
TWO = tuple(replace(one, right=place < 2) for place, one in enumerate(FOUR))


async def opened(world: World, form: Form = Form.BOTH, choices: tuple[Choice, ...] = FOUR, **changes: Any) -> Round:
    about = {name: changes.pop(name) for name in ("key_points", "choices_prompt") if name in changes}
    world.packs.held["basics"] = pack(question(1, choices=choices, **about))
    await world.set_up(form=form, **changes)
    await world.at(NINE)
    return await world.last_round()


def letter(who: Actor, text: str, asked: Question) -> str:
    """Give the letter that a choice has for a member."""
    return "abcdefgh"[[one.text for one in options_for(asked, WORKSPACE, who.member)].index(text)]


async def take(world: World, who: Actor, text: str = FOUR[0].text, *, drop: bool = False) -> Card:
    played = await world.last_round()
    assert played.question is not None
    pressed = letter(who, text, played.question)
    return await world.press(who, f"drop-{pressed}" if drop else pressed, f"round:{played.id}")


async def type_letter(world: World, who: Actor, text: str, form: str = "{}") -> Any:
    played = await world.last_round()
    assert played.question is not None
    return await world.say(who, form.format(letter(who, text, played.question)))


def buttons(card: Card) -> list[tuple[str, str]]:
    return [(action.name, action.label) for action in card.actions]


async def closed(world: World) -> Card:
    """Close the round and give its reveal."""
    await world.at(CLOSE)
    [reveal] = [one for one in world.posted((await world.last_round()).thread) if one.title.startswith("Reveal")]
    return reveal


async def hinted(world: World, who: Actor, text: str) -> tuple[str, str]:
    message = world.chat.say(place(await world.last_round()), who.member, text)
    recorded = await world.record(message.revision, who, message.place.thread or "")
    mark, hint = recorded.response.mark, recorded.response.hint
    return mark.value, hint.title + "|" + str(hint.blocks) if hint else ""


def place(played: Round) -> Place:
    return Place(WORKSPACE, "general", played.thread)


async def refused(world: World, who: Actor, action: str, target: str, text: str = "") -> str:
    with pytest.raises(AskadayError) as caught:
        await world.press(who, action, target, text)
    return str(caught.value)
