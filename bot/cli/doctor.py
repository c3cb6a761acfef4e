"""`askaday doctor`: what is set up, what is missing, and what has gone wrong."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import typer

from bot.errors import AskadayError

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.series import Series
    from bot.ports.store import Store, Transaction

#: A newest backup that is older than this was missed: a day, and an hour for making it.
_OLDEST_BACKUP = timedelta(hours=25)


@dataclass
class _Report:
    """Prints what was found, and counts what is not as it should be."""

    failures: int = 0
    warnings: int = 0

    def say(self, what: str, text: str) -> None:
        sys.stdout.write(f"{what:<10} {text}\n")

    def warn(self, what: str, text: str) -> None:
        self.warnings += 1
        self.say(what, f"WARNING: {text}")

    def fail(self, what: str, text: str) -> None:
        self.failures += 1
        self.say(what, f"FAILED: {text}")


def doctor() -> None:
    """Check settings, packs, database, backups and chat platforms, and say what comes next."""
    # slow import
    from bot.config import read_settings, unknown_variables

    settings = read_settings()
    report = _Report()
    for warning in unknown_variables():
        report.warn("settings", warning)
    _check_packs(report, settings)
    series = asyncio.run(_check_database(report, settings))
    _check_backups(report, settings)
    asyncio.run(_check_platforms(report, settings, series))
    if report.failures:
        raise typer.Exit(1)
    sys.stdout.write("Nothing has failed; mind the warnings.\n" if report.warnings else "All is well.\n")


def _check_packs(report: _Report, settings: "Settings") -> None:
    # slow import
    from bot.bootstrap import pack_library

    try:
        packs = pack_library(settings).packs()
    except AskadayError as error:
        report.fail("packs", str(error))
        return
    for pack in packs.values():
        report.say("packs", f"{pack.name} {pack.version}, {len(pack.questions)} questions")


async def _check_database(report: _Report, settings: "Settings") -> "Sequence[Series]":
    """Check what is stored, and give the series there are."""
    # slow import
    from bot.bootstrap import open_store

    if not settings.database.exists():
        report.say("database", f"{settings.database} does not exist yet; `askaday run` creates it")
        return ()
    try:
        store = open_store(settings, read_only=True)
    except AskadayError as error:
        report.fail("database", str(error))
        return ()
    try:
        problems = await store.check()
        for problem in problems:
            report.fail("database", problem)
        if not problems:
            report.say("database", f"{settings.database} is sound")
        return await _check_rows(report, store)
    finally:
        await store.close()


async def _check_rows(report: _Report, store: "Store") -> "Sequence[Series]":
    # slow imports
    from bot.domain.text import count
    from bot.ports.clock import SystemClock

    series, overdue, failed = await store.call(_rows, SystemClock().now())
    for one in series:
        report.say("series", f"{one.name} ({one.workspace}): {_next(one.next_due, one.pause_reason)}")
    if not series:
        report.say("series", "none is set up yet")
    if overdue:
        report.warn("deliveries", f"{count(overdue, 'message')} overdue; `askaday run` sends what is still of use")
    if failed:
        report.warn("inbox", f"{count(failed, 'event')} could not be handled; the log says why")
    return series


def _rows(tx: "Transaction", now: datetime) -> "tuple[Sequence[Series], int, int]":
    return tx.series.all(), tx.deliveries.backlog(now), tx.inbox.failed()


def _next(due: datetime | None, pause_reason: str) -> str:
    if due is not None:
        return f"next slot {due:%Y-%m-%d %H:%M} UTC"
    return f"paused: {pause_reason}" if pause_reason else "no slot is coming up"


def _check_backups(report: _Report, settings: "Settings") -> None:
    # slow imports
    from bot.ports.clock import SystemClock
    from bot.services.backing_up import newest_backup

    if settings.backups is None:
        report.say("backups", "off; ASKADAY_BACKUPS names a folder for one every night")
        return
    newest = newest_backup(settings.backups)
    if newest is None:
        report.say("backups", f"every night in {settings.backups}; none is there yet")
        return
    age = SystemClock().now() - newest
    say = report.warn if age > _OLDEST_BACKUP else report.say
    say("backups", f"every night in {settings.backups}; the newest is {age // timedelta(hours=1)} hours old")


async def _check_platforms(report: _Report, settings: "Settings", series: "Sequence[Series]") -> None:
    # slow import
    from bot.bootstrap import slack_connection

    slack = slack_connection(settings)
    if slack is None:
        report.say("platforms", "console; Slack is off: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set")
        for one in series:
            if one.workspace.startswith("slack:"):
                report.warn("platforms", f"{one.name} ({one.workspace}) needs Slack")
        return
    report.say("platforms", "console, Slack over Socket Mode")
    try:
        findings = await slack.check(series)
    finally:
        await slack.close()
    for finding in findings:
        if finding.is_wrong:
            report.fail("slack", finding.text)
        else:
            report.say("slack", finding.text)
