"""Pages of a year: `python -m benchmarks.pages.askaday DATABASE DAY WORKSPACE MEMBER`.

It says where a link signs the member in. For each line that it is told it writes something that figures are made of,
and says so.
"""

import asyncio
import logging
import sys
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path

import structlog

from adapters.storage.sqlite.store import SqliteStore
from adapters.web.connection import WebConnection
from benchmarks.writing import write_a_little
from bot.bootstrap import Connections, DrawnWhenNeeded, build
from bot.config.settings import Settings
from bot.domain.members import Actor
from bot.garbage import keep_for_good
from bot.packs.library import pack_library
from bot.ports.clock import TravelClock

#: Signed links name an address; this one is never looked up.
ADDRESS = "http://pages.test"


async def serve(database: str, day: str, workspace: str, member: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    settings = Settings(
        _env_file=None, database=Path(database), model_dir=Path("no-model"), web="on", public_url=ADDRESS
    )
    now = datetime.combine(date.fromisoformat(day), time(18), UTC)
    store = SqliteStore.open(Path(database))
    app = build(settings, {}, store=store, packs=pack_library(settings), clock=TravelClock(now))
    connected = Connections([WebConnection(ADDRESS, DrawnWhenNeeded())], "127.0.0.1", 0)
    await connected.start(app)
    keep_for_good()
    try:
        link = await app.call(app.services.signing_in.new_link, Actor(workspace, member, member))
        port = connected.server.port if connected.server is not None else 0
        print(port, link.removeprefix(ADDRESS), flush=True)
        for number in count():
            if not await asyncio.to_thread(sys.stdin.readline):
                break
            await store.call(write_a_little, workspace, number)
            print("written", flush=True)
    finally:
        await connected.stop()
        await store.close()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
