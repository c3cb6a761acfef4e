"""What the buttons of a round's card do."""

from pathlib import Path

import pytest

from bot.domain.doubts import Opinions
from bot.domain.series import AnswerMode, Results
from bot.errors import AskadayError
from tests.worlds.builders import ADMIN, ANA, BO, CY, WORKSPACE, actor
from tests.worlds.playing import BOTH, HALF, open_round, play
from tests.worlds.reading import facts, rows, text_of
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World


async def refused(world: World, action: str, target: str, text: str = "") -> str:
    with pytest.raises(AskadayError) as caught:
        await world.press(ANA, action, target, text)
    return f"{type(caught.value).__name__}: {caught.value}"


async def test_answer_is_kept_and_the_later_one_counts(world: World) -> None:
    await world.set_up()
    played = await open_round(world)

    kept = await world.press(ANA, "answer", f"round:{played.id}", HALF)
    await world.after(minutes=1)
    await world.press(ANA, "answer", f"round:{played.id}", BOTH)
    await world.after(hours=9)

    assert kept.title == "Your answer is kept"
    assert facts(await world.press(ANA, "mine", f"round:{played.id}"))["Earned"] == "10 for the board"


async def test_hint_and_flag(world: World) -> None:
    await world.set_up()
    played = await open_round(world)

    hint = await world.press(ANA, "hint", f"round:{played.id}")
    flag = await world.press(ANA, "flag", f"round:{played.id}", "wrong")

    assert text_of(hint) == "Think of light."
    assert text_of(flag) == "A manager will look at it."


@pytest.mark.parametrize("place", ["channel", "thread"])
async def test_flag_on_the_closed_card_and_on_the_reveal(world: World, place: str) -> None:
    await world.set_up()
    played = await play(world, {BO: HALF})
    card = (world.posted() if place == "channel" else world.posted(played.thread))[0]
    [flag] = [action for action in card.pressable if action.name == "flag"]

    said = await world.press(ANA, flag.name, flag.target, "the model answer is wrong")

    flags = await world.app.call(lambda tx: list(tx.flags.open_flags(WORKSPACE)))
    assert text_of(said) == "A manager will look at it."
    assert [(one.ref, one.reason) for one in flags] == [
        (played.question and played.question.ref, "the model answer is wrong")
    ]


async def test_presses_refused_while_open(world: World) -> None:
    await world.set_up()
    target = f"round:{(await open_round(world)).id}"

    assert await refused(world, "mine", target) == (
        "RefusedError: This question has not closed yet. Your result comes with the reveal."
    )
    assert await refused(world, "answer", target, " ") == (
        "InputError: The answer is empty. Write at least a few words."
    )
    assert await refused(world, "flag", target) == (
        "InputError: A flag needs a reason. Say in a sentence what is wrong with the question."
    )


async def test_presses_refused_after_the_close(world: World) -> None:
    await world.set_up()
    target = f"round:{(await play(world, {BO: HALF})).id}"

    assert await refused(world, "answer", target, "late") == (
        "RefusedError: This question has closed. The model answer is in its thread."
    )
    assert await refused(world, "mine", target) == "RefusedError: You did not answer this question."


async def test_hint_of_a_round_without_question(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "skip")

    assert await refused(world, "hint", "round:1") == "RefusedError: This question was withdrawn."


@pytest.mark.parametrize("target", ["", "round", "round:", "round:x", "round:1;", "drills:1", "round:-1"])
async def test_presses_of_no_known_button(world: World, target: str) -> None:
    said = "InputError: This button is from an older version. Use the newest card instead."

    assert await refused(world, "hint", target) == said
    assert await refused(world, "explode", "round:1") == said


PUBLISHED = ["mine", "everybody", "answers", "good", "bad"]
COMES = {
    "mine": "Your result comes with the reveal.",
    "everybody": "The results come with the reveal.",
    "answers": "The answers come with the reveal.",
    "good": "Say it once you have read the model answer.",
    "bad": "Say it once you have read the model answer.",
}


@pytest.mark.parametrize("action", PUBLISHED)
@pytest.mark.parametrize("results", [None, *Results])
async def test_nothing_of_the_reveal_is_shown_before_it(tmp_path: Path, action: str, results: Results | None) -> None:
    async with world_on_disk(tmp_path) as kept:
        await kept.set_up(answer_mode=AnswerMode.SEALED, results=results)
        played = await open_round(kept)
        await kept.press(BO, "answer", f"round:{played.id}", BOTH)
        before = stored(tmp_path)

        said = await refused(kept, action, f"round:{played.id}")

        assert said == f"RefusedError: This question has not closed yet. {COMES[action]}"
        assert stored(tmp_path) == before


@pytest.mark.parametrize("action", ["hint", "flag", "answer", *PUBLISHED])
async def test_presses_of_a_round_that_is_not_there(world: World, action: str) -> None:
    assert await refused(world, action, "round:999", "text") == "RefusedError: This question does not exist here."


async def test_feedback_is_counted_once_for_each_member_and_the_last_press_counts(world: World) -> None:
    await world.set_up()
    played = await play(world, {BO: HALF})
    reveal = world.posted(played.thread)[0]

    said = [
        await world.press(who, action, reveal.feedback) for who, action in ((ANA, "good"), (ANA, "bad"), (BO, "bad"))
    ]

    assert [text_of(card) for card in said] == [
        "👍 is noted. You can change it: the last press counts.",
        *["👎 is noted. You can change it: the last press counts."] * 2,
    ]
    ref = played.question.ref if played.question else ""
    assert await world.app.call(lambda tx: list(tx.feedback.by_question())) == [Opinions(ref, good=0, bad=2)]
    shown = await world.command(ADMIN, "flags")
    assert (text_of(shown), rows(shown)) == ("No question is flagged.", ((ref, "0", "2"),))


@pytest.mark.parametrize("results", [Results.TOP, Results.NONE])
async def test_everybody_is_refused_where_not_everybody_is_shown(world: World, results: Results) -> None:
    await world.set_up(results=results)
    played = await play(world, {ANA: BOTH, BO: HALF})

    assert await refused(world, "everybody", f"round:{played.id}") == (
        "RefusedError: daily does not show everybody's results. `/qotd result` shows yours."
    )


@pytest.mark.parametrize("results", [None, Results.ALL])
async def test_everybody_by_pages_where_all_are_shown(world: World, results: Results | None) -> None:
    await world.set_up(results=results)
    people = {actor(f"Member {number:02}"): BOTH if number < 5 else HALF for number in range(23)}
    played = await play(world, people)
    reveal = world.posted(played.thread)[0]
    [everybody] = [action for action in reveal.actions if action.name == "everybody"]

    first = await world.press(CY, everybody.name, everybody.target)
    [more] = first.actions
    second = await world.press(CY, more.name, more.target)

    names = [row[0] for row in (*rows(first), *rows(second))]
    assert names == [who.name for who in people]
    assert (rows(reveal), len(rows(first)), second.actions) == (rows(first), 20, ())
