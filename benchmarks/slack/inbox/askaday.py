"""Askaday in many workspaces: `python -m benchmarks.slack.inbox.askaday BASE_URL APP_TOKEN DATABASE BOT_TOKEN,…`."""

import asyncio
import logging
import sys
from pathlib import Path

import structlog

from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import build
from bot.config.settings import Settings
from bot.packs.library import pack_library
from bot.ports.clock import SystemClock


async def serve(base_url: str, app_token: str, database: str, tokens: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    settings = Settings(_env_file=None, model_dir=Path("no-model"))
    store = SqliteStore.open(Path(database))
    connection = SlackConnection(SlackAccess(tokens.split(","), app_token, "eyes", base_url), store, SystemClock())
    app = build(settings, {"slack": connection.messenger}, store=store, packs=pack_library(settings))
    await connection.start(app)
    try:
        await app.start()
        await asyncio.Event().wait()
    finally:
        await connection.stop()
        await app.stop()
        await connection.close()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
