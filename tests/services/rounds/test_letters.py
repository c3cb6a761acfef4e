"""A letter alone in the thread is a choice, and its author is told which."""

import pytest

from bot.domain.rounds import Form
from tests.services.chosen import FOUR, TWO, buttons, hinted, letter, opened, refused, take, type_letter
from tests.services.played import CLOSE, WHOLE, answers, points
from tests.worlds.builders import ANA, BO
from tests.worlds.world import World


@pytest.mark.parametrize("form", ["{}", "{})", "({})", "{}.", "*{}*", " {}: "])
async def test_a_lone_letter_in_the_thread_is_taken_as_that_choice(world: World, form: str) -> None:
    played = await opened(world)
    upper = form.upper() if form == "{})" else form

    await type_letter(world, ANA, FOUR[0].text, upper)
    seen = await world.press(ANA, "quick", f"round:{played.id}")
    await world.at(CLOSE)

    assert [label for _, label in buttons(seen) if "✓" in label] != []
    assert await answers(world) == {"ana": FOUR[0].text}
    assert await points(world) == {"ana": 6}


async def test_who_types_a_letter_is_told_privately_which_choice_it_was(world: World) -> None:
    played = await opened(world)
    assert played.question is not None

    mark, told = await hinted(world, ANA, letter(ANA, FOUR[1].text, played.question))
    none = await hinted(world, BO, "f")

    assert mark == "answer"
    assert told.startswith("Your letter is a quick answer|")
    assert "drums of purple" in told
    assert "Quick answer" in told
    assert (none[0], none[1].partition("|")[0]) == ("", "This is no choice")
    await world.at(CLOSE)
    assert await answers(world) == {"ana": "drums of purple"}


async def test_letters_are_words_where_questions_are_answered_in_words(world: World) -> None:
    await opened(world, Form.TEXT)
    assert await hinted(world, ANA, "b") == ("answer", "")

    await world.at(CLOSE)

    assert await answers(world) == {"ana": "b"}


async def test_letters_in_the_thread_add_up_where_several_are_right_and_the_latest_counts_where_one_is(
    world: World,
) -> None:
    await opened(world, choices=TWO)
    await type_letter(world, ANA, TWO[0].text)
    await type_letter(world, ANA, TWO[1].text)
    await take(world, BO, TWO[0].text)
    await world.after(seconds=1)
    await type_letter(world, BO, TWO[1].text)
    await world.at(CLOSE)

    both = f"{TWO[0].text}; {TWO[1].text}"
    assert await answers(world) == {"ana": both, "bo": both}


async def test_of_one_right_choice_the_latest_counts_wherever_it_was_made(world: World) -> None:
    await opened(world)
    await type_letter(world, ANA, FOUR[1].text)
    await world.after(seconds=1)
    await take(world, ANA, FOUR[0].text)
    await take(world, BO, FOUR[1].text)
    await world.after(seconds=1)
    await type_letter(world, BO, FOUR[0].text)
    await world.at(CLOSE)

    assert await answers(world) == {"ana": FOUR[0].text, "bo": FOUR[0].text}


async def test_where_only_a_choice_is_taken_words_are_talk(world: World) -> None:
    played = await opened(world, Form.CHOICE)

    said = await refused(world, ANA, "answer", f"round:{played.id}", WHOLE)
    first, second = [await hinted(world, ANA, text) for text in (WHOLE, "more words of mine")]
    talk = await hinted(world, ANA, "// see you")
    await take(world, BO)
    await world.at(CLOSE)

    assert said.startswith("This question is answered by choosing.")
    assert (first[0], first[1].partition("|")[0], second) == ("", "What counts", ("", ""))
    assert talk[0] == "talk"
    assert await answers(world) == {"bo": FOUR[0].text}


async def test_talk_that_is_edited_to_a_letter_loses_its_mark_and_gets_an_answers(world: World) -> None:
    played = await opened(world)
    assert played.question is not None
    message = await world.say(ANA, "// thinking")
    await world.after(seconds=1)
    edited = world.chat.edit(message.id, letter(ANA, FOUR[0].text, played.question))

    recorded = await world.record(edited.revision, ANA, message.place.thread or "")

    assert (recorded.response.mark.value, recorded.response.stale.value) == ("answer", "talk")
    assert recorded.response.hint is not None
