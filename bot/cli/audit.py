"""`askaday audit`: what was changed, for people and programs."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.reports.printing import OutputFormat, print_table, write_csv, write_json

if TYPE_CHECKING:
    from bot.domain.members import Change
    from bot.ports.store import Transaction

_COLUMNS = ("at", "workspace", "series", "member", "name", "action", "detail", "before", "after")
#: A change, what who did it is called, and of which series it is.
_Row = tuple["Change", Mapping[str, str], Mapping[int, str]]


def audit(
    period: Annotated[list[str] | None, typer.Argument(help="week, last month, quarter, all, 2026-W47 …")] = None,
    workspace: Annotated[str | None, typer.Option(help="Only this workspace, such as slack:T024BE7LD.")] = None,
    series: Annotated[str | None, typer.Option(help="Only series of this name.")] = None,
    output: Annotated[OutputFormat, typer.Option("--format", help="How to print it.")] = OutputFormat.TABLE,
) -> None:
    """Print what was changed: by whom, when, from what to what, the newest first."""
    rows = asyncio.run(_read(" ".join(period or ["all"]), workspace, series))
    {OutputFormat.TABLE: _table, OutputFormat.CSV: _csv, OutputFormat.JSON: _json}[output](rows)


async def _read(period: str, workspace: str | None, name: str | None) -> "list[_Row]":
    # slow imports
    from bot.config.settings import read_settings
    from bot.databases import open_store
    from bot.domain.calendar.periods import parse_days
    from bot.errors import InputError
    from bot.ports.clock import SystemClock
    from bot.services.access.auditing import bounds

    since, until = bounds(parse_days(period, SystemClock().now().date()), "UTC")

    def read(tx: "Transaction") -> "list[_Row]":
        everywhere = [one for one in tx.series.all() if workspace in {None, one.workspace}]
        chosen = [one for one in everywhere if name is None or one.name.casefold() == name.casefold()]
        if name is not None and not chosen:
            there_are = ", ".join(sorted({one.name for one in everywhere})) or "none yet"
            raise InputError(f"There is no series {name!r}.", hint=f"Series: {there_are}.")
        only = None if name is None else [one.id for one in chosen]
        found = tx.audit.changes(workspace, since, until, series=only)
        names = {where: tx.members.names(where) for where in {one.workspace for one in found}}
        series = {one.id: one.name for one in everywhere}
        return [(one, names[one.workspace], series) for one in found]

    store = open_store(read_settings(), read_only=True)
    try:
        return await store.read(read)
    finally:
        await store.close()


def _table(rows: "Sequence[_Row]") -> None:
    from bot.cards.access import AUDIT_HEADER, change_row  # slow import

    if not rows:
        sys.stdout.write("Nothing was changed in this time.\n")
        return
    lines = ([one.workspace, *change_row(one, names, series, most=None)] for one, names, series in rows)
    print_table(("Workspace", *AUDIT_HEADER), lines)


def _records(rows: "Sequence[_Row]") -> list[dict[str, object]]:
    return [
        {
            "at": change.at.isoformat(timespec="seconds"),
            "workspace": change.workspace,
            "series": series.get(change.series_id, "") if change.series_id is not None else "",
            "member": change.member,
            "name": names.get(change.member, ""),
            "action": change.action,
            "detail": change.detail,
            "before": change.before,
            "after": change.after,
        }
        for change, names, series in rows
    ]


def _json(rows: "Sequence[_Row]") -> None:
    write_json(_records(rows))


def _csv(rows: "Sequence[_Row]") -> None:
    write_csv(_COLUMNS, _records(rows))
