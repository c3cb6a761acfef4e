"""A doubted grade, as reviewers see it, and what the member is told of the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.question import question_title
from bot.domain.answers import Answer
from bot.domain.card import Block, Card, Facts, Heading, Quote, Text
from bot.domain.doubts import Dispute
from bot.domain.grading import Grade
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.domain.text import count, percent

#: How many disputes a card shows, the oldest ones.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class DisputeFigures:
    """A dispute with all that a reviewer needs to decide it."""

    dispute: Dispute
    played: Round
    #: What the member is called.
    name: str
    answer: Answer | None
    grade: Grade | None


def _about(played: Round) -> str:
    title = f": {question_title(played.question)}" if played.question else ""
    return f"{played.day.isoformat()}{title}"


def _score(grade: Grade | None) -> str:
    return percent(grade.judgement.score if grade else None)


def disputed_notice(series: Series, figures: DisputeFigures) -> Card:
    """Tell reviewers that a grade is doubted."""
    how = Text("`/qotd disputes` shows it with the answer and says how to decide.")
    facts = (("Series", series.name), ("Question", _about(figures.played)), ("Grade", _score(figures.grade)))
    return Card("A grade is disputed", (Facts(facts), Quote(figures.name, figures.dispute.reason), how))


def disputes_card(series: Series, found: Sequence[DisputeFigures]) -> Card:
    """Show reviewers the disputes that wait for them."""
    title = f"Disputes in {series.name}"
    if not found:
        return Card(title, (Text("No grade is disputed."),))
    blocks = [block for figures in found[:SHOWN] for block in _dispute_blocks(figures)]
    more = f"{count(len(found) - SHOWN, 'more dispute')} after these. " if len(found) > SHOWN else ""
    first = found[0]
    who, number = f"<@{first.dispute.member}>", f"round={first.played.id}"
    how = (
        f"For the first of them, `/qotd grade {who} 80% REASON {number}` changes the grade, "
        f"`/qotd disputes keep {who} REASON {number}` keeps it."
    )
    return Card(title, (*blocks, Text(more + how)))


def _dispute_blocks(figures: DisputeFigures) -> tuple[Block, ...]:
    played, answer = figures.played, figures.answer
    facts = (("Round", str(played.id)), ("Question", _about(played)), ("Grade", _score(figures.grade)))
    said = (Quote("Answer", answer.text),) if answer else ()
    return (Heading(figures.name), Facts(facts), *said, Quote("Why it is disputed", figures.dispute.reason))


def decided_card(played: Round, before: Grade | None, after: Grade | None, reason: str) -> Card:
    """Tell a member what a reviewer decided, and why."""
    was, now = _score(before), _score(after)
    score = f"{was}, as before" if was == now else f"{now}, before {was}"
    facts = Facts((("Question", _about(played)), ("Score", score)))
    return Card("Your dispute was decided", (facts, Quote("A reviewer", reason)))
