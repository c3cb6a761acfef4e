"""A round of many answers that closes, and commands that are asked for meanwhile."""

# ruff: noqa: ARG002 - the signatures of a port

import asyncio
import random
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.console.send.people import ConsolePeople
from adapters.storage.sqlite import SqliteStore
from benchmarks.filling import SETTINGS, WORKSPACE, workplace
from bot.bootstrap import App, build
from bot.commands.request import Request
from bot.config.settings import read_settings
from bot.domain.answers import Happening, Revision
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.question import Question
from bot.domain.rounds import RoundState
from bot.garbage import keep_for_good
from bot.packs.library import pack_library
from bot.ports.channels import Channels
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination, Sent
from bot.ports.people import People
from bot.ports.store import Transaction

_OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
_ASKING = Actor(WORKSPACE, "U1", name="Member 1")
_CHANNEL = "C1"
#: Between two commands, as from people who read what they get.
_PAUSE = timedelta(seconds=0.05)


@dataclass(frozen=True, slots=True)
class Closed:
    """How long it took, in seconds."""

    close: float
    #: The slowest of the commands asked for meanwhile.
    command: float


class _NothingMore:
    """A platform whose thread holds nothing that is not known; nothing is sent before the round has closed."""

    platform = "slack"
    counts_answers = False
    has_options = False
    hears_joins = True

    @property
    def channels(self) -> Channels:
        raise LookupError("nothing is set up while a round closes")

    @property
    def people(self) -> People:
        return ConsolePeople()

    async def is_reached(self, workspace: str) -> bool:
        return True

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        raise LookupError("nothing is sent while a round closes")

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        raise LookupError("nothing is sent while a round closes")

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        raise LookupError("nothing is sent while a round closes")

    async def address(self, workspace: str, sent: Sent) -> str:
        raise LookupError("nothing is sent while a round closes")

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        return []


async def closed(grader: str, answers: int) -> Closed:
    """Play a round whose series has the grader: nearly all answers are there in time to be graded ahead."""
    async with _played() as (app, clock):
        return await _close(app, clock, 0, grader, answers)


async def close_and_drill(grader: str, answers: int, rounds: int, drills: int) -> None:
    """Play a round a day, each of another question, and grade one answer to each of further questions, as drills do."""
    async with _played() as (app, clock):
        for day in range(rounds):
            await _close(app, clock, day, grader, answers)
        asked = app.ticking.closing.graders[grader]
        for question in _questions(app)[rounds : rounds + drills]:
            asked.grade(question, question.key_points[0].text)


def _questions(app: App) -> Sequence[Question]:
    return app.services.drill_pool.packs.packs()["aws"].questions


@asynccontextmanager
async def _played() -> AsyncIterator[tuple[App, TravelClock]]:
    with workplace() as folder:
        clock = TravelClock(_OPENED)
        store = SqliteStore.open(folder / "askaday.db")
        try:
            yield _app(folder, store, clock), clock
        finally:
            await store.close()


async def _close(app: App, clock: TravelClock, day: int, grader: str, answers: int) -> Closed:
    question, opened = _questions(app)[day], _OPENED + timedelta(days=day)
    clock.travel(opened)
    number = await app.call(_add_round, question, grader, opened)
    replies = _replies(question, answers, opened)
    late = max(len(replies) // 20, 1)
    await app.call(_record, replies[:-late], opened)
    app.ticking.closing.judging.arrived(number)
    ahead = await _slowest_during(app, app.ticking.closing.grade_ahead())
    await app.call(_record, replies[-late:], opened)
    clock.travel(opened + timedelta(hours=9))
    begin = time.perf_counter()
    meanwhile = await _slowest_during(app, app.ticking.closing.close(number))
    return Closed(time.perf_counter() - begin, max(ahead, meanwhile))


def _app(folder: Path, store: SqliteStore, clock: TravelClock) -> App:
    settings = read_settings(database=folder / "askaday.db")
    app = build(settings, {"slack": _NothingMore()}, store=store, packs=pack_library(settings), clock=clock)
    keep_for_good()
    return app


async def _slowest_during(app: App, work: Coroutine[None, None, object]) -> float:
    """Ask for the leaderboard until the work is done, and give how long the slowest reply took."""
    task = asyncio.create_task(work)
    slowest = 0.0
    while not task.done():
        asked = time.perf_counter()
        await app.desk.run(Request(_ASKING, _CHANNEL, "qotd", "leaderboard"))
        slowest = max(slowest, time.perf_counter() - asked)
        await asyncio.wait([task], timeout=_PAUSE.total_seconds())
    if task.result() is False:
        raise LookupError("the round did not close")
    return slowest


def _add_round(tx: Transaction, question: Question, grader: str, opened: datetime) -> int:
    known = next(iter(tx.series.of_workspace(WORKSPACE)), None)
    series = known or tx.series.add(WORKSPACE, "daily", _CHANNEL, replace(SETTINGS, grader=grader), seed=1)
    planned = tx.rounds.add(series.id, WORKSPACE, opened.date())
    if planned is None:
        raise LookupError("a day has one round")
    asked = replace(planned, state=RoundState.OPEN, question=question, channel=_CHANNEL, card_message=_thread(opened))
    closes_at = opened + timedelta(hours=8)
    tx.rounds.save(replace(asked, thread=_thread(opened), opened_at=opened, closes_at=closes_at))
    return planned.id


def _thread(opened: datetime) -> str:
    return f"thread of {opened:%F}"


def _record(tx: Transaction, revisions: Sequence[Revision], opened: datetime) -> None:
    tx.answers.record(WORKSPACE, _CHANNEL, _thread(opened), revisions, opened)
    for revision in revisions:
        tx.members.seen(Actor(WORKSPACE, revision.member or "", name=f"Member {revision.member}"))


def _replies(question: Question, count: int, opened: datetime) -> list[Revision]:
    """Give answers of some seventy words, no two alike: wordings of key points, and sentences of the model answer."""
    dice = random.Random(1)
    wordings = [text for point in question.key_points for text in (point.text, *point.alt, *point.contrary)]
    sentences = [*wordings, *(line for line in question.model_answer.split(". ") if line.strip())]
    moments = [opened + timedelta(seconds=place) for place in range(count)]
    return [
        Revision(
            f"{at.timestamp():.6f}",
            Happening.POSTED,
            at,
            at,
            f"U{place}",
            f"{' '.join(dice.sample(sentences, 2))} Take {place} for example.",
        )
        for place, at in enumerate(moments)
    ]
