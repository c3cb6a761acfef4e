"""What a member sees at a glance: their own figures, what is open, what to look at again, what they run."""

from dataclasses import dataclass

from bot.cards.question import question_title
from bot.cards.wording import describe
from bot.domain.members import Actor
from bot.domain.reporting import HomeFigures, ManagedSeries, OpenQuestion, OwnLine, weak_topics, weakest_first
from bot.domain.rounds import Round
from bot.domain.series import Series, may_manage
from bot.domain.statistics.people import TopicLevel, levels
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.claims.waiting import WaitingForReview
from bot.services.managing import Managing
from bot.services.members.absence import Absences
from bot.services.reporting import Reporting
from bot.services.rounds.answering import answers_of
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import scope_for

#: The periods of a manager's line.
_OF_PEOPLE, _OF_QUESTIONS = "month", "quarter"
#: How many of a series' next slots are given.
SLOTS = 3


@dataclass(frozen=True, slots=True)
class Home:
    """Gives a member's figures over all series of their workspace; nothing here writes."""

    clock: Clock
    managing: Managing
    reporting: Reporting
    statistics: Statistics
    waiting: WaitingForReview
    absences: Absences

    def figures(self, tx: Transaction, actor: Actor) -> HomeFigures:
        """Give what the member sees at a glance, shown to nobody else."""
        everywhere = tx.series.of_workspace(actor.workspace)
        to_decide = self.waiting.by_series(tx, actor)
        absence = self.absences.of(tx, actor.workspace, actor.member)
        return HomeFigures(
            own=tuple(self._own(tx, actor, series) for series in everywhere),
            open_questions=self.open_questions(tx, actor),
            weak_topics=weak_topics(tx.reports.topics(actor.workspace, actor.member)),
            managed=tuple(
                self._managed(tx, actor, series, to_decide.get(series.id, 0))
                for series in everywhere
                if may_manage(actor, series.settings)
            ),
            topics=self.topics(tx, actor),
            away_until=absence.until if absence else None,
        )

    @staticmethod
    def topics(tx: Transaction, actor: Actor) -> tuple[TopicLevel, ...]:
        """Give the member's levels by topic, the weakest first, of all series one after another."""
        everywhere = tx.series.of_workspace(actor.workspace)
        return weakest_first(
            one for series in everywhere for one in levels(tx.statistics.topic_sums(series.id, actor.member))[1]
        )

    def _own(self, tx: Transaction, actor: Actor, series: Series) -> OwnLine:
        own = self.reporting.own(tx, actor, series)
        week = own.this_week
        points, rank = (week.points, week.rank) if week else (0, None)
        return OwnLine(series.name, own.streak.current, own.streak.longest, points, rank, series.id)

    def open_questions(self, tx: Transaction, actor: Actor) -> tuple[OpenQuestion, ...]:
        """Give what the member can answer now, and whether they have."""
        now = self.clock.now()
        by_id = {series.id: series for series in tx.series.of_workspace(actor.workspace)}
        running = [r for r in tx.rounds.open_in(actor.workspace) if r.closes_at is None or r.closes_at > now]
        return tuple(self._open_question(tx, actor, played, by_id[played.series_id]) for played in running)

    def _open_question(self, tx: Transaction, actor: Actor, played: Round, series: Series) -> OpenQuestion:
        answers = answers_of(tx, played, self.clock.now())
        return OpenQuestion(
            round_id=played.id,
            series=series.name,
            title=question_title(played.question) if played.question else "",
            closes_at=played.closes_at,
            zone=series.settings.schedule.zone,
            channel=played.channel,
            card_message=played.card_message,
            is_answered=any(answer.member == actor.member for answer in answers),
        )

    def _managed(self, tx: Transaction, actor: Actor, series: Series, to_decide: int) -> ManagedSeries:
        schedule, scope = series.settings.schedule, scope_for(tx, actor, series)
        took_part, members = self.statistics.taking_part(tx, scope, _OF_PEOPLE)
        questions = self.statistics.questions(tx, scope, _OF_QUESTIONS)
        return ManagedSeries(
            id=series.id,
            name=series.name,
            schedule=f"{describe(schedule)}.",
            zone=schedule.zone,
            slots=tuple(due for _, due in self.managing.preview(tx, series, SLOTS)),
            pause_reason=series.pause_reason,
            took_part=took_part,
            members=members,
            to_decide=to_decide,
            marked=len(questions.marked),
        )
