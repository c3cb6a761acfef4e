"""What a played round is asked about, and the titles of its messages."""

from datetime import timedelta
from typing import Any

from adapters.console.send.channel import Place
from bot.domain.answers import Answer
from bot.domain.rounds import Round
from tests.worlds.builders import CHANNEL, MONDAY, WORKSPACE
from tests.worlds.titles import BOARD, CLOSED, MODEL_ANSWER, REVEAL
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)
WHOLE = "It stores turquoise lanterns. Elephants guard marble gates."
HALF = "It stores turquoise lanterns."
SETTLED = ["read", f"send {REVEAL}", f"send {MODEL_ANSWER}", f"send {BOARD}", f"update {CLOSED}"]


async def opened(world: World, **changes: Any) -> Round:
    await world.set_up(**changes)
    await world.at(NINE)
    return await world.last_round()


async def answers(world: World) -> dict[str, str]:
    played = await world.last_round()
    found: list[Answer] = await world.app.call(lambda tx: list(tx.answers.frozen(played.id)))
    return {answer.member: answer.text for answer in found}


async def points(world: World) -> dict[str, int]:
    played = await world.last_round()
    earned = await world.app.call(lambda tx: tx.standings.points_of(played.id))
    return {member: standing.points for member, standing in earned.items()}


async def streaks(world: World) -> dict[str, int]:
    series = await world.series()
    held = await world.app.call(lambda tx: tx.standings.streaks(series.id))
    return {member: streak.current for member, streak in held.items()}


def shown(world: World, thread: str | None) -> tuple[list[str], list[str]]:
    """Give the titles in the channel and in a round's thread."""
    return title(world.posted()), title(world.posted(thread))


def say_unheard(world: World, played: Round, member: str, text: str) -> str:
    """Write in a thread while no event reaches the engine."""
    return world.chat.say(Place(WORKSPACE, CHANNEL, played.thread), member, text).id
