"""Replies in many workspaces of one fake Slack, to Askaday and to a bare worker, each a process of its own."""

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from adapters.storage.sqlite import SqliteStore
from benchmarks import ROOT
from benchmarks.filling import SETTINGS
from bot.domain.rounds import RoundState
from bot.ports.store import Transaction
from tests.servers.fake_slack import App, FakeSlack, Rules, Workspace
from tests.worlds.builders import question

PEOPLE = ("ana", "bo", "cy")
#: Seconds that a reaction takes.
REACTION = 0.15
_PATIENCE = 120
_TEXT = "Object storage keeps whole objects under a key; block storage gives a volume that a file system lives on."


@dataclass
class Place:
    """A question's thread in a workspace."""

    team: Workspace
    channel: str
    thread: str


@dataclass
class Receiver:
    """One of the two that take replies."""

    app: App
    database: Path
    places: list[Place]
    said: int = 0

    def handled(self) -> int:
        """Count the replies that are in the database."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM revisions").fetchone()[0])


@dataclass
class Load:
    """Both of them on their fake Slack."""

    slack: FakeSlack
    askaday: Receiver
    bare: Receiver

    async def per_second(self, receiver: Receiver, replies: int) -> float:
        """Write so many replies in turn in all workspaces, and give how many were handled in a second."""
        reacted = len(self.slack.transcript.of("reactions.add"))
        self.slack.faults.delay("reactions.add", REACTION, replies)
        begin = time.perf_counter()
        for number in range(replies):
            place = receiver.places[number % len(receiver.places)]
            who = place.team.user(PEOPLE[number % len(PEOPLE)])
            await self.slack.say(who, place.channel, _TEXT, thread_ts=place.thread)
            await asyncio.sleep(0)
        receiver.said += replies
        async with asyncio.timeout(_PATIENCE):
            while receiver.handled() < receiver.said:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
            elapsed = time.perf_counter() - begin
            # What is measured next is not disturbed by reactions.
            while len(self.slack.transcript.of("reactions.add")) < reacted + replies:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.1)
        return replies / elapsed


@asynccontextmanager
async def inbox_load(folder: Path, workspaces: int) -> AsyncIterator[Load]:
    """Start the fake and the two; each has workspaces of its own."""
    async with FakeSlack(rules=Rules(message_pace=0, tiers=False, ack_seconds=_PATIENCE)) as slack:
        receivers = []
        for name, app in (("askaday", slack.app), ("bare", slack.add_app())):
            app.events = frozenset({"message.channels"})
            places = [await new_place(slack, app, f"{name}{number}") for number in range(workspaces)]
            receivers.append(Receiver(app, folder / f"{name}.db", places))
            await _fill(receivers[-1])
        askaday, bare = receivers
        processes = [
            await _process("askaday", slack, askaday),
            await _process("bare", slack, bare),
        ]
        try:
            for receiver in receivers:
                await asyncio.wait_for(slack.sockets.wait_connected(receiver.app), _PATIENCE)
            yield Load(slack, askaday, bare)
        finally:
            for process in processes:
                process.terminate()
                await process.wait()


async def new_place(slack: FakeSlack, app: App, name: str) -> Place:
    """Add a workspace, and post what looks like a question in it."""
    team = slack.add_workspace(name, people=PEOPLE, channels=("general",), app=app)
    channel = team.channel("general")
    posted = await AsyncWebClient(team.bot_token, base_url=slack.base_url).chat_postMessage(
        channel=channel, text="Question of the day"
    )
    return Place(team, channel, str(posted["ts"]))


async def _fill(receiver: Receiver) -> None:
    store = SqliteStore.open(receiver.database)
    await store.call(open_rounds, receiver.places)
    await store.close()


def open_rounds(tx: Transaction, places: list[Place]) -> None:
    """Open a question in each place."""
    for number, place in enumerate(places):
        workspace = f"slack:{place.team.id}"
        series = tx.series.add(workspace, "daily", place.channel, SETTINGS, seed=number)
        planned = tx.rounds.add(series.id, workspace, datetime.now(UTC).date())
        if planned is None:
            raise LookupError("a new series has no round yet")
        opened = replace(planned, state=RoundState.OPEN, channel=place.channel, card_message=place.thread)
        opened = replace(opened, question=question())
        tx.rounds.save(replace(opened, thread=place.thread))


async def _process(module: str, slack: FakeSlack, receiver: Receiver) -> asyncio.subprocess.Process:
    tokens = ",".join(place.team.bot_token for place in receiver.places)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASKADAY_", "SLACK_"))}
    words = (
        "-m",
        f"benchmarks.slack.inbox.{module}",
        slack.base_url,
        receiver.app.app_token,
        str(receiver.database),
        tokens,
    )
    kept["PYTHONPATH"] = str(ROOT)
    return await asyncio.create_subprocess_exec(sys.executable, *words, env=kept, stdin=asyncio.subprocess.DEVNULL)
