"""The settings of a series: one table, of which the listing, forms and changes are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from bot.cards.wording import closing_text, duration_text, parse_closing, parse_time, parse_weekdays
from bot.commands.arguments import Kind
from bot.commands.setting_up.values import (
    choice_reader,
    number_reader,
    read_days,
    read_grace,
    read_group,
    read_holidays,
    read_levels,
    read_members,
    read_names,
    read_points,
    read_reminder,
    read_weights,
    written_list,
    written_reminder,
    written_weights,
)
from bot.domain.calendar.dates import DAYS, parse_day
from bot.domain.calendar.zones import check_zone
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, BoardTimes, Results


class Shown(Enum):
    """Where forms ask for a setting."""

    #: Nowhere: it is typed.
    NEVER = auto()
    #: In the form with which a series begins.
    FIRST = auto()
    #: Behind "More", and where a series is changed.
    MORE = auto()


class Control(Enum):
    """How a form asks for a setting; what can be chosen stands in the row, or is known where it runs (`run_time`)."""

    TEXT = auto()
    TIME = auto()
    #: One of several, and any number of them.
    ONE = auto()
    MANY = auto()
    CHANNEL = auto()
    #: People and groups of the workspace.
    PEOPLE = auto()


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: how it is named, read and written."""

    key: str
    #: What it is called in forms.
    label: str
    #: What it is, beginning small.
    hint: str
    example: str
    kind: Kind = field(default=Kind.TEXT, kw_only=True)
    #: Where `SeriesSettings` has it; empty: it says which series is meant, or is the series' own.
    attribute: str = ""
    #: From what was typed, and the other direction.
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    #: What can be chosen in forms, with labels.
    choices: Mapping[str, str] = field(default_factory=dict)
    shown: Shown = Shown.NEVER
    control: Control = Control.TEXT
    may_be_empty: bool = False
    #: A new series cannot do without it.
    is_needed: bool = False
    #: Several values, which forms may give back in another order.
    in_any_order: bool = False

    @property
    def in_forms(self) -> bool:
        """Say whether forms ask for it at all."""
        return self.shown is not Shown.NEVER

    @property
    def is_people(self) -> bool:
        """Say whether it names people, who spell their names as they like."""
        return self.kind is Kind.MEMBER

    @property
    def explained(self) -> str:
        """Say what it is and how it is written, as a sentence."""
        return f"{self.hint[0].upper()}{self.hint[1:]}, like {self.example}."


_DAY_NAMES = {day[:3]: day.capitalize() for day in DAYS}
_MODES: dict[str, str] = {
    AnswerMode.OPEN: "In the thread, seen by all",
    AnswerMode.SEALED: "Privately, published at the reveal",
}
_FORMS: dict[str, str] = {
    Form.BOTH: "In words, or by a choice that earns half",
    Form.TEXT: "In words",
    Form.CHOICE: "By a choice",
}
_BOARDS: dict[str, str] = {
    BoardTimes.EACH: "With each reveal",
    BoardTimes.WEEKLY: "Once a week; with the other reveals, who leads",
    BoardTimes.NEVER: "Never",
}
_RESULTS: dict[str, str] = {
    Results.TOP: "The top three",
    Results.ALL: "All; the first twenty, the rest by a button",
    Results.NONE: "None",
}
_COVERED = {"no": "Shown", "yes": "Covered until somebody presses it"}
_ROWS = (
    Setting("name", "Name", "what people call the series in commands", "daily", shown=Shown.MORE),
    Setting("series", "Series", "which series to change, where the channel has several", "daily"),
    Setting(
        "channel",
        "Channel",
        "where it asks; without it, the channel you are in",
        "#interviews",
        kind=Kind.CHANNEL,
        shown=Shown.FIRST,
        control=Control.CHANNEL,
    ),
    Setting(
        "packs",
        "Packs",
        "packs it draws from, separated by commas",
        "aws,our-own",
        "packs",
        read_names,
        written_list,
        kind=Kind.PACKS,
        shown=Shown.FIRST,
        control=Control.MANY,
        is_needed=True,
        in_any_order=True,
    ),
    Setting(
        "zone",
        "Time zone",
        "time zone",
        "Europe/Berlin",
        "schedule.zone",
        check_zone,
        kind=Kind.ZONE,
        shown=Shown.FIRST,
        is_needed=True,
    ),
    Setting(
        "at",
        "Time",
        "local time of the question",
        "09:00",
        "schedule.at",
        parse_time,
        lambda at: f"{at:%H:%M}",
        shown=Shown.FIRST,
        control=Control.TIME,
    ),
    Setting(
        "days",
        "Days",
        "weekdays with a question",
        "mon-fri",
        "schedule.weekdays",
        parse_weekdays,
        lambda days: written_list(list(_DAY_NAMES)[day] for day in sorted(days)),
        _DAY_NAMES,
        shown=Shown.MORE,
        control=Control.MANY,
        in_any_order=True,
    ),
    Setting(
        "every",
        "Every n-th week",
        "every n-th week, counted from the week of the setting “from”",
        "2",
        "schedule.every_weeks",
        number_reader(1, 52),
    ),
    Setting("from", "Counted from", "a day of the first of those weeks", "2030-01-07", "schedule.anchor", parse_day),
    Setting(
        "holidays",
        "Holidays without a question",
        "country or country-region whose holidays are free",
        "DE-BY",
        "schedule.holidays",
        read_holidays,
        shown=Shown.MORE,
        may_be_empty=True,
    ),
    Setting(
        "skip",
        "Days without a question",
        "single days without a question",
        "2030-12-27,2030-12-30",
        "schedule.skip_dates",
        read_days,
        lambda days: written_list(sorted(days)),
        may_be_empty=True,
        in_any_order=True,
    ),
    Setting(
        "closes",
        "Answers count until",
        "when answers stop counting: same day, next (question), next 08:30, at a time or after a while",
        "same day",
        "schedule.closes",
        parse_closing,
        closing_text,
        shown=Shown.MORE,
    ),
    Setting(
        "answers",
        "Answers are given",
        "open in the thread, or sealed until the reveal",
        "open",
        "answer_mode",
        lambda text: AnswerMode(choice_reader(*AnswerMode)(text)),
        choices=_MODES,
        shown=Shown.MORE,
        control=Control.ONE,
    ),
    Setting(
        "form",
        "Questions with choices",
        "what questions with choices are answered with: words or a choice, which earns half; text; or choice",
        "both",
        "form",
        lambda text: Form(choice_reader(*Form)(text)),
        choices=_FORMS,
    ),
    Setting(
        "grader", "Graded by", "how answers are graded", "keypoints", "grader", shown=Shown.MORE, control=Control.ONE
    ),
    Setting(
        "remind",
        "Reminder before the close",
        "how long before the close a reminder comes: in the thread, or private to those who usually answer",
        "1h private",
        "remind_before",
        read_reminder,
        written_reminder,
        shown=Shown.MORE,
        may_be_empty=True,
    ),
    Setting(
        "ping",
        "Group to call",
        "user group or role that each new question calls",
        "S0614TZR7",
        "ping",
        read_group,
        shown=Shown.MORE,
        may_be_empty=True,
    ),
    Setting("grace", "Grace", "how late a missed question still comes", "4h", "grace", read_grace, duration_text),
    Setting(
        "topics",
        "Topics",
        "weights of topics",
        "security:3,cost:0",
        "topic_weights",
        read_weights,
        written_weights,
        may_be_empty=True,
        in_any_order=True,
    ),
    Setting(
        "levels",
        "Levels",
        "mix of levels",
        "foundation:1,associate:2,professional:1",
        "level_mix",
        read_levels,
        written_weights,
        may_be_empty=True,
        in_any_order=True,
    ),
    Setting("cooldown", "Cool-down", "questions until one may come again", "20", "cool_down", number_reader(0, 10_000)),
    Setting(
        "lowpool",
        "Low pool",
        "warn managers when so few new questions are left",
        "10",
        "low_pool",
        number_reader(0, 10_000),
    ),
    Setting(
        "points",
        "Points",
        "for taking part, for a full score, for the best answer",
        "2,8,2",
        "points",
        read_points,
        lambda points: written_list([points.taking_part, points.full_score, points.best_answer]),
    ),
    Setting(
        "drills",
        "Points of practice",
        "points for a full score in a private question, once a day and question",
        "2",
        "drill_points",
        number_reader(0, 1000),
    ),
    Setting(
        "board",
        "Leaderboard in the channel",
        "with each reveal, weekly with the last reveal of a week, or never",
        "weekly",
        "board",
        lambda text: BoardTimes(choice_reader(*BoardTimes)(text)),
        choices=_BOARDS,
    ),
    Setting(
        "spoiler",
        "Reveals",
        "yes: in Discord a reveal is covered until somebody presses it",
        "yes",
        "spoiler",
        lambda text: choice_reader("yes", "no")(text) == "yes",
        lambda covered: "yes" if covered else "no",
        _COVERED,
    ),
    Setting(
        "results",
        "Results",
        "whose results a reveal shows: the top three, all (the first twenty, the rest by a button) or none",
        "top",
        "results",
        lambda text: Results(choice_reader(*Results)(text)),
        lambda shown: shown or Results.ALL,
        _RESULTS,
    ),
    Setting(
        "managers",
        "Managers",
        "who may run it",
        "@ana,@bo",
        "managers",
        read_members,
        written_list,
        shown=Shown.MORE,
        control=Control.PEOPLE,
        may_be_empty=True,
        kind=Kind.MEMBER,
        in_any_order=True,
    ),
    Setting(
        "reviewers",
        "Reviewers",
        "who may grade",
        "@cy",
        "reviewers",
        read_members,
        written_list,
        shown=Shown.MORE,
        control=Control.PEOPLE,
        may_be_empty=True,
        kind=Kind.MEMBER,
        in_any_order=True,
    ),
)
#: By key, in the order in which people see them.
SETTINGS: Mapping[str, Setting] = {row.key: row for row in _ROWS}
