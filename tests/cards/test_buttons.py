"""How much there is to press on the cards of drills and exams: four buttons at most, and a menu."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.cards.drill import choices_card, drill_card, drill_result_card, probe_card
from bot.cards.exam import exam_result_card
from bot.cards.practice import nudge_card
from bot.domain.card import Card
from bot.domain.grading import Finding
from bot.domain.judging.options import LETTERS
from bot.domain.practice.drills import Drill, Sureness
from bot.domain.practice.exams import Exam, ExamResult
from bot.domain.practice.memory import Rating
from bot.domain.question import Choice
from tests.cards.rounds_of_cards import AT, judgement
from tests.worlds.builders import WORKSPACE, question

#: As many as any question can have, and the most buttons beside the letters, which are the answer itself.
MANY = tuple(Choice(f"choice {letter}", right=letter in "ab") for letter in LETTERS)
MOST = 4


def cards() -> Iterator[Card]:
    """Give every card of a drill and an exam, with all that can stand on it."""
    points = tuple(replace(point, probe="Who?") for point in question().key_points)
    asked = question(second_hint="Of lamps.", choices=MANY, key_points=points)
    for sureness in (None, *Sureness):
        drill = Drill(5, WORKSPACE, "ana", asked, AT, picked="a", sureness=sureness)
        for exam_id in (None, 1):
            each = replace(drill, exam_id=exam_id)
            yield from (drill_card(each, 1, 10), choices_card(each, MANY), choices_card(each, MANY[1:]))
        done = replace(drill, answer="Lanterns", judgement=judgement(Finding.COVERED, Finding.COVERED), finished_at=AT)
        yield drill_result_card(done, MANY, rating=Rating.GOOD, due_at=AT)
        yield probe_card(replace(done, probe=1))
        yield drill_result_card(replace(done, judgement=None), rating=Rating.AGAIN, due_at=AT)
        finished = [replace(done, id=number) for number in range(1, 21)]
        yield exam_result_card(ExamResult(Exam(1, WORKSPACE, "ana", 20, "", None, AT), finished))
    yield nudge_card(3)


@pytest.mark.parametrize("card", list(cards()), ids=lambda card: card.title)
def test_at_most_four_buttons_and_a_menu(card: Card) -> None:
    buttons = [action.label for action in card.actions if action.name not in LETTERS]

    assert len(buttons) <= MOST, buttons
    # Nothing stands there twice.
    assert len({(action.name, action.target) for action in card.pressable}) == len(card.pressable)
