"""One stream of questions into one channel, and its settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.calendar.schedule import Schedule
from bot.domain.members import Actor
from bot.domain.question import Level
from bot.domain.rotation import Pool
from bot.domain.rounds import Form
from bot.domain.scoring import PointRules

#: The best grader by key points that is installed.
DEFAULT_GRADER = "keypoints"
#: The one that compares meanings; it is there where its model is installed, and is the default then.
BY_MEANING = "semantic"
#: Those that compare words alone, and that ask a language model.
BY_WORDS, BY_LANGUAGE_MODEL = "lexical", "llm"
#: The grader of series in which taking part counts, and nothing else.
PARTICIPATION = "participation"


class AnswerMode(StrEnum):
    """Where answers are given."""

    OPEN = "open"  # replies in the thread, seen by all
    SEALED = "sealed"  # a private form, published at the reveal


class Results(StrEnum):
    """Whose results stand in a reveal."""

    TOP = "top"  # the best three
    ALL = "all"  # everybody's, the first twenty
    NONE = "none"  # nobody's


#: So many results stand in a reveal that shows the best ones.
BEST_SHOWN = 3


class BoardTimes(StrEnum):
    """How often the channel sees the whole board."""

    EACH = "each"  # with every reveal
    WEEKLY = "weekly"  # with the reveal that ends a week; with the others, who leads
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class PrivateReminder:
    """A reminder to each of those who usually answer, where most of them have not; the thread has none."""

    #: How long before the close.
    before: timedelta


@dataclass(frozen=True, slots=True)
class SeriesSettings:
    """What managers choose for a series."""

    schedule: Schedule
    #: Names of the packs it draws from.
    packs: tuple[str, ...]
    answer_mode: AnswerMode = AnswerMode.OPEN
    #: Name of the grader, as registered at start ("keypoints", "semantic", "participation" …).
    grader: str = DEFAULT_GRADER
    #: How late a missed slot still opens.
    grace: timedelta = timedelta(hours=4)
    #: Remind this long before the close, in the thread unless it is private; None: never.
    remind_before: timedelta | PrivateReminder | None = None
    #: Wanted share by topic, any positive scale; times the pool's; topics not named count 1.
    topic_weights: Mapping[str, float] = field(default_factory=dict)
    #: Wanted share by level, any positive scale. Empty: as the pool has them.
    level_mix: Mapping[Level, float] = field(default_factory=dict)
    #: How many rounds must pass before a question returns once the pool is used up.
    cool_down: int = 20
    #: Warn the managers when this many unused questions are left.
    low_pool: int = 5
    points: PointRules = field(default_factory=PointRules)
    #: Points on the series' board for a full score in a private question of its packs; 0: drills earn none.
    drill_points: int = 0
    #: What questions with choices are answered with; settings that were stored before this was kept say nothing.
    form: Form = Form.TEXT
    #: Whether a reveal is covered until somebody wants to see it, on platforms that can.
    spoiler: bool = False
    #: None: as it was before there was a choice, with all results and what was answered privately in the thread.
    results: Results | None = Results.TOP
    #: The group that each new question calls, by its id; empty: nobody is called.
    ping: str = ""
    #: Settings that were stored before this was kept say nothing, and mean what was done then.
    board: BoardTimes = BoardTimes.EACH
    #: Member or group ids.
    managers: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    #: Members who never appear on boards (organisers, say).
    excluded: frozenset[str] = frozenset()

    @property
    def is_graded_by_default(self) -> bool:
        """Say whether nobody chose how answers are graded."""
        return self.grader == DEFAULT_GRADER

    @property
    def shown_results(self) -> Results:
        """Say whose results a reveal shows."""
        return self.results or Results.ALL

    @property
    def reminder_lead(self) -> timedelta | None:
        """Say how long before the close there is a reminder, of either kind; None: there is none."""
        reminder = self.remind_before
        return reminder.before if isinstance(reminder, PrivateReminder) else reminder

    @property
    def answers_in_thread(self) -> bool:
        """Say whether private answers that are published stand in the thread, rather than behind a button."""
        return self.results is None


class SeriesState(StrEnum):
    """Whether a series asks."""

    ACTIVE = "active"
    PAUSED = "paused"


class ChannelLoss(StrEnum):
    """Why a channel cannot be asked in any more, as managers read it."""

    REMOVED = "Askaday was removed from its channel"
    ARCHIVED = "its channel was archived"
    DELETED = "its channel was deleted"
    FORBIDDEN = "Askaday may no longer post in its channel"


class PausedFor(StrEnum):
    """What has to come back before a paused series asks again."""

    MANAGER = "manager"  # a person paused it: nothing but a person wakes it
    CHANNEL = "channel"  # its channel is gone, archived or closed to the bot
    WORKSPACE = "workspace"  # the bot is out of the workspace, or its token is worth nothing
    UNKNOWN = ""  # active, or paused before this was kept: whatever comes back wakes it


@dataclass(frozen=True, slots=True)
class Series:
    """A series as stored."""

    id: int
    workspace: str
    #: Unique in its workspace; what people call it in commands.
    name: str
    #: The platform's channel id.
    channel: str
    settings: SeriesSettings
    state: SeriesState
    #: Why it is paused, for people; empty when active.
    pause_reason: str
    #: Local date and UTC instant of the slot that opens next; both None when there is none.
    next_day: date | None
    next_due: datetime | None
    #: Makes the choice of questions reproducible.
    seed: int
    #: What managers were told of its pool last; each is told once.
    pool_warned: Pool = Pool.ENOUGH
    paused_for: PausedFor = PausedFor.UNKNOWN
    #: The newest month, such as 2027-05, of whose lapsing questions managers were told; each is told once.
    lapse_told: str = ""


def may_manage(actor: Actor, settings: SeriesSettings) -> bool:
    """Say whether the actor may run the series: workspace administrators and its managers may."""
    return actor.is_admin or bool(settings.managers & ({actor.member} | actor.groups))


def may_review(actor: Actor, settings: SeriesSettings) -> bool:
    """Say whether the actor may grade and choose the best answer: managers and reviewers may."""
    return may_manage(actor, settings) or bool(settings.reviewers & ({actor.member} | actor.groups))
