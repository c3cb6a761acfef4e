"""What a private question shows, before and after it is answered."""

from dataclasses import replace

from bot.domain.cards import Action, Card, Facts, KeyPointLine, Quote, Small, Text
from bot.domain.drill_cards import drill_card, drill_result_card, shared_drill_card
from bot.domain.drills import Drill
from bot.domain.grading import Finding
from bot.domain.question_cards import model_answer_blocks
from tests.builders import WORKSPACE, question
from tests.domain.rounds_of_cards import AT, HOSTILE, judgement

DRILL = Drill(5, WORKSPACE, "ana", question(), AT)
ONWARD = (
    Action("next", "Next"),
    Action("easier", "Easier"),
    Action("harder", "Harder"),
    Action("flag", "Flag", "drill:5"),
)


def test_drill_card() -> None:
    assert drill_card(DRILL) == Card(
        "For you: Storage · associate",
        (
            Text("What does the archive number 1 keep?"),
            Small("Only you see this. Take five minutes, then answer in your own words."),
        ),
        (
            Action("answer", "Answer", "drill:5"),
            Action("hint", "Hint", "drill:5"),
            Action("show", "Show answer", "drill:5"),
            *ONWARD,
        ),
    )


def test_drill_card_without_a_hint() -> None:
    card = drill_card(replace(DRILL, question=question(hint="")))

    assert [action.name for action in card.actions] == ["answer", "show", "next", "easier", "harder", "flag"]


def test_drill_result_card() -> None:
    found = judgement(Finding.COVERED, Finding.UNSURE)

    card = drill_result_card(replace(DRILL, answer=HOSTILE, judgement=found, finished_at=AT))

    assert card == Card(
        "Answer: Storage · associate",
        (
            Quote("Your answer", HOSTILE),
            Facts((("Score", "50 %"),)),
            KeyPointLine("It stores turquoise lanterns.", "covered", "the words"),
            KeyPointLine("Elephants guard marble gates.", "unsure"),
            Small("A reason."),
            *model_answer_blocks(question()),
        ),
        (*ONWARD[:3], Action("share", "Share", "drill:5"), ONWARD[3]),
    )


def test_drill_result_card_given_up() -> None:
    assert drill_result_card(DRILL).blocks == model_answer_blocks(question())


def test_shared_drill_card_is_without_the_model_answer() -> None:
    found = judgement(Finding.COVERED, Finding.UNSURE)

    card = shared_drill_card(replace(DRILL, answer=HOSTILE, judgement=found, finished_at=AT), "Ana")

    assert card == Card(
        "Ana practised: Storage · associate",
        (Text("What does the archive number 1 keep?"), Quote("Ana", HOSTILE), Facts((("Score", "50 %"),))),
    )
