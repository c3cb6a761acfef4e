"""All use cases, as one thing to hand around."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cards.naming import CommandNames, Naming
from bot.domain.members import platform_of
from bot.ports.clock import Clock
from bot.ports.store import Store
from bot.services.access.appointing import Appointing
from bot.services.access.auditing import Auditing
from bot.services.access.recognising import Recognising
from bot.services.access.requesting import Requesting
from bot.services.access.signing_in import SigningIn
from bot.services.authoring.own_questions import OwnQuestions
from bot.services.claims.deciding import Deciding
from bot.services.claims.disputing import Disputing
from bot.services.claims.teaching import Teaching
from bot.services.flagging import Flagging
from bot.services.home import Home
from bot.services.inbox import Inbox
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
from bot.services.reporting import Reporting
from bot.services.reviewing import Reviewing
from bot.services.rounds.answering import Answering
from bot.services.rounds.choosing import QuickAnswering
from bot.services.rounds.looking_back import LookingBack
from bot.services.rounds.opening import Opening
from bot.services.rounds.publishing import Publishing
from bot.services.rounds.regrading import Regrading
from bot.services.statistics.digesting import Digesting
from bot.services.statistics.reading import Statistics


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, put together in `bot.engine`."""

    store: Store
    clock: Clock
    opening: Opening
    absences: Absences
    answering: Answering
    auditing: Auditing
    appointing: Appointing
    disputing: Disputing
    deciding: Deciding
    digesting: Digesting
    drill_answering: DrillAnswering
    drill_pool: DrillPool
    drilling: Drilling
    examining: Examining
    flagging: Flagging
    home: Home
    inbox: Inbox
    lifecycle: Lifecycle
    looking_back: LookingBack
    managing: Managing
    meeting: Meeting
    nudging: Nudging
    own_questions: OwnQuestions
    placing: Placing
    practising: Practising
    privacy: Privacy
    quick_answering: QuickAnswering
    publishing: Publishing
    recognising: Recognising
    regrading: Regrading
    reporting: Reporting
    requesting: Requesting
    reviewing: Reviewing
    signing_in: SigningIn
    statistics: Statistics
    teaching: Teaching
    #: Names of the graders a series may choose.
    graders: tuple[str, ...]
    #: The words people type for the commands.
    names: CommandNames = field(default_factory=CommandNames)
    #: By platform, where commands are written another way than typed whole.
    namings: Mapping[str, Naming] = field(default_factory=dict)

    def naming(self, workspace: str) -> Naming:
        """Give how commands are written for people of a workspace."""
        return self.namings.get(platform_of(workspace), self.names)
