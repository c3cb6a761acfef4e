"""`askaday health`: whether the process that runs gives signs of life."""

import asyncio
import sys


def health() -> None:
    """Say whether Askaday runs here: with status 0 if it gave a sign of life within two minutes, else with 1."""
    # slow imports
    from bot.config.settings import read_settings
    from bot.databases import open_store
    from bot.errors import AskadayError
    from bot.ports.tables.upkeep import FRESH

    settings = read_settings()

    async def ask() -> int | None:
        store = open_store(settings, read_only=True, unchecked=True)
        try:
            since = await store.call(lambda tx: tx.upkeep.since_beat())
        finally:
            await store.close()
        return None if since is None else int(since.total_seconds())

    seconds = asyncio.run(ask())
    if seconds is None:
        raise AskadayError("Askaday does not run on this database.", hint="`askaday run` starts it.")
    if seconds > FRESH.total_seconds():
        said = f"Askaday does not run, or hangs: its last sign of life was {_ago(seconds)} ago."
        raise AskadayError(said, hint="Look at its log, and start it again.")
    sys.stdout.write(f"Askaday gave its last sign of life {_ago(max(seconds, 0))} ago.\n")


def _ago(seconds: int) -> str:
    # slow import
    from bot.domain.text import count

    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return count(seconds // size, unit)
    return count(seconds, "second")
