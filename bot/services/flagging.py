"""Members' doubts about questions, and what managers decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.flags import Flag, Verdict
from bot.domain.members import Actor
from bot.domain.notices import flagged_notice
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.owing import tell_managers


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
        for series in tx.series.of_workspace(actor.workspace):
            tell_managers(tx, series, flagged_notice(ref, reasons), code=f"f{now:%m%d%H%M%S}", now=now)
        return True

    def flag_round(self, tx: Transaction, actor: Actor, round_id: int, reason: str) -> bool:
        """Flag the question of a round; see `flag`."""
        played = tx.rounds.get(round_id)
        if played is None or played.question is None or played.workspace != actor.workspace:
            raise RefusedError("This question does not exist here.")
        return self.flag(tx, actor, played.question.ref, reason)

    def open_flags(self, tx: Transaction, workspace: str) -> Sequence[Flag]:
        """Give the flags that wait for a decision."""
        return tx.flags.open_flags(workspace)

    def decide(self, tx: Transaction, actor: Actor, ref: str, verdict: Verdict) -> int:
        """Settle a question's flags and give how many they were; `RETIRE` keeps it out, `KEEP` lets it back in.

        Raises:
            InputError: no pack has the question.
        """
        if not any(ref in pack.by_ref for pack in self.packs.packs().values()):
            raise InputError(f"No pack has a question {ref}.", hint="`flags` lists those that wait, as pack/id.")
        settled = tx.flags.decide(actor.workspace, ref, verdict, actor.member, self.clock.now())
        tx.flags.set_quarantined(actor.workspace, ref, quarantined=verdict is Verdict.RETIRE)
        tx.audit.add(actor.workspace, actor.member, f"flags {verdict}", ref, self.clock.now())
        return settled
