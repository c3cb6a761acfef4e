from collections import defaultdict
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.calendar.periods import period_keys
from bot.domain.rounds import Round
from bot.domain.scoring import Points
from bot.domain.streaks import Streak
from bot.ports.copies import copies_of
from bot.ports.store import Store, Transaction
from tests.contracts.stored import DAY, NOON, OTHER_WORKSPACE, add_round, add_series, points
from tests.worlds.builders import WORKSPACE, actor
from tests.worlds.builders import settings as series_settings

DAYS = (DAY, date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4))
MEMBERS = ("ana", "bo", "cy")


def _lines(tx: Transaction, series_id: int | None, period: str = "all", limit: int = 10) -> list[tuple[int, str, int]]:
    board = tx.standings.board(WORKSPACE, series_id, period, limit=limit)
    return [(line.rank, line.name, line.points) for line in board.lines]


def _give(tx: Transaction, of: Round, **earned: int) -> None:
    for name, number in earned.items():
        tx.members.seen(actor(name))
        tx.standings.set_points([points(of, name.casefold(), number)])


async def test_points_come_back_as_they_were_set_last(store: Store) -> None:
    def give(tx: Transaction) -> object:
        of = add_round(tx, add_series(tx))
        tx.standings.set_points([points(of, "ana", 4, None)])
        tx.standings.set_points([points(of, "ana", 9, 1 / 3, is_best=True)])
        tx.standings.set_points([points(of, "bo", 2, None)])
        wanted = {"ana": points(of, "ana", 9, 1 / 3, is_best=True), "bo": points(of, "bo", 2, None)}
        return tx.standings.points_of(of.id) == wanted

    assert await store.call(give)


async def test_points_of_several_are_set_and_added_up_as_those_of_each(store: Store) -> None:
    def give(tx: Transaction) -> object:
        of, other = add_round(tx, add_series(tx), DAYS[0]), add_round(tx, add_series(tx, "weekly"), DAYS[0])
        _give(tx, other, ana=100)
        _give(tx, of, ana=4, bo=2)
        tx.standings.set_points([])
        tx.standings.set_points([points(of, "cy", 7, None), points(of, "ana", 9, 1 / 3)])
        for name in ("ana", "bo", "cy"):
            tx.members.seen(actor(name))
        lines = tx.standings.board(WORKSPACE, of.series_id, "all", limit=10).lines
        return [(line.name, line.points, line.answered) for line in lines], _lines(tx, None)

    own = [("ana", 9, 1), ("cy", 7, 1), ("bo", 2, 1)]
    assert await store.call(give) == (own, [(1, "ana", 109), (2, "cy", 7), (3, "bo", 2)])


async def test_board_ranks_as_in_competitions_and_orders_equals_by_name(store: Store) -> None:
    def board(tx: Transaction) -> object:
        of = add_round(tx, add_series(tx))
        _give(tx, of, dee=1, Bo=5, ana=5, Élan=9)
        return [_lines(tx, of.series_id), _lines(tx, of.series_id, limit=2)]

    full = [(1, "Élan", 9), (2, "ana", 5), (2, "Bo", 5), (4, "dee", 1)]
    assert await store.call(board) == [full, full[:2]]


async def test_board_counts_only_its_period_series_and_workspace(store: Store) -> None:
    def boards(tx: Transaction) -> object:
        daily, weekly = add_series(tx, "daily"), add_series(tx, "weekly")
        elsewhere = add_series(tx, "daily", OTHER_WORKSPACE)
        _give(tx, add_round(tx, daily, DAYS[0]), ana=1)
        _give(tx, add_round(tx, daily, DAYS[2]), ana=10)
        _give(tx, add_round(tx, weekly, DAYS[0]), ana=100)
        _give(tx, add_round(tx, elsewhere, DAYS[0]), ana=1000)
        periods = ("2026-W50", "2026-12", "2026-Q4", "2026-W53", "2027-01", "all", "2025-Q1")
        return [[[line[2] for line in _lines(tx, series, period)] for period in periods] for series in (daily.id, None)]

    assert await store.call(boards) == [
        [[1], [1], [1], [10], [10], [11], []],
        [[101], [101], [101], [10], [10], [111], []],
    ]


async def test_hidden_members_take_no_rank_and_see_their_own_line(store: Store) -> None:
    def look(tx: Transaction) -> object:
        series = add_series(tx, excluded=frozenset({"root"}))
        _give(tx, add_round(tx, series), root=9, ana=8, bo=7, cy=6)
        tx.members.set_on_board(WORKSPACE, "ana", on_board=False)
        board = tx.standings.board(WORKSPACE, series.id, "all", limit=1, viewer="cy")
        ranks = [tx.standings.standing(WORKSPACE, series.id, "all", member) for member in ("root", "ana", "bo", "dee")]
        assert board.own is not None
        return [
            _lines(tx, series.id),
            _lines(tx, None),
            (len(board.lines), board.members, board.own.rank),
            [standing and standing.rank for standing in ranks],
        ]

    assert await store.call(look) == [
        [(1, "bo", 7), (2, "cy", 6)],
        [(1, "root", 9), (2, "bo", 7), (3, "cy", 6)],
        (1, 2, 2),
        [1, 1, 1, None],
    ]


async def test_line_says_answers_mean_score_and_streak(store: Store) -> None:
    def line(tx: Transaction) -> object:
        daily, weekly = add_series(tx, "daily"), add_series(tx, "weekly")
        for day, score in zip(DAYS, (0.5, 1.0, None), strict=False):
            tx.standings.set_points([points(add_round(tx, daily, day), score=score)])
        tx.standings.set_streaks(daily.id, {"ana": Streak(3, 3, 3, 0), "bo": Streak(1, 1, 1, 0)})
        tx.standings.set_streaks(weekly.id, {"ana": Streak(5, 6, 12, 1)})
        lines = [tx.standings.board(WORKSPACE, scope, "all", limit=1).lines[0] for scope in (daily.id, None)]
        return [(found.name, found.answered, found.mean_score, found.streak) for found in lines]

    assert await store.call(line) == [("somebody who left", 3, 0.75, 3), ("somebody who left", 3, 0.75, 5)]


async def test_line_without_scores_has_no_mean(store: Store) -> None:
    def line(tx: Transaction) -> object:
        of = add_round(tx, add_series(tx))
        tx.standings.set_points([points(of, score=None)])
        return tx.standings.board(WORKSPACE, None, "all", limit=1).lines[0].mean_score

    assert await store.call(line) is None


async def test_streaks_are_replaced_member_by_member(store: Store) -> None:
    def streaks(tx: Transaction) -> object:
        series = add_series(tx)
        tx.standings.set_streaks(series.id, {"ana": Streak(1, 1, 1, 0), "bo": Streak(2, 2, 2, 0)})
        tx.standings.set_streaks(series.id, {"ana": Streak(0, 1, 1, 0)})
        return tx.standings.streaks(series.id)

    assert await store.call(streaks) == {"ana": Streak(0, 1, 1, 0), "bo": Streak(2, 2, 2, 0)}


async def test_rebuild_of_an_unknown_series_changes_nothing(store: Store) -> None:
    await store.call(lambda tx: tx.standings.rebuild(99))

    assert await copies_of(store).check() == []


_GIVEN = st.tuples(
    st.integers(0, 1),  # which series
    st.sampled_from(DAYS),
    st.sampled_from(MEMBERS),
    st.integers(0, 12),
    st.one_of(st.none(), st.integers(0, 24).map(lambda n: n / 24)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_points=st.lists(_GIVEN, max_size=25), erased=st.sampled_from((None, *MEMBERS)))
async def test_sums_equal_a_rebuild_and_a_count_by_hand(
    store: Store, given_points: list[tuple[int, date, str, int, float | None]], erased: str | None
) -> None:
    def run(tx: Transaction) -> tuple[object, object, object]:
        workspace = f"console:{len(tx.series.all())}"  # examples share the store
        series = [add_series(tx, name, workspace) for name in ("daily", "weekly")]
        rounds = {(which, day): add_round(tx, series[which], day) for which in (0, 1) for day in DAYS}
        last: dict[tuple[int, str], Points] = {}
        for which, day, member, earned, score in given_points:
            standing = points(rounds[which, day], member, earned, score)
            tx.standings.set_points([standing])
            last[standing.round_id, member] = standing
        if erased is not None:
            tx.members.erase(workspace, erased, NOON)
        kept = [standing for standing in last.values() if standing.member != erased]
        scopes = [series[0].id, series[1].id, None]
        before = _sums(tx, workspace, scopes)
        tx.standings.rebuild(series[0].id)
        return before, _sums(tx, workspace, scopes), _counted(kept, scopes)

    before, rebuilt, counted = await store.call(run)

    assert before == counted
    assert rebuilt == counted
    assert await copies_of(store).check() == []


_PERIODS = sorted({period for day in DAYS for period in period_keys(day)})


def _sums(tx: Transaction, workspace: str, scopes: list[int | None]) -> object:
    found = {}
    for scope in scopes:
        for period in _PERIODS:
            for line in tx.standings.board(workspace, scope, period, limit=9).lines:
                mean = None if line.mean_score is None else round(line.mean_score, 9)
                found[scope, period, line.member] = (line.points, line.answered, mean)
    return found


def _counted(kept: list[Points], scopes: list[int | None]) -> object:
    groups: dict[tuple[int | None, str, str], list[Points]] = defaultdict(list)
    for standing in kept:
        for scope in scopes:
            if scope in {None, standing.series_id}:
                for period in period_keys(standing.day):
                    groups[scope, period, standing.member].append(standing)
    return {key: (sum(p.points for p in group), len(group), _mean(group)) for key, group in groups.items()}


def _mean(group: list[Points]) -> float | None:
    scores = [standing.score for standing in group if standing.score is not None]
    return round(sum(scores) / len(scores), 9) if scores else None


async def test_changed_exclusion_counts_at_once(store: Store) -> None:
    def look(tx: Transaction) -> object:
        series = add_series(tx)
        _give(tx, add_round(tx, series), ana=8, bo=7)
        changed = replace(series_settings(), excluded=frozenset({"ana"}))
        tx.series.set_settings(series.id, channel="c", settings=changed)
        return _lines(tx, series.id)

    assert await store.call(look) == [(1, "bo", 7)]


async def test_ranks_before_a_round_leave_out_what_it_brought(store: Store) -> None:
    def ranks(tx: Transaction) -> object:
        series = add_series(tx)
        monday, tuesday = add_round(tx, series), add_round(tx, series, DAYS[1])
        _give(tx, monday, Ana=5, Bo=3, Cy=3, Dee=1)
        _give(tx, tuesday, Bo=9, Eve=9)
        tx.members.set_on_board(WORKSPACE, "dee", on_board=False)
        everybody = ["ana", "bo", "cy", "dee", "eve"]
        before_tuesday = tx.standings.ranks_before(WORKSPACE, series.id, "all", tuesday.id, everybody)
        of_one = tx.standings.ranks_before(WORKSPACE, series.id, "all", tuesday.id, ["cy"])
        before_monday = tx.standings.ranks_before(WORKSPACE, series.id, "all", monday.id, everybody)
        return before_tuesday, of_one, before_monday

    assert await store.call(ranks) == (
        {"ana": 1, "bo": 2, "cy": 2},
        {"cy": 2},
        {"bo": 1, "eve": 1},
    )
