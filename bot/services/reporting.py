"""Reading: boards, one's own figures, participation. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agreement import Agreement, agreements, compared
from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.periods import parse_days, parse_period, period_range, week_key
from bot.domain.members import Actor
from bot.domain.reporting import Participation
from bot.domain.scoring import Board, Standing
from bot.domain.series import Series
from bot.domain.streaks import Streak
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.rounds.answering import count_answers
from bot.services.rounds.judging import BY_CHOICE

BOARD_LINES = 20


def shown_names(tx: Transaction, series: Series) -> Mapping[str, str]:
    """Give the names by id of who may be named in a series' channel: not those who opted out or are excluded."""
    visible = tx.members.visible_names(series.workspace)
    return {member: name for member, name in visible.items() if member not in series.settings.excluded}


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What a member sees of themselves in one series."""

    series: str
    this_week: Standing | None
    all_time: Standing | None
    streak: Streak
    on_board: bool


@dataclass(frozen=True, slots=True)
class Reporting:
    """Gives figures as dataclasses; how they look is a card's or the command line's business."""

    clock: Clock

    def board(self, tx: Transaction, actor: Actor, series: Series, period: str, *, everywhere: bool = False) -> Board:
        """Give a leaderboard; `period` as `parse_period` takes it, `everywhere` for the whole workspace.

        Raises:
            InputError: the period is not understood.
        """
        key = parse_period(period, self._today(series))
        series_id = None if everywhere else series.id
        return tx.standings.board(series.workspace, series_id, key, limit=BOARD_LINES, viewer=actor.member)

    def week_of(self, tx: Transaction, actor: Actor, series: Series, day: date) -> Board:
        """Give the board of a day's week with the actor's own line, shown to nobody else."""
        return tx.standings.board(series.workspace, series.id, week_key(day), limit=0, viewer=actor.member)

    def own(self, tx: Transaction, actor: Actor, series: Series) -> OwnFigures:
        """Give a member's own figures, shown to nobody else."""
        week = parse_period("week", self._today(series))
        member = tx.members.get(actor.workspace, actor.member)
        return OwnFigures(
            series=series.name,
            this_week=tx.standings.standing(series.workspace, series.id, week, actor.member),
            all_time=tx.standings.standing(series.workspace, series.id, "all", actor.member),
            streak=tx.standings.streaks(series.id).get(actor.member, Streak()),
            on_board=member is None or member.on_board,
        )

    def answers_of_open(self, tx: Transaction, series: Series, period: str) -> Sequence[int]:
        """Give how many answers each open round of a period has by now.

        Raises:
            InputError: the period is not understood.
        """
        since, until = period_range(parse_days(period, self._today(series)))
        first, last = since or date.min, until or date.max
        rounds = [r for r in tx.rounds.open_in(series.workspace) if r.series_id == series.id and first <= r.day <= last]
        return [count_answers(tx, r, self.clock.now()) for r in sorted(rounds, key=lambda r: r.day)]

    def participation_for_operator(self, tx: Transaction, series: Series, period: str) -> Sequence[Participation]:
        """Give who could take part in a period, and who did, to who runs Askaday on its machine.

        They can read the database anyway; no right is checked.

        Raises:
            InputError: the period is not understood.
        """
        since, until = period_range(parse_days(period, self._today(series)))
        return [row for row in tx.reports.participation(series.id, since, until) if row.rounds]

    def _today(self, series: Series) -> date:
        return local_day(self.clock.now(), series.settings.schedule.zone)


def agreement_by_question(tx: Transaction) -> list[Agreement]:
    """Compare the grades of all series, those questions first on which they are furthest apart."""
    rounds = [played for series in tx.series.all() for played in tx.rounds.of_series(series.id) if played.question]
    pairs = (
        compared(played.question.ref, ledger)
        for played in rounds
        if played.question
        for ledger in tx.grades.of_round(played.id).values()
        # What was chosen no grader has judged.
        if all(grade.by != BY_CHOICE for grade in ledger)
    )
    return agreements(pair for pair in pairs if pair is not None)
