"""A member's own practice, in figures and as a picture."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.cards.practice import bar, nudge_card, nudge_set_card, practice_blocks
from bot.domain.card import Action, Card, Heading, Small, Table, Text
from bot.domain.practice.drills import Sureness
from bot.domain.practice.figures import Calibration, Mastery, PracticeFigures, calibrations, due_refs, mastery_by_topic
from bot.domain.practice.memory import Memory
from bot.domain.practice.nudges import Nudge
from tests.worlds.builders import WORKSPACE, question

NOW = datetime(2026, 12, 7, 9, tzinfo=UTC)


def memory(number: int, stability: float = 100.0, **changes: object) -> Memory:
    basis = Memory(f"basics/question-{number}", stability, 5.0, NOW - timedelta(days=10), NOW + timedelta(days=1))
    return replace(basis, **changes)  # type: ignore[arg-type]  # fields of a memory


def test_mastery_counts_known_practised_and_all_by_main_topic() -> None:
    topics = ("cost", "cost", "cost", "storage", "network")
    questions = [question(number, topics=(topic, "storage")) for number, topic in enumerate(topics, start=1)]
    held = {one.ref: one for one in (memory(1), memory(2, 1.0), memory(4), memory(99))}

    figures = mastery_by_topic(questions, held, NOW)

    assert figures == [Mastery("cost", 1, 2, 3), Mastery("storage", 1, 1, 1)]
    assert [one.share for one in figures] == [0.5, 1]


def test_calibrations_are_means_surest_first() -> None:
    said = [(Sureness.GUESS, 0.5), (Sureness.SURE, 1.0), (Sureness.SURE, 0.5)]

    assert calibrations(said) == [Calibration(Sureness.SURE, 2, 0.75), Calibration(Sureness.GUESS, 1, 0.5)]


def test_due_are_those_that_may_be_asked() -> None:
    memories = [memory(1), memory(2, due_at=NOW), memory(3, due_at=NOW)]

    assert due_refs(memories, {"basics/question-1", "basics/question-2"}, NOW) == ["basics/question-2"]


@pytest.mark.parametrize(
    ("share", "drawn"), [(0.0, "░░░░░░░░░░"), (0.01, "█░░░░░░░░░"), (0.55, "██████░░░░"), (1.0, "██████████")]
)
def test_bar(share: float, drawn: str) -> None:
    assert bar(share) == drawn


def test_practice_blocks() -> None:
    figures = PracticeFigures(2, [Mastery("cost", 1, 2, 3)], [Calibration(Sureness.SURE, 4, 0.75)])

    assert practice_blocks(figures) == (
        Heading("Practice"),
        Text("2 questions due now. `/aws-quiz` asks what you need most."),
        Table(
            ("Topic", "Known now", "Of those practised", "Questions"),
            (("cost", "█████░░░░░", "1 of 2", "3"),),
            numeric=(3,),
        ),
        Small("Known: you would recall it nine times out of ten."),
        Heading("How sure you were"),
        Table(("You were", "Answers", "Recognised"), (("sure", "4", "████████░░"),), numeric=(1,)),
    )


def test_practice_blocks_with_nothing_due_and_before_the_first_question() -> None:
    assert practice_blocks(PracticeFigures(0, [Mastery("cost", 1, 1, 1)], []))[1] == Text(
        "Nothing is due now. `/aws-quiz` asks what you need most."
    )
    assert practice_blocks(PracticeFigures(0, [], [])) == (
        Heading("Practice"),
        Text("`/aws-quiz` asks you a question in private, and brings it back before you forget it."),
    )


@pytest.mark.parametrize(
    ("due", "begin"), [(1, "1 question is due: asked now, it stays"), (3, "3 questions are due: asked now, they stay")]
)
def test_nudge_card(due: int, begin: str) -> None:
    assert nudge_card(due) == Card(
        "Time to practise",
        (
            Text(f"{begin} in your memory with the least effort."),
            Text("`/aws-quiz nudge off` ends these reminders."),
        ),
        (Action("next", "Ask me"), Action("quiet", "No more of these")),
    )


def test_nudge_set_card_says_when() -> None:
    nudge = Nudge(1, WORKSPACE, "ana", time(9), "Europe/Berlin", holidays="DE")

    said, _how = (block.markdown for block in nudge_set_card(nudge).blocks if isinstance(block, Text))

    assert said == (
        "Monday to Friday at 09:00 (Europe/Berlin), except holidays in DE, by a direct message, if questions are due "
        "for you. Nothing comes on the team's days off."
    )
