"""How the tables came to be: steps with the names of SQLite's, never changed once released; others are added.

What a step does to SQLite's tables the step of the same name does to these, so that both always hold the same; a test
compares them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.storage.postgres.schema.access import ACCESS
from adapters.storage.postgres.schema.answers import ANSWERS
from adapters.storage.postgres.schema.authoring import AUTHORING
from adapters.storage.postgres.schema.beside import BESIDE
from adapters.storage.postgres.schema.figures import FIGURE_INDEXES
from adapters.storage.postgres.schema.members import MEMBERS
from adapters.storage.postgres.schema.messages import MESSAGES
from adapters.storage.postgres.schema.practice import PRACTICE
from adapters.storage.postgres.schema.processes import ERRORS_OF_CLOSES, LEASES, LEASES_OF_RETRIES, LIMITS, PROCESSES
from adapters.storage.postgres.schema.rounds import ROUNDS
from adapters.storage.postgres.schema.searching import SEARCHING
from adapters.storage.postgres.schema.standings import STANDINGS
from adapters.storage.postgres.schema.views import VIEWS
from adapters.storage.postgres.schema.writes import LAST_WRITES, SOURCES_OF_WRITES


@dataclass(frozen=True, slots=True)
class Step:
    """What is done at once, under one name or, of the first release, several."""

    about: str
    names: tuple[str, ...]
    statements: Sequence[str]


#: What SQLite's tables went through before there were tables in PostgreSQL.
_FIRST = (
    "create_tables",
    "add_inbox_and_disputes",
    "add_practice",
    "add_installations",
    "add_owners_of_claims",
    "add_threads_of_events",
    "add_causes",
    "add_lapse_told",
    "add_views",
    "add_results_and_feedback",
    "add_refused_blocks",
    "add_probes",
    "add_ended_weeks",
    "add_past_questions",
    "add_private_reminders",
    "add_access",
    "add_claims",
    "add_unsent_reveals",
    "add_quick_answers",
    "add_queues",
    "add_contacts",
    "add_heartbeats",
    "add_authoring",
    "add_changes_to_audit",
    "add_statistics",
    "add_absences",
    "add_wordings",
    "add_members_of_contacts",
    "add_tracking",
    "add_voids",
    "add_digests",
    "add_sent_packs",
    "add_sessions",
    "add_audiences",
)
_TABLES = (
    *ROUNDS,
    *PRACTICE,
    *ANSWERS,
    *STANDINGS,
    *MESSAGES,
    *MEMBERS,
    *AUTHORING,
    *ACCESS,
    *SEARCHING,
    *BESIDE,
    *VIEWS,
)

STEPS: Sequence[Step] = (
    Step("Create the tables.", _FIRST, _TABLES),
    Step("Let processes share the events of platforms, and say what each of them does.", ("add_processes",), PROCESSES),
    Step("Note when something was last written that figures are made of.", ("add_last_writes",), LAST_WRITES),
    Step("Find what figures are made of by indexes.", ("add_figure_indexes",), FIGURE_INDEXES),
    Step("Keep what several processes may do together only so often, or once.", ("add_limits",), LIMITS),
    Step("Let claims hold by the database's clock, which all processes share.", ("add_leases",), LEASES),
    Step("Note of what was written last what it was about.", ("add_sources_of_writes",), SOURCES_OF_WRITES),
    Step(
        "Let what is to be tried again wait by the database's clock, which all processes share.",
        ("add_leases_of_retries",),
        LEASES_OF_RETRIES,
    ),
    Step("Keep why a close waits.", ("add_errors_of_closes",), ERRORS_OF_CLOSES),
)

#: Which steps a database has been through.
APPLIED = (
    'CREATE TABLE askaday_steps (name TEXT COLLATE "C" PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())'
)

_TEXT_COLUMN = re.compile(r"^(\s+[a-z_]+ TEXT|.* ADD COLUMN [a-z_]+ TEXT)\b", re.MULTILINE)


def statements_of(step: Step) -> Iterator[str]:
    """Give a step's statements; texts are compared and sorted by their bytes, as SQLite does."""
    for statement in step.statements:
        yield _TEXT_COLUMN.sub(r'\1 COLLATE "C"', statement)


def known_steps() -> frozenset[str]:
    """Give the names of all steps that this program knows."""
    return frozenset(name for step in STEPS for name in step.names)


def pending(applied: frozenset[str]) -> Sequence[Step]:
    """Give the steps that a database has not been through."""
    return [step for step in STEPS if not set(step.names) <= applied]
