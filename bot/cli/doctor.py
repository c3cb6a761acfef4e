"""`askaday doctor`: what is set up, what is missing, and what has gone wrong."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.finding import Finding
from bot.cli.checks.files import locked_file, readable_by_others, unwritable
from bot.cli.checks.graders import check_graders
from bot.cli.checks.naming import command_names, naming
from bot.cli.checks.packs import check_hidden, check_packs, check_supply, sample_question
from bot.cli.checks.people import check_known, check_managers
from bot.cli.checks.platforms import nobody_reaches
from bot.cli.checks.processes import check_processes
from bot.cli.checks.report import Report
from bot.domain.members import platform_of
from bot.errors import AskadayError

if TYPE_CHECKING:
    from adapters.slack.connection import SlackConnection
    from bot.config.settings import Settings
    from bot.domain.question import Question
    from bot.domain.series import Series
    from bot.packs.library import PackLibrary
    from bot.ports.steady_clock import SteadyClock
    from bot.ports.store import Store, Transaction

#: A newest backup that is older than this was missed: a day, and an hour for making it.
_OLDEST_BACKUP = timedelta(hours=25)
#: Of how many messages that are owed each is named.
_MOST_OWED = 20
_KEEPS_ROOM = (
    "its file keeps the room of what is deleted for new rows. To give it back to the disk stop Askaday and run "
    "`askaday doctor --rebuild`: that takes as long as copying the file, and needs as much room again"
)
_LET_WRITE = "Let the account that Askaday runs under write there, or name another place in"


def doctor(
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="First add the sums of leaderboards up anew, and write the database's file anew without the room of "
            "what was deleted; Askaday must not run.",
        ),
    ] = False,
) -> None:
    """Check settings, packs, database, backups and chat platforms, and say what comes next."""
    # slow imports
    from bot.config.settings import read_settings, setting_warnings
    from bot.ports.steady_clock import SteadyClock

    settings = read_settings()
    report = Report()
    for warning in setting_warnings():
        report.warn("settings", warning)
    packs = check_packs(report, settings)
    if rebuild and (settings.is_on_server or settings.file.exists()):
        asyncio.run(_rebuild(settings))
    series = asyncio.run(_check_database(report, settings, packs))
    _check_backups(report, settings)
    check_graders(report, settings)
    check_managers(report, settings)
    clock = SteadyClock()
    asyncio.run(_check_platforms(report, settings, series, clock, packs))
    asyncio.run(_check_discord(report, settings, series, clock))
    _check_clock(report, clock)
    if report.failures:
        raise typer.Exit(1)
    sys.stdout.write("Nothing has failed; mind the warnings.\n" if report.warnings else "All is well.\n")


async def _rebuild(settings: "Settings") -> None:
    # slow imports
    from adapters.storage.sqlite.file.shrinking import write_anew
    from bot.databases import open_store

    def rebuild(tx: "Transaction") -> None:
        for workspace_series in {one.workspace: one.id for one in tx.series.all()}.values():
            tx.standings.rebuild(workspace_series)

    store = open_store(settings)
    try:
        await store.call(rebuild)
    finally:
        await store.close()
    if not settings.is_on_server:
        write_anew(settings.file)


async def _check_database(report: Report, settings: "Settings", packs: "PackLibrary") -> "Sequence[Series]":
    """Check what is stored, and give the series there are."""
    if not settings.is_on_server:
        if reason := unwritable(settings.file.parent) or locked_file(settings.file):
            report.fail("database", f"{reason}. {_LET_WRITE} ASKADAY_DATABASE.")
        if not settings.file.exists():
            if not reason:
                report.say("database", f"{settings.file.absolute()} does not exist yet; `askaday run` creates it")
            return ()
    try:
        return await _check_store(report, settings, packs)
    except AskadayError as error:
        # Also where damaged pages leave nothing to look at.
        report.fail("database", str(error))
        return ()


async def _check_store(report: Report, settings: "Settings", packs: "PackLibrary") -> "Sequence[Series]":
    # slow imports
    from bot.databases import open_store, shortcoming_of
    from bot.ports.tables.upkeep import FRESH

    if not settings.is_on_server and (reason := readable_by_others(settings.file)):
        report.warn("database", reason)
    store = open_store(settings, read_only=True, unchecked=True)
    try:
        await _check_file(report, settings, store)
        if lacking := shortcoming_of(settings):
            report.warn("database", lacking)
        series = await _check_rows(report, settings, store)
        check_processes(report, settings, await store.call(lambda tx: tx.upkeep.roles(FRESH)))
        await check_hidden(report, store, packs)
        await check_supply(report, store, packs, series)
        return series
    finally:
        await store.close()


async def _check_file(report: Report, settings: "Settings", store: "Store") -> None:
    # slow imports
    from adapters.storage.sqlite.file.shrinking import shrinks
    from bot.ports.copies import Copies

    if not isinstance(store, Copies):
        report.say("database", f"{settings.database} can be read; it is not a kind that Askaday looks for damage")
        return
    problems = await store.check()
    for problem in problems:
        report.fail("database", problem)
    if not problems:
        report.say("database", f"{settings.database} is sound")
        if not settings.is_on_server and not shrinks(settings.file):
            report.say("database", _KEEPS_ROOM)


async def _check_rows(report: Report, settings: "Settings", store: "Store") -> "Sequence[Series]":
    # slow imports
    from bot.domain.text import count
    from bot.ports.clock import SystemClock

    now = SystemClock().now()
    series, overdue, failed = await store.call(_rows, now)
    owed = [*await store.call(_unclosed, settings), *await store.call(_owed, settings)]
    for one in series:
        coming = naming(settings, one.workspace).in_text(_next(one.next_due, one.pause_reason))
        report.say("series", f"{one.name} ({one.workspace}): {coming}")
    if not series:
        # Where people are in Discord alone, as its commands are called there.
        only = "discord" if settings.discord_token is not None and settings.slack_bot_token is None else ""
        begins = naming(settings, only).in_text("`/qotd setup` in a channel begins one")
        report.say("series", f"none is set up yet; {begins}")
    if overdue:
        report.warn("deliveries", f"{count(overdue, 'message')} overdue; `askaday run` sends what is still of use")
    for line in owed:
        report.warn("deliveries", line)
    if failed:
        report.warn("inbox", f"{count(failed, 'event')} could not be handled; the log says why")
    return series


def _rows(tx: "Transaction", now: datetime) -> "tuple[Sequence[Series], int, int]":
    return tx.series.all(), tx.deliveries.backlog(now), tx.inbox.failed()


def _unclosed(tx: "Transaction", settings: "Settings") -> list[str]:
    """Say which questions wait to close until their channel, workspace or platform is back."""
    # slow imports
    from bot.cards.wording import say_day

    lines = []
    all_series = {one.id: one for one in tx.series.all()}
    for played in tx.rounds.waiting():
        series = all_series[played.series_id]
        how = "it closes once that is put right; `/qotd close` tries it at once"
        why = naming(settings, series.workspace).in_text(f"{played.unclosed.rstrip('.')}; {how}")
        lines.append(f"{series.name} ({series.workspace}): the question of {say_day(played.day)} waits: {why}")
    return lines


def _owed(tx: "Transaction", settings: "Settings") -> list[str]:
    """Say what was refused and waits, a line for each message, and how many more there are."""
    # slow imports
    from bot.cards.notices.owed import owed_name
    from bot.domain.text import count
    from bot.services.deliveries.holding import day_of, series_of

    waiting = tx.deliveries.waiting()
    lines = []
    for one in waiting[:_MOST_OWED]:
        series = series_of(tx, one)
        whose = f"{series.name} ({one.workspace})" if series else one.workspace
        name = owed_name(one, day_of(tx, one))
        how = "it comes once that is put right; `/qotd reveal` tries it at once"
        why = naming(settings, one.workspace).in_text(f"{one.error.rstrip('.')}; {how}")
        lines.append(f"{whose}: {name} is owed: {why}")
    more = len(waiting) - len(lines)
    return [*lines, f"and {count(more, 'more message')}"] if more else lines


def _next(due: datetime | None, pause_reason: str) -> str:
    if due is not None:
        return f"next slot {due:%Y-%m-%d %H:%M} UTC"
    if pause_reason:
        return f"paused: {pause_reason}; `/qotd resume` goes on"
    return "no slot is coming up; `/qotd setup` changes the schedule"


def _check_backups(report: Report, settings: "Settings") -> None:
    # slow imports
    from bot.databases import why_not_copied
    from bot.ports.clock import SystemClock
    from bot.services.backing_up import newest_backup

    if (problem := why_not_copied(settings)) is not None:
        (report.warn if settings.backups is None else report.fail)("backups", str(problem))
        return
    if settings.backups is None:
        report.say("backups", "off; ASKADAY_BACKUPS names a folder for one every night")
        return
    if reason := unwritable(settings.backups):
        report.fail("backups", f"{reason}. {_LET_WRITE} ASKADAY_BACKUPS.")
        return
    newest = newest_backup(settings.backups)
    if newest is None:
        report.say("backups", f"every night in {settings.backups}; none is there yet, `askaday run` makes the first")
        return
    age = SystemClock().now() - newest
    said = f"every night in {settings.backups}; the newest is {age // timedelta(hours=1)} hours old"
    if age > _OLDEST_BACKUP:
        report.warn("backups", f"{said}: `askaday run` makes them, and its log says what failed")
    else:
        report.say("backups", said)


async def _check_platforms(
    report: Report, settings: "Settings", series: "Sequence[Series]", clock: "SteadyClock", packs: "PackLibrary"
) -> None:
    # slow imports
    from bot.bootstrap import slack
    from bot.databases import open_store

    # Only installations through OAuth are in the database.
    is_open_to_all = bool(settings.slack_client_id)
    there = settings if is_open_to_all else settings.model_copy(update={"database": Path(":memory:")})
    try:
        store = open_store(there, read_only=is_open_to_all)
    except AskadayError as error:
        report.fail("slack", f"Who has installed it cannot be read: {error}")
        return
    try:
        await _check_slack(report, settings, series, slack(settings, store, clock), sample_question(packs))
    except AskadayError as error:
        report.fail("slack", str(error))
    finally:
        await store.close()


async def _check_slack(
    report: Report,
    settings: "Settings",
    series: "Sequence[Series]",
    slack: "SlackConnection | None",
    sample: "Question | None",
) -> None:
    if slack is None:
        report.say("platforms", "Slack is off: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set")
        for one in series:
            if platform_of(one.workspace) == "slack":
                report.warn("platforms", f"{one.name} ({one.workspace}) needs Slack")
        return
    report.say("platforms", f"Slack over {'Socket Mode' if settings.slack_app_token else 'HTTP'}")
    try:
        findings = await slack.check(series, await _newest_events(settings) if series else {}, sample)
        await check_known(report, settings, "slack", slack.messenger.people)
    finally:
        await slack.close()
    _tell(report, settings, "slack", findings)


async def _check_discord(
    report: Report, settings: "Settings", series: "Sequence[Series]", clock: "SteadyClock"
) -> None:
    if settings.discord_token is None:
        report.say("platforms", "Discord is off: DISCORD_TOKEN is not set")
        if not settings.has_platform:
            report.warn("platforms", nobody_reaches(settings))
        for one in series:
            if platform_of(one.workspace) == "discord":
                report.warn("platforms", f"{one.name} ({one.workspace}) needs Discord")
        return
    # slow imports
    from adapters.discord.connect.access import discord_access
    from adapters.discord.operate.checks import check_discord

    report.say("platforms", "Discord")
    access, names = discord_access(settings), command_names(settings)
    _tell(report, settings, "discord", await check_discord(access, names, series, clock.heard, settings.managers))


def _check_clock(report: Report, clock: "SteadyClock") -> None:
    # slow import
    from bot.cards.wording import time_off

    if clock.wrong_by is not None:
        said = f"This machine's clock is {time_off(clock.wrong_by)}. Set it, best by a time service (NTP)"
        report.warn("clock", f"{said}; until then Askaday goes by the platform's time")


def _tell(report: Report, settings: "Settings", platform: str, findings: Sequence[Finding]) -> None:
    for finding in findings:
        text = naming(settings, platform).in_text(finding.text)
        if finding.is_wrong:
            report.fail(platform, text)
        elif finding.is_doubtful:
            report.warn(platform, text)
        else:
            report.say(platform, text)


async def _newest_events(settings: "Settings") -> Mapping[str, datetime]:
    """Say by workspace when the last event came in; called only where the database was found to be readable."""
    # slow import
    from bot.databases import open_store

    store = open_store(settings, read_only=True)
    try:
        return await store.call(lambda tx: tx.inbox.newest())
    finally:
        await store.close()
