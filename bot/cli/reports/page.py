"""`askaday report`: one page for a period, complete in itself, that a lead can send around. It names nobody."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.reports.reading import Reader, read
from bot.paths import typed_path

if TYPE_CHECKING:
    from bot.domain.statistics.forecast import Forecast
    from bot.domain.statistics.pictures import Picture
    from bot.domain.statistics.questions import Questions
    from bot.domain.statistics.team import Team
    from bot.ports.drawing import Drawing

_HERE = Path(__file__).parent
_TEMPLATE = "page.html.jinja"


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """What the page shows of one series."""

    team: "Team"
    questions: "Questions"
    forecast: "Forecast"


def report(
    html: Annotated[
        Path, typer.Option(parser=typed_path, metavar="FILE", help="The page to write; one that is there is replaced.")
    ],
    period: Annotated[list[str] | None, typer.Argument(help="quarter, last quarter, month, all, 2026-W47 …")] = None,
    series: Annotated[str | None, typer.Option(help="Only this series.")] = None,
) -> None:
    """Write a page about a period: what the team knows, who takes part, how questions do, what will be forgotten."""
    from bot.packs.exporting import write_export  # slow import

    figures = read(series, lambda reader: list(figures_of(reader, " ".join(period or ["quarter"]))))
    if not figures:
        sys.stdout.write("There is no series yet, so there is nothing to report.\n")
        return
    write_export(page(figures), html)
    sys.stdout.write(f"The report is in {html}.\n")


def figures_of(reader: Reader, period: str) -> "Iterator[SeriesFigures]":
    """Give what the page shows of each series.

    Raises:
        InputError: the period is not understood.
    """
    from bot.services.statistics.scopes import scope_for_operator  # slow import

    statistics = reader.services.statistics
    for series in reader.series:
        scope = scope_for_operator(reader.tx, [series])
        yield SeriesFigures(
            statistics.team(reader.tx, scope, period),
            statistics.questions(reader.tx, scope, period),
            statistics.forecast(reader.tx, scope),
        )


def page(figures: "Sequence[SeriesFigures]") -> str:
    """Give the page as HTML: what people or packs are called is escaped, and nothing is fetched from anywhere."""
    # slow imports
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from adapters import web
    from adapters.charts.drawing import ChartDrawing
    from bot.cards.statistics.pictures import (
        forecast_picture,
        health_picture,
        knowledge_picture,
        participation_picture,
        rare_topics,
    )
    from bot.domain.calendar.periods import period_title
    from bot.domain.text import DASH, count, percent

    drawing = ChartDrawing()
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # A number and its sign stay together.
    environment.filters |= {"percent": lambda share: percent(share).replace(" ", "\N{NO-BREAK SPACE}")}
    style = Path(web.__file__).with_name("static") / "figures.css"
    environment.globals |= {
        "count": count,
        "day": lambda day: f"{day.day}\N{NO-BREAK SPACE}{day:%B}",
        "dash": DASH,
        # What pages in a browser look like, too.
        "shared_style": Markup(style.read_text("utf-8")),  # noqa: S704 - a file of our own
        "period_title": period_title,
        "rare_topics": rare_topics,
        "pictures": {
            "knowledge": knowledge_picture,
            "participation": participation_picture,
            "health": health_picture,
            "forecast": forecast_picture,
        },
        # What is drawn is markup of our own, in which every text is escaped already.
        "drawn": lambda picture: Markup("".join(_both(drawing, picture))),  # noqa: S704 - see above
    }
    return environment.get_template(_TEMPLATE).render(all=figures)


def _both(drawing: "Drawing", picture: "Picture") -> Iterator[str]:
    """Draw for the light and the dark; one of them is shown."""
    from bot.domain.statistics.pictures import Look  # slow import

    for look in Look:
        yield f'<div class="{look}">{drawing.svg(picture, look)}</div>'
