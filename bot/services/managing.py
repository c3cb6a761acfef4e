"""Running a series: setting it up, pausing, skipping, and the queue."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.schedule import preview, slot_instant
from bot.domain.deliveries import Delivery
from bot.domain.members import Actor, WhoSetsUp
from bot.domain.question import Pack
from bot.domain.rounds import Move, Round, RoundState, moved
from bot.domain.series import PausedFor, Series, SeriesSettings, SeriesState, may_manage
from bot.domain.text import listing, nearest
from bot.errors import FormError, InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.access.auditing import Auditing
from bot.services.authoring.at_hand import packs_at_hand
from bot.services.deliveries.holding import release_owed
from bot.services.rights import require_manager, require_set_up
from bot.services.rounds.opening import Opening, arm, taken_days

#: Why a series is paused that only a manager lets ask again.
PAUSED_BY_MANAGER = "a manager asked for it"


@dataclass(frozen=True, slots=True)
class Queued:
    """A question that goes ahead of the rotation."""

    ref: str
    #: False: it was retired, is out of date or gone from the packs, and is passed over.
    is_askable: bool


@dataclass(frozen=True, slots=True)
class Managing:
    """What managers do to a series; every right is checked here."""

    packs: PackSource
    clock: Clock
    opening: Opening
    auditing: Auditing

    def set_up(self, tx: Transaction, actor: Actor, name: str, channel: str, settings: SeriesSettings) -> Series:
        """Create a series, or change the one of that name, and arm its next slot.

        Who creates a series manages it. Who may create one in a channel says `rights.may_set_up`.

        Raises:
            RightsError: the actor may not.
            FormError: a pack or topic does not exist, no packs are given, or nobody would be left to manage it.
            RefusedError: the answer mode would change while a question is open.
        """
        tx.members.seen(actor)
        existing = self.named(tx, actor.workspace, name)
        self.check_right(tx, actor, existing, channel)
        if existing is not None:
            if not (settings.managers or may_manage(actor, settings)):
                raise FormError({"managers": "would leave nobody; name who is to run it, or ask an administrator."})
            existing = self._settle(tx, existing)
            self._check(tx, actor, settings, existing)
            tx.series.set_settings(existing.id, channel=channel, settings=settings)
            series_id = existing.id
            if channel != existing.channel:
                # A close waits for no channel that the series has left.
                tx.rounds.release_waiting(existing.workspace, series_id=series_id)
        else:
            self._check(tx, actor, settings, None)
            settings = replace(settings, managers=settings.managers | {actor.member})
            seed = secrets.randbits(32)
            series_id = tx.series.add(actor.workspace, name, channel, settings, seed).id
        return self._changed(tx, actor, "setup", existing, series_id)

    def named(self, tx: Transaction, workspace: str, name: str) -> Series | None:
        """Give the workspace's series of that name, whatever its case."""
        return next((s for s in tx.series.of_workspace(workspace) if s.name.casefold() == name.casefold()), None)

    def names(self, tx: Transaction, workspace: str) -> list[str]:
        """Give the names of the workspace's series."""
        return [series.name for series in tx.series.of_workspace(workspace)]

    def change(self, tx: Transaction, actor: Actor, series: Series, settings: SeriesSettings) -> Series:
        """Replace a series' settings."""
        return self.set_up(tx, actor, series.name, series.channel, settings)

    def pause(self, tx: Transaction, actor: Actor, series: Series, until: date | None) -> Series:
        """Stop asking, until a local date or until resumed; an open round still closes on time.

        Raises:
            InputError: the date is not in the future.
        """
        require_manager(actor, series)
        series = self._settle(tx, series)
        now = self.clock.now()
        if until is None:
            tx.series.pause(series.id, PAUSED_BY_MANAGER, PausedFor.MANAGER)
        else:
            if until <= local_day(now, series.settings.schedule.zone):
                raise InputError(
                    f"{until} is not in the future.", hint="Say the day of the next question, like 2030-01-07."
                )
            schedule = replace(series.settings.schedule, paused_until=until)
            settings = replace(series.settings, schedule=schedule)
            tx.series.set_settings(series.id, channel=series.channel, settings=settings)
            # Asking again on that day is what was said, whatever it was paused for before.
            tx.series.activate(series.id)
        return self._changed(tx, actor, "pause", series, series.id)

    def resume(self, tx: Transaction, actor: Actor, series: Series) -> Series:
        """Ask again, from the next slot on, and send what was owed meanwhile.

        Raises:
            RefusedError: the series is not paused.
        """
        require_manager(actor, series)
        series = self._settle(tx, series)
        now = self.clock.now()
        until = series.settings.schedule.paused_until
        if series.state is SeriesState.ACTIVE and (until is None or until <= local_day(now, _zone(series))):
            raise RefusedError(f"{series.name} is not paused.", hint="`/qotd preview` shows when it asks next.")
        schedule = replace(series.settings.schedule, paused_until=None)
        settings = replace(series.settings, schedule=schedule)
        tx.series.set_settings(series.id, channel=series.channel, settings=settings)
        tx.series.activate(series.id)
        release_owed(tx, series, now)
        return self._changed(tx, actor, "resume", series, series.id)

    def post_owed(self, tx: Transaction, actor: Actor, series: Series) -> tuple[Sequence[Delivery], int]:
        """Send at once what the series owes and could not send so far, and try its closes that wait.

        Gives what is sent, and how many closes are tried.

        Raises:
            RefusedError: it owes nothing, and no close of it waits.
        """
        require_manager(actor, series)
        now = self.clock.now()
        released, closes = release_owed(tx, series, now)
        if not released and not closes:
            raise RefusedError(
                f"{series.name} owes nothing.", hint="`/qotd close` brings the reveal of an open question."
            )
        owed = [*(str(one.kind) for one in released), *["close"] * closes]
        before, after = {"owed": owed}, {"owed": "sent again"}
        tx.audit.add(series.workspace, actor.member, "reveal", "", now, series_id=series.id, before=before, after=after)
        return released, closes

    def skip(self, tx: Transaction, actor: Actor, series: Series) -> date:
        """Skip the next slot and give its day.

        Raises:
            RefusedError: no slot is coming up.
        """
        require_manager(actor, series)
        series = self._settle(tx, series)
        if series.next_day is None:
            raise RefusedError(
                f"{series.name} has no slot to skip.", hint="Is it paused? `/qotd resume` lets it ask again."
            )
        planned = tx.rounds.on_day(series.id, series.next_day) or tx.rounds.add(
            series.id, series.workspace, series.next_day
        )
        if planned is None:
            raise RefusedError("That day has a round already.")
        self._move(tx, actor, planned, Move.SKIP, note="skipped by a manager")
        self._rearm(tx, series.id, self.clock.now())
        return planned.day

    def unskip(self, tx: Transaction, actor: Actor, series: Series) -> date:
        """Take the latest skip back, the one furthest ahead, and give its day.

        Raises:
            RefusedError: nothing that is still to come is skipped.
        """
        require_manager(actor, series)
        series = self._settle(tx, series)
        now, schedule = self.clock.now(), series.settings.schedule
        coming = tx.rounds.of_series(series.id, since=local_day(now, schedule.zone))
        skipped = [r for r in coming if r.state is RoundState.SKIPPED and slot_instant(schedule, r.day) > now]
        if not skipped:
            raise RefusedError(f"No coming slot of {series.name} is skipped.")
        self._move(tx, actor, skipped[-1], Move.UNSKIP, note="")
        self._rearm(tx, series.id, self.clock.now())
        return skipped[-1].day

    def preview(self, tx: Transaction, series: Series, count: int) -> tuple[tuple[date, datetime], ...]:
        """Give the next slots, day and instant."""
        if series.state is SeriesState.PAUSED:
            return ()
        now = self.clock.now()
        schedule = series.settings.schedule
        taken = taken_days(tx, series, local_day(now, schedule.zone))
        return preview(schedule, now, count, taken)

    def queue(self, tx: Transaction, actor: Actor, series: Series) -> Sequence[Queued]:
        """Give the questions that go ahead of the rotation, the next one first.

        Raises:
            RightsError: the actor may not manage the series.
        """
        require_manager(actor, series)
        pool = self.opening.pool(tx, series, local_day(self.clock.now(), series.settings.schedule.zone))
        return [Queued(ref, is_askable=ref in pool) for ref in tx.queue.list(series.id)]

    def askable(self, tx: Transaction, series: Series) -> frozenset[str]:
        """Give the questions that a series could ask today."""
        return frozenset(self.opening.pool(tx, series, local_day(self.clock.now(), _zone(series))))

    def set_queue(self, tx: Transaction, actor: Actor, series: Series, refs: Sequence[str]) -> None:
        """Replace the queue of questions that go ahead of the rotation.

        Raises:
            InputError: a question that was not queued before is not in the series' pool now.
        """
        require_manager(actor, series)
        today = local_day(self.clock.now(), series.settings.schedule.zone)
        pool = self.opening.pool(tx, series, today)
        queued = tx.queue.list(series.id)
        unknown = [ref for ref in refs if ref not in pool and ref not in queued]
        if unknown:
            raise InputError(f"{series.name} cannot ask {listing(unknown, 'or')}.", hint="Name questions as pack/id.")
        wanted = list(dict.fromkeys(refs))
        tx.queue.set(series.id, wanted)
        before, after, now = {"queue": list(queued)}, {"queue": wanted}, self.clock.now()
        tx.audit.add(series.workspace, actor.member, "queue", "", now, series_id=series.id, before=before, after=after)

    def _check(self, tx: Transaction, actor: Actor, settings: SeriesSettings, existing: Series | None) -> None:
        before = existing.settings if existing else None
        available = self.available(tx, actor.workspace)
        if wrong := self.wrong_choices(available, before, settings.packs, settings.topic_weights):
            raise FormError(wrong)
        if existing is None or existing.settings.answer_mode is settings.answer_mode:
            return
        if any(played.series_id == existing.id for played in tx.rounds.open_in(existing.workspace)):
            # Who answers privately is told whether that is published.
            said = "How answers are given cannot change while a question is open."
            raise RefusedError(said, hint="Change it after the reveal; `/qotd close` brings it now.")

    def available(self, tx: Transaction, workspace: str) -> Mapping[str, Pack]:
        """Give the packs that the workspace's series may use, by name."""
        return packs_at_hand(tx, self.packs, workspace)

    @staticmethod
    def wrong_choices(
        available: Mapping[str, Pack],
        before: SeriesSettings | None,
        packs: Sequence[str],
        topics: Mapping[str, float] | None,
    ) -> dict[str, str]:
        """Say by field which packs and topics there are not; `topics` is None where they stay as they are.

        Packs change with time: topics are looked for only where something is new, so that the rest can still be set.
        """
        unknown = [name for name in packs if name not in available]
        if unknown or not packs:
            said = f"there is no {listing(unknown, 'or')}." if unknown else "a series needs at least one."
            return {"packs": f"{said} Packs: {', '.join(sorted(available))}."}
        weights = topics if topics is not None else before.topic_weights if before else {}
        if before is not None and (before.packs, before.topic_weights) == (tuple(packs), weights):
            return {}
        held = sorted({topic for name in packs for q in available[name].questions for topic in q.topics})
        gone = [topic for topic in weights if topic not in held]
        if not gone:
            return {}
        hint = nearest(gone[0], held) or f"Topics: {', '.join(held)}."
        return {"topics": f"{gone[0]!r} is no topic of {listing(packs, 'or')}. {hint}"}

    def check_right(self, tx: Transaction, actor: Actor, existing: Series | None, channel: str) -> None:
        """Check that the actor may change the series, or create one in a channel, or move it there.

        Where only administrators set series up, managers are whom they appointed, and may move it anywhere.

        Raises:
            RightsError: they may not.
        """
        if existing is not None:
            require_manager(actor, existing)
        is_moved = existing is not None and channel != existing.channel
        if existing is None or (is_moved and tx.access.who_sets_up(actor.workspace) is WhoSetsUp.INVITERS):
            require_set_up(tx, actor, channel)

    def _move(self, tx: Transaction, actor: Actor, planned: Round, move: Move, *, note: str) -> None:
        state = moved(planned.state, move)
        tx.rounds.save(replace(planned, state=state, note=note))
        tx.audit.add(
            planned.workspace,
            actor.member,
            move,
            str(planned.day),
            self.clock.now(),
            series_id=planned.series_id,
            before={"question": planned.state},
            after={"question": state},
        )

    def _changed(self, tx: Transaction, actor: Actor, action: str, before: Series | None, series_id: int) -> Series:
        """Arm the next slot of a series that was changed, and keep what was."""
        series = self._rearm(tx, series_id, self.clock.now())
        self.auditing.changed(tx, actor.member, action, before, series)
        return series

    def _settle(self, tx: Transaction, series: Series) -> Series:
        """Do what is due as the series was set up until now, so that no change makes a due slot vanish."""
        self.opening.open_due(tx, series.id)
        return tx.series.get(series.id) or series

    def _rearm(self, tx: Transaction, series_id: int, now: datetime) -> Series:
        series = tx.series.get(series_id)
        if series is None:
            raise RefusedError("The series was deleted.")
        arm(tx, series, now)
        return tx.series.get(series_id) or series


def _zone(series: Series) -> str:
    return series.settings.schedule.zone
