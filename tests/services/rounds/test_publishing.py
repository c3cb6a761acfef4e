"""Who sees what was answered privately, and when."""

from typing import Any

import pytest

from adapters.console.send.channel import Place
from bot.domain.card import Card, Heading, Quote, Small
from bot.domain.rounds import Round
from bot.domain.series import AnswerMode
from bot.errors import RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE
from tests.worlds.playing import BOTH, HALF, meet, open_round
from tests.worlds.reading import facts, text_of
from tests.worlds.world import World


async def answer_privately(world: World, **changes: Any) -> Round:
    """Open a round in which Ana and then Bo answer privately, and Cy in the thread."""
    await world.set_up(**changes)
    played = await open_round(world)
    for who, text in ((ANA, BOTH), (BO, HALF)):
        await world.after(minutes=1)
        await world.press(who, "answer", f"round:{played.id}", text)
    await world.after(minutes=1)
    await world.say(CY, "I am Cy", thread=played.thread)
    return played


async def reveal(world: World, played: Round) -> Card:
    await world.after(hours=9)
    return next(card for card in world.posted(played.thread) if card.title.startswith("Reveal"))


def quotes(card: Card) -> list[Quote]:
    return [block for block in card.blocks if isinstance(block, Quote)]


async def test_sealed_answers_are_published_at_the_reveal_and_not_before(world: World) -> None:
    played = await answer_privately(world, answer_mode=AnswerMode.SEALED)
    await world.command(BO, "privacy hide")
    before = [card for card in (*world.posted(), *world.posted(played.thread)) if BOTH in repr(card)]

    card = await reveal(world, played)

    assert before == []
    after = card.blocks[card.blocks.index(Heading("Answers")) :]
    assert after[:5] == (
        Heading("Answers"),
        Quote("Ana", BOTH),
        Quote("A member", HALF),
        Quote("Cy", "I am Cy"),
        Heading("3 answers"),
    )


async def test_private_answers_of_an_open_series_stay_private_and_count(world: World) -> None:
    played = await answer_privately(world)

    card = await reveal(world, played)

    assert quotes(card) == []
    assert not any(BOTH in repr(m.card) for m in world.chat.at(Place(WORKSPACE, CHANNEL, played.thread)))
    assert facts(await world.press(ANA, "mine", f"round:{played.id}"))["Points"] == "10"


async def test_best_answer_of_an_open_series_that_was_given_privately_is_not_quoted(world: World) -> None:
    played = await answer_privately(world)
    await world.command(ADMIN, "best ana")
    card = await reveal(world, played)

    await world.command(ADMIN, "best bo")
    await world.after(seconds=1)

    assert Small("Ana gave it privately, so it is not shown.") in card.blocks
    assert world.posted()[-1].blocks == (Small("Bo gave it privately, so it is not shown."),)


async def test_best_answer_of_a_sealed_series_is_quoted_after_the_reveal(world: World) -> None:
    played = await answer_privately(world, answer_mode=AnswerMode.SEALED)
    await reveal(world, played)

    await world.command(ADMIN, "best bo")
    await world.after(seconds=1)

    assert world.posted()[-1].blocks == (Quote("Bo", HALF),)


@pytest.mark.parametrize(
    ("mode", "who_sees_it"),
    [
        (AnswerMode.OPEN, "Nobody else sees it; only its grade counts."),
        (AnswerMode.SEALED, "It is published at the reveal."),
    ],
)
async def test_who_answers_privately_is_told_who_will_see_it(world: World, mode: AnswerMode, who_sees_it: str) -> None:
    await world.set_up(answer_mode=mode)
    played = await open_round(world)

    kept = await world.press(ANA, "answer", f"round:{played.id}", HALF)

    assert text_of(kept) == f"You can change it until the question closes: answer again. {who_sees_it}"


async def test_answer_mode_does_not_change_while_a_question_is_open(world: World) -> None:
    played = await answer_privately(world)
    with pytest.raises(RefusedError) as refused:
        await world.command(ADMIN, "setup answers=sealed")
    await world.command(ADMIN, "setup answers=open lowpool=3")
    mode_while_open = (await world.series()).settings.answer_mode

    await reveal(world, played)
    await world.command(ADMIN, "setup answers=sealed")

    assert str(refused.value) == (
        "How answers are given cannot change while a question is open. "
        "Change it after the reveal; `/qotd close` brings it now."
    )
    assert mode_while_open is AnswerMode.OPEN
    assert (await world.series()).settings.answer_mode is AnswerMode.SEALED


async def test_answer_mode_of_another_series_can_change_meanwhile(world: World) -> None:
    await answer_privately(world)
    await world.set_up("weekly", "random")

    await world.command(ADMIN, "setup series=weekly answers=sealed")

    assert (await world.series("weekly")).settings.answer_mode is AnswerMode.SEALED


async def test_best_answer_needs_words(world: World) -> None:
    await world.set_up()
    await meet(world, ANA)
    played = await open_round(world)
    await world.say(ANA, "\U0001f44d", thread=played.thread)
    with pytest.raises(RefusedError, match=r"^No question of daily has closed yet\.$"):
        await world.command(ADMIN, "best ana")
    await world.after(hours=9)

    with pytest.raises(RefusedError, match=r"^That member did not answer the last question\.$"):
        await world.command(ADMIN, "best ana")
