"""Opening rounds: when a slot is due, and when a manager asks for it now."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile

from bot.cards.notices.questions import MORE_QUESTIONS, missed_note, no_question_note, pool_notice
from bot.cards.notices.series import by_words_notice
from bot.cards.question import question_card
from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.schedule import closing_instant, next_slot, slot_instant, slots
from bot.domain.card import Card
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.members import Actor, platform_of
from bot.domain.question import Question
from bot.domain.rotation import Candidate, Pick, Pool, Wishes, choose, standing
from bot.domain.rounds import Form, Move, Round, RoundState, form_for, moved
from bot.domain.series import AnswerMode, Series, SeriesState
from bot.errors import RefusedError
from bot.packs.relatives import kin
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.access.auditing import judged
from bot.services.authoring.at_hand import credit_of, packs_at_hand
from bot.services.deliveries.owing import delivery_key, owe_for_round, owe_note, tell_managers
from bot.services.rights import require_manager


def arm(tx: Transaction, series: Series, after: datetime) -> None:
    """Set the slot of the series that opens next: the first one after the instant that is still to open."""
    if series.state is not SeriesState.ACTIVE:
        tx.series.set_next(series.id, None, None)
        return
    schedule = series.settings.schedule
    taken = taken_days(tx, series, local_day(after, schedule.zone))
    day, due = next_slot(schedule, after, taken) or (None, None)
    tx.series.set_next(series.id, day, due)


def taken_days(tx: Transaction, series: Series, since: date) -> frozenset[date]:
    """Give the days from `since` on whose slot opens no more: skipped, or opened early."""
    rounds = tx.rounds.of_series(series.id, since=since)
    return frozenset(played.day for played in rounds if played.state is not RoundState.PLANNED)


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens rounds, or skips what can no longer be opened."""

    packs: PackSource
    clock: Clock
    #: The platforms whose managers are told that the default grader compares words alone, for want of the model.
    by_words_on: frozenset[str] = frozenset()

    def open_due(self, tx: Transaction, series_id: int) -> Round | None:
        """Open the series' due slot and arm its next one; None if there was nothing to open.

        Of several slots missed in an outage only the latest can still open, if it is within the grace; the others are
        skipped, all with one visible note.
        """
        now = self.clock.now()
        series = tx.series.get(series_id)
        if series is None or series.next_day is None or series.next_due is None or series.next_due > now:
            return None
        days = self._days_due(tx, series, series.next_day, now)
        latest = days[-1]
        is_late = now - slot_instant(series.settings.schedule, latest) > series.settings.grace
        missed = days if is_late else days[:-1]
        self._skip(tx, series, missed, now)
        opened = None
        if not is_late:
            planned = tx.rounds.on_day(series.id, latest) or tx.rounds.add(series.id, series.workspace, latest)
            if planned and planned.state is RoundState.PLANNED:
                opened = self._open(tx, series, planned, now)
        arm(tx, series, now)
        return opened

    def open_now(self, tx: Transaction, actor: Actor, series: Series) -> Round:
        """Open today's round outside the schedule.

        Raises:
            RightsError: the actor may not manage the series.
            RefusedError: today's question is out already, the closing time has passed, or no question is left.
        """
        require_manager(actor, series)
        today = local_day(self.clock.now(), series.settings.schedule.zone)
        earlier = tx.rounds.on_day(series.id, today)
        opened = self.open_due(tx, series.id) or self._open_early(tx, series)
        before, after = {"question": earlier.state if earlier else "none"}, {"question": opened.state}
        judged(tx, actor, opened, "open", self.clock.now(), before=before, after=after)
        return opened

    def _open_early(self, tx: Transaction, series: Series) -> Round:
        now = self.clock.now()
        today = local_day(now, series.settings.schedule.zone)
        planned = tx.rounds.on_day(series.id, today) or tx.rounds.add(series.id, series.workspace, today)
        if planned is not None and planned.state is RoundState.SKIPPED:
            planned = replace(planned, state=moved(planned.state, Move.UNSKIP), note="")
        if planned is not None and planned.state is RoundState.OPEN and (cards := _waiting_cards(tx, planned)):
            for card in cards:
                tx.deliveries.release(card.id, now, card.channel)
            return planned
        if planned is None or planned.state is not RoundState.PLANNED:
            raise RefusedError(
                f"Today's question of {series.name} has been asked already.",
                hint="There is one question a day; the next one comes on schedule (`/qotd preview` shows when).",
            )
        if closing_instant(series.settings.schedule, today, now) is None:
            raise RefusedError(
                "The closing time of today has passed, so nobody could answer.",
                hint="Open it tomorrow, or change the closing rule with `/qotd setup`.",
            )
        opened = self._open(tx, series, planned, now)
        if opened is None:
            raise RefusedError("No question can be asked.", hint=MORE_QUESTIONS)
        arm(tx, series, now)
        return opened

    def _days_due(self, tx: Transaction, series: Series, first: date, now: datetime) -> list[date]:
        schedule = series.settings.schedule
        skipped = tx.rounds.skipped_days(series.id, first)
        due = takewhile(lambda slot: slot_instant(schedule, slot.day) <= now, slots(schedule, first, skipped))
        # The stored slot is due even if the schedule was changed since in a way that would no longer have it.
        return sorted({first, *(slot.day for slot in due)})

    def _skip(self, tx: Transaction, series: Series, days: list[date], now: datetime) -> None:
        skipped = []
        for day in days:
            planned = tx.rounds.on_day(series.id, day) or tx.rounds.add(series.id, series.workspace, day)
            if planned and planned.state is RoundState.PLANNED:
                state = moved(planned.state, Move.SKIP)
                tx.rounds.save(replace(planned, state=state, note="missed: Askaday was not running"))
                skipped.append(day)
        if skipped:
            _note_on_day(tx, series, missed_note(tuple(skipped)), skipped[-1], now)

    def _open(self, tx: Transaction, series: Series, planned: Round, now: datetime) -> Round | None:
        closes_at = closing_instant(series.settings.schedule, planned.day, now)
        chosen = self._choose(tx, series, planned.day)
        if chosen is None or closes_at is None:
            reason = "no question was left to ask" if chosen is None else "it could only have opened after its close"
            tx.rounds.save(replace(planned, state=moved(planned.state, Move.SKIP), note=reason))
            _note_on_day(tx, series, no_question_note(planned.day, reason), planned.day, now)
            if chosen is None:
                self._warn(tx, series, None, now)
            return None
        question, pick = chosen
        is_told = platform_of(series.workspace) in self.by_words_on and series.settings.is_graded_by_default
        if is_told and not tx.rounds.asked(series.id):
            tell_managers(tx, series, by_words_notice(series), code="by words", now=now)
        opened = self._save_open(tx, series, planned, question, now=now, closes_at=closes_at)
        if pick.from_queue:
            tx.queue.set(series.id, [ref for ref in tx.queue.list(series.id) if ref != pick.ref])
        self._warn(tx, series, pick, now)
        return opened

    def _save_open(
        self, tx: Transaction, series: Series, planned: Round, question: Question, *, now: datetime, closes_at: datetime
    ) -> Round:
        before = series.settings.reminder_lead
        remind_at = closes_at - before if before and closes_at - before > now else None
        opened = replace(
            planned,
            state=moved(planned.state, Move.OPEN),
            question=question,
            opened_at=now,
            closes_at=closes_at,
            closed_at=None,
            remind_at=remind_at,
            channel=series.channel,
            is_sealed=series.settings.answer_mode is AnswerMode.SEALED,
            form=form_for(series.settings.form, question) or Form.TEXT,
        )
        tx.rounds.save(opened)
        credit = credit_of(tx, opened)
        shown = question_card(series, opened, question, is_first=tx.rounds.is_first(opened), credit=credit)
        card = replace(shown, calls=series.settings.ping)
        withdrawn = len(tx.deliveries.of_round(opened.id))
        owe_for_round(tx, series, opened, DeliveryKind.CARD, card, now=now, earlier=withdrawn)
        return opened

    def _choose(self, tx: Transaction, series: Series, day: date) -> tuple[Question, Pick] | None:
        questions = self.pool(tx, series, day)
        settings = series.settings
        known = self._candidates(tx, series)
        pick = choose(
            [known[ref] for ref in questions],
            tx.rounds.asked(series.id),
            tx.queue.list(series.id),
            Wishes(settings.topic_weights, settings.level_mix, settings.cool_down),
            seed=series.seed,
            day=day,
            retired=known.values(),
        )
        return (questions[pick.ref], pick) if pick else None

    def _candidates(self, tx: Transaction, series: Series) -> dict[str, Candidate]:
        """Give all questions of the series' packs, also those that may not be asked now."""
        available = packs_at_hand(tx, self.packs, series.workspace)
        packs = [available[name] for name in series.settings.packs if name in available]
        return {
            one.ref: Candidate(one.ref, one.level, one.topics, marks[one.ref])
            for pack, marks in ((pack, kin(pack)) for pack in packs)
            for one in pack.questions
        }

    def pool(self, tx: Transaction, series: Series, day: date) -> dict[str, Question]:
        """Give the questions that the series may ask on a day: not stale, not quarantined, of its packs and form."""
        quarantined = tx.flags.quarantined(series.workspace)
        available = packs_at_hand(tx, self.packs, series.workspace)
        return {
            question.ref: question
            for name in series.settings.packs
            if name in available
            for question in available[name].questions
            if question.ref not in quarantined
            and not question.is_stale(day)
            and form_for(series.settings.form, question) is not None
        }

    def _warn(self, tx: Transaction, series: Series, pick: Pick | None, now: datetime) -> None:
        pool = standing(pick, series.settings.low_pool)
        if pool is series.pool_warned:
            return
        tx.series.set_pool_warned(series.id, pool)
        if pool is not Pool.ENOUGH:
            told = pool_notice(series, pool, pick.unused_left if pick else 0)
            tell_managers(tx, series, told, code=f"{pool[0]}{now:%y%m%d}", now=now)


def _waiting_cards(tx: Transaction, played: Round) -> list[Delivery]:
    """Give the round's cards that could not be posted so far."""
    owed = tx.deliveries.of_round(played.id)
    return [one for one in owed if one.kind is DeliveryKind.CARD and one.waits_for is not None]


def _note_on_day(tx: Transaction, series: Series, card: Card, day: date, now: datetime) -> None:
    owe_note(tx, series, card, key=delivery_key(series, "n", f"{day:%y%m%d}"), now=now)
