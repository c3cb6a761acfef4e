"""`askaday stats`: participation figures for people and programs."""

import asyncio
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.domain.reporting import Participation
    from bot.ports.store import Transaction


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
    rows = asyncio.run(_read(" ".join(period or ["month"]), series))
    writers = {OutputFormat.TABLE: _table, OutputFormat.CSV: _csv, OutputFormat.JSON: _json}
    writers[output](rows)


async def _read(period: str, name: str | None) -> "list[Participation]":
    # slow imports
    from bot.bootstrap import open_store
    from bot.config import read_settings
    from bot.errors import InputError
    from bot.ports.clock import SystemClock
    from bot.services.reporting import Reporting

    reporting = Reporting(SystemClock())

    def read(tx: "Transaction") -> "list[Participation]":
        everything = tx.series.all()
        chosen = [s for s in everything if name is None or s.name.casefold() == name.casefold()]
        if name is not None and not chosen:
            names = ", ".join(s.name for s in everything) or "none yet"
            raise InputError(f"There is no series {name!r}.", hint=f"Series: {names}.")
        return [row for one in chosen for row in reporting.participation_for_operator(tx, one, period)]

    store = open_store(read_settings(), read_only=True)
    try:
        return await store.call(read)
    finally:
        await store.close()


def _table(rows: "Sequence[Participation]") -> None:
    # slow imports
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.domain.figure_cards import PARTICIPATION_HEADER, participation_row

    if not rows:
        sys.stdout.write("Nobody has answered in this period.\n")
        return
    table = Table("Series", box=None, pad_edge=False)
    for number, title in enumerate(PARTICIPATION_HEADER):
        table.add_column(title, justify="right" if 0 < number < len(PARTICIPATION_HEADER) - 1 else "left")
    for row in rows:
        table.add_row(Text(row.series), *map(Text, participation_row(row)))
    Console().print(table)


def _json(rows: "Sequence[Participation]") -> None:
    json.dump([asdict(row) | {"rate": row.rate} for row in rows], sys.stdout, indent=2, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


def _csv(rows: "Sequence[Participation]") -> None:
    # slow imports
    from bot.domain.reporting import Participation
    from bot.packs.cells import defuse

    fields = [*Participation.__slots__, "rate"]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        values = [getattr(row, field) for field in fields]
        writer.writerow([defuse(value) if isinstance(value, str) else value for value in values])
