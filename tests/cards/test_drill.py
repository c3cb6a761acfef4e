"""What a private question shows, before and after it is answered."""

from dataclasses import replace

import pytest

from bot.cards.drill import choices_card, drill_card, drill_result_card, shared_drill_card
from bot.cards.question import model_answer_blocks
from bot.domain.card import Action, Card, Heading, KeyPointLine, Quote, Small, Text
from bot.domain.grading import Finding, Judgement
from bot.domain.practice.drills import Drill, Sureness
from bot.domain.practice.memory import Rating
from bot.domain.question import Choice
from tests.cards.rounds_of_cards import AT, HOSTILE, judgement
from tests.worlds.builders import WORKSPACE, question, with_choices
from tests.worlds.reading import facts, small

DRILL = Drill(5, WORKSPACE, "ana", question(), AT)
ONWARD = tuple(Action(name, name.capitalize(), "drill:5") for name in ("next", "easier", "harder"))
FLAG = Action("flag", "Flag", "drill:5")
DATA = Action("data", "My data")
SURE = (
    Action("sure", "I am sure", "drill:5"),
    Action("think", "I think so", "drill:5"),
    Action("guess", "I guess", "drill:5"),
)
OPTIONS = with_choices(question()).choices
LINES = "- **A** lanterns\n- **B** drums"


def names(card: Card) -> list[str]:
    return [action.name for action in card.actions]


def menu(card: Card) -> list[str]:
    return [action.name for action in card.menu]


def test_drill_card() -> None:
    assert drill_card(DRILL) == Card(
        "For you: Storage · associate",
        (
            Text("What does the archive number 1 keep?"),
            Small("Only you see this. Answer in your own words. A hint leaves 70 % of the score."),
        ),
        (
            Action("answer", "Answer", "drill:5"),
            Action("hint", "Hint", "drill:5"),
            Action("show", "Show answer", "drill:5"),
        ),
        menu=(*ONWARD, FLAG, DATA),
    )


def test_drill_card_shows_the_hint_that_was_taken_and_how_sure_one_said_one_is() -> None:
    card = drill_card(replace(DRILL, is_hinted=True, sureness=Sureness.GUESS))

    assert card.blocks[1:3] == (Heading("Hint"), Text("Think of light."))
    assert small(card)[0] == "You guess: even if you are right, the question comes back soon."
    assert names(card) == ["answer", "show"]


def test_drill_card_without_a_hint() -> None:
    card = drill_card(replace(DRILL, question=question(hint="")))

    assert names(card) == ["answer", "show"]
    assert "A hint" not in " ".join(small(card))


def test_drill_card_with_choices() -> None:
    card = drill_card(replace(DRILL, question=with_choices(question())))

    assert names(card) == ["answer", "choices", "hint", "show"]


def test_drill_card_in_an_exam_offers_no_help() -> None:
    card = drill_card(replace(DRILL, exam_id=1, question=with_choices(question())), 3, 10)

    assert (card.title, names(card), menu(card)) == (
        "Exam, 3 of 10: Storage · associate",
        ["answer", "choices", "pass", "end"],
        ["flag", "data"],
    )


def test_choices_card_of_one_right_choice() -> None:
    drill = replace(DRILL, question=with_choices(question(choices_prompt="Which one?")), picked="")

    card = choices_card(drill, OPTIONS)

    assert card == Card(
        "Choose: Storage · associate",
        (
            Text(drill.question.prompt),
            Text("Which one?"),
            Text("- **A** lanterns\n- **B** drums"),
            Small("One is right."),
        ),
        (
            Action("a", "A", "drill:5"),
            Action("b", "B", "drill:5"),
            Action("answer", "In my own words", "drill:5"),
            Action("show", "Show answer", "drill:5"),
        ),
        menu=(*SURE, FLAG, DATA),
    )


def test_choices_card_of_several_right_choices_says_what_is_picked() -> None:
    options = (*OPTIONS, Choice("elephants", right=True))

    nothing = choices_card(replace(DRILL, picked=""), options)
    some = choices_card(replace(DRILL, picked="ac", exam_id=1), options)

    assert small(nothing) == ["Several are right. Picked: nothing yet. Press a letter again to take it back."]
    assert small(some) == ["Several are right. Picked: A, C. Press a letter again to take it back."]
    assert names(nothing) == ["a", "b", "c", "done", "answer", "show"]
    assert names(some) == ["a", "b", "c", "done", "answer", "pass", "end"]
    assert (menu(nothing), menu(some)) == (["sure", "think", "guess", "flag", "data"], ["flag", "data"])


@pytest.mark.parametrize("sureness", Sureness)
def test_choices_card_says_how_sure_one_said_one_is(sureness: Sureness) -> None:
    assert len(small(choices_card(replace(DRILL, picked="", sureness=sureness), OPTIONS))) == 2


def test_drill_result_card() -> None:
    found = judgement(Finding.COVERED, Finding.UNSURE)
    done = replace(DRILL, answer=HOSTILE, judgement=found, finished_at=AT)

    card = drill_result_card(done, rating=Rating.HARD, due_at=AT)

    assert card == Card(
        "Answer: Storage · associate",
        (
            Quote("Your answer", HOSTILE),
            Text("**1 of 2 key points recognised**"),
            KeyPointLine("It stores turquoise lanterns.", "covered", "the words"),
            KeyPointLine("Elephants guard marble gates.", "unsure"),
            Small("A reason."),
            Small("Said one of these in other words? Press “I said that”: it counts in your practice at once."),
            Small(f"It comes back on {AT:%A} {AT.day} {AT:%B %Y}. Not how it felt? Say how well you knew it."),
            *model_answer_blocks(question()),
        ),
        (Action("claim", "I said that", "drill:5"), *ONWARD),
        menu=(
            Action("forgot", "I forgot it", "drill:5"),
            Action("good", "I knew it", "drill:5"),
            Action("easy", "It was easy", "drill:5"),
            Action("share", "Share", "drill:5"),
            FLAG,
            DATA,
        ),
    )


def test_drill_result_card_explains_the_choices() -> None:
    asked = with_choices(question(choices_prompt="Which one?"))
    done = replace(DRILL, question=asked, answer="drums", judgement=Judgement(0, (), "0 of 1."), picked="b")

    card = drill_result_card(replace(done, finished_at=AT), (*OPTIONS, Choice("gates")))

    stem, explained = [block for block in card.blocks if isinstance(block, Text)][:2]
    assert stem == Text("Which one?")
    assert explained.markdown.splitlines() == [
        "- **A** (right) lanterns - yes",
        "- **B** (not right) drums - no",
        "- **C** (not right) gates",
    ]


def test_drill_result_card_says_what_was_taken_and_how_sure_one_was() -> None:
    done = replace(DRILL, judgement=judgement(Finding.COVERED), is_hinted=True, sureness=Sureness.GUESS)
    done = replace(done, question=question(key_points=question().key_points[:1]))

    assert facts(drill_result_card(done)) == {"Hint": "taken, so 70 % counts", "You were": "guess"}


def test_drill_result_card_given_up() -> None:
    card = drill_result_card(DRILL, rating=Rating.AGAIN, due_at=AT)

    assert card.blocks == (Small(f"It comes back on {AT:%A} {AT.day} {AT:%B %Y}."), *model_answer_blocks(question()))
    assert (names(card), menu(card)) == (["next", "easier", "harder"], ["flag", "data"])


def test_shared_drill_card_is_without_the_model_answer() -> None:
    found = judgement(Finding.COVERED, Finding.UNSURE)

    card = shared_drill_card(replace(DRILL, answer=HOSTILE, judgement=found, finished_at=AT), "Ana")

    assert card == Card(
        "Ana practised: Storage · associate",
        (Text("What does the archive number 1 keep?"), Quote("Ana", HOSTILE), Text("**1 of 2 key points recognised**")),
    )
