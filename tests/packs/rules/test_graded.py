from dataclasses import replace

import pytest

from bot.domain.grading import Judgement
from bot.domain.question import KeyPoint, Question
from bot.packs.checking import GRADED_ADVICE, GradedRule
from bot.packs.rules.graded import (
    answer_meets_points,
    contraries_meet_nothing,
    empty_answer_meets_nothing,
    prompt_meets_nothing,
    unrelated_answer_meets_nothing,
    wordings_meet_points,
)
from tests.packs.rules.questions import POINTS, QUESTION, Whole, loaded, reasons

SOUND = replace(QUESTION, model_answer=" ".join(point.text for point in POINTS))


def others(answer: str, topic: str) -> tuple[Question, Question]:
    """Give the sound question and one whose model answer and topic are given."""
    return SOUND, replace(SOUND, id="other", topics=(topic,), model_answer=answer, key_points=(KeyPoint("Nothing."),))


@pytest.mark.parametrize("rule", GRADED_ADVICE)
def test_nothing_found_in_a_sound_question(rule: GradedRule) -> None:
    assert reasons(rule(loaded(SOUND), Whole())) == []


def test_answer_that_lacks_a_point() -> None:
    question = replace(SOUND, model_answer=" ".join(point.text for point in POINTS[1:]))

    assert reasons(answer_meets_points(loaded(question), Whole())) == [
        "standby: key_points[1]: the model answer itself does not meet it"
    ]


def test_point_that_an_empty_answer_meets() -> None:
    question = replace(SOUND, key_points=(POINTS[0], KeyPoint("")))

    assert reasons(empty_answer_meets_nothing(loaded(question), Whole())) == [
        "standby: key_points[2]: an empty answer meets it"
    ]


def test_point_that_the_prompt_gives_away() -> None:
    question = replace(SOUND, prompt=f"{POINTS[2].alt[0]}: why?")

    assert reasons(prompt_meets_nothing(loaded(question), Whole())) == [
        "standby: key_points[3]: the prompt itself meets it"
    ]


def test_point_that_an_answer_on_other_topics_meets() -> None:
    pack = loaded(*others(POINTS[3].text, "edge"))

    assert reasons(unrelated_answer_meets_nothing(pack, Whole())) == [
        "standby: key_points[4]: the model answer of “other” meets it"
    ]


@pytest.mark.parametrize(("answer", "topic"), [("Something else.", "edge"), (POINTS[3].text, "databases")])
def test_points_that_only_answers_on_the_topic_meet(answer: str, topic: str) -> None:
    pack = loaded(*others(answer, topic))

    assert reasons(unrelated_answer_meets_nothing(pack, Whole())) == []


def test_wording_that_does_not_meet_its_point() -> None:
    class TextOnly(Whole):
        """Sees no wordings but the text."""

        def grade(self, question: Question, answer: str) -> Judgement:
            points = tuple(replace(point, alt=point.alt[:1]) for point in question.key_points)
            return super().grade(replace(question, key_points=points), answer)

    question = replace(SOUND, key_points=POINTS[:1])

    assert reasons(wordings_meet_points(loaded(question), TextOnly())) == [
        "standby: key_points[1].alt[2]: does not meet the point on its own"
    ]


def test_contrary_that_is_taken_for_its_point() -> None:
    question = replace(SOUND, key_points=(replace(POINTS[0], contrary=("never", "no replica steps in")),))

    assert reasons(contraries_meet_nothing(loaded(question), Whole())) == [
        "standby: key_points[1].contrary[2]: is taken for the point itself"
    ]
