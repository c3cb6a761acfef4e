"""What comes of an exam, and how it is shown."""

from dataclasses import replace
from datetime import timedelta

from bot.cards.exam import exam_result_card
from bot.domain.card import Action, Card, Facts, Table, Text
from bot.domain.grading import Judgement
from bot.domain.practice.drills import Drill
from bot.domain.practice.exams import Exam, ExamResult
from bot.domain.question import Reference
from tests.cards.rounds_of_cards import AT
from tests.worlds.builders import WORKSPACE, question
from tests.worlds.reading import rows, text_of

EXAM = Exam(1, WORKSPACE, "ana", 4, "", None, AT)


def drill(number: int, score: float | None, topic: str = "storage", **changes: object) -> Drill:
    page = Reference(f"Page {number}", f"https://docs.aws.amazon.com/{number}")
    asked = question(number, topics=(topic,), references=(page,))
    judgement = None if score is None else Judgement(score, (), "1 of 2 right choices found.")
    return replace(
        Drill(number, WORKSPACE, "ana", asked, AT, AT, judgement=judgement, exam_id=1),
        **changes,  # type: ignore[arg-type]  # fields of a drill
    )


DRILLS = (drill(1, 1.0), drill(2, 0.5, "cost", picked="a"), drill(3, None, "network"))


def test_mark_is_the_mean_and_what_was_passed_over_counts_nothing() -> None:
    assert ExamResult(EXAM, DRILLS).mark == 0.5
    assert ExamResult(EXAM, ()).mark is None


def test_weak_topics_and_what_to_read_come_worst_first() -> None:
    result = ExamResult(EXAM, DRILLS)

    assert result.weak_topics == ["network", "cost"]
    assert [missed.id for missed in result.missed] == [3, 2]


def test_exam_runs_for_a_day() -> None:
    assert EXAM.is_running(AT + timedelta(hours=23))
    assert not EXAM.is_running(AT + timedelta(hours=24))
    assert not replace(EXAM, finished_at=AT).is_running(AT)


def test_result_card() -> None:
    card = exam_result_card(ExamResult(EXAM, DRILLS))

    assert card == Card(
        "Your exam: 1 of 3 known well",
        (
            Facts((("Questions", "3 of 4"), ("Mark", "50 %"))),
            Table(
                ("Worth another look", "Key points recognised"),
                (("Network · associate", "not answered"), ("Cost · associate", "1 of 2 right choices found")),
            ),
            Text("Weakest: `/aws-quiz network` and `/aws-quiz cost`"),
            Text("To read: [Page 3](https://docs.aws.amazon.com/3) · [Page 2](https://docs.aws.amazon.com/2)"),
            Text("What you missed comes back with `/aws-quiz`."),
        ),
        (Action("next", "Practise"),),
        menu=(
            Action("show", "Answer: Network · associate", "drill:3"),
            Action("show", "Answer: Cost · associate", "drill:2"),
            Action("data", "My data"),
        ),
    )


def test_result_card_of_a_long_exam_is_short() -> None:
    many = tuple(drill(number, 0.1, f"topic-{number}") for number in range(1, 21))

    card = exam_result_card(ExamResult(replace(EXAM, size=20), many))

    assert (len(rows(card)), text_of(card).count("aws-quiz"), text_of(card).count("https://")) == (5, 4, 3)
    assert card.blocks[-1] == Text("These and 15 more come back with `/aws-quiz`.")
    assert [action.target for action in card.menu] == ["drill:1", "drill:2", "drill:3", "drill:4", ""]


def test_result_card_of_a_faultless_exam_has_nothing_to_read() -> None:
    card = exam_result_card(ExamResult(EXAM, DRILLS[:1]))

    assert [type(block) for block in card.blocks] == [Facts]


def test_result_card_without_an_answer() -> None:
    card = exam_result_card(ExamResult(EXAM, ()))

    assert card.blocks == (Text("No question was answered, so there is no mark."),)
