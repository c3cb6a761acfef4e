"""Exams: no feedback until the end, and then all of it."""

from datetime import timedelta

import pytest

from bot.domain.card import Card
from bot.domain.question import Level
from bot.errors import AskadayError, RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, MONDAY, pack, question, with_choices
from tests.worlds.playing import BOTH, HALF, open_round
from tests.worlds.reading import facts, rows, text_of
from tests.worlds.world import World, new_world


@pytest.fixture(autouse=True)
def twelve(world: World) -> None:
    world.packs.held = {"basics": pack(*(with_choices(question(n)) for n in range(1, 13)))}


async def exam(world: World, text: str = "") -> Card:
    return await world.command(ANA, f"exam {text}", "aws-quiz")


async def answer(world: World, number: int, text: str = BOTH) -> Card:
    return await world.press(ANA, "answer", f"drill:{number}", text)


async def refused(world: World, text: str) -> str:
    with pytest.raises(AskadayError) as caught:
        await exam(world, text)
    return str(caught.value)


async def test_ten_questions_then_the_mark(world: World) -> None:
    first = await exam(world)
    cards = [first, *[await answer(world, number, BOTH if number % 2 else HALF) for number in range(1, 11)]]

    titles = [card.title for card in cards]
    assert titles[:10] == [f"Exam, {number} of 10: Storage · associate" for number in range(1, 11)]
    assert titles[10] == "Your exam: 5 of 10 known well"
    assert facts(cards[10]) == {"Questions": "10 of 10", "Mark": "75 %"}
    assert [row[1] for row in rows(cards[10])] == ["1 of 2 key points"] * 5


async def test_no_feedback_until_the_end(world: World) -> None:
    await exam(world, "3")

    second = await answer(world, 1, HALF)
    with pytest.raises(RefusedError) as caught:
        await world.press(ANA, "show", "drill:1")

    assert (facts(second), "lanterns" in text_of(second)) == ({}, False)
    assert str(caught.value) == "An exam gives no feedback until its end. Answer or pass, or end the exam."
    for action in ("show", "hint", "share", "good"):
        with pytest.raises(RefusedError, match=r"^An exam gives no feedback"):
            await world.press(ANA, action, "drill:1")


async def test_afterwards_each_answer_can_be_looked_at(world: World) -> None:
    await exam(world, "3")
    for number in range(1, 4):
        await answer(world, number, HALF)

    shown = await world.press(ANA, "show", "drill:1")
    assert text_of(shown).startswith("**1 of 2 key points recognised** ")


async def test_passing_counts_nothing_and_choices_count_like_words(world: World) -> None:
    await exam(world, "3")
    await answer(world, 1)
    await world.press(ANA, "pass", "drill:2")
    offered = await world.press(ANA, "choices", "drill:3")
    letter = "a" if text_of(offered).index("lanterns") < text_of(offered).index("drums") else "b"

    result = await world.press(ANA, letter, "drill:3")

    assert [row[1] for row in rows(result)] == ["not answered"]
    assert (result.title, facts(result)["Mark"]) == ("Your exam: 2 of 3 known well", "67 %")


async def test_passing_twice_shows_the_question_that_waits(world: World) -> None:
    await exam(world, "3")

    cards = [await world.press(ANA, "pass", "drill:1") for _ in range(2)]

    assert [card.title for card in cards] == ["Exam, 2 of 3: Storage · associate"] * 2


async def test_ending_early_marks_what_was_answered(world: World) -> None:
    await exam(world)
    await answer(world, 1)

    ended = await world.press(ANA, "end", "drill:2")
    again = await world.press(ANA, "end", "drill:2")

    assert (ended.title, facts(ended)) == ("Your exam: 1 of 1 known well", {"Questions": "1 of 10", "Mark": "100 %"})
    assert again == ended


async def test_ending_at_once_has_no_mark(world: World) -> None:
    await exam(world)

    assert (await world.press(ANA, "end", "drill:1")).title == "The exam is over"


async def test_exam_that_was_left_is_gone_on_with(world: World) -> None:
    await exam(world, "4")
    await answer(world, 1)

    waiting = await exam(world, "9")
    await world.command(ANA, "", "aws-quiz")  # a question of its own gives up the one that waited
    after = await exam(world)

    assert [waiting.title, after.title] == ["Exam, 2 of 4: Storage · associate", "Exam, 3 of 4: Storage · associate"]


async def test_exam_that_was_left_for_a_day_is_over(world: World) -> None:
    await exam(world, "4")
    world.clock.travel(MONDAY + timedelta(days=1))

    last = await answer(world, 1)
    fresh = await exam(world, "3")

    assert facts(last) == {"Questions": "1 of 4", "Mark": "100 %"}
    assert fresh.title == "Exam, 1 of 3: Storage · associate"


async def test_exam_of_ten_fits_beside_the_drills_of_an_hour() -> None:
    async with new_world() as world:
        for _ in range(10):
            await world.command(ANA, "", "aws-quiz")
        await exam(world)

        cards = [await answer(world, number) for number in range(11, 21)]

        assert cards[-1].title == "Your exam: 10 of 10 known well"
        with pytest.raises(RefusedError, match=r"^That was 10 questions within an hour\."):
            await world.command(ANA, "", "aws-quiz")


async def test_one_exam_an_hour(world: World) -> None:
    await exam(world, "3")
    await world.press(ANA, "end", "drill:1")

    said = await refused(world, "3")
    world.clock.travel(MONDAY + timedelta(hours=1))

    assert said == "One exam an hour is enough. Practise what you missed: `/aws-quiz`."
    assert (await exam(world, "3")).title.startswith("Exam, 1 of 3")


@pytest.mark.parametrize("size", ["0", "2", "21", "9999"])
async def test_size_that_is_not_possible(world: World, size: str) -> None:
    said = await refused(world, size)

    assert said == f"An exam has 3 to 20 questions, not {size}. For example `/aws-quiz exam 10`."


async def test_word_that_is_neither_size_nor_topic(world: World) -> None:
    assert await refused(world, "many") == (
        "'many' is neither a topic nor a level. Topics: storage. Levels: foundation, associate, professional."
    )


async def test_exam_on_a_topic_and_level_is_as_long_as_there_are_questions(world: World) -> None:
    questions = [question(n, topics=("cost" if n < 5 else "storage",), level=Level.FOUNDATION) for n in range(1, 9)]
    world.packs.held = {"basics": pack(*questions)}

    card = await exam(world, "10 cost foundation")
    again = await world.command(ANA, "cost foundation exam 10", "aws-quiz")

    assert (card.title, again) == ("Exam, 1 of 4: Cost · foundation", card)
    assert await refused_elsewhere(world) == (
        "There are too few such questions for an exam. Try another topic or level."
    )


async def refused_elsewhere(world: World) -> str:
    with pytest.raises(RefusedError) as caught:
        await world.command(BO, "exam professional", "aws-quiz")
    return str(caught.value)


async def test_question_that_a_channel_is_asked_meanwhile_can_only_be_passed(world: World) -> None:
    await exam(world, "3")
    series = await world.set_up()
    asked = await world.app.call(lambda tx: tx.drills.get(1))
    assert asked is not None
    await world.app.call(world.app.services.managing.set_queue, ADMIN, series, [asked.ref])
    await open_round(world)

    with pytest.raises(RefusedError, match=r"^This question is being asked in a channel right now"):
        await answer(world, 1)

    assert (await world.press(ANA, "pass", "drill:1")).title == "Exam, 2 of 3: Storage · associate"


@pytest.mark.parametrize("action", ["pass", "end"])
async def test_buttons_of_an_exam_need_one_of_your_own(world: World, action: str) -> None:
    await exam(world, "3")
    await world.command(BO, "", "aws-quiz")

    with pytest.raises(RefusedError, match=r"^This question is not yours\."):
        await world.press(BO, action, "drill:1")
    with pytest.raises(RefusedError, match=r"^This question is not part of an exam\."):
        await world.press(BO, action, "drill:2")


async def test_exam_is_remembered(world: World) -> None:
    await exam(world, "3")
    for number in range(1, 4):
        await answer(world, number, HALF)

    held = await world.app.call(lambda tx: tx.memories.of_member(ANA.workspace, ANA.member))

    assert len(held) == 3
