"""All that waits for a decision: suggestions, claims, disputes and flags, what waits longest first."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.cards.claims import ClaimGroup, DisputeFigures, FlagGroup
from bot.domain.doubts import Flag, Verdict
from bot.domain.members import Actor
from bot.domain.series import Series, may_manage
from bot.errors import RefusedError, RightsError
from bot.ports.store import Transaction
from bot.services.authoring.at_hand import question_at_hand
from bot.services.authoring.suggesting import Seen, Suggesting, reviewed_by
from bot.services.claims.deciding import MOST_SENTENCES, Deciding, is_in
from bot.services.flagging import Flagging

#: So many characters of a digest tell the flagged questions of a workspace apart.
_DIGEST = 10
_REVIEWERS_ONLY = "Only reviewers and managers of a series may do this."
#: One thing to decide on.
Decision = Seen | ClaimGroup | DisputeFigures | FlagGroup


@dataclass(frozen=True, slots=True)
class NextDecision:
    """What a reviewer is shown."""

    #: None: nothing waits for them.
    decision: Decision | None
    #: The series it is about; without a decision the first that they review.
    series: Series
    #: Where it stands in the queue, from 1.
    place: int
    #: How much else waits.
    others: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of what waits for somebody, what waits longest first."""

    decisions: tuple[NextDecision, ...]
    #: The first series that they review.
    series: Series
    #: How much waits in all.
    waiting: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing in the queue; it is worked out once it is shown."""

    at: datetime
    #: Tells apart what came at the same instant.
    order: str
    series: Series
    show: Callable[[], Decision | None]


@dataclass(frozen=True, slots=True)
class WaitingForReview:
    """Gives reviewers one queue; what may be decided by somebody else alone is not in it."""

    suggesting: Suggesting
    deciding: Deciding
    flagging: Flagging

    def by_series(self, tx: Transaction, actor: Actor) -> Mapping[int, int]:
        """Count what waits for somebody, by series; nothing for who reviews none."""
        return Counter(one.series.id for one in self._entries(tx, actor, reviewed_by(tx, actor)))

    def at(self, tx: Transaction, actor: Actor, place: int) -> NextDecision:
        """Give what stands at a place of the queue, from 1; behind its end it begins anew.

        Raises:
            RightsError: the actor reviews no series here.
        """
        reviewed = reviewed_by(tx, actor)
        if not reviewed:
            raise RightsError(_REVIEWERS_ONLY)
        entries = sorted(self._entries(tx, actor, reviewed), key=lambda one: (one.at, one.order))
        while entries:
            index = (place - 1) % len(entries)
            shown = entries[index].show()
            if shown is not None:
                return NextDecision(shown, entries[index].series, index + 1, len(entries) - 1)
            del entries[index]
        return NextDecision(None, reviewed[0], 1, 0)

    def every(self, tx: Transaction, actor: Actor, first: int, most: int) -> Queue:
        """Give so many of what waits, from a place of the queue on (from 1).

        Raises:
            RightsError: the actor reviews no series here.
        """
        reviewed = reviewed_by(tx, actor)
        if not reviewed:
            raise RightsError(_REVIEWERS_ONLY)
        entries = sorted(self._entries(tx, actor, reviewed), key=lambda one: (one.at, one.order))
        chosen = entries[first - 1 : first - 1 + most]
        decisions = tuple(
            NextDecision(decision, one.series, place, len(entries) - 1)
            for place, one in enumerate(chosen, start=first)
            if (decision := one.show()) is not None
        )
        return Queue(decisions, reviewed[0], len(entries))

    def decide_flags(self, tx: Transaction, actor: Actor, series_id: int, digest: str, verdict: Verdict) -> str:
        """Settle the flags of the question that a digest names, and give its `pack/id`.

        Raises:
            RightsError: the actor may not manage the series.
            RefusedError: there is no such series here, or its flags were decided.
        """
        series = tx.series.get(series_id)
        if series is None or series.workspace != actor.workspace:
            raise RefusedError("This series does not exist here.")
        refs = {flag.ref for flag in tx.flags.open_flags(actor.workspace)}
        meant = next((ref for ref in sorted(refs) if digest_of(ref) == digest), "")
        if not meant:
            raise RefusedError("These flags were decided already.", hint="`/qotd review` shows what else waits.")
        self.flagging.decide(tx, actor, series, meant, verdict)
        return meant

    def _entries(self, tx: Transaction, actor: Actor, reviewed: list[Series]) -> Iterator[_Entry]:
        by_id = {series.id: series for series in reviewed}
        for one in tx.suggestions.waiting(actor.workspace):
            if one.member != actor.member and one.series_id in by_id:
                yield _Entry(
                    one.at, f"s{one.id}", by_id[one.series_id], partial(self.suggesting.look, tx, actor, one.id)
                )
        everywhere = tx.series.of_workspace(actor.workspace)
        for group in self.deciding.groups(tx, actor):
            first = group[0]
            series = next(one for one in reviewed if any(is_in(everywhere, one, claim, actor) for claim in group))
            yield _Entry(first.at, f"c{first.id}", series, partial(self.deciding.shown, tx, group, MOST_SENTENCES))
        yield from self._flagged(tx, actor, reviewed)

    def _flagged(self, tx: Transaction, actor: Actor, reviewed: list[Series]) -> Iterator[_Entry]:
        managed = [one for one in reviewed if may_manage(actor, one.settings)]
        flags: dict[str, list[Flag]] = {}
        for flag in tx.flags.open_flags(actor.workspace):
            flags.setdefault(flag.ref, []).append(flag)
        for ref, found in flags.items():
            series = next((one for one in managed if ref.partition("/")[0] in one.settings.packs), None)
            if series is not None:
                yield _Entry(found[0].at, f"f{ref}", series, partial(self._flags, tx, series, found))

    def _flags(self, tx: Transaction, series: Series, found: Sequence[Flag]) -> FlagGroup:
        ref, reasons = found[0].ref, tuple(flag.reason for flag in found)
        question = question_at_hand(tx, self.flagging.packs, series.workspace, ref)
        return FlagGroup(series.id, ref, digest_of(ref), reasons, question)


def digest_of(ref: str) -> str:
    """Name a question in a button, which has no room for its `pack/id`."""
    return hashlib.sha256(ref.encode()).hexdigest()[:_DIGEST]
