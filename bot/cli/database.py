"""`askaday backup`, `restore` and `doctor`."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import AskadayError

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.series import Series
    from bot.ports.store import Transaction

FileArgument = Annotated[Path, typer.Argument(help="The backup file.")]


def backup(file: FileArgument) -> None:
    """Write a consistent copy of the database, also while Askaday runs."""
    # slow imports
    from bot.bootstrap import open_store
    from bot.config import read_settings

    async def copy() -> None:
        store = open_store(read_settings(), read_only=True)
        try:
            await store.backup(str(file))
        finally:
            await store.close()

    asyncio.run(copy())
    sys.stdout.write(f"Backed up to {file} ({file.stat().st_size:,} bytes).\n")


def restore(file: FileArgument) -> None:
    """Put a backup in the place of the database; the old one is kept beside it."""
    # slow imports
    from adapters.storage.sqlite.backup import restore_database
    from bot.config import read_settings

    settings = read_settings()
    kept = restore_database(file, settings.database)
    sys.stdout.write(f"Restored {settings.database} from {file}.\n")
    if kept is not None:
        sys.stdout.write(f"The database it replaced is {kept}.\n")


def doctor() -> None:
    """Check settings, packs and database, and say what comes next."""
    # slow import
    from bot.config import read_settings, unknown_variables

    settings = read_settings()
    warnings = unknown_variables()
    for warning in warnings:
        _say("settings", f"WARNING: {warning}")
    failures = _check_packs(settings) + asyncio.run(_check_store(settings)) + asyncio.run(_check_slack(settings))
    if failures:
        raise typer.Exit(1)
    sys.stdout.write("Nothing has failed; mind the warnings.\n" if warnings else "All is well.\n")


def _say(what: str, text: str) -> None:
    sys.stdout.write(f"{what:<10} {text}\n")


def _check_packs(settings: "Settings") -> int:
    # slow import
    from bot.bootstrap import pack_library

    try:
        packs = pack_library(settings).packs()
    except AskadayError as error:
        _say("packs", f"FAILED: {error}")
        return 1
    for pack in packs.values():
        _say("packs", f"{pack.name} {pack.version}, {len(pack.questions)} questions")
    return 0


async def _check_store(settings: "Settings") -> int:
    # slow import
    from bot.bootstrap import open_store

    if not settings.database.exists():
        _say("database", f"{settings.database} does not exist yet; `askaday run` creates it")
        return 0
    try:
        store = open_store(settings, read_only=True)
    except AskadayError as error:
        _say("database", f"FAILED: {error}")
        return 1
    try:
        problems = await store.check()
        for line in await store.call(_series_lines):
            _say("series", line)
    finally:
        await store.close()
    for problem in problems:
        _say("database", f"FAILED: {problem}")
    if not problems:
        _say("database", f"{settings.database} is sound")
    return len(problems)


async def _check_slack(settings: "Settings") -> int:
    # slow import
    from bot.bootstrap import open_store, slack_connection

    slack = slack_connection(settings)
    if slack is None:
        _say("platforms", "console (no other platform is set up)")
        return 0
    _say("platforms", "console, Slack over Socket Mode")
    series: list[Series] = []
    try:
        if settings.database.exists():
            store = open_store(settings, read_only=True)
            series = await store.call(lambda tx: list(tx.series.all()))
            await store.close()
        findings = await slack.check(series)
    finally:
        await slack.close()
    for finding in findings:
        _say("slack", f"FAILED: {finding.text}" if finding.is_wrong else finding.text)
    return sum(finding.is_wrong for finding in findings)


def _series_lines(tx: "Transaction") -> list[str]:
    return [
        f"{series.name} ({series.workspace}): " + _next(series.next_due, series.pause_reason)
        for series in tx.series.all()
    ] or ["none is set up yet"]


def _next(due: object, pause_reason: str) -> str:
    if due is not None:
        return f"next slot {due:%Y-%m-%d %H:%M} UTC"
    return f"paused: {pause_reason}" if pause_reason else "no slot is coming up"
