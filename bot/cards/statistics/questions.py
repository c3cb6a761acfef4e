"""How questions do as a card: those that need a look first, and what was accepted as other wordings."""

from collections.abc import Sequence

from bot.cards.statistics.views import ON_PAGE, View, as_file, more, others, pages_of, share, why_withheld
from bot.domain.calendar.periods import period_title
from bot.domain.card import Block, Card, Heading, Quote, Small, Table, Text
from bot.domain.statistics.questions import QuestionHealth, Questions
from bot.domain.text import DASH, count, listing

#: What a line says of a question (`question_row`).
QUESTION_HEADER = ("Question", "Asked", "Answers", "Met", "Score", "👍 / 👎", "Flags", "Upheld", "Look at it")
_MOST_UNMET, _MOST_WORDINGS = 5, 5


def questions_card(series_id: int, questions: Questions, page: int = 1) -> Card:
    """Show how questions do, the marked ones first."""
    title = f"Questions of {questions.series}: {period_title(questions.period)}"
    buttons = others(View.QUESTIONS, series_id, questions.period)
    if not questions.lines:
        return Card(title, (Text("No question was asked in this period."),), buttons)
    pages = pages_of(len(questions.lines))
    shown = min(page, pages)
    there = questions.lines[(shown - 1) * ON_PAGE : shown * ON_PAGE]
    left_out = sum(one.met.left_out for one in there)
    blocks: list[Block] = [
        Small(f"{count(len(questions.marked), 'question')} of {len(questions.lines)} to look at."),
        Table(QUESTION_HEADER, tuple(map(question_row, there)), numeric=(1, 2, 3, 4, 6)),
        *why_withheld(questions.floor, left_out, "round"),
        *_unmet(there),
        *_wordings(there),
    ]
    return Card(
        title,
        tuple(blocks),
        (
            *more(View.QUESTIONS, series_id, questions.period, shown, pages),
            *as_file(View.QUESTIONS, series_id, questions.period, pages),
            *buttons,
        ),
    )


def question_row(one: QuestionHealth) -> tuple[str, ...]:
    """Give how a question does as texts."""
    said = one.reactions
    decided = said.claims.decided + said.disputes.decided
    return (
        one.ref,
        str(one.asked),
        str(one.answered),
        share(one.met),
        share(one.mean_score),
        f"{said.good} / {said.bad}",
        str(said.flags),
        f"{said.claims.upheld + said.disputes.upheld} of {decided}" if decided else DASH,
        listing(one.marks) or DASH,
    )


def _unmet(lines: Sequence[QuestionHealth]) -> tuple[Block, ...]:
    missed = [f"{one.ref}: {point}" for one in lines for point in one.unmet]
    if not missed:
        return ()
    rest = (f"and {len(missed) - _MOST_UNMET} more",) if len(missed) > _MOST_UNMET else ()
    return (Heading("Key points that nobody met"), *(Small(line) for line in (*missed[:_MOST_UNMET], *rest)))


def _wordings(lines: Sequence[QuestionHealth]) -> tuple[Block, ...]:
    found = [(one.ref, wording) for one in lines for wording in one.reactions.wordings]
    if not found:
        return ()
    quotes = tuple(Quote(f"{ref}: {wording.point}", wording.words) for ref, wording in found[:_MOST_WORDINGS])
    rest = f" And {len(found) - _MOST_WORDINGS} more." if len(found) > _MOST_WORDINGS else ""
    note = f"Accepted for a key point.{rest} `/qotd wordings` shows reviewers all of them, and takes them back."
    return (Heading("Other wordings"), *quotes, Text(note))
