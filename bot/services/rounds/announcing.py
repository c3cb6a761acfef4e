"""What the channel hears of a reveal: who leads the week, or, with the reveal that ends a week, the whole board."""

from datetime import date, datetime, timedelta
from itertools import takewhile

from bot.cards.board import WeekOfSeries, reveal_news, standing_blocks, week_blocks, with_board
from bot.domain.calendar.periods import period_range, week_key
from bot.domain.calendar.schedule import slot_instant, slots
from bot.domain.card import Card
from bot.domain.reporting import RoundFigures
from bot.domain.rounds import Round, RoundState
from bot.domain.scoring import Board
from bot.domain.series import BoardTimes, Series, SeriesState
from bot.domain.statistics.floor import mean_score
from bot.ports.store import Transaction
from bot.services.rounds.opening import taken_days

_BOARD_LINES = 10
_LEADERS = 3
#: The board of an earlier week is no news any more.
_LOOK_BACK = timedelta(weeks=2)


def announced(tx: Transaction, series: Series, closed: Round, answered: int) -> Card:
    """Give what the channel hears of the reveal of a round that so many took part in, by the points as they are now."""
    news = reveal_news(closed, answered)
    times = series.settings.board
    if times is BoardTimes.EACH:
        return with_board(news, series.name, _board(tx, series, week_key(closed.day), _BOARD_LINES))
    if times is BoardTimes.NEVER:
        return news
    if closed.ended_weeks:
        return week_blocks(news, [_week(tx, series, closed, week) for week in closed.ended_weeks])
    board = _board(tx, series, week_key(closed.day), _LEADERS)
    return standing_blocks(news, series.name, board, _ranks_before(tx, series, closed, board))


def _board(tx: Transaction, series: Series, period: str, limit: int) -> Board:
    return tx.standings.board(series.workspace, series.id, period, limit=limit)


def _ranks_before(tx: Transaction, series: Series, closed: Round, board: Board) -> dict[str, int]:
    members = [line.member for line in board.lines]
    return dict(tx.standings.ranks_before(series.workspace, series.id, board.period, closed.id, members))


def _week(tx: Transaction, series: Series, closed: Round, week: str) -> WeekOfSeries:
    first, last = period_range(week)
    asked = [one for one in tx.rounds.of_series(series.id, since=first, until=last) if one.state is RoundState.CLOSED]
    board = _board(tx, series, week, _BOARD_LINES)
    floor = tx.statistics.rules(series.workspace).floor
    figures = [
        RoundFigures(one.day, one.ref, one.answers, mean_score([one.group], floor))
        for one in tx.statistics.rounds(series.id, first, last)
    ]
    # The button finds its week by a round of it.
    return WeekOfSeries(series.name, board, tuple(figures), (asked[-1] if asked else closed).id)


def weeks_that_ended(tx: Transaction, series: Series, closed: Round, now: datetime) -> tuple[str, ...]:
    """Name the weeks that are over with a round's close, so that their boards are shown: nothing of them is still due.

    As a rule that is the round's own week alone; beside it or instead of it there are weeks before it whose end no
    reveal has marked, since what was due in them was skipped after their last reveal. Each week ends once.
    """
    own = week_key(closed.day)
    monday, _ = period_range(own)
    rounds = tx.rounds.of_series(series.id, since=(monday or closed.day) - _LOOK_BACK)
    ended = {week for played in rounds if played.id != closed.id for week in played.ended_weeks}
    asked = {week_key(r.day) for r in rounds if r.state is RoundState.CLOSED and week_key(r.day) < own}
    running = {week_key(r.day) for r in rounds if r.state is RoundState.OPEN and r.id != closed.id}
    candidates = sorted({*asked, own} - ended - running)
    return tuple(week for week in candidates if not _is_due_within(tx, series, week, now))


def _is_due_within(tx: Transaction, series: Series, week: str, now: datetime) -> bool:
    """Say whether a slot of a week is still to open; one that is missed for longer than its grace opens no more."""
    _, last = period_range(week)
    if series.state is not SeriesState.ACTIVE or series.next_day is None or last is None:
        return False
    schedule, grace = series.settings.schedule, series.settings.grace
    return any(day <= last and slot_instant(schedule, day) + grace >= now for day in _coming(tx, series, last))


def _coming(tx: Transaction, series: Series, last: date) -> list[date]:
    """Give the days up to the last one on which the series is still to ask; the first is due whatever was changed."""
    if series.next_day is None:
        return []
    taken = taken_days(tx, series, series.next_day)
    following = slots(series.settings.schedule, series.next_day, taken)
    return [series.next_day, *(slot.day for slot in takewhile(lambda slot: slot.day <= last, following))]
