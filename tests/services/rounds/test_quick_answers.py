"""Quick answers: chosen in private, changeable until the close, replaced by words, and seen by nobody before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.console.send.channel import Place
from bot.domain.card import Card, Heading, Text
from bot.domain.judging.options import options_for
from bot.domain.members import Actor
from bot.domain.question import Choice, Question
from bot.domain.rounds import Form, Round
from bot.domain.series import AnswerMode
from bot.errors import AskadayError, InputError, RefusedError
from tests.services.played import CLOSE, NINE, WHOLE, answers, points, streaks
from tests.worlds.builders import ANA, BO, CY, WORKSPACE, actor, pack, question
from tests.worlds.reading import facts, small
from tests.worlds.world import World

FOUR = (
    Choice("lanterns of turquoise", right=True, why="as it stores them"),
    Choice("drums of purple"),
    Choice("gates of marble"),
    Choice("tigers of paper"),
)
TWO = tuple(replace(one, right=place < 2) for place, one in enumerate(FOUR))


async def opened(world: World, form: Form = Form.BOTH, choices: tuple[Choice, ...] = FOUR, **changes: Any) -> Round:
    about = {name: changes.pop(name) for name in ("key_points",) if name in changes}
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


@pytest.mark.parametrize(
    ("form", "choices", "expected"),
    [
        (Form.BOTH, FOUR, ["answer", "quick", "hint"]),
        (Form.CHOICE, FOUR, ["quick", "hint"]),
        (Form.TEXT, FOUR, ["answer", "hint"]),
        (Form.CHOICE, (), ["answer", "hint"]),
    ],
)
async def test_the_card_has_the_ways_of_answering_that_its_series_and_question_have(
    world: World, form: Form, choices: tuple[Choice, ...], expected: list[str]
) -> None:
    await opened(world, form, choices)

    [card] = world.posted()
    assert [action.name for action in card.actions] == expected


async def test_choices_are_shown_to_who_presses_in_an_order_of_their_own_and_say_nothing_of_right(world: World) -> None:
    played = await opened(world)

    cards = [await world.press(who, "quick", f"round:{played.id}") for who in (ANA, ANA, BO, CY, actor("Dan"))]

    assert cards[0] == cards[1]
    listed = [card.blocks[1].markdown for card in cards]  # type: ignore[union-attr]  # a text
    assert len(set(listed)) > 1
    assert {frozenset(line[8:] for line in one.splitlines()) for one in listed} == {frozenset(one.text for one in FOUR)}
    assert not any("as it stores them" in str(card) for card in cards)
    assert buttons(cards[0]) == [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"), ("answer", "In my own words")]


async def test_a_choice_is_kept_at_once_and_can_be_changed_until_the_close(world: World) -> None:
    await opened(world)

    first = await take(world, ANA, FOUR[1].text)
    second = await take(world, ANA, FOUR[0].text)
    again = await take(world, ANA, FOUR[0].text)

    assert "You have taken" in str(first)
    assert [label for _, label in buttons(second) if "✓" in label] == [
        f"✓ {letter(ANA, FOUR[0].text, question(1, choices=FOUR)).upper()}"
    ]
    assert second == again
    await world.at(CLOSE)
    assert await answers(world) == {"ana": FOUR[0].text}


async def test_a_right_choice_earns_half_and_counts_like_every_answer(world: World) -> None:
    await opened(world)
    await take(world, ANA)
    await take(world, BO, FOUR[2].text)
    await world.say(CY, WHOLE)

    reveal = await closed(world)

    assert await points(world) == {"ana": 2 + 4, "bo": 2, "cy": 2 + 8}
    assert await streaks(world) == {"ana": 1, "bo": 1, "cy": 1}
    assert "3 answers, 2 of them by choice" in str(reveal)
    [below] = [one for one in world.posted((await world.last_round()).thread) if one.title.startswith("Model answer")]
    lines = ["✓ lanterns of turquoise (1)", "✗ gates of marble (1)", "✗ drums of purple (0)", "✗ tigers of paper (0)"]
    assert below.blocks[-2:] == (Heading("What was chosen"), Text("\n".join(f"- {line}" for line in lines)))


@pytest.mark.parametrize(
    ("form", "changes", "expected"),
    [
        (Form.BOTH, {}, 2 + 4),
        (Form.CHOICE, {}, 2 + 8),
        (Form.BOTH, {"key_points": ()}, 2 + 8),
        (Form.BOTH, {"grader": "participation"}, 2),
    ],
)
async def test_half_applies_where_words_could_have_been_given(
    world: World, form: Form, changes: dict[str, Any], expected: int
) -> None:
    await opened(world, form, **changes)
    await take(world, ANA)
    await world.at(CLOSE)

    assert await points(world) == {"ana": expected}


@pytest.mark.parametrize(
    ("taken", "expected"),
    [([0, 1], 8), ([0], 4), ([0, 1, 2], 4), ([0, 2], 0), ([2, 3], 0)],
)
async def test_several_right_are_worth_right_minus_wrong_and_never_less_than_nothing(
    world: World, taken: list[int], expected: int
) -> None:
    await opened(world, Form.CHOICE, TWO)
    cards = [await take(world, ANA, TWO[place].text) for place in taken]
    await world.at(CLOSE)

    assert sum("✓" in label for _, label in buttons(cards[-1])) == len(taken)
    assert await points(world) == {"ana": 2 + expected}


async def test_several_are_let_go_one_by_one_and_nothing_taken_is_no_answer(world: World) -> None:
    await opened(world, choices=TWO)
    await take(world, ANA, TWO[0].text)
    await take(world, ANA, TWO[2].text)
    await take(world, ANA, TWO[2].text, drop=True)
    twice = await take(world, ANA, TWO[2].text, drop=True)
    await take(world, BO, TWO[0].text)
    await take(world, BO, TWO[0].text, drop=True)

    await world.at(CLOSE)

    assert sum("✓" in label for _, label in buttons(twice)) == 1
    assert await answers(world) == {"ana": TWO[0].text}


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("is_private", [True, False])
async def test_words_replace_a_choice_whichever_comes_first(world: World, is_first: bool, is_private: bool) -> None:
    played = await opened(world)

    async def write() -> None:
        if is_private:
            await world.press(ANA, "answer", f"round:{played.id}", WHOLE)
        else:
            await world.say(ANA, WHOLE)

    if is_first:
        await write()
    shown = await take(world, ANA)
    if not is_first:
        await write()
    after = await world.press(ANA, "quick", f"round:{played.id}")
    reveal = await closed(world)

    assert ("they count, and no choice does" in str(shown)) is is_first
    assert "they count, and no choice does" in str(after)
    assert await answers(world) == {"ana": WHOLE}
    assert await points(world) == {"ana": 10}
    assert "by choice" not in str(reveal)


async def test_a_choice_counts_again_when_the_words_are_deleted(world: World) -> None:
    await opened(world)
    await take(world, ANA)
    message = await world.say(ANA, WHOLE)
    await world.delete(message)
    await world.say(BO, "// who else is unsure?")
    await take(world, BO)

    await world.at(CLOSE)

    assert await answers(world) == {"ana": FOUR[0].text, "bo": FOUR[0].text}


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


async def _hint(world: World, who: Actor, text: str) -> tuple[str, str]:
    message = world.chat.say(place(await world.last_round()), who.member, text)
    recorded = await world.record(message.revision, who, message.place.thread or "")
    return recorded.mark.value, recorded.hint.title + "|" + str(recorded.hint.blocks) if recorded.hint else ""


def place(played: Round) -> Place:
    return Place(WORKSPACE, "general", played.thread)


async def test_who_types_a_letter_is_told_privately_which_choice_it_was(world: World) -> None:
    played = await opened(world)
    assert played.question is not None

    mark, told = await _hint(world, ANA, letter(ANA, FOUR[1].text, played.question))
    none = await _hint(world, BO, "f")

    assert mark == "answer"
    assert told.startswith("Your letter is a quick answer|")
    assert "drums of purple" in told
    assert "Quick answer" in told
    assert (none[0], none[1].partition("|")[0]) == ("", "This is no choice")
    await world.at(CLOSE)
    assert await answers(world) == {"ana": "drums of purple"}


async def test_letters_are_words_where_questions_are_answered_in_words(world: World) -> None:
    await opened(world, Form.TEXT)
    assert await _hint(world, ANA, "b") == ("answer", "")

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


async def test_the_thread_shows_no_choice_before_the_close(world: World) -> None:
    played = await opened(world, answer_mode=AnswerMode.SEALED)
    await take(world, ANA)
    await world.press(ANA, "answer", f"why:{played.id}", "the lamps are green")
    await world.at(CLOSE - timedelta(seconds=1))

    shown = str([*world.posted(), *world.posted(played.thread)])
    assert [one.text in shown for one in FOUR] == [False] * 4
    assert "lamps" not in shown


async def test_why_is_kept_with_the_choice_and_shown_with_the_published_answers(world: World) -> None:
    played = await opened(world, answer_mode=AnswerMode.SEALED)
    target = f"why:{played.id}"
    with pytest.raises(RefusedError, match="Nothing is chosen yet"):
        await world.press(ANA, "answer", target, "because")
    await take(world, ANA, FOUR[1].text)
    kept = await world.press(ANA, "answer", target, "the lamps\nare green")
    await take(world, ANA, FOUR[0].text)
    form = await world.app.desk.answer_form(ANA, target)

    await world.at(CLOSE)

    assert "Why: the lamps are green" in small(kept)
    assert (form.text, "changes no score" in str(form.blocks)) == ("the lamps are green", True)
    published = await world.press(BO, "answers", f"round:{played.id}")
    assert "Ana, by choice" in str(published)
    assert await answers(world) == {"ana": f"{FOUR[0].text}\nthe lamps are green"}
    assert await points(world) == {"ana": 6}


async def test_own_result_explains_the_choices_and_a_right_one_is_nothing_to_dispute(world: World) -> None:
    played = await opened(world)
    await take(world, ANA)
    await take(world, BO, FOUR[1].text)
    await world.at(CLOSE)

    right, wrong = [await world.press(who, "mine", f"round:{played.id}") for who in (ANA, BO)]

    assert "(right) lanterns of turquoise - as it stores them" in str(right)
    assert "1 of 1 right choice found. A choice earns half of the score" in str(right)
    assert facts(right)["Earned"] == "6 points"
    assert [action.name for action in right.actions] == []
    assert [action.name for action in wrong.actions] == ["dispute"]


async def _refused(world: World, who: Actor, action: str, target: str, text: str = "") -> str:
    with pytest.raises(AskadayError) as caught:
        await world.press(who, action, target, text)
    return str(caught.value)


@pytest.mark.parametrize("action", ["quick", "a", "drop-a"])
async def test_what_is_not_open_here_is_refused(world: World, action: str) -> None:
    played = await opened(world)
    elsewhere = replace(ANA, workspace="console:other")

    said = [
        await _refused(world, elsewhere, action, f"round:{played.id}"),
        await _refused(world, ANA, action, f"round:{played.id + 1}"),
        await _refused(world, ANA, action, "round:x"),
    ]
    await world.at(CLOSE)
    late = await _refused(world, ANA, action, f"round:{played.id}")

    assert [one.split(".")[0] for one in said] == [
        "This question does not exist here",
        "This question does not exist here",
        "This button is from an older version",
    ]
    assert late == "This question has closed. The model answer is in its thread."
    assert await answers(world) == {}


async def test_forged_letters_and_rounds_of_words_are_refused(world: World) -> None:
    played = await opened(world)
    with pytest.raises(InputError, match="E is no choice here"):
        await world.press(ANA, "e", f"round:{played.id}")
    await world.press(ANA, "quick", f"round:{played.id}")
    await world.app.call(lambda tx: tx.rounds.save(replace(played, form=Form.TEXT)))

    said = [await _refused(world, ANA, name, f"round:{played.id}") for name in ("quick", "a")]

    assert {one.split(".")[0] for one in said} == {"This question is answered in words"}


async def test_where_only_a_choice_is_taken_words_are_talk(world: World) -> None:
    played = await opened(world, Form.CHOICE)

    refused = await _refused(world, ANA, "answer", f"round:{played.id}", WHOLE)
    first, second = [await _hint(world, ANA, text) for text in (WHOLE, "more words of mine")]
    talk = await _hint(world, ANA, "// see you")
    await take(world, BO)
    await world.at(CLOSE)

    assert refused.startswith("This question is answered by choosing.")
    assert (first[0], first[1].partition("|")[0], second) == ("", "What counts", ("", ""))
    assert talk[0] == "talk"
    assert await answers(world) == {"bo": FOUR[0].text}


async def test_equal_choices_are_no_copies(world: World) -> None:
    long = Choice(" ".join(f"word{n}" for n in range(40)), right=True)
    await opened(world, Form.CHOICE, (long, *FOUR[1:]))
    for who in (ANA, BO, CY):
        await take(world, who, long.text)
    await world.at(CLOSE)

    assert set((await points(world)).values()) == {10}


async def test_a_members_data_hold_what_they_chose_and_are_erased_with_it(world: World) -> None:
    await opened(world)
    await take(world, ANA)
    await world.at(CLOSE)
    exported = await world.app.call(lambda tx: tx.members.export(WORKSPACE, "ana"))

    await world.press(ANA, "erase-all")

    [row] = exported["answers"]
    assert (row["kind"], row["chosen"]) == ("choice", [0])
    assert await answers(world) == {}


async def test_statistics_count_quick_answers_as_answers_and_apart(world: World) -> None:
    await opened(world)
    await take(world, ANA)
    await world.say(BO, WHOLE)
    await world.at(CLOSE)
    series = await world.series()

    rows = await world.app.call(lambda tx: tx.reports.participation(series.id, None, None))

    assert [(row.member, row.answered, row.quick) for row in rows] == [("ana", 1, 1), ("bo", 1, 0)]
