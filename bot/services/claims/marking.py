"""The answers of a closed round one by one, for who reviews: without names until a reviewer has graded them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.authoring.marking import MarkedAnswer
from bot.domain.answers import Answer, taking_part
from bot.domain.grading import Grade, Source, effective
from bot.domain.members import GONE, Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series, may_manage
from bot.errors import RefusedError
from bot.ports.store import Transaction
from bot.services.claims.deciding import waiting_doubt
from bot.services.practice.pool import open_refs
from bot.services.rights import require_reviewer

_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Marking:
    """Gives reviewers answers to judge, in an order that tells nothing of who wrote them."""

    def at(self, tx: Transaction, actor: Actor, series: Series, played: Round, place: int) -> MarkedAnswer | None:
        """Give the answer at a place, from 1; behind the last it begins anew. None: nobody else has answered.

        Raises:
            RightsError: the actor may not review the series.
            RefusedError: the round has not closed, or its question is being asked again.
        """
        require_reviewer(actor, series)
        _refuse_asked(tx, played)
        answers = _in_order(tx, actor, played)
        if not answers:
            return None
        index = (place - 1) % len(answers)
        ledger = tx.grades.of_round(played.id).get(answers[index].member, ())
        return _marked(tx, actor, (series, played), answers[index], ledger, place=(index + 1, len(answers)))

    def every(self, tx: Transaction, actor: Actor, series: Series, played: Round) -> tuple[MarkedAnswer, ...]:
        """Give all answers in the order in which `at` shows them.

        Raises:
            RightsError: the actor may not review the series.
            RefusedError: the round has not closed, or its question is being asked again.
        """
        require_reviewer(actor, series)
        _refuse_asked(tx, played)
        answers, ledgers = _in_order(tx, actor, played), tx.grades.of_round(played.id)
        return tuple(
            _marked(tx, actor, (series, played), one, ledgers.get(one.member, ()), place=(place, len(answers)))
            for place, one in enumerate(answers, start=1)
        )

    def member(self, tx: Transaction, actor: Actor, series: Series, played: Round, code: str) -> str:
        """Give whose answer a button names.

        Raises:
            RightsError: the actor may not review the series.
            RefusedError: there is no such answer any more, it is their own, or its question is being asked again.
        """
        require_reviewer(actor, series)
        _refuse_asked(tx, played)
        found = next((one for one in _in_order(tx, actor, played) if code_of(played, one.member) == code), None)
        if found is None:
            raise RefusedError("This answer is gone.", hint="`/qotd review answers` shows those there are.")
        return found.member


def round_for(tx: Transaction, actor: Actor, round_id: int) -> tuple[Round, Series]:
    """Give a closed round of the actor's workspace with its series.

    Raises:
        RefusedError: there is none.
    """
    played = tx.rounds.get(round_id)
    series = tx.series.get(played.series_id) if played else None
    if played is None or series is None or played.workspace != actor.workspace:
        raise RefusedError("This question does not exist here.")
    if played.state is not RoundState.CLOSED:
        raise RefusedError("This question has not closed yet.", hint="Answers are graded after its reveal.")
    return played, series


def _refuse_asked(tx: Transaction, played: Round) -> None:
    """Keep key points from who reviews and may answer, too."""
    if played.question is not None and played.question.ref in open_refs(tx, played.workspace):
        raise RefusedError("This question is being asked again.", hint="Look at these answers after its reveal.")


def code_of(played: Round, member: str) -> str:
    """Name an answer in a button without its author."""
    return hashlib.sha256(f"{played.id} {played.day} {member}".encode()).hexdigest()[:_DIGEST]


def _in_order(tx: Transaction, actor: Actor, played: Round) -> list[Answer]:
    others = [one for one in taking_part(tx.answers.frozen(played.id)) if one.member != actor.member]
    return sorted(others, key=lambda one: code_of(played, one.member))


def _marked(
    tx: Transaction,
    actor: Actor,
    of: tuple[Series, Round],
    answer: Answer,
    ledger: Sequence[Grade],
    *,
    place: tuple[int, int],
) -> MarkedAnswer:
    series, played = of
    grade, claims = effective(ledger), tx.claims.of_round(played.id, answer.member)
    is_graded = grade is not None and grade.source is Source.REVIEWER
    member = tx.members.get(series.workspace, answer.member) if is_graded else None
    return MarkedAnswer(
        played,
        series.name,
        code_of(played, answer.member),
        answer,
        grade,
        name=(member.name if member else GONE) if is_graded else "",
        place=place[0],
        of=place[1],
        dispute=waiting_doubt(claims),
        claims=tuple(claim for claim in claims if claim.point),
        is_best=played.best_member == answer.member and not played.void,
        may_void=may_manage(actor, series.settings),
    )
