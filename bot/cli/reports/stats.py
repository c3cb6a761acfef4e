"""`askaday stats`: figures for people and programs."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.reports.printing import OutputFormat, print_table, write_csv, write_json
from bot.cli.reports.reading import Reader, read

if TYPE_CHECKING:
    from bot.cli.reports.views import View
    from bot.domain.reporting import Participation


@dataclass(frozen=True, slots=True)
class _Figures:
    """Who took part."""

    rows: "Sequence[tuple[str, Participation]]"
    #: The keys of `domain/calendar/periods.py` that the period means, mostly one: its end depends on a series' zone.
    periods: Sequence[str]


def stats(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[weeks|topics|people|questions|forecast] [PERIOD]",
            help="What, if not who took part; and week, last week, month, quarter, all, 2026-W47 …",
        ),
    ] = None,
    series: Annotated[str | None, typer.Option(help="Only this series.")] = None,
    output: Annotated[OutputFormat, typer.Option("--format", help="How to print it.")] = OutputFormat.TABLE,
) -> None:
    """Print who took part, or how weeks, topics, people and questions do, and what will be forgotten, per series."""
    from bot.cli.reports.views import View  # slow import

    said = words or []
    view = View(said[0].casefold()) if said and said[0].casefold() in tuple(View) else None
    period = " ".join(said if view is None else said[1:]) or "month"
    if view is None:
        figures = read(series, lambda reader: _took_part(reader, period))
        {OutputFormat.TABLE: _table, OutputFormat.CSV: _csv, OutputFormat.JSON: _json}[output](figures)
    else:
        _print(view, series, period, output)


def _print(view: "View", series: str | None, period: str, output: OutputFormat) -> None:
    from bot.cli.reports.views import COLUMNS, NOTHING, line, records  # slow import

    found = read(series, lambda reader: records(reader, view, period))
    columns = COLUMNS[view]
    if output is OutputFormat.JSON:
        write_json(found)
    elif output is OutputFormat.CSV:
        write_csv([column.name for column in columns], found)
    elif not found:
        sys.stdout.write(f"{NOTHING[view]}\n")
    else:
        shown = [column for column in columns if column.heading]
        numbers = [place for place, column in enumerate(shown) if column.is_number]
        print_table([column.heading for column in shown], (line(columns, one) for one in found), numbers)


def _took_part(reader: Reader, period: str) -> _Figures:
    # slow imports
    from bot.domain.calendar.localtime import local_day
    from bot.domain.calendar.periods import parse_days

    reporting, now = reader.services.reporting, reader.services.clock.now()
    keys = [parse_days(period, local_day(now, one.settings.schedule.zone)) for one in reader.series]
    found = [
        (key, row)
        for one, key in zip(reader.series, keys, strict=True)
        for row in reporting.participation_for_operator(reader.tx, one, key)
    ]
    return _Figures(found, sorted(set(keys)) or [parse_days(period, now.date())])


def _table(figures: _Figures) -> None:
    # slow imports
    from bot.cards.figures import participation_table
    from bot.domain.calendar.periods import period_title

    title = " or ".join(map(period_title, figures.periods))
    if not figures.rows:
        sys.stdout.write(f"Nobody has answered in this period ({title}).\n")
        return
    rows = [row for _, row in figures.rows]
    header, lines = participation_table(rows)
    sys.stdout.write(f"Participation: {title}\n")
    named = ((row.series, *cells) for row, cells in zip(rows, lines, strict=True))
    print_table(("Series", *header), named, range(2, len(header)))


def _record(period: str, row: "Participation") -> dict[str, object]:
    fields = {"period": period, **asdict(row)}
    # What came later stands behind what was there before.
    return fields | {"rate": row.rate, "quick": fields.pop("quick")}


def _json(figures: _Figures) -> None:
    write_json(_record(period, row) for period, row in figures.rows)


def _csv(figures: _Figures) -> None:
    from bot.domain.reporting import Participation  # slow import

    columns = ["period", *(name for name in Participation.__slots__ if name != "quick"), "rate", "quick"]
    write_csv(columns, (_record(period, row) for period, row in figures.rows))
