"""What drills do to teach: choices, hints, sureness, ratings, and the picture of one's practice."""

import pytest

from bot.domain.card import Card, Heading, Table, Text
from bot.domain.question import Choice
from bot.errors import AskadayError, InputError, RefusedError
from tests.worlds.builders import ANA, BO, pack, question
from tests.worlds.playing import BOTH, HALF, drill_score, open_round
from tests.worlds.reading import facts, small, text_of
from tests.worlds.world import World

SINGLE = (Choice("lanterns", right=True, why="yes"), Choice("drums", why="no"), Choice("gates"), Choice("tigers"))
SEVERAL = (Choice("lanterns", right=True), Choice("gates", right=True), Choice("drums"), Choice("tigers"))


@pytest.fixture(autouse=True)
def one_question(world: World) -> None:
    hold(world, SINGLE)


def hold(world: World, choices: tuple[Choice, ...]) -> None:
    world.packs.held = {"basics": pack(question(1, choices=choices, choices_prompt="Which one?"))}


async def quiz(world: World) -> Card:
    return await world.command(ANA, "", "aws-quiz")


async def press(world: World, *names: str, target: str = "drill:1") -> Card:
    """Press actions one after another and give the last card."""
    cards = [await world.press(ANA, name, target) for name in names]
    return cards[-1]


async def refused(world: World, name: str, target: str = "drill:1", text: str = "") -> str:
    with pytest.raises(AskadayError) as caught:
        await world.press(ANA, name, target, text)
    return str(caught.value)


def letter_of(card: Card, text: str) -> str:
    """Give the action's name for a choice."""
    lines = [block.markdown for block in card.blocks if isinstance(block, Text)][-1].splitlines()
    return next(line[4].lower() for line in lines if line.endswith(text))


async def test_right_choice_is_a_full_score_and_all_are_explained(world: World) -> None:
    await quiz(world)
    offered = await press(world, "choices")

    card = await press(world, letter_of(offered, "lanterns"))

    asked = "What does the archive number 1 keep? Which one? - **A** "
    assert (offered.title, text_of(offered).startswith(asked)) == ("Choose: Storage · associate", True)
    assert await drill_score(world) == 1
    assert "1 of 1 right choice found." in small(card)
    explained = text_of(card)
    assert [one for one in ("(right) lanterns - yes", "(not right) drums - no") if one not in explained] == []


async def test_choices_come_in_the_same_order_each_time(world: World) -> None:
    await quiz(world)
    first = await press(world, "choices")
    await press(world, "a")
    await quiz(world)

    assert (await press(world, "choices", target="drill:2")).blocks == first.blocks


async def test_several_right_choices_are_picked_and_sent(world: World) -> None:
    hold(world, SEVERAL)
    await quiz(world)
    offered = await press(world, "choices")
    first, second, wrong = (letter_of(offered, text) for text in ("lanterns", "gates", "drums"))

    picked = await press(world, first, wrong, second, wrong)
    await press(world, "done")

    both = ", ".join(sorted((first, second))).upper()
    assert small(picked) == [f"Several are right. Picked: {both}. Press a letter again to take it back."]
    assert await drill_score(world) == 1


async def test_several_right_choices_with_a_wrong_one(world: World) -> None:
    hold(world, SEVERAL)
    await quiz(world)
    offered = await press(world, "choices")

    await press(world, letter_of(offered, "lanterns"), letter_of(offered, "drums"), "done")

    assert await drill_score(world) == 0


async def test_choices_that_are_not_there(world: World) -> None:
    await quiz(world)
    beyond, nothing = await refused(world, "e"), await refused(world, "done")
    hold(world, ())
    await quiz(world)

    assert (beyond, nothing) == (
        "E is no choice here. The choices are A, B, C, D.",
        "Nothing is picked. The choices are A, B, C, D.",
    )
    assert await refused(world, "choices", "drill:2") == "This question has no choices. Answer in your own words."


async def test_words_after_a_look_at_the_choices_count_as_words(world: World) -> None:
    await quiz(world)
    await press(world, "choices", "sure")

    card = await world.press(ANA, "answer", "drill:1", BOTH)

    assert Heading("The choices") not in card.blocks
    assert [action.name for action in card.menu][:3] == ["forgot", "hard", "good"]


async def test_hint_leaves_seventy_percent(world: World) -> None:
    await quiz(world)
    await press(world, "hint")

    card = await world.press(ANA, "answer", "drill:1", BOTH)

    assert (await drill_score(world), facts(card)) == (0.7, {"Hint": "taken, so 70 % counts"})


async def test_hint_after_the_answer_costs_nothing(world: World) -> None:
    await quiz(world)
    await world.press(ANA, "answer", "drill:1", BOTH)

    await press(world, "hint")

    assert (facts(await press(world, "show")), await drill_score(world)) == ({}, 1)


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("sure", "Monday 4 January 2027"),
        ("think", "Tuesday 15 December 2026"),
        ("guess", "Friday 11 December 2026"),
    ],
)
async def test_sureness_decides_when_a_right_answer_comes_back(world: World, said: str, back: str) -> None:
    await quiz(world)
    await press(world, said)

    card = await world.press(ANA, "answer", "drill:1", BOTH)

    assert f"It comes back on {back}. Not how it felt? Say how well you knew it." in small(card)


async def test_sureness_is_said_before_the_answer(world: World) -> None:
    await quiz(world)
    await world.press(ANA, "answer", "drill:1", BOTH)

    assert await refused(world, "sure") == "This question is finished. Press Next for another one."


async def test_rating_is_corrected_by_the_member(world: World) -> None:
    await quiz(world)
    await world.press(ANA, "answer", "drill:1", HALF)

    rated = await press(world, "easy", "forgot")
    shown = await press(world, "show")

    assert "It comes back on Tuesday 8 December 2026. Not how it felt? Say how well you knew it." in small(shown)
    assert [action.name for action in shown.menu][:3] == ["hard", "good", "easy"]
    assert rated == shown


async def test_nothing_to_rate(world: World) -> None:
    await quiz(world)
    await press(world, "show")

    assert await refused(world, "good") == "There is no answer to rate. Answer the question first."


@pytest.mark.parametrize("name", ["choices", "a", "done", "sure", "good"])
async def test_buttons_belong_to_one_member(world: World, name: str) -> None:
    await quiz(world)

    with pytest.raises(RefusedError, match=r"^This question is not yours\."):
        await world.press(BO, name, "drill:1")


@pytest.mark.parametrize("name", ["choices", "a", "done", "sure", "good", "hint"])
async def test_buttons_wait_while_a_channel_is_asked_the_question(world: World, name: str) -> None:
    await quiz(world)
    await world.set_up()
    await open_round(world)

    with pytest.raises(RefusedError, match=r"^This question is being asked in a channel right now"):
        await world.press(ANA, name, "drill:1")


async def test_next_keeps_to_the_topic(world: World) -> None:
    topics = ("storage", "network", "network", "network")
    world.packs.held = {"basics": pack(*(question(n, topics=(topic,)) for n, topic in enumerate(topics)))}
    await world.command(ANA, "network", "aws-quiz")

    titles = [(await world.press(ANA, "next")).title for _ in range(3)]

    assert titles == ["For you: Network · associate"] * 3


async def test_me_shows_practice(world: World) -> None:
    await world.set_up()
    before = await world.command(ANA, "me")
    await quiz(world)
    await press(world, "sure")
    await world.press(ANA, "answer", "drill:1", HALF)

    after = await world.command(ANA, "me")
    await world.after(days=4)

    tables = [block for block in after.blocks if isinstance(block, Table)]
    assert [table.rows for table in tables] == [
        (("storage", "██████████", "1 of 1", "1"),),
        (("sure", "1", "█████░░░░░"),),
    ]
    assert text_of(before).startswith("`/aws-quiz` asks you a question in private")
    assert text_of(after) == "Nothing is due now. `/aws-quiz` asks what you need most."


async def test_me_counts_what_is_due(world: World) -> None:
    await quiz(world)
    await press(world, "show")
    await world.after(days=1)
    await world.set_up()

    assert text_of(await world.command(ANA, "me")) == "1 question due now. `/aws-quiz` asks what you need most."


async def test_empty_answer_is_refused(world: World) -> None:
    await quiz(world)

    with pytest.raises(InputError):
        await world.press(ANA, "answer", "drill:1", " ")
