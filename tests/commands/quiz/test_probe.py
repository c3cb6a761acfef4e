"""One follow-up a drill: asked before the model answer is shown, and worth half of its point."""

import pytest

from bot.domain.card import Card, Quote, Text
from bot.domain.practice.memory import Rating
from bot.domain.question import KeyPoint
from bot.errors import AskadayError, InputError
from bot.ports.copies import copies_of
from bot.ports.store import Transaction
from tests.worlds.builders import ANA, BO, pack, question, with_choices
from tests.worlds.playing import HALF, drill_score, open_round
from tests.worlds.reading import facts, outcomes, small, text_of
from tests.worlds.world import World

PROBE = "Who stands at the gates?"
LANTERNS, GATES = question().key_points
GATE_WORDS = "Elephants guard marble ones."


@pytest.fixture(autouse=True)
def one_probe(world: World) -> None:
    points = (LANTERNS, KeyPoint(GATES.text, GATES.alt, GATES.contrary, probe=PROBE))
    world.packs.held = {"basics": pack(*(question(n, key_points=points) for n in range(1, 13)))}


async def asked(world: World, text: str = HALF) -> Card:
    """Answer a drill and give what comes then."""
    await world.command(ANA, "", "aws-quiz")
    return await world.press(ANA, "answer", "drill:1", text)


async def refused(world: World, action: str, target: str, text: str = "", who: str = "ana") -> str:
    with pytest.raises(AskadayError) as caught:
        await world.press(ANA if who == "ana" else BO, action, target, text)
    return str(caught.value)


async def test_probe_comes_in_the_place_of_the_result(world: World) -> None:
    card = await asked(world)

    assert (card.title, card.blocks[0]) == ("One more: Storage · associate", Text(PROBE))
    assert [(one.name, one.target) for one in card.actions] == [("answer", "probe:1"), ("skip", "probe:1")]
    assert question().model_answer not in text_of(card)
    assert (facts(card), outcomes(card)) == ({}, [])


async def test_what_comes_back_counts_half_for_its_point(world: World) -> None:
    await asked(world)

    card = await world.press(ANA, "answer", "probe:1", GATE_WORDS)

    assert (card.title, await drill_score(world)) == ("Answer: Storage · associate", 0.75)
    assert [block for block in card.blocks if isinstance(block, Quote)] == [
        Quote("Your answer", HALF),
        Quote("What you added", GATE_WORDS),
    ]
    assert outcomes(card) == ["covered", "covered"]
    assert text_of(card).startswith("**2 of 2 key points recognised** ")
    assert "What you added counts half." in small(card)


async def test_hint_costs_a_part_of_what_comes_back_too(world: World) -> None:
    await world.command(ANA, "", "aws-quiz")
    await world.press(ANA, "hint", "drill:1")
    await world.press(ANA, "answer", "drill:1", HALF)

    await world.press(ANA, "answer", "probe:1", GATE_WORDS)

    assert await drill_score(world) == pytest.approx(0.7 * 0.75)


@pytest.mark.parametrize("answer", ["", "I do not know."])
async def test_skipped_or_not_known_leaves_the_score(world: World, answer: str) -> None:
    await asked(world)

    card = await world.press(ANA, "answer" if answer else "skip", "probe:1", answer)

    assert await drill_score(world) == 0.5
    assert outcomes(card) == ["covered", "not found in your reply"]
    assert question().model_answer[:20] in text_of(card)


async def test_one_a_drill(world: World) -> None:
    await asked(world)
    await world.press(ANA, "answer", "probe:1", "Tigers?")

    assert await refused(world, "answer", "probe:1", GATE_WORDS) == (
        "This follow-up is over. Press Next for another question."
    )


@pytest.mark.parametrize("target", ["drill:1", "probe:1"])
async def test_model_answer_that_was_shown_ends_it(world: World, target: str) -> None:
    await asked(world)
    await (world.press(ANA, "show", "drill:1") if target == "drill:1" else world.press(ANA, "skip", target))

    assert await drill_score(world) == 0.5
    assert (await refused(world, "answer", "probe:1", GATE_WORDS)).startswith("This follow-up is over.")


async def test_next_question_ends_it(world: World) -> None:
    await asked(world)
    await world.press(ANA, "next", "drill:1")

    assert (await refused(world, "answer", "probe:1", GATE_WORDS)).startswith("This follow-up is over.")


async def test_first_answer_is_not_taken_twice(world: World) -> None:
    await asked(world)

    assert (await refused(world, "answer", "drill:1", HALF)).startswith("This question is finished.")


async def test_full_answer_is_asked_nothing_more(world: World) -> None:
    full = await asked(world, f"{LANTERNS.text} {GATES.text}")

    assert (full.title, await drill_score(world)) == ("Answer: Storage · associate", 1)


async def test_choices_are_asked_nothing_more(world: World) -> None:
    [one, *_] = world.packs.held["basics"].questions
    world.packs.held = {"basics": pack(with_choices(one))}
    await world.command(ANA, "", "aws-quiz")
    await world.press(ANA, "choices", "drill:1")

    titles = {(await world.press(ANA, "a", "drill:1")).title}

    assert titles == {"Answer: Storage · associate"}


async def test_exam_asks_nothing_more(world: World) -> None:
    await world.command(ANA, "exam 3", "aws-quiz")

    titles = [(await world.press(ANA, "answer", f"drill:{number}", HALF)).title for number in (1, 2, 3)]

    assert titles == [
        "Exam, 2 of 3: Storage · associate",
        "Exam, 3 of 3: Storage · associate",
        "Your exam: 0 of 3 known well",
    ]


async def test_it_is_a_members_own(world: World) -> None:
    await asked(world)

    said = [await refused(world, action, "probe:1", GATE_WORDS, "bo") for action in ("answer", "skip")]

    assert said == ["This question is not yours. Ask for one of your own."] * 2


async def test_empty_answer_is_refused_and_it_waits_still(world: World) -> None:
    await asked(world)

    with pytest.raises(InputError, match=r"press Skip"):
        await world.press(ANA, "answer", "probe:1", " ")

    await world.press(ANA, "answer", "probe:1", GATE_WORDS)
    assert await drill_score(world) == 0.75


async def test_memory_follows_the_last_judgement(world: World) -> None:
    await asked(world)
    before = await world.app.call(ratings)
    await world.press(ANA, "answer", "probe:1", GATE_WORDS)

    assert (before, await world.app.call(ratings)) == ([Rating.HARD], [Rating.HARD, Rating.GOOD])


def ratings(tx: Transaction) -> list[Rating]:
    drill = tx.drills.get(1)
    assert drill is not None
    return [review.rating for review in tx.memories.log(ANA.workspace, ANA.member, drill.ref)]


@pytest.mark.parametrize(("first", "points"), [(HALF, (5, 8)), ("I do not know.", (0, 3))])
async def test_points_are_raised_once(world: World, first: str, points: tuple[int, int]) -> None:
    await world.set_up(drill_points=10)
    await asked(world, first)
    before = await world.app.call(points_of)
    card = await world.press(ANA, "answer", "probe:1", GATE_WORDS)

    assert (before, await world.app.call(points_of)) == points, small(card)
    assert await copies_of(world.app.store).check() == []


def points_of(tx: Transaction) -> int:
    standing = tx.standings.standing(ANA.workspace, None, "all", ANA.member)
    return standing.points if standing else 0


async def test_form_of_a_probe_shows_both_questions(world: World) -> None:
    await asked(world)

    form = await world.app.desk.answer_form(ANA, "probe:1")

    assert form.blocks[0] == Text(PROBE)
    assert (form.surenesses, form.hint) == ({}, "In your own words; only you see it.")
    assert await refused_form(world) == "This question is not yours. Ask for one of your own."


async def refused_form(world: World) -> str:
    with pytest.raises(AskadayError) as caught:
        await world.app.desk.answer_form(BO, "probe:1")
    return str(caught.value)


async def test_question_that_a_channel_is_asked_meanwhile(world: World) -> None:
    await asked(world)
    drill = await world.app.call(lambda tx: tx.drills.get(1))
    assert drill is not None
    world.packs.held = {"basics": pack(drill.question)}
    await world.set_up()
    await open_round(world)

    assert (await refused(world, "answer", "probe:1", GATE_WORDS)).startswith("This question is being asked")


async def test_shared_drill_shows_what_was_added(world: World) -> None:
    await asked(world)
    await world.press(ANA, "answer", "probe:1", GATE_WORDS)

    card = await world.press(ANA, "share", "drill:1")

    assert [block.author for block in card.blocks if isinstance(block, Quote)] == ["Ana", "Ana, asked once more"]
    assert question().model_answer not in text_of(card)
