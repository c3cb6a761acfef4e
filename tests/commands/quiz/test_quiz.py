"""Private questions: the command and its buttons."""

import pytest

from bot.domain.card import Quote
from bot.domain.members import Actor
from bot.domain.question import Level
from bot.errors import InputError, RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, actor, pack, question
from tests.worlds.playing import BOTH, HALF, open_round
from tests.worlds.reading import facts, outcomes, rows, small, text_of
from tests.worlds.world import World


@pytest.fixture(autouse=True)
def mixed(world: World) -> None:
    """Two topics, all levels: question 1 is about storage/foundation, 2 about network/foundation, and so on."""
    mix = [(level, topic) for level in Level for topic in ("storage", "network")]
    questions = [question(n, level=level, topics=(topic,)) for n, (level, topic) in enumerate(mix, start=1)]
    world.packs.held = {"basics": pack(*questions)}


async def said(world: World, text: str) -> str:
    with pytest.raises((InputError, RefusedError)) as caught:
        await world.command(ANA, text, "aws-quiz")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("network associate", "For you: Network · associate"),
        ("Professional STORAGE", "For you: Storage · professional"),
    ],
)
async def test_quiz_topic_and_level_in_either_order(world: World, text: str, title: str) -> None:
    card = await world.command(ANA, text, "aws-quiz")

    assert card.title == title
    assert [(action.name, action.target) for action in card.actions] == [
        ("answer", "drill:1"),
        ("hint", "drill:1"),
        ("show", "drill:1"),
    ]
    assert [(action.name, action.target) for action in card.menu] == [
        ("next", "drill:1"),
        ("easier", "drill:1"),
        ("harder", "drill:1"),
        ("flag", "drill:1"),
        ("data", ""),
    ]


@pytest.mark.parametrize("text", ["cooking", "colour=red", "storage cooking"])
async def test_quiz_neither_topic_nor_level(world: World, text: str) -> None:
    assert await said(world, text) == (
        f"{text.rsplit(maxsplit=1)[-1]!r} is neither a topic nor a level. "
        "Topics: network, storage. Levels: foundation, associate, professional."
    )


async def test_quiz_easier_harder_next(world: World) -> None:
    await world.command(ANA, "storage associate", "aws-quiz")

    titles = [(await world.press(ANA, name)).title.split(" · ")[1] for name in ("harder", "harder", "easier", "easier")]
    first = await world.press(BO, "next")

    assert titles == ["professional", "professional", "associate", "foundation"]
    assert first.title.startswith("For you: ")


async def test_quiz_answer_shows_findings_and_model_answer(world: World) -> None:
    await world.command(ANA, "storage foundation", "aws-quiz")

    card = await world.press(ANA, "answer", "drill:1", HALF)

    assert card.title == "Answer: Storage · foundation"
    assert card.blocks[0] == Quote("Your answer", HALF)
    assert text_of(card).startswith("**1 of 2 key points recognised** ")
    assert (facts(card), outcomes(card)) == ({}, ["covered", "not found in your reply"])
    assert text_of(card).count(question(1).model_answer) == 1
    assert [action.name for action in card.actions] == ["claim", "next", "easier", "harder"]
    assert [action.name for action in card.menu] == ["forgot", "good", "easy", "share", "flag", "data"]
    assert "It comes back on Friday 11 December 2026. Not how it felt? Say how well you knew it." in small(card)


async def test_quiz_show_gives_up_and_gives_the_model_answer(world: World) -> None:
    await world.command(ANA, "storage foundation", "aws-quiz")

    shown = await world.press(ANA, "show", "drill:1")
    again = await world.press(ANA, "show", "drill:1")
    with pytest.raises(RefusedError) as caught:
        await world.press(ANA, "answer", "drill:1", BOTH)

    assert (facts(shown), again) == ({}, shown)
    assert text_of(shown).count(question(1).model_answer) == 1
    assert str(caught.value) == "This question is finished. Press Next for another one."


async def test_quiz_hint(world: World) -> None:
    await world.command(ANA, "", "aws-quiz")

    card = await world.press(ANA, "hint", "drill:1")

    assert (card.title, text_of(card).rpartition("? ")[2]) == ("For you: Network · associate", "Think of light.")


async def test_quiz_flag(world: World) -> None:
    await world.set_up()
    await world.command(ANA, "storage foundation", "aws-quiz")

    thanks = await world.press(ANA, "flag", "drill:1", "outdated")

    assert thanks.title == "Thank you for the flag"
    assert rows(await world.command(ADMIN, "flags")) == (("basics/question-1", "outdated"),)


async def test_quiz_empty_answer(world: World) -> None:
    await world.command(ANA, "", "aws-quiz")

    with pytest.raises(InputError) as caught:
        await world.press(ANA, "answer", "drill:1", " \n")

    assert str(caught.value) == "The answer is empty. Write at least a few words, or ask to show the answer."


@pytest.mark.parametrize("action", ["answer", "show", "hint", "flag"])
@pytest.mark.parametrize("stranger", [BO, actor("Ana", workspace="console:other")])
async def test_quiz_belongs_to_one_member(world: World, action: str, stranger: Actor) -> None:
    await world.command(ANA, "", "aws-quiz")

    with pytest.raises(RefusedError) as caught:
        await world.press(stranger, action, "drill:1", "text")

    assert str(caught.value) == "This question is not yours. Ask for one of your own."


async def test_quiz_needs_no_series_and_says_only_you_see_it(world: World) -> None:
    card = await world.command(ANA, "", "aws-quiz")

    [footer] = small(card)
    assert footer == ("Only you see this. Answer in your own words. A hint leaves 70 % of the score.")


NOW_ASKED = "This question is being asked in a channel right now; come back after its reveal."


@pytest.mark.parametrize("finish", ["", "show", "answer"])
@pytest.mark.parametrize("action", ["show", "answer", "share"])
async def test_quiz_tells_nothing_of_a_question_while_a_channel_is_asked_it(
    world: World, finish: str, action: str
) -> None:
    world.packs.held = {"basics": pack(question(1))}
    await world.command(ANA, "", "aws-quiz")
    if finish:
        await world.press(ANA, finish, "drill:1", HALF)
    await world.set_up()
    await open_round(world)

    with pytest.raises(RefusedError) as caught:
        await world.press(ANA, action, "drill:1", BOTH)

    assert str(caught.value) == NOW_ASKED
    await world.after(hours=9)
    shown = await world.press(ANA, "show", "drill:1")
    assert text_of(shown).count(question(1).model_answer) == 1


@pytest.mark.parametrize(("text", "meant"), [("storag", "storage"), ("asociate", "associate")])
async def test_quiz_word_that_is_nearly_right(world: World, text: str, meant: str) -> None:
    assert await said(world, text) == f"{text!r} is neither a topic nor a level. Did you mean `/aws-quiz {meant}`?"


@pytest.mark.parametrize("text", ["storage network", "associate foundation"])
async def test_quiz_two_topics_or_levels(world: World, text: str) -> None:
    assert await said(world, text) == "One topic and one level are possible. For example `/aws-quiz security`."


async def test_quiz_prefers_the_main_topic_and_names_the_one_asked_for(world: World) -> None:
    about = [("storage", "network"), ("storage", "network"), ("network",), ("storage", "network")]
    world.packs.held = {"basics": pack(*(question(n, topics=topics) for n, topics in enumerate(about)))}

    titles = [(await world.command(ANA, "network", "aws-quiz")).title for _ in range(2)]
    first, *_ = await world.app.call(lambda tx: tx.drills.asked(ANA.workspace, ANA.member))

    assert first.ref == "basics/question-2"
    assert titles == ["For you: Network · associate"] * 2
