"""Recording answers through the engine: 64 callers at once, on any store."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from benchmarks.filling import SETTINGS
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.members import Actor
from bot.domain.rounds import RoundState
from bot.ports.clock import SystemClock
from bot.ports.store import Store, Transaction
from bot.services.rounds.answering import Answering


@dataclass(frozen=True, slots=True)
class Size:
    """How much is recorded."""

    callers: int = 64
    answers_each: int = 100
    reference_rows: int = 3_000
    repetitions: int = 7


_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_TEXT = "Object storage keeps whole objects under a key; block storage gives a volume that a file system lives on."
#: What the reference writes; its parameters are `rows_of`.
COLUMNS = "workspace, channel, thread, message, happening, at, posted_at, member, text, received_at"


async def open_round(store: Store, number: int) -> str:
    """Open a round and give its thread."""
    return await store.call(_add_round, number)


def _add_round(tx: Transaction, number: int) -> str:
    series = tx.series.add("slack:T1", f"series {number}", "C1", SETTINGS, seed=number)
    planned = tx.rounds.add(series.id, "slack:T1", _START.date())
    if planned is None:
        raise LookupError("a new series has no round yet")
    thread = f"thread-{number}"
    tx.rounds.save(replace(planned, state=RoundState.OPEN, channel="C1", card_message=thread, thread=thread))
    return thread


async def through_engine(store: Store, thread: str, size: Size) -> float:
    """Record answers to a round's thread and give how many a second were durable."""
    answering = Answering(SystemClock(), counted=frozenset({"slack"}))

    async def caller(revisions: Sequence[Revision]) -> None:
        for revision in revisions:
            actor = Actor("slack:T1", revision.member or "", name=f"Member {revision.member}")
            await store.call(answering.record, Inbound("slack:T1", "C1", thread, revision, actor))

    # Messages carry the time of their post: what people write at the same time lies together, as in the reference.
    revisions = _revisions(size.callers * size.answers_each)
    shares = [revisions[number :: size.callers] for number in range(size.callers)]
    begin = time.perf_counter()
    await asyncio.gather(*map(caller, shares))
    return size.callers * size.answers_each / (time.perf_counter() - begin)


def rows_of(thread: str, count: int) -> list[tuple[str | None, ...]]:
    """Give the rows that as many answers to a thread are, as the reference writes them."""
    return [
        (
            "slack:T1",
            "C1",
            thread,
            revision.message,
            str(revision.happening),
            revision.at.isoformat(timespec="microseconds"),
            revision.posted_at.isoformat(timespec="microseconds"),
            revision.member,
            revision.text,
            revision.at.isoformat(timespec="microseconds"),
        )
        for revision in _revisions(count)
    ]


def _revisions(count: int) -> list[Revision]:
    moments = (_START + timedelta(seconds=number) for number in range(count))
    return [
        Revision(f"{at.timestamp():.6f}", Happening.POSTED, at, at, f"U{number % 500}", _TEXT)
        for number, at in enumerate(moments)
    ]
