"""Questions of a series: how all of them do, and one with its rubric, its answers and what is said against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.cards.authoring.marking import MarkedAnswer
from bot.cards.claims import ClaimGroup
from bot.cards.past import whole_card
from bot.cards.reveal import point_counts
from bot.commands.authoring.review import decision_card
from bot.commands.pages.asked import PageQuery, ShownOnPage, chosen
from bot.commands.pages.overview import managed
from bot.commands.pages.queue import alone
from bot.commands.pages.titles import titles
from bot.domain.calendar.periods import ALL_TIME
from bot.domain.card import Action, Card, Meter
from bot.domain.grading import effective
from bot.domain.judging.wordings import Wording
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series, may_manage, may_review
from bot.domain.statistics.questions import QuestionHealth, Questions
from bot.domain.target import Target
from bot.errors import RefusedError
from bot.ports.store import Transaction
from bot.services.claims.waiting import NextDecision
from bot.services.practice.pool import open_refs
from bot.services.services import Services
from bot.services.statistics.scopes import Scope, scope_for, scope_of_own

_PERIOD = "quarter"
#: So much of what waits is looked through for what is about one question.
_MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """How the questions of a series do; with a topic, those of it."""

    shown: ShownOnPage
    questions: Questions
    #: By `pack/id`.
    titles: Mapping[str, str]


def questions(tx: Transaction, services: Services, actor: Actor, asked: PageQuery) -> QuestionsPage:
    """Give how questions do in a period.

    Raises:
        InputError: the period is not understood.
        RefusedError: there is no such series here.
        RightsError: the actor may not manage it.
    """
    series, scope, every = managed(tx, actor, asked)
    found = services.statistics.questions(tx, scope, asked.period or _PERIOD)
    topics = tuple(sorted({line.topic for line in found.lines if line.topic}))
    if asked.topic:
        found = replace(found, lines=tuple(line for line in found.lines if line.topic == asked.topic))
    shown = ShownOnPage(series.name, found.period, every, asked.topic, topics)
    return QuestionsPage(shown, found, titles(tx, services, series.workspace, [line.ref for line in found.lines]))


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question as far as who looks may see it."""

    shown: ShownOnPage
    ref: str
    #: What it asks, with the model answer, as `/qotd past` shows it; None: `hidden` says why not.
    whole: Card | None
    hidden: str
    #: For who manages the series; None: they do not.
    health: QuestionHealth | None
    #: How many of those who answered it last met each key point; empty where the answer is hidden.
    rubric: tuple[Meter, ...]
    #: The latest answers, without names, for who reviews the series.
    answers: tuple[MarkedAnswer, ...]
    #: What was added to its rubric, for who reviews the series.
    taught: tuple[Wording, ...]
    #: What waits to be decided of its key points, as the queue shows it.
    to_decide: tuple[Card, ...] = ()
    has_health: bool = False
    may_review: bool = False
    #: What managers do with it: it can be asked next.
    actions: tuple[Action, ...] = ()


def question(
    tx: Transaction, services: Services, actor: Actor, asked: PageQuery, ref: str
) -> tuple[QuestionPage, tuple[NextDecision, ...]]:
    """Give one question of a series, and what waits to be decided of its points.

    Raises:
        InputError: the period is not understood.
        RefusedError: there is no such series here, or it has never asked that question.
    """
    series, every, rounds = _series(tx, actor, asked, ref)
    played = _latest(rounds)
    whole, hidden = _whole(tx, services, actor, played)
    manages, reviews = may_manage(actor, series.settings), may_review(actor, series.settings)
    period = services.statistics.spans(scope_of_own(tx, series), asked.period or ALL_TIME).key
    health = _health(tx, services, scope_for(tx, actor, series), period, ref) if manages else None
    is_shown = whole is not None
    marking, teaching = services.own_questions.marking, services.teaching
    shows_answers = reviews and is_shown
    found = QuestionPage(
        shown=ShownOnPage(series.name, period, every),
        ref=ref,
        whole=whole,
        hidden=hidden,
        health=health,
        rubric=_rubric(tx, played) if is_shown else (),
        answers=marking.every(tx, actor, series, played) if shows_answers else (),
        taught=tuple(one for one in teaching.taught(tx, actor, series) if one.ref == ref) if shows_answers else (),
        has_health=manages,
        may_review=reviews,
        actions=_actions(tx, services, series, ref) if manages else (),
    )
    return found, _waiting(tx, services, actor, ref) if shows_answers else ()


async def with_decisions(found: QuestionPage, waiting: tuple[NextDecision, ...]) -> QuestionPage:
    """Put what waits below it, as the queue shows it."""
    return replace(found, to_decide=tuple([await decision_card(alone(one)) for one in waiting]))


def _actions(tx: Transaction, services: Services, series: Series, ref: str) -> tuple[Action, ...]:
    """Let a manager put a question first that the series could ask and is not asking or about to ask."""
    first = next(iter(tx.queue.list(series.id)), "")
    if ref == first or ref in open_refs(tx, series.workspace) or ref not in services.managing.askable(tx, series):
        return ()
    return (Action("ask-next", "Ask it next", str(Target("series", series.id, words=ref))),)


def _series(
    tx: Transaction, actor: Actor, asked: PageQuery, ref: str
) -> tuple[Series, tuple[str, ...], Sequence[Round]]:
    """Give the series that is meant, of those that have asked the question, with its rounds of it."""
    everywhere = {one.id: tx.rounds.of_question(one.id, ref) for one in tx.series.of_workspace(actor.workspace)}
    asked_in = {
        number: rounds
        for number, rounds in everywhere.items()
        if any(played.state is not RoundState.SKIPPED for played in rounds)
    }
    if not asked_in:
        raise RefusedError(_NEVER)
    series, every = chosen(tx, actor, asked.series, lambda one: one.id in asked_in, _NEVER)
    return series, every, asked_in[series.id]


def _latest(rounds: Sequence[Round]) -> Round:
    """Give the round that closed last of those that asked it; without one, the one that is open."""
    closed = [one for one in rounds if one.state is RoundState.CLOSED]
    return max(closed or rounds, key=lambda one: (one.day, one.id))


_NEVER = "This question was never asked here."


def _whole(tx: Transaction, services: Services, actor: Actor, played: Round) -> tuple[Card | None, str]:
    """Give the question with its model answer where anybody may see it, else why not."""
    try:
        return whole_card(services.looking_back.whole(tx, actor, played.id)), ""
    except RefusedError as error:
        return None, error.plain_text


def _health(tx: Transaction, services: Services, scope: Scope, period: str, ref: str) -> QuestionHealth | None:
    found = services.statistics.questions(tx, scope, period)
    return next((line for line in found.lines if line.ref == ref), None)


def _rubric(tx: Transaction, played: Round) -> tuple[Meter, ...]:
    ledgers = tx.grades.of_round(played.id).values()
    judged = [grade.judgement for grade in map(effective, ledgers) if grade is not None]
    return tuple(point_counts(played.question, judged)) if played.question else ()


def _waiting(tx: Transaction, services: Services, actor: Actor, ref: str) -> tuple[NextDecision, ...]:
    queue = services.own_questions.waiting.every(tx, actor, 1, _MOST_WAITING)
    return tuple(
        one
        for one in queue.decisions
        if isinstance(one.decision, ClaimGroup) and one.decision.question and one.decision.question.ref == ref
    )
