"""Members' doubts about questions, and what managers decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.notices.questions import flagged_notice
from bot.domain.card import Card
from bot.domain.doubts import Flag, Opinions, Verdict
from bot.domain.members import ITSELF, Actor
from bot.domain.series import Series
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.authoring.at_hand import packs_at_hand
from bot.services.deliveries.owing import moment_code, tell_members
from bot.services.rights import require_manager
from bot.services.rounds.publishing import closed_round_of


@dataclass(frozen=True, slots=True)
class Doubted:
    """What members of a workspace doubt."""

    #: Those that wait for a decision, oldest first.
    flags: Sequence[Flag]
    #: The questions that are not asked, whether their flags wait or they were retired.
    quarantined: Sequence[str]
    #: What members think of the questions they were asked, those first that most find bad.
    opinions: Sequence[Opinions]


@dataclass(frozen=True, slots=True)
class Flagging:
    """Takes flags and quarantines what several members flag."""

    packs: PackSource
    clock: Clock
    #: How many members must flag a question before it is quarantined in their workspace.
    threshold: int = 3

    def flag(self, tx: Transaction, actor: Actor, ref: str, reason: str) -> bool:
        """Keep a member's doubt about a question; True if that put it in quarantine.

        Raises:
            InputError: there is no reason.
            RefusedError: the member has flagged it before.
        """
        if not reason.strip():
            raise InputError("A flag needs a reason.", hint="Say in a sentence what is wrong with the question.")
        now = self.clock.now()
        tx.members.seen(actor)
        if not tx.flags.add(Flag(actor.workspace, ref, actor.member, reason.strip(), now)):
            raise RefusedError("You have flagged this question already.", hint="A manager will decide.")
        reasons = [flag.reason for flag in tx.flags.open_flags(actor.workspace) if flag.ref == ref]
        if len(reasons) < self.threshold or ref in tx.flags.quarantined(actor.workspace):
            return False
        tx.flags.set_quarantined(actor.workspace, ref, quarantined=True)
        # Nobody did it alone.
        before, after = {"question": _asked(is_out=False)}, {"question": _asked(is_out=True)}
        for series in tx.series.of_workspace(actor.workspace):
            if ref.partition("/")[0] in series.settings.packs:
                tx.audit.add(
                    actor.workspace, ITSELF, "flagged", ref, now, series_id=series.id, before=before, after=after
                )
        self._tell(tx, actor.workspace, ref, flagged_notice(ref, reasons), now)
        return True

    def _tell(self, tx: Transaction, workspace: str, ref: str, card: Card, now: datetime) -> None:
        """Tell the managers of the series that ask questions of the pack; who manages several is told once."""
        told: frozenset[str] = frozenset()
        for series in tx.series.of_workspace(workspace):
            if ref.partition("/")[0] in series.settings.packs:
                managers = series.settings.managers
                tell_members(tx, series, managers - told, card, code=moment_code("f", ref, now), now=now)
                told |= managers

    def flag_round(self, tx: Transaction, actor: Actor, round_id: int, reason: str) -> bool:
        """Flag the question of a round; see `flag`."""
        played = tx.rounds.get(round_id)
        if played is None or played.question is None or played.workspace != actor.workspace:
            raise RefusedError("This question does not exist here.")
        return self.flag(tx, actor, played.question.ref, reason)

    def rate_round(self, tx: Transaction, actor: Actor, round_id: int, *, is_good: bool) -> None:
        """Keep whether a member finds the question of a closed round good; what they say last counts.

        Raises:
            RefusedError: there is no such closed round here.
        """
        closed = closed_round_of(tx, actor, round_id, comes="Say it once you have read the model answer.")
        tx.feedback.give(actor.workspace, closed.id, actor.member, is_good=is_good, at=self.clock.now())

    def doubted(self, tx: Transaction, actor: Actor, series: Series) -> Doubted:
        """Give managers of a series what waits for a decision, and what is not asked, in their workspace.

        Raises:
            RightsError: the actor may not manage the series.
        """
        require_manager(actor, series)
        return Doubted(
            tx.flags.open_flags(series.workspace),
            sorted(tx.flags.quarantined(series.workspace)),
            tx.feedback.by_question(series.workspace),
        )

    def decide(self, tx: Transaction, actor: Actor, series: Series, ref: str, verdict: Verdict) -> int:
        """Settle a question's flags and give how many they were; `RETIRE` keeps it out, `KEEP` lets it back in.

        Raises:
            RightsError: the actor may not manage the series.
            InputError: no pack has the question.
        """
        require_manager(actor, series)
        at_hand = packs_at_hand(tx, self.packs, actor.workspace)
        if not any(ref in pack.by_ref for pack in at_hand.values()):
            raise InputError(f"No pack has a question {ref}.", hint="`/qotd flags` lists those that wait, as pack/id.")
        now = self.clock.now()
        was_out = ref in tx.flags.quarantined(actor.workspace)
        settled = tx.flags.decide(actor.workspace, ref, verdict, actor.member, now)
        tx.flags.set_quarantined(actor.workspace, ref, quarantined=verdict is Verdict.RETIRE)
        before = {"question": _asked(is_out=was_out), "flags": str(settled)}
        after = {"question": _asked(is_out=verdict is Verdict.RETIRE), "flags": "0"}
        action, workspace, series_id = f"flags {verdict}", actor.workspace, series.id
        tx.audit.add(workspace, actor.member, action, ref, now, series_id=series_id, before=before, after=after)
        return settled


def _asked(*, is_out: bool) -> str:
    return "not asked" if is_out else "asked"
