"""One answer for a reviewer: what it says, what the grader made of it, and what is said against that."""

from dataclasses import dataclass

from bot.cards.forms import Field, FieldsForm
from bot.cards.question import question_title
from bot.domain.answers import Answer
from bot.domain.card import Action, Block, Card, Facts, KeyPointLine, Quote, Small, Text
from bot.domain.grading import NOT_IN_THIS, Finding, Grade
from bot.domain.judging.claims import Claim
from bot.domain.rounds import Round
from bot.domain.target import Target
from bot.domain.text import percent


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """An answer with all that is known of it; its author's name once a reviewer has graded it."""

    played: Round
    series: str
    #: Names it in buttons.
    code: str
    answer: Answer
    grade: Grade | None
    #: Empty: it is not told.
    name: str
    place: int
    of: int
    dispute: Claim | None
    claims: tuple[Claim, ...]
    is_best: bool
    may_void: bool


def marked_card(marked: MarkedAnswer, said: str = "") -> Card:
    """Show one answer, for a grade or as the best."""
    target = str(Target("round", marked.played.id, marked.place, marked.code))
    who = marked.name or "Somebody"
    facts = [("Grade", percent(marked.grade.judgement.score if marked.grade else None))]
    facts += [("Best answer", "yes")] if marked.is_best else []
    best = () if marked.is_best or marked.played.void else (Action("choose", "Best answer", target),)
    mark = () if marked.played.void else (Action("mark", "Grade", target),)
    after = Target("round", marked.played.id, marked.place + 1)
    onward = (Action("assess", "Next", str(after) if after.page > 1 else ""),) if marked.of > 1 else ()
    blocks = (
        *((Small(said),) if said else ()),
        Quote(who, marked.answer.text),
        *_points(marked),
        Facts(tuple(facts)),
        *_against(marked),
        *((Small(f"This question was voided: {marked.played.void}"),) if marked.played.void else ()),
        Small(f"Answer {marked.place} of {marked.of}; names are shown once a reviewer has graded."),
    )
    about = question_title(marked.played.question) if marked.played.question else marked.series
    return Card(f"Answers: {about}", blocks, (*mark, *best, *onward), menu=voiding_actions(marked))


def judge_action(marked: MarkedAnswer) -> Action:
    """Lead to the card of one answer from where many are shown."""
    return Action("assess", "Judge", str(Target("round", marked.played.id, marked.place)))


def voiding_actions(marked: MarkedAnswer) -> tuple[Action, ...]:
    """Let a manager void the question that was answered, or take that back."""
    return (_voiding(marked.played),) if marked.may_void else ()


def _voiding(played: Round) -> Action:
    target = str(Target("round", played.id))
    return (
        Action("unvoid", "Let it count again", target) if played.void else Action("void", "Void the question…", target)
    )


def voided_card(voided: Round) -> Card:
    """Tell a manager what follows from voiding, and let them take it back."""
    text = "The channel is told why. Boards follow; streaks stay."
    return Card("It does not count", (Text(text),), (_voiding(voided),))


def counted_card(played: Round) -> Card:
    """Tell a manager that a question counts again."""
    text = "Everybody has the points they had. The channel is told, and boards follow."
    return Card("It counts again", (Text(text),), (_voiding(played),))


def _points(marked: MarkedAnswer) -> tuple[Block, ...]:
    question, grade = marked.played.question, marked.grade
    if question is None or grade is None or not grade.judgement.findings:
        return ()
    pairs = zip(question.key_points, grade.judgement.findings, strict=False)
    return tuple(KeyPointLine(point.name, _outcome(found.finding), found.evidence) for point, found in pairs)


def _outcome(finding: Finding) -> str:
    return NOT_IN_THIS if finding is Finding.NOT_FOUND else str(finding)


def _against(marked: MarkedAnswer) -> tuple[Block, ...]:
    """Show what its author says against the grade."""
    disputed = (Quote("Disputed", marked.dispute.reason),) if marked.dispute else ()
    claimed = tuple(Quote(f"Claimed: {one.point}", one.sentence) for one in marked.claims)
    return (*disputed, *claimed)


def no_answers_card(series: str) -> Card:
    """Say that there is nothing to judge."""
    return Card(f"Answers of {series}", (Text("Nobody but you has answered the last question."),))


def mark_form() -> FieldsForm:
    """Ask for a grade and why."""
    fields = (
        Field("percent", "Grade in percent", "0 to 100", longest=5),
        Field("reason", "Why?", "Its author reads this", longest=1000, is_long=True),
    )
    return FieldsForm("Grade this answer", "Grade", fields)


def keep_form() -> FieldsForm:
    """Ask why a grade that is doubted stays as it is."""
    field = Field("reason", "Why does it stay?", "Its author reads this", longest=1000, is_long=True)
    return FieldsForm("Keep this grade", "Keep", (field,))


def void_form() -> FieldsForm:
    """Ask why a question is voided."""
    field = Field("reason", "Why does it not count?", "The channel reads this", longest=1000, is_long=True)
    note = "Nobody earns points with it any more; boards follow, streaks stay. `/qotd unvoid` takes it back."
    return FieldsForm("Void this question", "Void", (field,), note)
