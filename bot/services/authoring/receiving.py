"""Packs that managers send to Askaday as files: kept as an offer, shown, and used once somebody presses for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.authoring.suggestion import Offer
from bot.domain.calendar.localtime import local_day
from bot.domain.judging.wordings import laid_over
from bot.domain.members import Actor, platform_of
from bot.domain.question import Pack, Question
from bot.domain.series import Series, may_manage
from bot.domain.text import listing
from bot.errors import RefusedError, RightsError
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.access.auditing import Auditing
from bot.services.authoring.at_hand import packs_at_hand
from bot.services.rights import require_manager

#: In so many workspaces it is looked who somebody is that sent a file.
_MOST_PLACES = 10
_GONE = "This pack is not kept any more."
_AGAIN = "Send the file again."


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file that somebody sends is read with."""

    today: date
    #: Packs in which its like is looked for.
    packs: Sequence[Pack]


@dataclass(frozen=True, slots=True)
class Offered:
    """A pack that was sent, and what it would change."""

    offer: Offer
    #: The series of the workspace that its sender runs.
    series: Sequence[Series]
    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class Receiving:
    """Takes packs from managers."""

    packs: PackSource
    clock: Clock
    auditing: Auditing

    def places(self, tx: Transaction, platform: str, member: str) -> list[str]:
        """Give the workspaces of a platform that a file may be for: those that have a series and know its sender.

        Those in which they run one by name come first. Of many not all are given: for each the platform is asked who
        they are there.
        """
        known = {*tx.members.places(platform, member), *tx.contacts.places(platform, member)}
        every = [one for one in tx.series.all() if platform_of(one.workspace) == platform]
        named = {one.workspace for one in every if member in one.settings.managers}
        others = {one.workspace for one in every} & known - named
        return [*sorted(named), *sorted(others)][:_MOST_PLACES]

    def expect(self, tx: Transaction, actor: Actor) -> Expected:
        """See to it, before a file is fetched, that somebody may send one.

        Raises:
            RightsError: they manage no series here.
        """
        managed = _managed(tx, actor)
        today = local_day(self.clock.now(), managed[0].settings.schedule.zone)
        return Expected(today, tuple(packs_at_hand(tx, self.packs, actor.workspace).values()))

    def offer(self, tx: Transaction, actor: Actor, pack: Pack) -> Offered:
        """Keep a pack that was sent until its sender says that it is to be used, in the place of one before it.

        Raises:
            RightsError: they manage no series here.
            RefusedError: a pack of a folder has its name.
        """
        managed = _managed(tx, actor)
        own = {one.name for one in tx.own_packs.packs(actor.workspace)}
        if pack.name in self.packs.packs() and pack.name not in own:
            hint = "Give yours another name (`name:` in pack.yaml, or the file's name) and send it again."
            raise RefusedError(f"There is a pack called {pack.name} already.", hint=hint)
        tx.members.seen(actor)
        kept = tx.own_packs.offer(Offer(0, actor.workspace, actor.member, pack, self.clock.now()))
        return self._offered(tx, kept, managed)

    def _offered(self, tx: Transaction, offer: Offer, managed: Sequence[Series]) -> Offered:
        before = _before(tx, offer)
        kept = _as_kept(tx, offer, before)
        new = sum(one.id not in before for one in kept)
        same = sum(before.get(one.id) == one for one in kept)
        return Offered(offer, managed, new, len(kept) - new - same)

    def use(self, tx: Transaction, actor: Actor, offer_id: int, series_id: int) -> tuple[Offered, Series]:
        """Make a pack that was sent one of the workspace's own, and let a series ask its questions.

        Of a pack that is there already questions are added and changed, and none is taken out.

        Raises:
            RightsError: the actor may not manage the series (any more), or it changes what series of others ask.
            RefusedError: there is no such offer of theirs, or no such series here.
        """
        offer, series = tx.own_packs.offered(offer_id), tx.series.get(series_id)
        if series is None or series.workspace != actor.workspace:
            raise RefusedError("This series does not exist here.")
        require_manager(actor, series)
        if offer is None or offer.workspace != actor.workspace or offer.member != actor.member:
            raise RefusedError(_GONE, hint=_AGAIN)
        if offer.pack.name in self.packs.packs() and not _before(tx, offer):
            raise RefusedError(f"There is a pack called {offer.pack.name} already.", hint="Give yours another name.")
        now, seen = self.clock.now(), self._offered(tx, offer, [series])
        if seen.changed:
            _require_managers_of_all(tx, actor, offer.pack.name)
        before = _before(tx, offer)
        kept = _as_kept(tx, offer, before)
        tx.own_packs.keep_manifest(actor.workspace, replace(offer.pack, questions=()), now)
        for question in kept:
            if before.get(question.id) != question:
                tx.own_packs.keep(actor.workspace, question, now)
        if offer.pack.name not in series.settings.packs:
            asked = replace(series.settings, packs=(*series.settings.packs, offer.pack.name))
            tx.series.set_settings(series.id, channel=series.channel, settings=asked)
        tx.own_packs.discard(actor.workspace, actor.member)
        now_asks = tx.series.get(series.id) or series
        self.auditing.changed(tx, actor.member, "pack", series, now_asks, detail=offer.pack.name)
        return seen, now_asks

    def discard(self, tx: Transaction, actor: Actor, offer_id: int) -> None:
        """Let a pack that was sent go unused.

        Raises:
            RefusedError: there is no such offer of theirs.
        """
        offer = tx.own_packs.offered(offer_id)
        if offer is None or offer.workspace != actor.workspace or offer.member != actor.member:
            raise RefusedError(_GONE, hint=_AGAIN)
        tx.own_packs.discard(actor.workspace, actor.member)


def _require_managers_of_all(tx: Transaction, actor: Actor, pack: str) -> None:
    """Refuse to change questions that a series asks which somebody else runs."""
    asking = [one for one in tx.series.of_workspace(actor.workspace) if pack in one.settings.packs]
    if others := [one.name for one in asking if not may_manage(actor, one.settings)]:
        asks = f"{listing(others)} {'asks' if len(others) == 1 else 'ask'}"
        hint = "Who manages all of them, or an administrator, can change its questions."
        raise RightsError(f"{asks} from this pack, too.", hint=hint)


def _before(tx: Transaction, offer: Offer) -> Mapping[str, Question]:
    packs = (one for one in tx.own_packs.packs(offer.workspace) if one.name == offer.pack.name)
    return {question.id: question for pack in packs for question in pack.questions}


def _as_kept(tx: Transaction, offer: Offer, before: Mapping[str, Question]) -> Sequence[Question]:
    """Give the questions as they are kept.

    The name of a member who is credited stands beside one, not in it, and so does what reviewers accepted as further
    wordings: an export has both in the files.
    """
    credited, names = tx.own_packs.credits(offer.workspace), tx.members.names(offer.workspace)
    theirs = {ref: names[member] for ref, member in credited.items() if member in names}
    wordings = defaultdict(list)
    for said in tx.wordings.of_workspace(offer.workspace):
        wordings[said.ref].append(said)
    kept = []
    for one in offer.pack.questions:
        question = replace(one, author="") if theirs.get(one.ref) == one.author else one
        was = before.get(one.id)
        kept.append(was if was and laid_over(was, wordings[was.ref]) == question else question)
    return kept


def _managed(tx: Transaction, actor: Actor) -> list[Series]:
    everywhere = sorted(tx.series.of_workspace(actor.workspace), key=lambda one: one.id)
    managed = [one for one in everywhere if may_manage(actor, one.settings)]
    if not managed:
        raise RightsError("Only managers of a series may send packs.")
    return managed
