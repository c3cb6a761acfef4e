"""Getting to know members: a newcomer is told once how it goes, and who is silent for long is asked once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.cards.meeting import newcomer_card, silence_card
from bot.domain.calendar.localtime import local_day, resolve
from bot.domain.deliveries import Urgency
from bot.domain.members import Actor, Contact, platform_of
from bot.domain.rounds import RoundState
from bot.domain.series import Series, SeriesState
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_privately
from bot.services.members.zones import zone_of_member

#: Who does nothing for so long is asked whether to be left alone.
SILENCE = timedelta(days=14)
#: It is no silence where fewer questions were asked in that time; then it is looked at again after the pause.
_FEWEST_QUESTIONS = 2
_PAUSE = timedelta(days=7)
#: Of no use any more after it.
_WELCOME_LASTS = timedelta(days=7)
_DIGEST = 16
_SEEN = frozenset({RoundState.OPEN, RoundState.CLOSED})


@dataclass(frozen=True, slots=True)
class Meeting:
    """Knows who was met, and who wants to be left alone."""

    clock: Clock
    #: The platforms that do not tell who joins a channel: there somebody is met with the first thing they do.
    deaf: frozenset[str] = frozenset()

    def joined(self, tx: Transaction, workspace: str, channel: str, member: str) -> None:
        """Tell somebody who joined a channel how it goes, once for a workspace; who manages a series knows it."""
        here = [series for series in _active(tx, workspace) if series.channel == channel]
        if here and tx.members.is_tracked(workspace, member):
            is_told = all(member not in series.settings.managers for series in here)
            self._meet(tx, workspace, member, here[0], is_told=is_told)

    def left(self, tx: Transaction, workspace: str, member: str) -> None:
        """Ask somebody who left a channel nothing any more."""
        contact = tx.contacts.of_member(workspace, member)
        if contact is not None and contact.silent_at is not None:
            tx.contacts.save(replace(contact, silent_at=None))

    def did(self, tx: Transaction, actor: Actor, channel: str) -> None:
        """Take note that somebody pressed or answered something; of who left tracking nothing is noted."""
        if not tx.members.is_tracked(actor.workspace, actor.member):
            return
        if tx.contacts.of_member(actor.workspace, actor.member) is not None:
            # Every message of a thread comes this way: no series is loaded for whoever is known.
            tx.contacts.active(actor.workspace, actor.member, self.clock.now() + SILENCE)
            return
        everywhere = _active(tx, actor.workspace)
        here = [series for series in everywhere if series.channel == channel] or everywhere
        if here:
            own = {actor.member} | actor.groups
            runs_it = any(own & series.settings.managers for series in everywhere)
            is_told = platform_of(actor.workspace) in self.deaf and not runs_it
            self._meet(tx, actor.workspace, actor.member, here[0], is_told=is_told)

    def used(self, tx: Transaction, actor: Actor) -> None:
        """Take note that somebody used a command: it is no silence, and alone makes nobody known."""
        if tx.members.is_tracked(actor.workspace, actor.member):
            tx.contacts.active(actor.workspace, actor.member, self.clock.now() + SILENCE)

    def _meet(self, tx: Transaction, workspace: str, member: str, series: Series, *, is_told: bool) -> None:
        now = self.clock.now()
        if tx.contacts.meet(workspace, member, now + SILENCE) and is_told:
            owe_privately(
                tx,
                workspace,
                member,
                newcomer_card(series),
                key=_key("n", workspace, member),
                now=now,
                urgency=Urgency.WELCOME,
                series=series,
                lapses_at=now + _WELCOME_LASTS,
            )

    def say(self, tx: Transaction, actor: Actor, *, is_quiet: bool) -> None:
        """Send a member nothing unasked from now on, or let it go on; nobody is asked again whom they want that of."""
        contact = tx.contacts.of_member(actor.workspace, actor.member)
        contact = contact or Contact(0, actor.workspace, actor.member)
        tx.contacts.save(replace(contact, is_quiet=is_quiet, silent_at=None))

    def ask_silent(self, tx: Transaction, contact_id: int) -> bool:
        """Ask somebody once whether to be left alone, if they have been silent for long while questions were asked."""
        now = self.clock.now()
        contact = tx.contacts.get(contact_id)
        if contact is None or contact.silent_at is None or contact.silent_at > now:
            return False
        back = tx.absences.latest(contact.workspace, contact.member)
        if back is not None and (silent_at := _start_of(tx, contact, back.until) + SILENCE) > now:
            # The days on which somebody was away are no silence.
            tx.contacts.save(replace(contact, silent_at=silent_at))
            return False
        asked = {series.id: _questions(tx, series, now) for series in _active(tx, contact.workspace)}
        if sum(asked.values()) < _FEWEST_QUESTIONS:
            tx.contacts.save(replace(contact, silent_at=now + _PAUSE))
            return False
        tx.contacts.save(replace(contact, silent_at=None))
        series = tx.series.get(max(asked, key=lambda number: asked[number]))
        if series is None:
            return False
        owed = owe_privately(
            tx,
            contact.workspace,
            contact.member,
            silence_card(series),
            key=_key("l", contact.workspace, contact.member),
            now=now,
            urgency=Urgency.SILENCE,
            series=series,
            lapses_at=now + SILENCE,
        )
        return owed is not None


def _active(tx: Transaction, workspace: str) -> Sequence[Series]:
    return [series for series in tx.series.of_workspace(workspace) if series.state is SeriesState.ACTIVE]


def _questions(tx: Transaction, series: Series, now: datetime) -> int:
    since = local_day(now - SILENCE, series.settings.schedule.zone)
    return sum(played.state in _SEEN for played in tx.rounds.of_series(series.id, since=since))


def _start_of(tx: Transaction, contact: Contact, day: date) -> datetime:
    return resolve(day, time(), zone_of_member(tx, contact.workspace, contact.member))


def _key(letter: str, workspace: str, member: str) -> str:
    return letter + hashlib.sha256(f"{workspace} {member}".encode()).hexdigest()[:_DIGEST]


def wants_messages(tx: Transaction, actor: Actor) -> None:
    """Leave somebody alone no longer, because they ask for something that is sent to them."""
    contact = tx.contacts.of_member(actor.workspace, actor.member)
    if contact is not None and contact.is_quiet:
        tx.contacts.save(replace(contact, is_quiet=False))
