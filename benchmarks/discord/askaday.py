"""Askaday in Discord alone, its database in a file: `python -m benchmarks.discord.askaday ADDRESS TOKEN DATABASE`."""

import asyncio
import logging
import sys
from pathlib import Path

import structlog

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connection import DiscordConnection
from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import build
from bot.config.settings import Settings
from bot.packs.library import pack_library
from bot.ports.clock import SystemClock

#: More than the load asks of one member.
_DRILLS_PER_HOUR = 1000


async def serve(address: str, token: str, database: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    settings = Settings(_env_file=None, drills_per_hour=_DRILLS_PER_HOUR, model_dir=Path("no-model"))
    connection = DiscordConnection(DiscordAccess(token, address=address), SystemClock())
    store = SqliteStore.open(Path(database))
    app = build(settings, {"discord": connection.messenger}, store=store, packs=pack_library(settings))
    await connection.start(app)
    try:
        await app.start()
        await asyncio.Event().wait()
    finally:
        await connection.close()
        await app.stop()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
