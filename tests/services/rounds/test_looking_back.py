"""Looking back: what was revealed is found by its words, newest first; what is open is not."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace

import pytest

from bot.domain.card import Action, Card, Heading, Small, Text
from bot.domain.question import Level
from bot.errors import DeliveryError, InputError, RefusedError, Scope
from tests.worlds.builders import ADMIN, ANA, BO, CY, pack, question, schedule
from tests.worlds.playing import BOTH, HALF, open_round, play
from tests.worlds.world import World, new_world

NOTHING = (Text("No question that was revealed here has all of these words."),)
CACHES = question(
    1, title="Prices an hour old", topics=("caching", "load-balancing"), short_answer="Invalidate on write."
)
QUEUES = question(
    2,
    title="Orders twice",
    prompt="Why does the worker charge a customer twice?",
    model_answer="Queues deliver at least once, so make the handler idempotent.",
    topics=("messaging",),
    level=Level.FOUNDATION,
)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with new_world() as made:
        made.packs.held = {"basics": pack(CACHES, QUEUES, *(question(n) for n in range(3, 9)))}
        yield made


async def queued(world: World, *numbers: int) -> None:
    series = await world.set_up()
    managing = world.app.services.managing
    await world.app.call(managing.set_queue, ADMIN, series, [f"basics/question-{number}" for number in numbers])


def titles(card: Card) -> list[str]:
    return [block.text for block in card.blocks if isinstance(block, Heading)]


async def test_page_has_title_day_short_answer_and_own_result(world: World) -> None:
    await queued(world, 1, 2)
    first = await play(world, {ANA: HALF, BO: BOTH})
    second = await play(world, {BO: BOTH})

    card = await world.command(ANA, "past")

    assert card == Card(
        "Past questions of daily",
        (
            Heading("1. Orders twice"),
            Text("Queues deliver at least once, so make the handler idempotent."),
            Small("Tuesday 8 December 2026 · not answered"),
            Heading("2. Prices an hour old"),
            Text("Invalidate on write."),
            Small("Monday 7 December 2026 · 1 of 2 points"),
        ),
        (
            Action("whole", "Whole answer 1", f"round:{second.id}"),
            Action("whole", "Whole answer 2", f"round:{first.id}"),
        ),
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("caching", ["1. Prices an hour old"]),
        ("load-balancing", ["1. Prices an hour old"]),
        ("PRICE", ["1. Prices an hour old"]),
        ("worker charges", ["1. Orders twice"]),
        ("idempotent handler", ["1. Orders twice"]),
        ("idempotent caching", []),
    ],
)
async def test_words_are_found_in_title_prompt_answer_and_topics(world: World, words: str, found: list[str]) -> None:
    await queued(world, 1, 2)
    await play(world, {})
    await play(world, {})

    card = await world.command(ANA, f"past {words}")

    assert (card.title, titles(card)) == (f"Past questions of daily: {words.replace('-', ' ')}", found)


async def test_an_open_question_is_not_found_before_its_close(world: World) -> None:
    await queued(world, 2)
    played = await open_round(world)
    before = [(await world.command(ANA, said)).blocks for said in ("past", "past idempotent", "past charge")]
    with pytest.raises(RefusedError, match="has not closed yet"):
        await world.press(ANA, "whole", f"round:{played.id}")
    await world.after(hours=8)

    after = await world.command(ANA, "past idempotent")

    assert before == [(Text("No question has been revealed here yet."),), NOTHING, NOTHING]
    assert titles(after) == ["1. Orders twice"]


async def test_other_series_and_workspaces_are_not_searched(world: World) -> None:
    await queued(world, 2)
    await world.set_up("deep", "ops", schedule=schedule(weekdays=frozenset({5})))
    played = await play(world, {})

    assert titles(await world.command(ANA, "past series=daily")) == ["1. Orders twice"]
    assert titles(await world.command(ANA, "past series=deep")) == []
    stranger = replace(ANA, workspace="console:other")
    for action, target in (("whole", f"round:{played.id}"), ("older", f"series:{played.series_id}/2")):
        with pytest.raises(RefusedError, match="does not exist here"):
            await world.press(stranger, action, target)


FOUND = ["1. Orders twice"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("charge*", FOUND),
        ("'charge", FOUND),
        ("(charge) -customer:", FOUND),
        ("charge^", FOUND),
        ("{charge} + customer", FOUND),
        # Operators of the search are words that this question does not have.
        ("NEAR(charge, 2)", []),
        ("charge AND customer", []),
        ("nothing OR charge", []),
        ("NOT charge", []),
        ("title:charge", []),
        ("ch\x00arge", []),
    ],
)
async def test_signs_and_operators_are_words_and_never_an_error(world: World, said: str, found: list[str]) -> None:
    await queued(world, 2)
    await play(world, {})

    assert titles(await world.command(ANA, f"past {said}")) == found


async def test_ten_thousand_characters_are_a_search_like_any_other(world: World) -> None:
    await queued(world, 2)
    await play(world, {})

    one_word = await world.command(ANA, f"past {'x' * 10_000}")
    many = await world.command(ANA, f"past {'charge ' * 1400}")

    assert (one_word.blocks, titles(many)) == (NOTHING, FOUND)
    assert many.blocks[0] == Small("Only the first words were looked for.")
    assert many.title == f"Past questions of daily: {' '.join(['charge'] * 8)}"


async def test_signs_alone_are_told_to_be_no_words(world: World) -> None:
    await queued(world, 2)

    with pytest.raises(InputError, match="no word"):
        await world.command(ANA, "past ***")


async def test_a_button_shows_older_ones_of_the_same_search(world: World) -> None:
    await queued(world)
    for _ in range(7):
        await play(world, {})

    first = await world.command(CY, "past archive keep")
    [older] = [action for action in first.actions if action.name == "older"]
    second = await world.press(CY, older.name, older.target)

    assert (len(titles(first)), older.label) == (5, "Older")
    assert [title.split()[0] for title in titles(second)] == ["6."]
    assert second.title == first.title
    assert "older" not in [action.name for action in second.actions]


async def test_a_button_shows_the_whole(world: World) -> None:
    await queued(world, 2)
    played = await play(world, {})

    card = await world.press(CY, "whole", f"round:{played.id}")

    assert card.title == "Orders twice"
    assert card.blocks[:3] == (
        Text("Why does the worker charge a customer twice?"),
        Heading("Model answer"),
        Text("Queues deliver at least once, so make the handler idempotent."),
    )


async def test_question_that_is_asked_again_is_not_told_before_its_reveal(world: World) -> None:
    world.packs.held = {"basics": pack(CACHES, QUEUES)}
    await queued(world, 1, 2)
    first = await play(world, {ANA: HALF})
    second = await play(world, {ANA: HALF})
    again = await open_round(world)
    earlier = next(one for one in (first, second) if one.question == again.question)
    other = next(one for one in (first, second) if one is not earlier)

    shown = [await world.command(ANA, f"past{words}") for words in ("", " invalidate", " idempotent")]
    with pytest.raises(RefusedError, match="being asked again right now"):
        await world.press(ANA, "whole", f"round:{earlier.id}")
    whole = await world.press(ANA, "whole", f"round:{other.id}")

    assert other.question is not None
    named = f"1. {other.question.title}"
    assert sorted(map(titles, shown)) == [[], [named], [named]]
    assert whole.title == other.question.title


async def test_what_waits_for_its_reveal_is_shown_to_nobody_until_it_is_posted(world: World) -> None:
    await queued(world, 1)
    world.messenger.thread_refusal = DeliveryError("Not now.", permanent=True, scope=Scope.MESSAGE)
    closed = await play(world, {ANA: HALF})
    target = f"round:{closed.id}"

    async def seen() -> list[object]:
        drilled = await outcome(world.command(ANA, "caching", word="aws-quiz"))
        pressed = [await outcome(world.press(ANA, name, target)) for name in ("whole", "mine")]
        return [titles(await world.command(ANA, "past")), drilled, *pressed]

    async def outcome(asked: Awaitable[Card]) -> str:
        try:
            return (await asked).title
        except RefusedError as error:
            return f"{error.message} {error.hint}"

    before = await seen()
    world.messenger.thread_refusal = None
    await world.command(ADMIN, "reveal")
    await world.after(seconds=1)

    waits = "This question has closed, and its reveal is not posted yet."
    assert before == [
        *([], "There is no such question for you now. Try another topic or level."),
        *(f"{waits} Its answer comes with the reveal.", f"{waits} Your result comes with the reveal."),
    ]
    assert await seen() == [
        *(["1. Prices an hour old"], "For you: Prices an hour old", "Prices an hour old", "How you did")
    ]
