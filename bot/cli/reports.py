"""`askaday stats`: participation figures for people and programs."""

import asyncio
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.domain.reporting import Participation
    from bot.ports.store import Transaction

_NO_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class _Figures:
    """What was asked for."""

    rows: "Sequence[tuple[str, Participation]]"
    #: The keys of `domain/calendar/periods.py` that the period means, mostly one: its end depends on a series' zone.
    periods: Sequence[str]


class OutputFormat(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def stats(
    period: Annotated[list[str] | None, typer.Argument(help="week, last week, month, quarter, all, 2026-W47 …")] = None,
    series: Annotated[str | None, typer.Option(help="Only this series.")] = None,
    output: Annotated[OutputFormat, typer.Option("--format", help="How to print it.")] = OutputFormat.TABLE,
) -> None:
    """Print who took part, per series and member."""
    figures = asyncio.run(_read(" ".join(period or ["month"]), series))
    writers = {OutputFormat.TABLE: _table, OutputFormat.CSV: _csv, OutputFormat.JSON: _json}
    writers[output](figures)


async def _read(period: str, name: str | None) -> _Figures:
    # slow imports
    from bot.bootstrap import open_store
    from bot.config.settings import read_settings
    from bot.domain.calendar.localtime import local_day
    from bot.domain.calendar.periods import parse_period
    from bot.errors import InputError
    from bot.ports.clock import SystemClock
    from bot.services.reporting import Reporting

    clock = SystemClock()
    reporting = Reporting(clock)

    def read(tx: "Transaction") -> _Figures:
        everything = tx.series.all()
        chosen = [s for s in everything if name is None or s.name.casefold() == name.casefold()]
        if name is not None and not chosen:
            names = ", ".join(s.name for s in everything) or "none yet"
            raise InputError(f"There is no series {name!r}.", hint=f"Series: {names}.")
        keys = [parse_period(period, local_day(clock.now(), s.settings.schedule.zone)) for s in chosen]
        found = [
            (key, row)
            for one, key in zip(chosen, keys, strict=True)
            for row in reporting.participation_for_operator(tx, one, key)
        ]
        return _Figures(found, sorted(set(keys)) or [parse_period(period, clock.now().date())])

    store = open_store(read_settings(), read_only=True)
    try:
        return await store.call(read)
    finally:
        await store.close()


def _table(figures: _Figures) -> None:
    # slow imports
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.cards.figures import participation_table
    from bot.domain.calendar.periods import period_title

    title = " or ".join(map(period_title, figures.periods))
    if not figures.rows:
        sys.stdout.write(f"Nobody has answered in this period ({title}).\n")
        return
    table = Table("Series", box=None, pad_edge=False)
    rows = [row for _, row in figures.rows]
    header, lines = participation_table(rows)
    for number, heading in enumerate(header):
        table.add_column(heading, justify="right" if 0 < number < len(header) - 1 else "left")
    for row, line in zip(rows, lines, strict=True):
        table.add_row(Text(row.series), *map(Text, line))
    sys.stdout.write(f"Participation: {title}\n")
    # A pipe has no width: nothing is cut there.
    Console(width=None if sys.stdout.isatty() else _NO_LIMIT).print(table)


def _record(period: str, row: "Participation") -> dict[str, object]:
    """Give a row for programs: instants as ISO 8601, whole seconds."""
    fields = {"period": period, **asdict(row)}
    # What came later stands behind what was there before.
    fields |= {"rate": row.rate, "quick": fields.pop("quick")}
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: object) -> object:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def _json(figures: _Figures) -> None:
    records = [_record(period, row) for period, row in figures.rows]
    json.dump(records, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def _csv(figures: _Figures) -> None:
    # slow imports
    from bot.domain.reporting import Participation
    from bot.packs.formulas import defuse

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["period", *(name for name in Participation.__slots__ if name != "quick"), "rate", "quick"])
    for period, row in figures.rows:
        values = _record(period, row).values()
        writer.writerow([defuse(value) if isinstance(value, str) else value for value in values])
