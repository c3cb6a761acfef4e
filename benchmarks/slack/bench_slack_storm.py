"""A storm: 10,000 cards due at once, against a bare aiohttp client that posts the same bodies to the same fake."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from adapters.slack.render.messages import messages
from adapters.storage.sqlite import SqliteStore
from benchmarks import ROOT
from benchmarks.figures import Figure, Progress, at_least
from benchmarks.filling import workplace
from bot.bootstrap import build
from bot.config.settings import Settings
from bot.domain.deliveries import DeliveryKind
from bot.packs.library import pack_library
from bot.ports.clock import SystemClock
from bot.ports.store import Transaction
from bot.services.deliveries.delivering import BATCH
from tests.worlds.builders import text_card

CARD = text_card(
    "Question of the day", "What is the difference between object and block storage? Say it in two sentences."
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is due; each channel gets one card, so that Slack's pace of a channel is no matter."""

    workspaces: int = 50
    channels: int = 200
    repetitions: int = 1

    @property
    def cards(self) -> int:
        """Count them."""
        return self.workspaces * self.channels


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Interleave the two; Askaday commits its claim before a card is sent, and its outcome after."""
    figures, references = [], []
    with workplace() as folder:
        for repetition in range(size.repetitions):
            async with fake_slack(size) as (fake, _):
                references.append(await _bare(fake, size))
            async with fake_slack(size) as (fake, _):
                figures.append(await _askaday(fake, folder / f"{repetition}.db", size))
            progress((repetition + 1) / size.repetitions)
    return at_least(f"storm of {size.cards} Slack cards", figures, references, unit="cards/s", ratio=0.6)


@asynccontextmanager
async def fake_slack(size: Size) -> AsyncIterator[tuple[dict[str, Any], asyncio.subprocess.Process]]:
    """Start a fake Slack, and give what it says of itself, and its process."""
    words = ("-m", "benchmarks.slack.storm_fake", str(size.workspaces), str(size.channels))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 24,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        yield json.loads(await process.stdout.readline()), process
    finally:
        process.terminate()
        await process.wait()


def places_of(fake: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Give a team, its token and a channel, each channel once."""
    return [(one["team"], one["token"], channel) for one in fake["places"] for channel in one["channels"]]


async def _bare(fake: dict[str, Any], size: Size) -> float:
    [message] = messages(CARD)
    todo = iter(places_of(fake))

    async def post(session: aiohttp.ClientSession) -> None:
        for number, (_team, token, channel) in enumerate(todo):
            payload = {"event_type": "askaday_delivery", "event_payload": {"key": f"{channel}{number}", "of": 1}}
            body: dict[str, Any] = {
                "channel": channel,
                "text": message.text,
                "blocks": list(message.blocks),
                "metadata": payload,
            }
            body |= {"unfurl_links": False, "unfurl_media": False}
            headers = {"Authorization": f"Bearer {token}"}
            async with session.post(f"{fake['base_url']}chat.postMessage", json=body, headers=headers) as answer:
                if not (await answer.json())["ok"]:
                    raise AssertionError(await answer.text())

    async with aiohttp.ClientSession() as session:
        begin = time.perf_counter()
        await asyncio.gather(*(post(session) for _ in range(BATCH)))
        return size.cards / (time.perf_counter() - begin)


async def _askaday(fake: dict[str, Any], database: Path, size: Size) -> float:
    settings = Settings(_env_file=None, model_dir=Path("no-model"))
    store, clock = SqliteStore.open(database), SystemClock()
    tokens = [one["token"] for one in fake["places"]]
    connection = SlackConnection(SlackAccess(tokens, "", "", fake["base_url"]), store, clock)
    app = build(settings, {"slack": connection.messenger}, store=store, packs=pack_library(settings))
    await connection.workspaces.all()
    await store.call(owe, places_of(fake), clock)
    begin = time.perf_counter()
    await app.ticking.deliver_due()
    elapsed = time.perf_counter() - begin
    left = await store.call(lambda tx: tx.deliveries.backlog(clock.now()))
    await connection.close()
    await store.close()
    if left:
        raise AssertionError(f"{left} cards were not sent")
    return size.cards / elapsed


def owe(tx: Transaction, places: Sequence[tuple[str, str, str]], clock: SystemClock, run: str = "") -> None:
    """Owe each channel a card, now; the runs on one database have names."""
    for number, (team, _token, channel) in enumerate(places):
        tx.deliveries.add(
            key=f"card{run}-{number}",
            workspace=f"slack:{team}",
            kind=DeliveryKind.NOTE,
            channel=channel,
            card=CARD,
            due_at=clock.now(),
        )
