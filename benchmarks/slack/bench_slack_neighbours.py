"""A workspace with ten replies beside one with 1,000: how long it takes, against the time that it takes alone."""

import asyncio
import json
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path

from structlog.testing import capture_logs

from adapters.slack.connect.limiter import Limiter
from adapters.slack.listen.answers import Answers
from adapters.slack.listen.changes import Changes
from adapters.slack.listen.events import EventHandler
from adapters.slack.listen.talking import Talking
from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import workplace
from benchmarks.slack.inbox.load import PEOPLE, REACTION, Place, new_place, open_rounds
from bot.bootstrap import App, build
from bot.config.settings import Settings
from bot.packs.library import pack_library
from bot.ports.store import Transaction
from bot.services.background import Background
from bot.services.inbox import Inbox, InboxWorker
from tests.servers.fake_slack import FakeSlack, Rules
from tests.worlds.slack_sending import Sender, open_sender


@dataclass(frozen=True, slots=True)
class Size:
    """How much is kept when the worker begins."""

    few: int = 10
    many: int = 1_000
    repetitions: int = 5


@dataclass
class Watched:
    """A handler that says when a workspace's replies are handled."""

    handler: EventHandler
    workspace: str
    left: int
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, workspace: str, body: str) -> bool:
        """Handle an event."""
        is_decided = await self.handler.handle(workspace, body)
        self.left -= workspace == self.workspace
        if not self.left:
            self.over.set()
        return is_decided


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Interleave the two; every reply costs a reaction of 150 ms."""
    alone, beside = [], []
    # Reactions that are under way at the end are given up, which the fake and Askaday would both tell.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    with workplace() as folder, capture_logs():
        for repetition in range(size.repetitions):
            alone.append(await _milliseconds(folder / f"alone{repetition}.db", 0, size.few))
            beside.append(await _milliseconds(folder / f"beside{repetition}.db", size.many, size.few))
            progress((repetition + 1) / size.repetitions)
    return at_most(f"{size.few} Slack replies beside {size.many}", beside, alone, unit="ms", ratio=2)


async def _milliseconds(database: Path, many: int, few: int) -> float:
    settings = Settings(_env_file=None, model_dir=Path("no-model"))
    store = SqliteStore.open(database)
    app = build(settings, {}, store=store, packs=pack_library(settings))
    async with FakeSlack(rules=Rules(message_pace=0, tiers=False)) as slack:
        crowd, quiet = [await new_place(slack, slack.app, name) for name in ("crowd", "quiet")]
        await store.call(open_rounds, [crowd, quiet])
        # The crowd's are older: without a turn of its own the quiet workspace would wait for all of them.
        await store.call(_keep, app.services.inbox, crowd, many)
        await store.call(_keep, app.services.inbox, quiet, few)
        slack.faults.delay("reactions.add", REACTION, many + few)
        async with open_sender(slack, Limiter()) as sender:
            elapsed = await _handle(app, sender, f"slack:{quiet.team.id}", few)
    await store.close()
    return elapsed * 1000


async def _handle(app: App, sender: Sender, workspace: str, replies: int) -> float:
    background = Background()
    answers = Answers(app, sender.calls, sender.members, sender.replies, background, "eyes")
    handler = EventHandler(
        answers,
        Changes(app, sender.calls, sender.members),
        Talking(app, sender.calls, sender.members, sender.replies, background),
    )
    watched = Watched(handler, workspace, replies)
    begin = time.perf_counter()
    running = asyncio.create_task(InboxWorker(app.store, app.services.inbox, "slack", watched).run())
    await watched.over.wait()
    elapsed = time.perf_counter() - begin
    running.cancel()
    await asyncio.wait([running])
    await background.finish(patience=0)
    return elapsed


def _keep(tx: Transaction, inbox: Inbox, place: Place, replies: int) -> None:
    for number in range(replies):
        event = {
            "type": "message",
            "channel": place.channel,
            "user": place.team.user(PEOPLE[number % len(PEOPLE)]),
            "ts": f"1900000000.{number:06d}",
            "thread_ts": place.thread,
            "text": f"Object storage keeps whole objects under a key, {number}.",
        }
        body = json.dumps({"id": f"Ev{number}", "at": 1_900_000_000, "event": event})
        inbox.keep(tx, f"slack:{place.team.id}", f"Ev{number}", body, place.thread)
