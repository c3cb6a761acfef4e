"""One of several processes that send what a database on a server owes: `python -m benchmarks.slack.storm_sender URL`.

It reads from its first line where the fake Slack is and which tokens there are, says that it is ready, begins when it
is told to, and says when nothing is owed any more.
"""

import asyncio
import json
import logging
import sys
from pathlib import Path

import structlog

from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from adapters.storage.postgres import PostgresStore
from bot.bootstrap import build
from bot.config.settings import Settings
from bot.packs.library import pack_library
from bot.ports.clock import SystemClock

#: Seconds between two looks at what another process is sending still.
_LOOK = 0.02


async def send(url: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    told = json.loads(sys.stdin.readline())
    settings = Settings(_env_file=None, model_dir=Path("no-model"))
    store, clock = PostgresStore.open(url), SystemClock()
    connection = SlackConnection(SlackAccess(told["tokens"], "", "", told["base_url"]), store, clock)
    app = build(settings, {"slack": connection.messenger}, store=store, packs=pack_library(settings))
    await connection.workspaces.all()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await app.ticking.deliver_due()
    while await store.call(lambda tx: tx.deliveries.backlog(clock.now())):
        await asyncio.sleep(_LOOK)
        await app.ticking.deliver_due()
    print("done", flush=True)
    await connection.close()
    await store.close()


if __name__ == "__main__":
    asyncio.run(send(*sys.argv[1:]))
