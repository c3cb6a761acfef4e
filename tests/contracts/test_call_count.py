"""Counting calls: never more than may be, whoever asks at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlite.calls import SqliteCallCount
from bot.errors import StoreError
from bot.ports.calls import CallCount

COUNTS: dict[str, Callable[[Path], CallCount]] = {
    "sqlite": lambda folder: SqliteCallCount(folder / "data" / "calls.db")
}
DAY = date(2026, 12, 7)


@pytest.fixture(params=COUNTS)
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], CallCount]:
    """Open the count once more, as another process does."""
    return lambda: COUNTS[request.param](tmp_path)


def test_so_many_calls_a_day_and_no_more(another: Callable[[], CallCount]) -> None:
    taken = [another().take(DAY, 2) for _ in range(3)]
    next_day = another().take(DAY + timedelta(days=1), 2)

    assert (taken, next_day) == ([True, True, False], True)


def test_larger_number_lets_the_day_go_on(another: Callable[[], CallCount]) -> None:
    count = another()

    assert [count.take(DAY, most) for most in (1, 1, 3, 3, 3, 0)] == [True, False, True, True, False, False]


def test_no_call_where_none_may_be(another: Callable[[], CallCount]) -> None:
    assert [another().take(DAY, 0), another().take(DAY, 1)] == [False, True]


def test_many_at_once_share_the_number(another: Callable[[], CallCount]) -> None:
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: another().take(DAY, 5), range(24)))

    assert sum(taken) == 5


def test_what_cannot_be_counted_says_so(tmp_path: Path, another: Callable[[], CallCount]) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")

    with pytest.raises(StoreError, match=r"^Calls cannot be counted in "):
        another().take(DAY, 5)
