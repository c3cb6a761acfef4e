"""Looking back: questions of a series that were revealed, by pages, each with its short answer and one's own result."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.question import model_answer_body, question_title
from bot.domain.card import Action, Block, Card, Heading, Small, Text
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.target import Target


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """A question that was revealed, for one member."""

    closed: Round
    question: Question
    #: How the member did in it.
    own: str


@dataclass(frozen=True, slots=True)
class PastPage:
    """One page of what was looked for in a series."""

    series_id: int
    series: str
    #: Empty: nothing in particular.
    words: str
    found: tuple[PastQuestion, ...]
    #: Counted from 1.
    number: int
    #: How many stand on the pages before.
    before: int
    has_more: bool


def past_card(page: PastPage) -> Card:
    """Show a page, newest first."""
    title = f"Past questions of {page.series}" + (f": {page.words}" if page.words else "")
    if not page.found:
        return Card(title, (Text(_NOTHING_FOUND if page.words else _NOTHING_YET),))
    numbered = list(enumerate(page.found, start=page.before + 1))
    blocks = tuple(block for number, one in numbered for block in _blocks(number, one))
    whole = tuple(
        Action("whole", f"Whole answer {number}", str(Target("round", one.closed.id))) for number, one in numbered
    )
    older = (Action("older", "Older", str(Target("series", page.series_id, page.number + 1, page.words))),)
    return Card(title, blocks, (*whole, *(older if page.has_more else ())))


_NOTHING_FOUND = "No question that was revealed here has all of these words."
_NOTHING_YET = "No question has been revealed here yet."


def _blocks(number: int, one: PastQuestion) -> Sequence[Block]:
    day = one.closed.day
    return (
        Heading(f"{number}. {question_title(one.question)}"),
        Text(one.question.summary),
        Small(f"{day:%A} {day.day} {day:%B} {day.year} · {one.own}"),
    )


def whole_card(question: Question) -> Card:
    """Show a question that was revealed with its model answer, to one member."""
    return Card(
        question_title(question), (Text(question.prompt), Heading("Model answer"), *model_answer_body(question))
    )
