"""How points add up to the sums that boards show: as many databases must, so it is said once."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.scoring import DrillPoints, Points, SumKey, Sums, difference, shift, spread, worth

MONDAY = date(2027, 1, 4)
PERIODS = ("2027-W01", "2027-01", "2027-Q1", "all")


def points(earned: int, score: float | None, member: str = "ana", day: date = MONDAY) -> Points:
    return Points(1, 7, "console:here", day, member, earned, score, is_best=False)


def drill(earned: int) -> DrillPoints:
    return DrillPoints(7, "console:here", MONDAY, "ana", "basics/question-1", earned)


def test_worth_of_answers_and_drills() -> None:
    assert [worth(one) for one in (points(9, 0.25), points(2, None), points(2, 0.0), drill(3))] == [
        Sums(9, 1, 1, 250_000_000_000),
        Sums(2, 1, 0, 0),
        Sums(2, 1, 1, 0),
        Sums(3, 0, 0, 0),
    ]


def test_difference_of_a_new_a_changed_and_an_unscored_answer() -> None:
    assert [
        difference(None, points(9, 0.5)),
        difference(points(9, 0.5), points(4, 0.25)),
        difference(points(2, None), points(9, 0.5)),
        difference(points(9, 0.5), points(2, None)),
        difference(points(9, 0.5), points(9, 0.5)),
    ] == [
        Sums(9, 1, 1, 500_000_000_000),
        Sums(-5, 0, 0, -250_000_000_000),
        Sums(7, 0, 1, 500_000_000_000),
        Sums(-7, 0, -1, -500_000_000_000),
        Sums(),
    ]


def test_growth_counts_in_the_series_and_in_the_workspace_in_each_period() -> None:
    changes = [(one, worth(one)) for one in (points(9, None), drill(3), points(1, None, "bo"))]

    assert shift(changes) == {
        **{SumKey(scope, period, "ana"): Sums(12, 1, 0, 0) for scope in (7, 0) for period in PERIODS},
        **{SumKey(scope, period, "bo"): Sums(1, 1, 0, 0) for scope in (7, 0) for period in PERIODS},
    }


def test_what_changes_nothing_is_left_out() -> None:
    assert shift([(drill(0), worth(drill(0))), (points(9, 1.0), Sums())]) == {}


def test_mean_score_is_that_of_what_was_scored() -> None:
    added = shift((one, worth(one)) for one in (points(9, 0.25), points(9, 1.0), points(2, None)))

    assert added[SumKey(0, "all", "ana")].mean_score == 0.625
    assert Sums(points=2, answered=1).mean_score is None


@given(st.lists(st.tuples(st.integers(0, 12), st.one_of(st.none(), st.floats(0, 1))), min_size=1, max_size=20))
def test_changes_add_up_to_what_the_last_one_is_worth(states: list[tuple[int, float | None]]) -> None:
    given_points = [points(*state) for state in states]
    pairs = zip([None, *given_points], given_points, strict=False)

    grown = shift((after, difference(before, after)) for before, after in pairs)

    assert grown == shift([(given_points[-1], worth(given_points[-1]))])


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.integers(0, 2), st.none() | st.floats(0, 1)), max_size=5))
def test_growth_of_one_round_is_spread_over_the_sums_that_it_shifts(
    earned: dict[str, tuple[int, float | None]],
) -> None:
    of_round = [points(*figures, member) for member, figures in earned.items()]
    growths = {one.member: worth(one) for one in of_round} | {"nobody": Sums()}

    spread_out = list(spread(7, MONDAY, growths))

    assert dict(spread_out) == shift((one, worth(one)) for one in of_round)
    assert spread_out == sorted(spread_out)
