"""What reviewers make of suggestions."""

from dataclasses import dataclass, replace

from bot.cards.authoring.suggestions import approved_notice, rejected_notice
from bot.domain.authoring.suggestion import Suggestion, SuggestionState
from bot.domain.calendar.localtime import local_day
from bot.domain.card import Card
from bot.domain.deliveries import Urgency
from bot.domain.members import Actor
from bot.domain.question import Question
from bot.domain.series import Series
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.access.auditing import Auditing
from bot.services.authoring.suggesting import Seen, Suggesting, own_pack, version_of
from bot.services.deliveries.owing import reply_to, tell_members
from bot.services.managing import Managing
from bot.services.rights import require_manager, require_reviewer


@dataclass(frozen=True, slots=True)
class Approving:
    """Lets reviewers approve and reject; nobody decides on their own."""

    packs: PackSource
    clock: Clock
    suggesting: Suggesting
    managing: Managing
    auditing: Auditing

    def look(self, tx: Transaction, actor: Actor, suggestion_id: int, version: int) -> Seen:
        """Give a suggestion to decide on, as it was shown.

        Raises:
            RightsError: the actor may not review its series.
            RefusedError: it is their own, it was decided, or it was changed since that version.
        """
        seen = self.suggesting.look(tx, actor, suggestion_id)
        require_reviewer(actor, seen.series)
        if seen.suggestion.member == actor.member:
            raise RefusedError("You cannot decide on your own suggestion.", hint="Ask another reviewer.")
        if seen.suggestion.version != version:
            raise RefusedError("Somebody has changed this suggestion since.", hint="`/qotd review` shows it as it is.")
        return seen

    def approve(self, tx: Transaction, actor: Actor, shown: Seen, question: Question) -> Question:
        """Put what a suggestion became into the workspace's own pack, and let its series ask it.

        Raises:
            RightsError: the actor may not review its series (any more).
            RefusedError: see `look`.
        """
        seen = self.look(tx, actor, shown.suggestion.id, shown.suggestion.version)
        pack, suggestion = own_pack(tx, self.packs, actor.workspace, seen.today), seen.suggestion
        taken = {one.id for one in pack.questions}
        kept = replace(question, pack=pack.name, id=_free(question.id, taken), author="")
        now = self.clock.now()
        if not tx.suggestions.decide(suggestion, SuggestionState.APPROVED, actor.member, now, ref=kept.ref):
            raise RefusedError("This was decided already.", hint="`/qotd review` shows what else waits.")
        manifest = replace(pack, version=version_of(seen.today), questions=())
        tx.own_packs.keep_manifest(actor.workspace, manifest, now, takes_approved=True)
        tx.own_packs.keep(actor.workspace, kept, now, member=suggestion.member if suggestion.is_named else "")
        series, settings = seen.series, seen.series.settings
        if pack.name not in settings.packs:
            asked = replace(settings, packs=(*settings.packs, pack.name))
            tx.series.set_settings(series.id, channel=series.channel, settings=asked)
        now_asks = tx.series.get(series.id) or series
        became = "suggestion", SuggestionState.WAITING, SuggestionState.APPROVED
        self.auditing.changed(tx, actor.member, "suggestion approve", series, now_asks, detail=kept.ref, also=became)
        self._tell(tx, seen, approved_notice(suggestion, kept, series))
        return kept

    def reject(self, tx: Transaction, actor: Actor, suggestion_id: int, version: int, reason: str) -> None:
        """Turn a suggestion down, with a reason that its author reads.

        Raises:
            InputError: there is no reason.
            RightsError: the actor may not review its series.
            RefusedError: see `look`.
        """
        seen = self.look(tx, actor, suggestion_id, version)
        if not reason.strip():
            raise InputError("A decision needs a reason.", hint="Add a sentence: the author reads it.")
        now = self.clock.now()
        if not tx.suggestions.decide(
            seen.suggestion, SuggestionState.REJECTED, actor.member, now, reason=reason.strip()
        ):
            raise RefusedError("This was decided already.", hint="`/qotd review` shows what else waits.")
        detail, of = f"suggestion {suggestion_id}", seen.series.id
        before, after = {"suggestion": SuggestionState.WAITING}, {"suggestion": SuggestionState.REJECTED}
        workspace, action = actor.workspace, "suggestion reject"
        tx.audit.add(workspace, actor.member, action, detail, now, series_id=of, before=before, after=after)
        self._tell(tx, seen, rejected_notice(seen.suggestion, reason.strip()))

    def ask_next(self, tx: Transaction, actor: Actor, suggestion_id: int) -> Series:
        """Put an approved question at the head of its series' queue.

        Raises:
            RightsError: the actor may not manage the series.
            RefusedError: it was not approved here, or cannot be asked.
        """
        found = tx.suggestions.get(suggestion_id)
        series = tx.series.get(found.series_id) if found else None
        if found is None or series is None or found.workspace != actor.workspace or not found.ref:
            raise RefusedError("There is no approved question here.")
        require_manager(actor, series)
        others = [ref for ref in tx.queue.list(series.id) if ref != found.ref]
        self.managing.set_queue(tx, actor, series, [found.ref, *others])
        return series

    def is_askable(self, tx: Transaction, suggestion: Suggestion) -> bool:
        """Say whether an approved question may be asked by its series today."""
        series = tx.series.get(suggestion.series_id)
        if series is None:
            return False
        today = local_day(self.clock.now(), series.settings.schedule.zone)
        return suggestion.ref in self.managing.opening.pool(tx, series, today)

    def _tell(self, tx: Transaction, seen: Seen, card: Card) -> None:
        """Answer what somebody sent: at once, and to whoever is away on their first morning back."""
        member, code, now = seen.suggestion.member, f"suggestion {seen.suggestion.id}", self.clock.now()
        if tx.absences.of_member(seen.series.workspace, member, seen.today) is None:
            reply_to(tx, seen.series, member, card, code=code, now=now)
        else:
            tell_members(tx, seen.series, {member}, card, code=code, now=now, urgency=Urgency.DECISION)


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name[:36].strip('-')}-{number}"
    return free
