"""The one queue of what members say against grades, and what follows when a reviewer decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.claims import ClaimGroup, DisputeFigures, claims_decided_card, decided_card
from bot.domain.deliveries import Urgency
from bot.domain.grading import Grade, Source, effective
from bot.domain.judging.claims import Claim, alike, as_decided
from bot.domain.members import GONE, Actor
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.series import Series, may_review
from bot.errors import RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.claims.recalling import most_of, recall_drill, recall_round
from bot.services.claims.teaching import Teaching
from bot.services.deliveries.owing import tell_members
from bot.services.practice.judging import earn_more
from bot.services.practice.pool import open_refs
from bot.services.rights import require_reviewer
from bot.services.rounds.correcting import rescore_revealed

#: So many different sentences are decided on together: a person reads them all.
MOST_SENTENCES = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a reviewer is shown: one thing to decide on."""

    series: Series
    #: None: nothing waits for them.
    next: ClaimGroup | DisputeFigures | None
    #: How many other groups and disputes wait.
    others: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision."""

    claims: int
    #: How many of their sentences are wordings from now on that were none before.
    wordings: int


@dataclass(frozen=True, slots=True)
class Deciding:
    """Shows reviewers what waits, group by group, and settles it; who claimed a point is not named to them."""

    clock: Clock
    teaching: Teaching

    def queue(
        self,
        tx: Transaction,
        actor: Actor,
        series: Series,
        *,
        number: int | None = None,
        after: int = 0,
        most: int = MOST_SENTENCES,
    ) -> Waiting:
        """Give what waits longest in a series, or in one of its rounds, and is not the reviewer's own.

        With a claim of a point comes what was claimed of it in their other series: one decision is on all of it.

        Args:
            tx: the transaction.
            actor: who asks.
            series: whose rounds, and drills on whose packs.
            number: a round.
            after: what is to be passed over: all up to the group whose first claim has this number.
            most: so many different sentences of a group are shown.

        Raises:
            RightsError: the actor may not review.
        """
        require_reviewer(actor, series)
        everywhere = tx.series.of_workspace(actor.workspace)
        here = [
            group
            for group in self.groups(tx, actor)
            if any(is_in(everywhere, series, claim, actor) and number in {None, claim.round_id} for claim in group)
        ]
        chosen = next((group for group in here if group[0].id > after), None)
        chosen = chosen or next(iter(here), None)
        return Waiting(series, self.shown(tx, chosen, most) if chosen else None, max(len(here) - 1, 0))

    def groups(self, tx: Transaction, actor: Actor) -> list[list[Claim]]:
        """Give what waits in all series that somebody reviews and is not their own, by what is decided together."""
        hidden = open_refs(tx, actor.workspace)
        groups: dict[object, list[Claim]] = {}
        for claim in _to_decide(tx, actor):
            # A point is part of a model answer: who reviews may answer, too.
            if claim.member != actor.member and not (claim.point and claim.ref in hidden):
                groups.setdefault((claim.ref, claim.point) if claim.point else claim.id, []).append(claim)
        return list(groups.values())

    @staticmethod
    def shown(tx: Transaction, group: Sequence[Claim], most: int) -> ClaimGroup | DisputeFigures | None:
        """Give what of a group is shown; None: its round is gone."""
        [first, *_] = group
        if first.point:
            alike_ = alike(group, most)
            return ClaimGroup(_question_of(tx, first), first.point, tuple(alike_), len(group) - len(alike_))
        played = tx.rounds.get(first.round_id or 0)
        return None if played is None else figures_of(tx, first, played)

    def where(self, tx: Transaction, actor: Actor, claim_id: int) -> Series:
        """Give the series in which the reviewer decides on a claim.

        Raises:
            RefusedError: there is no such claim here.
            RightsError: it is not theirs to decide.
        """
        claim = tx.claims.get(claim_id)
        everywhere = tx.series.of_workspace(actor.workspace)
        possible = _judged_in(everywhere, claim, actor) if claim and claim.workspace == actor.workspace else []
        if claim is None or not possible:
            raise RefusedError("This claim is gone.", hint="`/qotd disputes` shows what waits.")
        mine = [series for series in possible if may_review(actor, series.settings)]
        require_reviewer(actor, (mine or possible)[0])
        return (mine or possible)[0]

    def dispute(self, tx: Transaction, actor: Actor, claim_id: int) -> tuple[Series, Claim]:
        """Give a doubt about a whole grade that waits, with the series in which the reviewer decides on it.

        Raises:
            RefusedError: there is none (any more), or it is their own.
            RightsError: it is not theirs to decide.
        """
        series, dispute = self.where(tx, actor, claim_id), tx.claims.get(claim_id)
        if dispute is None or dispute.point or not dispute.is_waiting or dispute.member == actor.member:
            raise RefusedError("This dispute no longer waits.", hint="`/qotd disputes` shows what waits.")
        return series, dispute

    def decide(
        self, tx: Transaction, actor: Actor, first: int, last: int, *, accepted: bool, as_wording: bool = False
    ) -> Decided:
        """Settle all claims that say the same as one, up to the last that was shown.

        None is settled twice, and none by who claims it: what others have decided meanwhile stays. With `as_wording`
        what was accepted is another wording of the point from now on, in this workspace.

        Raises:
            RefusedError: there is no such claim here, it doubts a whole grade, all are the reviewer's own, or the
                question is being asked again.
            RightsError: it is not theirs to decide.
        """
        self.where(tx, actor, first)
        meant = tx.claims.get(first)
        if meant is None or not meant.point:
            raise RefusedError("A whole grade is not settled like this.", hint="`/qotd disputes` says how.")
        if meant.ref in open_refs(tx, actor.workspace):
            raise RefusedError("This question is being asked again.", hint="Decide on it after its reveal.")
        same = [
            claim
            for claim in _to_decide(tx, actor)
            if (claim.ref, claim.point) == (meant.ref, meant.point) and first <= claim.id <= last
        ]
        others = [claim for claim in same if claim.member != actor.member]
        if same and not others:
            raise RefusedError("You cannot judge your own answer.", hint="Ask another reviewer.")
        now = self.clock.now()
        for claim in others:
            self._settle(tx, actor, claim, accepted=accepted, now=now)
        if others:
            self._note(tx, actor, others, accepted=accepted, now=now)
        wordings = self.teaching.add_claimed(tx, actor, others) if accepted and as_wording else 0
        return Decided(len(others), wordings)

    def _note(self, tx: Transaction, actor: Actor, decided: Sequence[Claim], *, accepted: bool, now: datetime) -> None:
        """Keep what was decided, by series, without the words that were claimed."""
        action, state = ("claims accept", "accepted") if accepted else ("claims refuse", "refused")
        for series in tx.series.of_workspace(actor.workspace):
            of = {"members": sorted({one.member for one in decided if concerns(series, one)})}
            if of["members"]:
                before, after = {**of, "claims": "wait"}, {**of, "claims": state}
                tx.audit.add(
                    actor.workspace,
                    actor.member,
                    action,
                    decided[0].ref,
                    now,
                    series_id=series.id,
                    before=before,
                    after=after,
                )

    def _settle(self, tx: Transaction, actor: Actor, claim: Claim, *, accepted: bool, now: datetime) -> None:
        before = tx.claims.of_drill(claim.drill_id) if claim.drill_id is not None else ()
        if not tx.claims.decide(claim.id, "", actor.member, now, accepted=accepted):
            return
        series = _judged_in(tx.series.of_workspace(claim.workspace), claim, actor)[0]
        played = tx.rounds.get(claim.round_id) if claim.round_id is not None else None
        if played is not None:
            _settle_in_round(tx, actor, series, played, claim, accepted=accepted, now=now)
        elif claim.drill_id is not None:
            _settle_in_drill(tx, claim, before, accepted=accepted, now=now)
        card = claims_decided_card(_question_of(tx, claim), claim, accepted=accepted)
        told = frozenset({claim.member})
        number, urgency = claim.round_id, Urgency.DECISION
        tell_members(tx, series, told, card, code=f"v{claim.id}", now=now, round_id=number, urgency=urgency)


def _settle_in_round(
    tx: Transaction, actor: Actor, series: Series, played: Round, claim: Claim, *, accepted: bool, now: datetime
) -> None:
    ledger = {member: list(grades) for member, grades in tx.grades.of_round(played.id).items()}
    grades = ledger.get(claim.member, [])
    counting = effective(grades)
    if accepted and counting is not None and played.question is not None:
        judgement = as_decided(played.question, counting.judgement, claim)
        added = Grade(played.id, claim.member, Source.REVIEWER, judgement, actor.member, now)
        tx.grades.add([added])
        grades.append(added)
        rescore_revealed(tx, series, played, tx.answers.frozen(played.id), ledger, now=now)
    recall_round(tx, tx.rounds.get(played.id) or played, claim.member, grades, now)


def _settle_in_drill(tx: Transaction, claim: Claim, before: Sequence[Claim], *, accepted: bool, now: datetime) -> None:
    drill = tx.drills.get(claim.drill_id or 0)
    if drill is None or drill.judgement is None:
        return
    if accepted:
        judgement = as_decided(drill.question, drill.judgement, claim, most=most_of(drill))
        tx.drills.regrade(drill.id, judgement)
        earn_more(tx, drill, drill.judgement.score or 0.0, judgement.score or 0.0, drill.finished_at or now)
    else:
        recall_drill(tx, drill, before, now)


def is_in(everywhere: Sequence[Series], series: Series, claim: Claim, actor: Actor) -> bool:
    """Say whether somebody is shown a claim in a series: administrators also what no series' reviewers decide on."""
    return any(one.id == series.id for one in _judged_in(everywhere, claim, actor))


def concerns(series: Series, claim: Claim) -> bool:
    """Say whether a claim is for a series' reviewers: of its own rounds, and of drills on its packs."""
    if claim.series_id is not None:
        return claim.series_id == series.id
    return claim.ref.partition("/")[0] in series.settings.packs


def _to_decide(tx: Transaction, actor: Actor) -> list[Claim]:
    """Give what waits in all series that somebody reviews, also of their own, oldest first."""
    waiting, everywhere = tx.claims.waiting(actor.workspace), tx.series.of_workspace(actor.workspace)
    return [
        claim
        for claim in waiting
        if any(may_review(actor, one.settings) for one in _judged_in(everywhere, claim, actor))
    ]


def _judged_in(everywhere: Sequence[Series], claim: Claim, actor: Actor) -> list[Series]:
    """Give of a workspace's series those in which somebody may be shown a claim.

    None asks questions of a drill's pack: there are no reviewers for it, and administrators are shown it in each.
    """
    own = [series for series in everywhere if concerns(series, claim)]
    return own or (list(everywhere) if actor.is_admin else [])


def _question_of(tx: Transaction, claim: Claim) -> Question | None:
    if claim.round_id is not None:
        played = tx.rounds.get(claim.round_id)
        return played.question if played else None
    drill = tx.drills.get(claim.drill_id or 0)
    return drill.question if drill else None


def figures_of(tx: Transaction, dispute: Claim, played: Round) -> DisputeFigures:
    """Give a doubt about a whole grade with the answer and the grade that counts."""
    member = tx.members.get(dispute.workspace, dispute.member)
    answer = next(iter(tx.answers.frozen(played.id, dispute.member)), None)
    grade = effective(tx.grades.of_round(played.id, dispute.member).get(dispute.member, ()))
    return DisputeFigures(dispute, played, member.name if member else GONE, answer, grade)


def waiting_doubt(claims: Iterable[Claim]) -> Claim | None:
    """Give the doubt about the whole grade that waits for a decision."""
    return next((claim for claim in claims if not claim.point and claim.is_waiting), None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided of a whole grade."""

    reviewer: Actor
    reason: str
    #: What the member had earned before, and has now; None: nothing.
    before: int | None
    after: int | None
    is_accepted: bool
    at: datetime


def settle(tx: Transaction, series: Series, dispute: Claim, played: Round, decision: Decision) -> None:
    """Settle a doubt about a whole grade and tell the member what was decided and why."""
    by, reason, now = decision.reviewer.member, decision.reason, decision.at
    tx.claims.decide(dispute.id, reason, by, now, accepted=decision.is_accepted)
    card = decided_card(played, decision.before, decision.after, reason)
    told = frozenset({dispute.member})
    number, urgency = played.id, Urgency.DECISION
    tell_members(tx, series, told, card, code=f"v{dispute.id}", now=now, round_id=number, urgency=urgency)
