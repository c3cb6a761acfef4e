from datetime import date

from bot.domain.reporting import Participation
from bot.domain.rounds import RoundState
from bot.domain.series import PausedFor
from bot.domain.streaks import Streak
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, MINUTE, NOON, add_round, add_series, answer, points
from tests.worlds.builders import ANA, WORKSPACE, question

DAYS = [date(2026, 12, day) for day in (7, 8, 9)]


def _week(tx: Transaction) -> int:
    """Play three closed rounds: Ana answers the first two, bo the second; a fourth is open."""
    series = add_series(tx)
    first, second, _third = (
        add_round(tx, series, day, state=RoundState.CLOSED, question=question(n)) for n, day in enumerate(DAYS)
    )
    add_round(tx, series, date(2026, 12, 10))
    tx.members.seen(ANA)
    tx.answers.freeze(first.id, [answer("ana", 1)])
    tx.answers.freeze(second.id, [answer("bo", 2), answer("ana", 3)])
    tx.standings.set_points([points(first, "ana", 10, 1.0)])
    tx.standings.set_points([points(second, "ana", 6, 0.5)])
    tx.standings.set_points([points(second, "bo", 2, None)])
    tx.standings.set_streaks(series.id, {"ana": Streak(0, 2, 2, 0)})
    return series.id


async def test_participation_counts_from_the_first_answer_on(store: Store) -> None:
    def report(tx: Transaction) -> object:
        return tx.reports.participation(_week(tx), None, None)

    assert await store.call(report) == [
        Participation("daily", "ana", "Ana", 3, 2, 0.75, 16, 0, 2, NOON + 3 * MINUTE),
        Participation("daily", "bo", "somebody who left", 2, 1, None, 2, 0, 0, NOON + 2 * MINUTE),
    ]


async def test_participation_of_a_period_names_all_who_ever_answered(store: Store) -> None:
    def report(tx: Transaction) -> object:
        series = _week(tx)
        return [tx.reports.participation(series, DAYS[0], DAYS[0]), tx.reports.participation(series + 1, None, None)]

    assert await store.call(report) == [
        [
            Participation("daily", "ana", "Ana", 1, 1, 1.0, 10, 0, 2, NOON + MINUTE),
            Participation("daily", "bo", "somebody who left", 0, 0, None, 0, 0, 0, None),
        ],
        [],
    ]


async def test_nothing_is_due_in_an_empty_store(store: Store) -> None:
    assert await store.call(lambda tx: tx.reports.next_due()) is None


async def test_next_due_is_the_earliest_of_slots_closes_and_reminders(store: Store) -> None:
    def due(tx: Transaction) -> list[bool]:
        series = add_series(tx)
        seen = []
        tx.series.set_next(series.id, DAY, NOON + 9 * MINUTE)
        seen.append(tx.reports.next_due() == NOON + 9 * MINUTE)
        add_round(tx, series, DAYS[0], closes_at=NOON + 8 * MINUTE)
        seen.append(tx.reports.next_due() == NOON + 8 * MINUTE)
        add_round(tx, series, DAYS[1], remind_at=NOON + 7 * MINUTE)
        seen.append(tx.reports.next_due() == NOON + 7 * MINUTE)
        add_round(tx, series, DAYS[2], closes_at=NOON, remind_at=NOON, state=RoundState.CLOSED)
        seen.append(tx.reports.next_due() == NOON + 7 * MINUTE)
        return seen

    assert await store.call(due) == [True] * 4


async def test_paused_series_is_not_due(store: Store) -> None:
    def due(tx: Transaction) -> object:
        series = add_series(tx)
        tx.series.set_next(series.id, DAY, NOON)
        tx.series.pause(series.id, "holidays", PausedFor.MANAGER)
        return [tx.reports.next_due(), tx.series.of_workspace(WORKSPACE)[0].next_due == NOON]

    assert await store.call(due) == [None, True]
