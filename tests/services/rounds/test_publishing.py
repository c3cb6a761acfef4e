"""Who sees what was answered privately, and when."""

from typing import Any

import pytest

from adapters.console.send.channel import Place
from bot.domain.card import Card, Quote, Small
from bot.domain.rounds import Round
from bot.domain.series import AnswerMode
from bot.errors import RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE, actor
from tests.worlds.playing import BOTH, HALF, meet, open_round
from tests.worlds.reading import facts, text_of
from tests.worlds.titles import ABOUT, REVEALED
from tests.worlds.world import World, title


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


async def test_sealed_answers_are_read_by_a_button_after_the_reveal_and_not_before(world: World) -> None:
    played = await answer_privately(world, answer_mode=AnswerMode.SEALED)
    await world.command(BO, "privacy hide")
    target = f"round:{played.id}"
    with pytest.raises(RefusedError) as early:
        await world.press(CY, "answers", target)

    card = await reveal(world, played)
    shown = await world.press(actor("Dee"), "answers", target)

    assert str(early.value) == "This question has not closed yet. The answers come with the reveal."
    assert [(action.name, action.target) for action in card.actions] == [("mine", target), ("answers", target)]
    # The best first, as they are worth: Ana has both points, Bo one of them.
    assert shown == Card(f"Answers: {ABOUT}", (Quote("Ana", BOTH), Quote("A member", HALF), Quote("Cy", "I am Cy")))
    everything = [*world.posted(), *world.posted(played.thread)]
    assert [card for card in everything if quotes(card)] == []


async def test_sealed_answers_of_a_series_that_stood_before_stay_in_the_thread(world: World) -> None:
    played = await answer_privately(world, answer_mode=AnswerMode.SEALED, results=None)
    before = [card for card in (*world.posted(), *world.posted(played.thread)) if BOTH in repr(card)]

    card = await reveal(world, played)

    assert (before, [action.name for action in card.actions]) == ([], ["mine"])
    assert title(world.posted(played.thread)) == [*REVEALED, f"Answers: {ABOUT}"]
    assert world.posted(played.thread)[-1].blocks == (Quote("Ana", BOTH), Quote("Bo", HALF), Quote("Cy", "I am Cy"))


async def test_sealed_answers_of_such_a_series_are_behind_a_button_once_somebody_says_so(world: World) -> None:
    await world.set_up(answer_mode=AnswerMode.SEALED, results=None)
    await world.command(ADMIN, "setup results=all")
    played = await open_round(world)
    await world.press(ANA, "answer", f"round:{played.id}", BOTH)

    card = await reveal(world, played)

    assert [action.name for action in card.actions] == ["mine", "answers"]
    assert title(world.posted(played.thread)) == REVEALED


async def test_what_was_answered_privately_stays_so_when_the_series_becomes_sealed_later(world: World) -> None:
    played = await answer_privately(world)
    await reveal(world, played)
    await world.command(ADMIN, "setup answers=sealed")

    with pytest.raises(RefusedError) as refused:
        await world.press(CY, "answers", f"round:{played.id}")
    await world.command(ADMIN, "best bo")
    await world.after(seconds=1)

    assert str(refused.value) == ("What was answered privately here stays private. The others are in the thread.")
    assert world.posted()[-1].blocks == (Small("Bo gave it privately, so it is not shown."),)


async def test_best_answer_of_a_round_that_opened_sealed_may_be_quoted_when_the_series_is_open_again(
    world: World,
) -> None:
    played = await answer_privately(world, answer_mode=AnswerMode.SEALED)
    await reveal(world, played)
    await world.command(ADMIN, "setup answers=open")

    await world.command(ADMIN, "best bo")
    await world.after(seconds=1)

    assert world.posted()[-1].blocks == (Quote("Bo", HALF),)


async def test_private_answers_of_an_open_series_stay_private_and_count(world: World) -> None:
    played = await answer_privately(world)

    card = await reveal(world, played)

    assert quotes(card) == []
    assert not any(BOTH in repr(m.card) for m in world.chat.at(Place(WORKSPACE, CHANNEL, played.thread)))
    assert facts(await world.press(ANA, "mine", f"round:{played.id}"))["Earned"] == "10 for the board"


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
