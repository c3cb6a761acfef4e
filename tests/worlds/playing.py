"""Short ways to play rounds in tests: who says what, until the reveal."""

from collections.abc import Mapping

from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.ports.store import Transaction
from tests.worlds.world import World

#: Answers to the question of `builders.question`, by what the grader makes of them.
BOTH = "It stores turquoise lanterns. Elephants guard marble gates."
HALF = "It stores turquoise lanterns."
NOTHING = "Something else altogether."


async def meet(world: World, *actors: Actor) -> None:
    """Let members be known by name, as if they had written something."""
    for actor in actors:
        await world.app.call(_seen, actor)


async def drill_score(world: World, number: int = 1) -> float | None:
    """Give what a drill counts, 0..1: cards say it in key points recognised."""
    drill = await world.app.call(lambda tx: tx.drills.get(number))
    assert drill is not None
    assert drill.judgement is not None
    return drill.judgement.score


def _seen(tx: Transaction, actor: Actor) -> None:
    tx.members.seen(actor)


async def open_round(world: World, series: str = "daily") -> Round:
    """Go to the next slot of a series and give its open round."""
    due = (await world.series(series)).next_due
    assert due is not None
    await world.at(due)
    opened = [played for played in await world.rounds(series) if played.state is RoundState.OPEN]
    return opened[-1]


async def play(world: World, answers: Mapping[Actor, str], series: str = "daily") -> Round:
    """Play the next round of a series up to its reveal and give it as closed."""
    played = await open_round(world, series)
    for who, text in answers.items():
        await world.say(who, text, thread=played.thread)
    assert played.closes_at is not None
    await world.at(played.closes_at)
    await world.after(seconds=1)
    return next(again for again in await world.rounds(series) if again.id == played.id)


async def play_days(world: World, answers: Mapping[Actor, str], days: int) -> None:
    """Play a number of rounds with the same answers."""
    for _ in range(days):
        await play(world, answers)
