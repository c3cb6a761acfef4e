"""The engine put together, without naming an adapter: ports in; desk, services and ticks out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.cards.naming import CommandNames
from bot.commands.arguments import Argument, Kind
from bot.commands.catalogue import COMMANDS, QUIZ
from bot.commands.completion import COMPLETED
from bot.commands.desk import Desk
from bot.commands.explaining.by_options import ByOptions
from bot.commands.explaining.help_page import HelpPage, help_card, help_page
from bot.commands.pages.asked import PageQuery, ShownOnPage
from bot.commands.pages.overview import Overview
from bot.commands.pages.pages import Pages
from bot.commands.pages.questions import QuestionPage
from bot.commands.pages.queue import QueuePage
from bot.commands.pages.series import SeriesPage
from bot.commands.setting_up.forms import form_values, offered, setting_texts
from bot.commands.setting_up.settings import SETTINGS, Control, Setting, Shown
from bot.config.settings import Settings
from bot.domain.series import BY_MEANING, DEFAULT_GRADER
from bot.errors import AskadayError
from bot.packs.sent import MOST_BYTES
from bot.ports.appointing import AppointingWords
from bot.ports.clock import Clock
from bot.ports.grader import Grader
from bot.ports.messenger import Messenger
from bot.ports.packs import PackSource
from bot.ports.store import Store, Transaction
from bot.services.access.appointing import Appointing, digest_in
from bot.services.access.auditing import Auditing
from bot.services.access.recognising import Recognising
from bot.services.access.requesting import Requesting
from bot.services.access.signing_in import SigningIn
from bot.services.authoring.own_questions import OwnQuestions, own_questions
from bot.services.background import Background
from bot.services.claims.deciding import Deciding
from bot.services.claims.disputing import Disputing
from bot.services.claims.teaching import Teaching
from bot.services.deliveries.delivering import Delivering
from bot.services.deliveries.queueing import Queueing
from bot.services.flagging import Flagging
from bot.services.home import Home
from bot.services.inbox import Inbox, InboxWorker
from bot.services.lifecycle import Lifecycle
from bot.services.managing import Managing
from bot.services.members.absence import Absences
from bot.services.members.meeting import Meeting
from bot.services.members.privacy import Privacy
from bot.services.placing import Placing
from bot.services.practice.drilling import Drilling
from bot.services.practice.examining import Examining
from bot.services.practice.judging import DrillAnswering
from bot.services.practice.nudging import Nudging
from bot.services.practice.pool import DrillPool
from bot.services.practice.practising import Practising
from bot.services.reaching import Reach
from bot.services.reporting import Reporting
from bot.services.reviewing import Reviewing
from bot.services.rounds.answering import Answering, Recorded
from bot.services.rounds.choosing import QuickAnswering
from bot.services.rounds.closing import Closing
from bot.services.rounds.judging import Judging
from bot.services.rounds.looking_back import LookingBack
from bot.services.rounds.opening import Opening
from bot.services.rounds.publishing import Publishing
from bot.services.rounds.reading_back import ReadingBack
from bot.services.rounds.regrading import Regrading
from bot.services.rounds.reminding import Reminding
from bot.services.services import Services
from bot.services.statistics.counting import Counting
from bot.services.statistics.digesting import Digesting
from bot.services.statistics.keeping import KeptStatistics
from bot.services.tasks import PATIENCE, Tasks
from bot.services.ticking import Heartbeat, Ticking
from bot.services.timekeeping import Timekeeping

#: What commands, their arguments and settings there are, and the operator's own settings: data that adapters read.
__all__ = [
    "COMMANDS",
    "COMPLETED",
    "MOST_BYTES",
    "PATIENCE",
    "QUIZ",
    "SETTINGS",
    "Argument",
    "Background",
    "ByOptions",
    "Connection",
    "Control",
    "Engine",
    "HelpPage",
    "InboxWorker",
    "Kind",
    "Overview",
    "PageQuery",
    "QuestionPage",
    "QueuePage",
    "Reach",
    "Recorded",
    "SeriesPage",
    "Setting",
    "Settings",
    "Shown",
    "ShownOnPage",
    "Tasks",
    "digest_in",
    "form_values",
    "help_card",
    "help_page",
    "new_engine",
    "offered",
]

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Engine:
    """All that a connection is handed."""

    store: Store
    clock: Clock
    desk: Desk
    services: Services
    ticking: Ticking

    @property
    def names(self) -> CommandNames:
        """Give what the commands are called."""
        return self.services.names

    async def call(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service's method in a transaction of its own."""
        return await self.store.call(work, *args, **kwargs)


class Connection(Protocol):
    """A way to people: a chat platform, or pages, through which nothing can be sent."""

    @property
    def messenger(self) -> Messenger | None:
        """Send through it; None: it is no platform."""
        ...

    async def open(self, engine: Engine) -> None:
        """Be able to send, and hear nothing: instead of `start`, where other processes listen.

        Raises:
            AskadayError: the platform does not take what it was given; that it does not answer is no error.
        """
        ...

    async def start(self, engine: Engine) -> None:
        """Listen to what people do.

        Raises:
            AskadayError: the platform does not take what it was given; that it does not answer is no error.
        """
        ...

    async def is_connected(self) -> bool:
        """Say whether what people do arrives now."""
        ...

    async def gone(self) -> AskadayError:
        """Wait until the platform takes nothing more, whatever is tried, and say why."""
        ...

    async def stop(self) -> None:
        """Stop listening, and finish what is under way; messages can still be sent."""
        ...

    async def close(self) -> None:
        """Let go of the platform."""
        ...


def new_engine(
    settings: Settings,
    *,
    store: Store,
    words: AppointingWords,
    clock: Clock,
    packs: PackSource,
    graders: Mapping[str, Grader],
    messengers: Mapping[str, Messenger],
) -> Engine:
    """Put the use cases together; nothing runs before somebody calls them.

    `graders` are by the names that a series may choose, the default's among them; `messengers` by platform.
    """
    judging = Judging()
    services = _services(
        settings, judging, store=store, words=words, clock=clock, packs=packs, graders=graders, messengers=messengers
    )
    return Engine(
        store, clock, Desk(services, Pages(services)), services, _ticking(services, graders, messengers, judging)
    )


def _services(
    settings: Settings,
    judging: Judging,
    *,
    store: Store,
    words: AppointingWords,
    clock: Clock,
    packs: PackSource,
    graders: Mapping[str, Grader],
    messengers: Mapping[str, Messenger],
) -> Services:
    opening, auditing = _opening(packs, clock, graders, messengers), Auditing(clock, setting_texts)
    managing, teaching = Managing(packs, clock, opening, auditing), Teaching(clock)
    pool, drilling, drill_answering = _practice(settings, store, clock, packs, graders[DEFAULT_GRADER])
    recognising, placing = Recognising(store, messengers, settings.managers), Placing(messengers)
    meeting = Meeting(clock, _of(messengers, lambda one: not one.hears_joins))
    answering = Answering(clock, _counted(messengers), judging.arrived, meeting.did)
    deciding, flagging, authored = _judges(managing, auditing, teaching, settings.flag_threshold)
    statistics, absences = KeptStatistics(clock, managing), Absences(clock)
    return Services(
        store=store,
        clock=clock,
        opening=opening,
        appointing=Appointing(store, words, clock, settings.is_on_server),
        absences=absences,
        answering=answering,
        auditing=auditing,
        disputing=Disputing(clock, drilling),
        deciding=deciding,
        drill_answering=drill_answering,
        digesting=Digesting(store, clock, statistics, recognising),
        drill_pool=pool,
        drilling=drilling,
        examining=Examining(drilling, drill_answering, clock),
        flagging=flagging,
        home=Home(clock, managing, Reporting(clock), statistics, authored.waiting, absences),
        inbox=Inbox(clock),
        lifecycle=Lifecycle(clock, auditing),
        looking_back=LookingBack(),
        managing=managing,
        meeting=meeting,
        nudging=Nudging(pool, clock),
        own_questions=authored,
        placing=placing,
        practising=Practising(pool, clock),
        privacy=Privacy(clock, auditing, settings.retention_days),
        publishing=Publishing(),
        recognising=recognising,
        regrading=Regrading(store, clock, graders),
        quick_answering=QuickAnswering(answering),
        reporting=Reporting(clock),
        requesting=Requesting(store, clock, messengers, recognising, placing),
        reviewing=Reviewing(clock),
        signing_in=SigningIn(store, clock, recognising, settings.pages_at),
        statistics=statistics,
        teaching=teaching,
        graders=tuple(graders),
        names=_names(settings),
        namings=dict.fromkeys(_of(messengers, lambda one: one.has_options), ByOptions(_names(settings))),
    )


def _practice(
    settings: Settings, store: Store, clock: Clock, packs: PackSource, grader: Grader
) -> tuple[DrillPool, Drilling, DrillAnswering]:
    pool = DrillPool(packs)
    drilling = Drilling(pool, clock, settings.drills_per_hour)
    return pool, drilling, DrillAnswering(store, clock, grader, drilling)


def _judges(
    managing: Managing, auditing: Auditing, teaching: Teaching, flag_threshold: int
) -> tuple[Deciding, Flagging, OwnQuestions]:
    """Give what lets people judge grades and questions: all of it waits in one queue."""
    packs, clock = managing.packs, managing.clock
    deciding, flagging = Deciding(clock, teaching), Flagging(packs, clock, flag_threshold)
    return deciding, flagging, own_questions(packs, clock, managing, auditing, (deciding, flagging))


def _names(settings: Settings) -> CommandNames:
    return CommandNames(settings.command, settings.quiz_command, settings.manage_command)


def _opening(
    packs: PackSource, clock: Clock, graders: Mapping[str, Grader], messengers: Mapping[str, Messenger]
) -> Opening:
    # A terminal says itself that words are compared.
    return Opening(packs, clock, frozenset() if BY_MEANING in graders else _counted(messengers))


def _ticking(
    services: Services, graders: Mapping[str, Grader], messengers: Mapping[str, Messenger], judging: Judging
) -> Ticking:
    store, clock = services.store, services.clock
    closing = Closing(store, clock, graders, ReadingBack(store, clock, messengers), judging)
    delivering = Delivering(store, clock, messengers, naming=services.naming)
    return Ticking(
        store=store,
        clock=clock,
        opening=services.opening,
        closing=closing,
        reminding=Reminding(store, clock, messengers),
        nudging=services.nudging,
        digesting=services.digesting,
        counting=Counting(store, clock, messengers),
        meeting=services.meeting,
        queueing=Queueing(clock, _of(messengers, lambda one: one.people.are_same_everywhere)),
        delivering=delivering,
        timekeeping=Timekeeping(store, clock),
        heartbeat=Heartbeat(store, clock),
    )


def _counted(messengers: Mapping[str, Messenger]) -> frozenset[str]:
    return _of(messengers, lambda one: one.counts_answers)


def _of(messengers: Mapping[str, Messenger], are_meant: Callable[[Messenger], bool]) -> frozenset[str]:
    """Give the platforms whose messengers are meant."""
    return frozenset(platform for platform, messenger in messengers.items() if are_meant(messenger))
