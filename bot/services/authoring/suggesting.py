"""Suggesting questions: what members write, what they may still change, and what they are told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.cards.authoring.suggestions import suggested_notice
from bot.domain.authoring.suggestion import MOST_OPEN, ReadSuggestion, Suggestion, SuggestionState, Written
from bot.domain.calendar.localtime import local_day
from bot.domain.members import GONE, Actor
from bot.domain.question import Pack
from bot.domain.series import Series, may_review
from bot.errors import InputError, RefusedError
from bot.packs.suggested import read_suggestion, tidied
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.authoring.at_hand import packs_at_hand, restate_credit
from bot.services.deliveries.owing import tell_members
from bot.services.rights import require_reviewer

#: What the pack of approved questions is called, unless a folder's pack has the name.
_NAME = "own"
_TITLE = "Our own questions"
_DESCRIPTION = "Questions that people here suggested."
_LICENCE = "unknown"
_ANOTHERS = "This is somebody else's suggestion."
#: So many of those that were decided are shown to their author.
_SHOWN = 5
_MANY = (
    f"{MOST_OPEN} of your questions wait for a reviewer already.",
    "Withdraw one, or wait until they are decided: `/qotd suggestions` shows them.",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A suggestion with all that it takes to show it."""

    suggestion: Suggestion
    series: Series
    #: What its author is called.
    author: str
    #: The pack it would become a question of, with what is in it now.
    pack: Pack
    #: All packs in which its like is looked for.
    packs: Sequence[Pack]
    #: The local date of the series.
    today: date

    def read(self) -> ReadSuggestion:
        """Work out what it would become; with many packs this takes a while, so not in a transaction."""
        return read_suggestion(self.suggestion.written, self.pack, self.packs, self.today)


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Takes suggestions, and lets their authors change them until somebody has decided."""

    packs: PackSource
    clock: Clock

    def series_for(self, tx: Transaction, actor: Actor, channel: str) -> Series:
        """Give the series whose reviewers would decide: the channel's, else the first of the workspace.

        Raises:
            RefusedError: there is no series, or too many suggestions of theirs wait.
        """
        everywhere = sorted(tx.series.of_workspace(actor.workspace), key=lambda one: one.id)
        if not everywhere:
            raise RefusedError("No series is set up here.", hint="`/qotd setup` begins one, for those who may.")
        if sum(one.member == actor.member for one in tx.suggestions.waiting(actor.workspace)) >= MOST_OPEN:
            raise RefusedError(_MANY[0], hint=_MANY[1])
        return next((one for one in everywhere if one.channel == channel), everywhere[0])

    def own(self, tx: Transaction, actor: Actor) -> list[Suggestion]:
        """Give what a member suggested: what nobody has decided on, oldest first, then the latest decided ones."""
        suggested = tx.suggestions.of_member(actor.workspace, actor.member)
        waiting = [one for one in suggested if one.state is SuggestionState.WAITING]
        decided = [one for one in suggested if one.state in {SuggestionState.APPROVED, SuggestionState.REJECTED}]
        return waiting + decided[-_SHOWN:][::-1]

    def suggest(self, tx: Transaction, actor: Actor, channel: str, written: Written) -> Seen:
        """Keep a suggestion, and tell reviewers once a day that some wait.

        Raises:
            InputError: there is no question, or no answer.
            RefusedError: see `series_for`.
        """
        series = self.series_for(tx, actor, channel)
        written = _complete(written)
        tx.members.seen(actor)
        now = self.clock.now()
        added = tx.suggestions.add(Suggestion(0, actor.workspace, actor.member, now, series.id, written))
        day = local_day(now, series.settings.schedule.zone)
        judges = (series.settings.managers | series.settings.reviewers) - {actor.member}
        tell_members(tx, series, judges, suggested_notice(series), code=f"suggested {day.isoformat()}", now=now)
        return self._seen(tx, added, series)

    def look(self, tx: Transaction, actor: Actor, suggestion_id: int) -> Seen:
        """Give a suggestion to its author, or to a reviewer of its series.

        Raises:
            RefusedError: there is none here, or it was decided.
            RightsError: it is neither theirs nor theirs to decide.
        """
        found = tx.suggestions.get(suggestion_id)
        series = tx.series.get(found.series_id) if found else None
        if found is None or series is None or found.workspace != actor.workspace:
            raise RefusedError("This suggestion does not exist here.")
        if found.member != actor.member:
            require_reviewer(actor, series)
        if found.state is not SuggestionState.WAITING:
            raise RefusedError(
                _DECIDED[found.state],
                hint="`/qotd review` shows what else waits." if found.member != actor.member else "",
            )
        return self._seen(tx, found, series)

    def change(
        self, tx: Transaction, actor: Actor, suggestion_id: int, version: int, fields: Mapping[str, str]
    ) -> Seen:
        """Write other fields of a suggestion, for its author or a reviewer; those that are not named stay.

        Raises:
            InputError: there would be no question, or no answer.
            RefusedError: somebody has changed it since that version, or see `look`.
            RightsError: see `look`.
        """
        seen = self.look(tx, actor, suggestion_id)
        written = _complete(replace(seen.suggestion.written, **fields))
        changed = replace(seen.suggestion, written=written, version=version)
        self._save(tx, changed)
        if actor.member != changed.member:
            keys = sorted(key for key in fields if getattr(seen.suggestion.written, key) != getattr(written, key))
            detail, of = f"suggestion {suggestion_id}", seen.series.id
            now, name = self.clock.now(), "suggestion edit"
            # What people wrote stands in no audit: it would stay when they erase it.
            tx.audit.add(actor.workspace, actor.member, name, detail, now, series_id=of, after={"fields": keys})
        return self.look(tx, actor, suggestion_id)

    def name(self, tx: Transaction, actor: Actor, suggestion_id: int, *, is_named: bool) -> Suggestion:
        """Let the author be named when it is asked, or not; also once it is approved, and on the card of an open round.

        Raises:
            RefusedError: it is not theirs, was rejected or withdrawn, or is in no pack any more.
        """
        found = tx.suggestions.get(suggestion_id)
        if found is None or found.workspace != actor.workspace or found.state is not SuggestionState.APPROVED:
            seen = self._own(tx, actor, suggestion_id)
            self._save(tx, replace(seen.suggestion, is_named=is_named))
            return self._own(tx, actor, suggestion_id).suggestion
        if found.member != actor.member:
            raise RefusedError(_ANOTHERS)
        if not tx.own_packs.credit(actor.workspace, found.ref, actor.member if is_named else ""):
            raise RefusedError("This question is not asked any more.")
        tx.suggestions.name(found.id, is_named=is_named)
        restate_credit(tx, actor.workspace, {found.ref}, self.clock.now())
        return replace(found, is_named=is_named)

    def withdraw(self, tx: Transaction, actor: Actor, suggestion_id: int) -> None:
        """Take the author's own suggestion back."""
        seen = self._own(tx, actor, suggestion_id)
        tx.suggestions.decide(seen.suggestion, SuggestionState.WITHDRAWN, actor.member, self.clock.now())

    def _own(self, tx: Transaction, actor: Actor, suggestion_id: int) -> Seen:
        seen = self.look(tx, actor, suggestion_id)
        if seen.suggestion.member != actor.member:
            raise RefusedError(_ANOTHERS, hint="`/qotd review` lets you decide on it.")
        return seen

    @staticmethod
    def _save(tx: Transaction, changed: Suggestion) -> None:
        if not tx.suggestions.save(changed):
            raise RefusedError(
                "Somebody has changed this suggestion since.",
                hint="Open it again: `/qotd suggestions` or `/qotd review`.",
            )

    def _seen(self, tx: Transaction, suggestion: Suggestion, series: Series) -> Seen:
        member = tx.members.get(suggestion.workspace, suggestion.member)
        at_hand = packs_at_hand(tx, self.packs, suggestion.workspace)
        today = local_day(self.clock.now(), series.settings.schedule.zone)
        pack = own_pack(tx, self.packs, suggestion.workspace, today)
        name = member.name if member else GONE
        return Seen(suggestion, series, name, pack, tuple(at_hand.values()), today)


#: What is said of a suggestion that was decided, by what became of it.
_DECIDED: Mapping[SuggestionState, str] = {
    SuggestionState.APPROVED: "This question was approved already.",
    SuggestionState.REJECTED: "This suggestion was rejected already.",
    SuggestionState.WITHDRAWN: "This suggestion was withdrawn.",
}


def _complete(written: Written) -> Written:
    """Give what was typed without what nobody sees.

    Raises:
        InputError: there is no question, or no answer.
    """
    tidy = tidied(written)
    if not tidy.prompt:
        raise InputError("A suggestion needs a question.", hint="Write what people are to be asked.")
    if not tidy.answer:
        raise InputError("A suggestion needs an answer.", hint="Write what the reveal is to say: a few sentences.")
    return tidy


def own_pack(tx: Transaction, packs: PackSource, workspace: str, today: date) -> Pack:
    """Give the pack of a workspace's approved questions, with those it has; a new one is called as no other pack is."""
    name = tx.own_packs.approved(workspace)
    if name:
        kept = next((pack for pack in tx.own_packs.packs(workspace) if pack.name == name), None)
        if kept is not None:
            return kept
    taken = packs_at_hand(tx, packs, workspace)
    number = 1
    while not name:
        free = _NAME if number == 1 else f"{_NAME}-{number}"
        name, number = "" if free in taken else free, number + 1
    return Pack(name, _TITLE, _DESCRIPTION, version_of(today), _LICENCE, "en", ())


def version_of(day: date) -> str:
    """Give the version of a pack that was changed on a day."""
    return f"{day.year}.{day.month}.{day.day}"


def reviewed_by(tx: Transaction, actor: Actor) -> list[Series]:
    """Give the series of a workspace that somebody reviews, in the order in which they were set up."""
    everywhere = sorted(tx.series.of_workspace(actor.workspace), key=lambda one: one.id)
    return [one for one in everywhere if may_review(actor, one.settings)]
