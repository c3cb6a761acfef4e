"""The card of a question: what it shows, and that the model answer is never on it."""

from datetime import UTC
from typing import Any

import pytest

from bot.cards.question import (
    answer_kept_card,
    closed_card,
    hint_card,
    model_answer_blocks,
    question_body,
    question_card,
    question_title,
)
from bot.domain.card import Action, Card, Heading, Moment, Small, Text, Tone
from bot.domain.series import AnswerMode
from tests.cards.rounds_of_cards import CLOSES, played, series
from tests.worlds.builders import question, settings

REPLY = "Write in the thread below: several messages are one answer, and edits count until the close."
FLAG = Action("flag", "Flag", "round:7")
PRIVATELY = "Answer privately: what you write is published at the reveal and can be changed until then."


@pytest.mark.parametrize(("mode", "how"), [(AnswerMode.OPEN, REPLY), (AnswerMode.SEALED, PRIVATELY)])
def test_question_card(mode: AnswerMode, how: str) -> None:
    of_mode = settings(answer_mode=mode)
    asked = played(is_sealed=mode is AnswerMode.SEALED)
    card = question_card(series(settings=of_mode), asked, question(services=("S3", "EC2")))

    assert card == Card(
        "Question of the day: Storage · associate",
        (Text("What does the archive number 1 keep?"), Moment("Closes", CLOSES, "UTC"), Small(how)),
        (Action("answer", "Answer privately", "round:7"), Action("hint", "Hint", "round:7")),
        menu=(FLAG,),
        tone=Tone.OPEN,
    )
    assert CLOSES.tzinfo is UTC


def test_question_card_says_how_many_have_answered() -> None:
    assert question_card(series(), played(), question(), 2).blocks[-1] == Small("2 answers so far.")


def test_question_card_without_hint_or_close() -> None:
    card = question_card(series(), played(closes_at=None), question(hint=""))

    assert card.blocks == (Text("What does the archive number 1 keep?"), Small(REPLY))
    assert [action.name for action in card.pressable] == ["answer", "flag"]


def test_question_card_holds_nothing_of_the_model_answer() -> None:
    shown = repr((question_card(series(), played(), question()), closed_card(played(), 3)))

    assert [word for word in ("turquoise", "lanterns", "Elephants", "marble") if word in shown] == []


@pytest.mark.parametrize("topic", ["", "caching"])
def test_question_title_of_its_own(topic: str) -> None:
    assert question_title(question(title="Prices an hour old"), topic) == "Prices an hour old"


def test_question_title_of_a_topic_of_several_words() -> None:
    assert question_title(question(topics=("load-balancing", "storage"))) == "Load balancing · associate"


@pytest.mark.parametrize(("answers", "said"), [(0, "0 answers"), (1, "1 answer"), (2, "2 answers")])
def test_closed_card(answers: int, said: str) -> None:
    card = closed_card(played(), answers)

    assert card == Card(
        "Closed: Storage · associate",
        (Text("What does the archive number 1 keep?"), Small(f"{said}. The model answer is in the thread.")),
        (Action("mine", "How did I do?", "round:7"),),
        "Open the thread",
        menu=(FLAG,),
        tone=Tone.CLOSED,
    )


def test_closed_card_without_a_question() -> None:
    assert closed_card(played(question=None), 0) == Card(
        "Closed",
        (Small("0 answers. The model answer is in the thread."),),
        (Action("mine", "How did I do?", "round:7"),),
        "Open the thread",
        tone=Tone.CLOSED,
    )


@pytest.mark.parametrize(
    ("is_sealed", "who_sees_it"),
    [(False, "Nobody else sees it; only its grade counts."), (True, "It is published at the reveal.")],
)
def test_answer_kept_card(*, is_sealed: bool, who_sees_it: str) -> None:
    said = f"You can change it until the question closes: answer again. {who_sees_it}"

    assert answer_kept_card(is_sealed=is_sealed) == Card("Your answer is kept", (Text(said),))


def test_hint_card() -> None:
    assert hint_card(question()) == Card("Hint", (Text("Think of light."),))
    assert hint_card(question(second_hint="Of lamps.")).blocks == (Text("Think of light."), Text("Of lamps."))
    assert hint_card(question(hint="")) == Card("Hint", (Text("There is no hint for this question."),))


def test_model_answer_blocks() -> None:
    blocks = model_answer_blocks(question(author="Ana", services=("Amazon S3", "Amazon EC2")))

    assert blocks == (
        Heading("Model answer"),
        Text("It stores turquoise lanterns (1). Elephants guard marble gates."),
        Heading("Read more"),
        Text("- [Docs](https://docs.aws.amazon.com/)"),
        Small("Services: Amazon S3, Amazon EC2"),
        Small("Verified 1 January 2026 · basics/question-1 · by Ana"),
    )


def test_model_answer_blocks_without_references() -> None:
    assert [type(block) for block in model_answer_blocks(question(references=()))] == [Heading, Text, Small]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "A slow morning", "minutes": 4}, "Associate · storage · about 4 minutes"),
        ({"title": "A slow morning", "topics": ("storage", "load-balancing")}, "Associate · storage, load balancing"),
        ({"minutes": 1}, "About 1 minute"),
        ({"topics": ("storage", "cost")}, "Storage, cost"),
    ],
)
def test_question_says_in_one_line_what_it_is_about(changes: dict[str, Any], said: str) -> None:
    asked = question(services=("Amazon S3", "Amazon EC2"), **changes)

    assert question_body(asked) == (Text(asked.prompt), Small(said))


def test_question_whose_title_says_it_all_has_no_such_line() -> None:
    assert question_body(question(services=("Amazon S3",))) == (Text("What does the archive number 1 keep?"),)


@pytest.mark.parametrize("mode", list(AnswerMode))
def test_no_card_of_a_question_names_its_services(mode: AnswerMode) -> None:
    asked = question(services=("Amazon ElastiCache",))
    shown = repr(
        (question_card(series(settings=settings(answer_mode=mode)), played(), asked), closed_card(played(), 3))
    )

    assert "ElastiCache" not in shown
