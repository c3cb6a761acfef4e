"""An answer that cannot be read, kept or graded is one answer: the rest of the round goes on."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console.send.channel import Place
from bot.domain.card import Card, Small
from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.question import Question
from bot.domain.rounds import RoundState
from tests.services.played import CLOSE, HALF, WHOLE, answers, opened, points, shown
from tests.services.processes import Platform, process
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, WORKSPACE, actor
from tests.worlds.stored import world_on_disk
from tests.worlds.titles import BOARD, CLOSED, REVEALED
from tests.worlds.world import World

REVIEWER = actor("Rex")
BAD = "This one breaks it."
WAITS = "It could not be graded automatically, so a reviewer will look at it."


class Panic(BaseException):
    """What compiled code raises where it gives up: no `Exception`."""


def raising(error: BaseException) -> Callable[[], Judgement]:
    def give() -> Judgement:
        raise error

    return give


def found(evidence: str = "", points: int = 2) -> tuple[PointFinding, ...]:
    return (PointFinding(Finding.COVERED, evidence),) * points


class Failing:
    """Gives everybody half, and does with one answer what a test says."""

    name = "keypoints"
    is_metered = False

    def __init__(self, give: Callable[[], Judgement]) -> None:
        self.give = give

    def grade(self, question: Question, answer: str) -> Judgement:  # noqa: ARG002 - the port's signature
        return self.give() if answer == BAD else Judgement(0.5, (), "Half.")


def texts(card: Card) -> list[str]:
    """Give what the card says beside its facts."""
    said = (getattr(block, "text", getattr(block, "markdown", "")) for block in card.blocks)
    return [text for text in said if text]


async def closed(world: World) -> None:
    """Close, and then send what is owed for it, however long the grader took."""
    await world.at(CLOSE)
    await world.at(CLOSE)


async def close_with(world: World, give: Callable[[], Judgement]) -> World:
    """Play a round in which the grader fails on Ana's answer."""
    await opened(world, managers=frozenset({ADMIN.member}), reviewers=frozenset({REVIEWER.member}))
    await world.say(ANA, BAD)
    await world.say(BO, HALF)
    failing = process(world, grader=Failing(give))
    await closed(failing)
    return failing


def told(world: World, member: str) -> list[Card]:
    return world.posted(channel=f"direct:{member}")


@pytest.mark.parametrize(
    ("give", "problem"),
    [
        (raising(RecursionError("maximum recursion depth exceeded")), "RecursionError"),
        (raising(MemoryError()), "MemoryError"),
        (raising(Panic("called `unwrap` on nothing")), "Panic"),
        (raising(UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed")), "UnicodeEncodeError"),
        (lambda: Judgement(float("nan"), (), "Half."), "ValueError"),
        (lambda: Judgement(1.5, (), "Half."), "ValueError"),
        (lambda: Judgement(0.5, found(points=1), "Half."), "ValueError"),
        (lambda: Judgement(0.5, found(evidence="half a \ud83d"), "Half."), "UnicodeEncodeError"),
    ],
)
async def test_answer_that_the_grader_fails_on_is_left_to_a_reviewer_and_the_rest_goes_on(
    world: World, give: Callable[[], Judgement], problem: str
) -> None:
    failing = await close_with(world, give)

    played = await failing.last_round()
    assert (played.state, played.mean_score) == (RoundState.CLOSED, 0.5)
    assert shown(failing, played.thread) == ([CLOSED, BOARD], REVEALED)
    notices = [card for card in told(failing, REVIEWER.member) if card.title == "An answer to grade by hand"]
    assert told(failing, ADMIN.member) == notices
    assert played.question is not None
    said = (
        f"In **daily**, 1 answer on `{played.question.ref}` could not be graded whole; the rest is. "
        f"Until you decide, they count as taking part:\n\n- Ana ({problem})\n\n"
        f"For example `/qotd grade <@ana> 80% REASON round={played.id}`."
    )
    assert [texts(card) for card in notices] == [[said]]


async def test_member_reads_who_decides_and_the_reviewers_grade_counts(world: World) -> None:
    failing = await close_with(world, raising(RecursionError()))
    played = await failing.last_round()

    own = await failing.press(ANA, "mine", f"round:{played.id}")
    reveal = failing.posted(played.thread)[0]
    before = await points(failing)
    await failing.command(REVIEWER, f"grade <@ana> 80% names the lanterns round={played.id}")
    graded = await failing.press(ANA, "mine", f"round:{played.id}")

    assert (texts(own)[-1], own.actions) == (WAITS, ())
    assert reveal.blocks[-1] == Small("1 answer waits for a reviewer.")
    assert (before, await points(failing)) == ({"ana": 2, "bo": 6}, {"ana": 8, "bo": 6})
    assert texts(graded)[-1] == "names the lanterns"


async def test_half_a_character_counts_however_it_comes(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, "turquoise lanterns \ud83d")
    world.chat.say(Place(WORKSPACE, CHANNEL, played.thread), "bo", "\udc00 marble gates")
    await world.press(replace(actor("Cy"), name="Cy\ud83d"), "answer", f"round:{played.id}", "behind \udfff walls")

    await closed(world)

    assert await answers(world) == {
        "ana": "turquoise lanterns \ufffd",
        "bo": "\ufffd marble gates",
        "cy": "behind \ufffd walls",
    }
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_stored_text_that_is_no_utf8_is_read_as_far_as_it_can_be(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        played = await opened(world)
        await world.say(ANA, WHOLE)
        await world.say(BO, "before the damage")
        with closing(sqlite3.connect(tmp_path / "askaday.db")) as beside:
            beside.execute("UPDATE revisions SET text = CAST(x'6f64eda0bd' AS TEXT) WHERE member = 'bo'")
            beside.commit()

        await closed(process(world, Platform(world.messenger, is_deaf=True)))
        found = await world.app.call(lambda tx: tx.answers.frozen(played.id))
        by_member = {answer.member: answer.text for answer in found}

        assert by_member == {"ana": WHOLE, "bo": "od\ufffd\ufffd\ufffd"}
        assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)
