"""The tables and how they came to be: a step is never changed once released, another is added.

Instants are `codecs.instant_text`, days ISO dates, records JSON. Rows of a tenant carry its `workspace`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from adapters.storage.sqlite.schema.access import ACCESS
from adapters.storage.sqlite.schema.answering import PRIVATE_REMINDERS, QUICK_ANSWERS
from adapters.storage.sqlite.schema.auditing import CHANGES
from adapters.storage.sqlite.schema.authoring import AUTHORING, OFFERS
from adapters.storage.sqlite.schema.claims import CLAIMS
from adapters.storage.sqlite.schema.digests import DIGESTS
from adapters.storage.sqlite.schema.first import FIRST
from adapters.storage.sqlite.schema.heartbeats import HEARTBEATS, LIMITS, ROLES
from adapters.storage.sqlite.schema.inbox import CLAIMS_OF_EVENTS, DISPUTES, INBOX, LEASES, LEASES_OF_RETRIES
from adapters.storage.sqlite.schema.installations import INSTALLATIONS, REFUSED_BLOCKS
from adapters.storage.sqlite.schema.past import PAST, SEARCHED, UNSENT_REVEALS
from adapters.storage.sqlite.schema.practice import PRACTICE
from adapters.storage.sqlite.schema.private import ABSENCES, CONTACTS, QUEUES
from adapters.storage.sqlite.schema.results import RESULTS_AND_FEEDBACK
from adapters.storage.sqlite.schema.sessions import SESSIONS
from adapters.storage.sqlite.schema.statistics import (
    AUDIENCES,
    FIGURE_INDEXES,
    LAST_WRITES,
    SOURCES_OF_WRITES,
    STATISTICS,
)
from adapters.storage.sqlite.schema.tracking import TRACKING
from adapters.storage.sqlite.schema.views import VIEWS
from adapters.storage.sqlite.schema.wordings import WORDINGS

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

#: Where sqlite-utils keeps which steps were gone through, and under which name it does so for these.
STEPS_TABLE: Final = "_sqlite_migrations"
STEP_SET: Final = "askaday"
#: In their order; their names are those of the functions.
STEPS: Final[list[Callable[["Database"], None]]] = []


def _step(function: Callable[["Database"], None]) -> Callable[["Database"], None]:
    STEPS.append(function)
    return function


@_step
def create_tables(db: "Database") -> None:
    """Create the tables of version 0.1."""
    for statement in FIRST:
        # Not executescript: it would commit the transaction that holds all steps together.
        db.execute(statement)


@_step
def add_inbox_and_disputes(db: "Database") -> None:
    """Add what chat platforms need: inbound events, and disputes of grades."""
    for group in (INBOX, DISPUTES):
        for statement in group:
            db.execute(statement)


@_step
def add_practice(db: "Database") -> None:
    """Add what drills need to teach: exams, choices, memories with their log, reminders, points."""
    for statement in PRACTICE:
        db.execute(statement)


@_step
def add_installations(db: "Database") -> None:
    """Add what a service for many workspaces needs: who installed it, with what secrets."""
    for statement in INSTALLATIONS:
        db.execute(statement)


@_step
def add_owners_of_claims(db: "Database") -> None:
    """Say who claimed something: what a process that is gone held is let go at once."""
    for table in ("rounds", "deliveries"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN claimed_by TEXT NOT NULL DEFAULT ''")


@_step
def add_threads_of_events(db: "Database") -> None:
    """Say of events which thread they are about: those of a thread are handled in order, threads side by side."""
    db.execute("ALTER TABLE inbox ADD COLUMN thread TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX inbox_thread ON inbox (workspace, thread, id) WHERE state = 'pending'")


@_step
def add_causes(db: "Database") -> None:
    """Keep why something waits: for what a series is paused, and what a delivery needs before it can be sent."""
    db.execute("ALTER TABLE series ADD COLUMN paused_for TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE series SET paused_for = 'manager' WHERE pause_reason = 'a manager asked for it'")
    db.execute("ALTER TABLE deliveries ADD COLUMN waits_for TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX deliveries_waiting ON deliveries (workspace, waits_for) WHERE waits_for <> ''")


@_step
def add_lapse_told(db: "Database") -> None:
    """Remember of which month of lapsing questions a series' managers were told last."""
    db.execute("ALTER TABLE series ADD COLUMN lapse_told TEXT NOT NULL DEFAULT ''")


@_step
def add_views(db: "Database") -> None:
    """Show rounds, answers and standings by name to whoever opens the file, and find a member's workspaces by index."""
    db.table("members").create_index(["member"], "members_member")
    for name, select in VIEWS.items():
        db.create_view(name, select)


@_step
def add_results_and_feedback(db: "Database") -> None:
    """Let series say whose results a reveal shows, keep what rounds promised, and what members think of questions."""
    for statement in RESULTS_AND_FEEDBACK:
        db.execute(statement)


@_step
def add_refused_blocks(db: "Database") -> None:
    """Remember which kinds of blocks a workspace does not take."""
    db.execute(REFUSED_BLOCKS)


@_step
def add_probes(db: "Database") -> None:
    """Keep which key point a drill's follow-up asked for (its place, from 0), and what came back."""
    db.execute("ALTER TABLE drills ADD COLUMN probe INTEGER")
    db.execute("ALTER TABLE drills ADD COLUMN probe_answer TEXT")


@_step
def add_ended_weeks(db: "Database") -> None:
    """Say of a round which week was over with it: that week's board is shown once."""
    db.execute("ALTER TABLE rounds ADD COLUMN ended_week TEXT NOT NULL DEFAULT ''")


@_step
def add_past_questions(db: "Database") -> None:
    """Let questions that were revealed be found by their words."""
    for statement in PAST:
        db.execute(statement)
    db.table("past").enable_fts(SEARCHED, tokenize="porter", create_triggers=True)


@_step
def add_private_reminders(db: "Database") -> None:
    """Find all that goes to one member privately by index, reminders too."""
    for statement in PRIVATE_REMINDERS:
        db.execute(statement)


@_step
def add_access(db: "Database") -> None:
    """Keep who invited Askaday to a channel, who was made an administrator, and who may set series up."""
    for statement in ACCESS:
        db.execute(statement)


@_step
def add_claims(db: "Database") -> None:
    """Keep what members say against grades, point by point, in one table with the disputes that there were."""
    for statement in CLAIMS:
        db.execute(statement)


@_step
def add_unsent_reveals(db: "Database") -> None:
    """Find by index which reveals are still to be sent: until then a question's model answer is nobody's to see."""
    db.execute(UNSENT_REVEALS)


@_step
def add_quick_answers(db: "Database") -> None:
    """Keep what rounds are answered with, and what was chosen."""
    for statement in QUICK_ANSWERS:
        db.execute(statement)


@_step
def add_queues(db: "Database") -> None:
    """Let private messages wait for the one place of a day."""
    for statement in QUEUES:
        db.execute(statement)


@_step
def add_contacts(db: "Database") -> None:
    """Keep who was met, who wants to be left alone, and who has been silent since when."""
    for statement in CONTACTS:
        db.execute(statement)


@_step
def add_heartbeats(db: "Database") -> None:
    """Let the running process give signs of life, which `askaday health` looks at."""
    db.execute(HEARTBEATS)


@_step
def add_authoring(db: "Database") -> None:
    """Keep packs of a workspace's own, and the questions that its members suggest for them."""
    for statement in AUTHORING:
        db.execute(statement)


@_step
def add_changes_to_audit(db: "Database") -> None:
    """Keep with each change which series it is of, what it was before and what it is after."""
    for statement in CHANGES:
        db.execute(statement)


@_step
def add_statistics(db: "Database") -> None:
    """Keep which key points were met beside the points, and what statistics need to tell of nobody alone."""
    for statement in STATISTICS:
        db.execute(statement)


@_step
def add_absences(db: "Database") -> None:
    """Keep when members are away: days on which nothing is expected of them."""
    for statement in ABSENCES:
        db.execute(statement)


@_step
def add_wordings(db: "Database") -> None:
    """Let reviewers add sentences of answers to the rubrics of their workspace."""
    for statement in WORDINGS:
        db.execute(statement)


@_step
def add_members_of_contacts(db: "Database") -> None:
    """Find by index where else somebody was met: they are sent one message a day in all places together."""
    db.execute("CREATE INDEX contacts_member ON contacts (member)")


@_step
def add_tracking(db: "Database") -> None:
    """Remember who left tracking, and let workspaces keep messages for a shorter time."""
    for statement in TRACKING:
        db.execute(statement)


@_step
def add_voids(db: "Database") -> None:
    """Say of a round why it counts for nobody; empty: it counts."""
    db.execute("ALTER TABLE rounds ADD COLUMN void TEXT NOT NULL DEFAULT ''")


@_step
def add_digests(db: "Database") -> None:
    """Keep which managers want a weekly digest of which series, and when."""
    for statement in DIGESTS:
        db.execute(statement)


@_step
def add_sent_packs(db: "Database") -> None:
    """Keep packs that managers send as files until they say what becomes of them."""
    for statement in OFFERS:
        db.execute(statement)


@_step
def add_sessions(db: "Database") -> None:
    """Keep who is signed in to the pages, and which links lead there."""
    for statement in SESSIONS:
        db.execute(statement)


@_step
def add_audiences(db: "Database") -> None:
    """Keep how many people were in the channel of each round, where the platform tells."""
    for statement in AUDIENCES:
        db.execute(statement)


@_step
def add_processes(db: "Database") -> None:
    """Let processes share the events of platforms, and say what each of them does."""
    for statement in (*CLAIMS_OF_EVENTS, ROLES):
        db.execute(statement)


@_step
def add_last_writes(db: "Database") -> None:
    """Note when something was last written that figures are made of: until then pages may keep what they made of it."""
    for statement in LAST_WRITES:
        db.execute(statement)


@_step
def add_figure_indexes(db: "Database") -> None:
    """Read what figures are made of without the long rows that it stands in."""
    for statement in FIGURE_INDEXES:
        db.execute(statement)


@_step
def add_limits(db: "Database") -> None:
    """Keep what several processes may do together only so often, or once."""
    for statement in LIMITS:
        db.execute(statement)


@_step
def add_leases(db: "Database") -> None:
    """Let claims hold by the database's clock, which all processes share."""
    for statement in LEASES:
        db.execute(statement)


@_step
def add_sources_of_writes(db: "Database") -> None:
    """Note of what was written last what it was about: until then pages may keep what they made of all else."""
    for statement in SOURCES_OF_WRITES:
        db.execute(statement)


@_step
def add_leases_of_retries(db: "Database") -> None:
    """Let what is to be tried again wait by the database's clock, which all processes share."""
    for statement in LEASES_OF_RETRIES:
        db.execute(statement)


@_step
def add_errors_of_closes(db: "Database") -> None:
    """Keep why a close waits."""
    db.execute("ALTER TABLE rounds ADD COLUMN unclosed TEXT NOT NULL DEFAULT ''")


def known_steps() -> frozenset[str]:
    """Give the names of all steps that this program knows."""
    return frozenset(step.__name__ for step in STEPS)


def migrations() -> "Migrations":
    """Give the steps to sqlite-utils.

    It brings numpy along, which together are a fifth of a start: a database that is up to date does without.
    """
    from sqlite_utils import Migrations  # noqa: PLC0415 - see above

    every = Migrations(STEP_SET)
    for step in STEPS:
        every()(step)
    return every
