"""Quick answers: chosen in private, changeable until the close, replaced by words, and seen by nobody before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.card import Heading, Text
from bot.domain.deliveries import DeliveryKind
from bot.domain.question import Choice
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode
from bot.errors import DeliveryError, InputError, RefusedError, Scope
from tests.services.chosen import FOUR, TWO, buttons, closed, letter, opened, refused, take
from tests.services.played import CLOSE, WHOLE, answers, points, streaks
from tests.worlds.builders import ANA, BO, CY, WORKSPACE, actor, question
from tests.worlds.reading import facts, small
from tests.worlds.world import World


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


async def test_choices_are_never_shown_without_what_they_answer(world: World) -> None:
    asked = Text("Which of these does a vault keep?")
    played = await opened(world, choices_prompt=asked.markdown)

    taken = await take(world, ANA)
    await closed(world)

    own = await world.press(ANA, "mine", f"round:{played.id}")
    [below] = [one for one in world.posted(played.thread) if one.title.startswith("Model answer")]
    assert [card.blocks.count(asked) for card in (taken, own, below)] == [1, 1, 1]


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


async def test_the_thread_shows_no_choice_before_the_close(world: World) -> None:
    played = await opened(world, answer_mode=AnswerMode.SEALED)
    await take(world, ANA)
    await world.press(ANA, "why", f"why:{played.id}", "the lamps are green")
    await world.at(CLOSE - timedelta(seconds=1))

    shown = str([*world.posted(), *world.posted(played.thread)])
    assert [one.text in shown for one in FOUR] == [False] * 4
    assert "lamps" not in shown


async def test_why_is_kept_with_the_choice_and_shown_with_the_published_answers(world: World) -> None:
    played = await opened(world, answer_mode=AnswerMode.SEALED)
    target = f"why:{played.id}"
    with pytest.raises(RefusedError, match="Nothing is chosen yet"):
        await world.press(ANA, "why", target, "because")
    await take(world, ANA, FOUR[1].text)
    kept = await world.press(ANA, "why", target, "the lamps\nare green")
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
    assert facts(right)["Earned"] == "6 for the board"
    assert [action.name for action in right.actions] == []
    assert [action.name for action in wrong.actions] == ["dispute"]


@pytest.mark.parametrize("action", ["quick", "a", "drop-a"])
async def test_what_is_not_open_here_isrefused(world: World, action: str) -> None:
    played = await opened(world)
    elsewhere = replace(ANA, workspace="console:other")

    said = [
        await refused(world, elsewhere, action, f"round:{played.id}"),
        await refused(world, ANA, action, f"round:{played.id + 1}"),
        await refused(world, ANA, action, "round:x"),
    ]
    await world.at(CLOSE)
    late = await refused(world, ANA, action, f"round:{played.id}")

    assert [one.split(".")[0] for one in said] == [
        "This question does not exist here",
        "This question does not exist here",
        "This button is from an older version",
    ]
    assert late == "This question has closed. The model answer is in its thread."
    assert await answers(world) == {}


async def test_forged_letters_and_rounds_of_words_arerefused(world: World) -> None:
    played = await opened(world)
    with pytest.raises(InputError, match="E is no choice here"):
        await world.press(ANA, "e", f"round:{played.id}")
    await world.press(ANA, "quick", f"round:{played.id}")
    await world.app.call(lambda tx: tx.rounds.save(replace(played, form=Form.TEXT)))

    said = [await refused(world, ANA, name, f"round:{played.id}") for name in ("quick", "a")]

    assert {one.split(".")[0] for one in said} == {"This question is answered in words"}


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


async def test_erased_choice_is_not_counted_in_a_model_answer_that_is_still_owed(world: World) -> None:
    await opened(world)
    for who in (ANA, BO):
        await take(world, who)
    world.messenger.refusals["general"] = DeliveryError("No.", permanent=True, scope=Scope.CHANNEL)
    await world.at(CLOSE)

    await world.press(ANA, "erase-all")

    [owed] = [one for one in await world.deliveries(1) if one.kind is DeliveryKind.ANSWER]
    [counted] = [
        block.markdown for block in owed.card.blocks if isinstance(block, Text) and FOUR[0].text in block.markdown
    ]
    assert counted.splitlines()[0] == f"- ✓ {FOUR[0].text} (1)"


async def test_statistics_count_quick_answers_as_answers_and_apart(world: World) -> None:
    await opened(world)
    await take(world, ANA)
    await world.say(BO, WHOLE)
    await world.at(CLOSE)
    series = await world.series()

    rows = await world.app.call(lambda tx: tx.reports.participation(series.id, None, None))

    assert [(row.member, row.answered, row.quick) for row in rows] == [("ana", 1, 1), ("bo", 1, 0)]
