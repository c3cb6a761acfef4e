"""Run benchmarks: `python -m benchmarks [NAME …]`, all without a name. Prints a table and writes build/bench.json.

`--large`: those that need a large store, `large_*.py` instead of `bench_*.py`. Those that are named replace their own
figures in the file and leave the others.
"""

import asyncio
import importlib
import json
import pkgutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

import benchmarks
from benchmarks.figures import Figure, Measure, MeasureSeveral

TARGET = Path("build/bench.json")


LARGE = "--large"


def found_benchmarks(wanted: Sequence[str], kind: str = "bench") -> dict[str, Measure | MeasureSeveral]:
    """Give the benchmarks of a kind by name, all of them where none is wanted in particular."""
    modules = [one.name for one in pkgutil.walk_packages(benchmarks.__path__, "benchmarks.")]
    known = {
        name.removeprefix(f"{kind}_"): path for path in modules if (name := path.split(".")[-1]).startswith(f"{kind}_")
    }
    if unknown := set(wanted) - known.keys():
        print(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}.", file=sys.stderr)
        sys.exit(2)
    return {name: importlib.import_module(known[name]).measure for name in wanted or known}


def run(measures: dict[str, Measure | MeasureSeveral], console: Console) -> list[Figure]:
    """Run one after another, with a progress bar on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        figures: list[Figure] = []
        for name, measure in measures.items():
            task = progress.add_task(name, total=1.0)
            figures += asyncio.run(_measured(measure, partial(_show, progress, task)))
            progress.update(task, completed=1.0)
    return figures


async def _measured(measure: Measure | MeasureSeveral, done: Callable[[float], None]) -> Sequence[Figure]:
    found = await measure(done)
    return [found] if isinstance(found, Figure) else found


def _show(progress: Progress, task: TaskID, share: float) -> None:
    progress.update(task, completed=share)


def table_of(figures: Sequence[Figure]) -> Table:
    """Show the figures with three digits that count."""
    table = Table("benchmark", "unit", "expected", "met")
    for column in ("figure", "reference", "ratio"):
        table.add_column(column, justify="right")
    for figure in figures:
        numbers = (
            f"{number:,.3g}" if number < 1000 else f"{number:,.0f}" for number in (figure.figure, figure.reference)
        )
        table.add_row(
            figure.name, figure.unit, figure.expected, "yes" if figure.met else "NO", *numbers, f"{figure.ratio:.2f}"
        )
    return table


def kept(target: Path, figures: Sequence[Figure]) -> list[dict[str, object]]:
    """Give the records of an earlier run that these figures do not replace; a file that cannot be read has none."""
    try:
        records = json.loads(target.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    names = {figure.name for figure in figures}
    return [record for record in records if record["name"] not in names]


def write(target: Path, figures: Sequence[Figure], others: Sequence[dict[str, object]] = ()) -> None:
    """Write the records of others, then the figures."""
    target.parent.mkdir(parents=True, exist_ok=True)
    records = [*others, *map(asdict, figures)]
    target.write_text(json.dumps(records, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Run the benchmarks; the exit status says that they ran, not that all expectations were met."""
    is_large = LARGE in sys.argv[1:]
    wanted = [word for word in sys.argv[1:] if word != LARGE]
    console = Console()
    figures = run(found_benchmarks(wanted, "large" if is_large else "bench"), console)
    write(TARGET, figures, kept(TARGET, figures) if wanted or is_large else ())
    console.print(table_of(figures))
    missed = [figure.name for figure in figures if not figure.met]
    console.print(f"Not met: {', '.join(missed)}." if missed else "All expectations are met.")
    console.print(f"Written to {TARGET}.")


if __name__ == "__main__":
    main()
