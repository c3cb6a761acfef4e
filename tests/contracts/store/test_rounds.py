import asyncio
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.question import Choice, KeyPoint, Level, Question
from bot.domain.rotation import Asked
from bot.domain.rounds import AnswerWindow, Form, Round, RoundState
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, MINUTE, NOON, OTHER_WORKSPACE, add_round, add_series
from tests.waiting import PATIENCE
from tests.worlds.builders import CHANNEL, WORKSPACE, question

TUESDAY = date(2026, 12, 8)
WEDNESDAY = date(2026, 12, 9)


async def test_slot_has_one_round(store: Store) -> None:
    def plan(tx: Transaction) -> list[object]:
        series = add_series(tx)
        first = tx.rounds.add(series.id, WORKSPACE, DAY)
        assert first is not None
        return [first.state, tx.rounds.add(series.id, WORKSPACE, DAY), tx.rounds.on_day(series.id, DAY) == first]

    assert await store.call(plan) == [RoundState.PLANNED, None, True]


async def test_round_comes_back_as_it_was_saved(store: Store) -> None:
    def save(tx: Transaction) -> tuple[Round, Round | None, AnswerWindow | None]:
        asked = question(choices=(Choice("a", right=True, why="\N{SNOWMAN}\0"),), at_least=1, level=Level.FOUNDATION)
        saved = add_round(
            tx,
            add_series(tx),
            question=asked,
            closes_at=NOON + MINUTE,
            closed_at=NOON + 2 * MINUTE,
            remind_at=NOON,
            card_message="m1",
            thread="t1",
            note="A note",
            best_member="ana",
            mean_score=1 / 3,
            is_sealed=True,
            form=Form.CHOICE,
        )
        return saved, tx.rounds.get(saved.id), tx.rounds.window(WORKSPACE, CHANNEL, "t1")

    saved, by_id, window = await store.call(save)

    assert by_id == saved
    assert window == AnswerWindow(saved.id, saved.state, saved.closes_at)


async def test_question_that_was_asked_keeps_all_that_it_said(store: Store) -> None:
    point = KeyPoint("It glows.", ("it shines",), label="It glows", probe="What does it do?")
    first = question(
        title="A lamp at noon",
        short_answer="It glows.",
        key_points=(point,),
        second_hint="Look up.",
        family="lamps",
        split_from="lights",
        exam=("SAP-C02/2.4",),
        minutes=3,
    )
    second = replace(first, key_points=(replace(point, label="It shines"),))

    def save(tx: Transaction) -> list[Question | None]:
        series = add_series(tx)
        rounds = [add_round(tx, series, day=day, question=one) for day, one in ((DAY, first), (TUESDAY, second))]
        return [found.question for one in rounds if (found := tx.rounds.get(one.id))]

    assert await store.call(save) == [first, second]


async def test_round_of_another_workspace_is_not_found_by_its_thread(store: Store) -> None:
    def look(tx: Transaction) -> AnswerWindow | None:
        add_round(tx, add_series(tx), thread="t1")
        return tx.rounds.window(OTHER_WORKSPACE, CHANNEL, "t1")

    assert await store.call(look) is None


async def test_rounds_of_a_series_are_given_by_day(store: Store) -> None:
    def days(tx: Transaction) -> list[list[date]]:
        series = add_series(tx)
        for day in (WEDNESDAY, DAY, TUESDAY):
            add_round(tx, series, day)
        given = (
            tx.rounds.of_series(series.id),
            tx.rounds.of_series(series.id, since=TUESDAY),
            tx.rounds.of_series(series.id, until=TUESDAY),
            tx.rounds.of_series(series.id, since=TUESDAY, until=TUESDAY),
        )
        return [[found.day for found in rounds] for rounds in given]

    assert await store.call(days) == [[DAY, TUESDAY, WEDNESDAY], [TUESDAY, WEDNESDAY], [DAY, TUESDAY], [TUESDAY]]


async def test_open_and_skipped_rounds_are_told_apart(store: Store) -> None:
    def look(tx: Transaction) -> list[object]:
        series = add_series(tx)
        add_round(tx, series, DAY, state=RoundState.SKIPPED, question=None)
        opened = add_round(tx, series, TUESDAY)
        add_round(tx, series, WEDNESDAY, state=RoundState.SKIPPED, question=None)
        return [
            tx.rounds.open_in(WORKSPACE) == [opened],
            tx.rounds.open_in(OTHER_WORKSPACE),
            tx.rounds.skipped_days(series.id, TUESDAY),
        ]

    assert await store.call(look) == [True, [], frozenset({WEDNESDAY})]


async def test_due_rounds_are_open_and_earliest_first(store: Store) -> None:
    def look(tx: Transaction) -> bool:
        series = add_series(tx)
        now = add_round(tx, series, DAY, closes_at=NOON, remind_at=NOON)
        late = add_round(tx, series, TUESDAY, closes_at=NOON - MINUTE, remind_at=NOON - MINUTE)
        add_round(tx, series, WEDNESDAY, closes_at=NOON + MINUTE, remind_at=NOON + MINUTE)
        add_round(tx, series, date(2026, 12, 10), closes_at=NOON, remind_at=NOON, state=RoundState.CLOSED)
        add_round(tx, series, date(2026, 12, 11))
        found = (tx.rounds.due_to_close(NOON, 9), tx.rounds.due_to_remind(NOON, 9), tx.rounds.due_to_close(NOON, 1))
        return found == ([late.id, now.id], [late.id, now.id], [late.id])

    assert await store.call(look)


async def test_close_is_claimed_by_one_until_the_claim_ends(store: Store) -> None:
    def claim(tx: Transaction) -> list[object]:
        claimed = add_round(tx, add_series(tx), closes_at=NOON)
        end = NOON + MINUTE
        return [
            tx.rounds.claim_close(claimed.id, NOON, end),
            tx.rounds.claim_close(claimed.id, end - timedelta(microseconds=1), end + MINUTE),
            tx.rounds.due_to_close(NOON, 9),
            tx.reports.next_due() == end,
            tx.rounds.due_to_close(end, 9) == [claimed.id],
            tx.rounds.claim_close(claimed.id, end, end + MINUTE),
        ]

    assert await store.call(claim) == [True, False, [], True, True, True]


async def test_claim_survives_a_save_and_is_kept_until_the_close_is_tried_again(store: Store) -> None:
    def claim(tx: Transaction) -> list[object]:
        claimed = add_round(tx, add_series(tx), closes_at=NOON)
        tx.rounds.claim_close(claimed.id, NOON, NOON + MINUTE)
        tx.rounds.save(replace(claimed, note="seen"))
        held = tx.rounds.claim_close(claimed.id, NOON, NOON + MINUTE)
        tx.rounds.postpone_close(claimed.id, NOON, NOON + 5 * MINUTE)
        claims = [tx.rounds.claim_close(claimed.id, NOON + n * MINUTE, NOON + 9 * MINUTE) for n in (4, 5)]
        return [held, *claims]

    assert await store.call(claim) == [False, False, True]


async def test_close_that_waits_is_let_go_with_its_channel_or_workspace_and_no_other_is(store: Store) -> None:
    def wait(tx: Transaction) -> list[object]:
        series = add_series(tx)
        waiting, tried = (add_round(tx, series, day, closes_at=NOON).id for day in (DAY, TUESDAY))
        for one in (waiting, tried):
            tx.rounds.claim_close(one, NOON, NOON + MINUTE)
        tx.rounds.let_wait(waiting, NOON + 5 * MINUTE, "Refused.")
        due = [list(tx.rounds.due_to_close(NOON + n * MINUTE, 9)) for n in (4, 5)]
        tx.rounds.release_waiting("test:another")
        tx.rounds.release_waiting(WORKSPACE, channel="elsewhere")
        tx.rounds.release_waiting(WORKSPACE, series_id=series.id + 1)
        kept = list(tx.rounds.due_to_close(NOON, 9))
        listed = [[(one.id, one.unclosed) for one in tx.rounds.waiting()]]
        freed = []
        for channel, series_id in [(None, None), (CHANNEL, None), (None, series.id)]:
            tx.rounds.let_wait(waiting, NOON + 5 * MINUTE, "Refused.")
            count = tx.rounds.release_waiting(WORKSPACE, channel=channel, series_id=series_id)
            freed.append((count, list(tx.rounds.due_to_close(NOON, 9)) == [waiting]))
        listed.append([(one.id, one.unclosed) for one in tx.rounds.waiting()])
        again = tx.rounds.release_waiting(WORKSPACE)
        return [due == [[tried], [tried, waiting]], kept, freed, listed == [[(waiting, "Refused.")], []], again]

    assert await store.call(wait) == [True, [], [(1, True)] * 3, True, 0]


async def test_close_that_is_let_go_while_it_is_tried_keeps_its_claim_and_loses_its_error(store: Store) -> None:
    def wait(tx: Transaction) -> list[object]:
        tried = add_round(tx, add_series(tx), closes_at=NOON).id
        tx.rounds.claim_close(tried, NOON, NOON + MINUTE)
        tx.rounds.let_wait(tried, NOON + 5 * MINUTE, "Refused.")
        tx.rounds.claim_close(tried, NOON + 5 * MINUTE, NOON + 9 * MINUTE)
        claimed = tx.rounds.get(tried)
        released = tx.rounds.release_waiting(WORKSPACE)
        free = [list(tx.rounds.due_to_close(NOON + n * MINUTE, 9)) for n in (8, 9)]
        stands = tx.rounds.get(tried)
        return [claimed and claimed.unclosed, released, free == [[], [tried]], stands and stands.unclosed]

    assert await store.call(wait) == ["Refused.", 1, True, ""]


async def test_close_of_a_round_that_is_closed_does_not_wait(store: Store) -> None:
    def wait(tx: Transaction) -> bool:
        played = add_round(tx, add_series(tx), closes_at=NOON)
        tx.rounds.claim_close(played.id, NOON, NOON + MINUTE)
        tx.rounds.save(replace(played, state=RoundState.CLOSED, closed_at=NOON))
        return tx.rounds.let_wait(played.id, NOON + MINUTE, "Refused.")

    assert await store.call(wait) is False


async def test_close_that_is_let_go_wakes_the_listener(store: Store) -> None:
    def wait(tx: Transaction) -> None:
        waiting = add_round(tx, add_series(tx), closes_at=NOON).id
        tx.rounds.claim_close(waiting, NOON, NOON + MINUTE)
        tx.rounds.let_wait(waiting, NOON + 5 * MINUTE, "Refused.")

    heard = asyncio.Event()
    store.on_due(heard.set)
    await store.call(wait)
    await asyncio.wait_for(heard.wait(), PATIENCE)
    heard.clear()

    await store.call(lambda tx: tx.rounds.release_waiting(WORKSPACE))

    await asyncio.wait_for(heard.wait(), PATIENCE)


async def test_closed_round_is_not_claimed(store: Store) -> None:
    def claim(tx: Transaction) -> bool:
        closed = add_round(tx, add_series(tx), state=RoundState.CLOSED, closes_at=NOON)
        return tx.rounds.claim_close(closed.id, NOON, NOON + MINUTE)

    assert not await store.call(claim)


async def test_rounds_of_a_question_are_those_of_its_series(store: Store) -> None:
    def found(tx: Transaction) -> object:
        series, other = add_series(tx), add_series(tx, name="other")
        add_round(tx, series, TUESDAY, question=question(1))
        add_round(tx, series, DAY, question=question(1), state=RoundState.CLOSED)
        add_round(tx, series, WEDNESDAY, question=question(2))
        add_round(tx, other, DAY, question=question(1))
        return [(one.series_id == series.id, one.day) for one in tx.rounds.of_question(series.id, "basics/question-1")]

    assert await store.call(found) == [(True, DAY), (True, TUESDAY)]


async def test_asked_lists_rounds_with_a_question_by_day(store: Store) -> None:
    def asked(tx: Transaction) -> object:
        series = add_series(tx)
        add_round(tx, series, TUESDAY, question=question(2))
        add_round(tx, series, DAY, question=question(1), state=RoundState.CLOSED, mean_score=0.25)
        add_round(tx, series, WEDNESDAY, question=None, state=RoundState.SKIPPED)
        return tx.rounds.asked(series.id)

    assert await store.call(asked) == [
        Asked("basics/question-1", DAY, 0.25),
        Asked("basics/question-2", TUESDAY, None),
    ]
