"""`askaday grading report`: how far automatic and reviewers' grades agree."""

import asyncio
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.domain.agreement import Agreement


def report(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show by question how far automatic grades are from reviewers', the weakest rubrics first."""
    rows = asyncio.run(_read())
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
    elif rows:
        _print(rows)
    else:
        sys.stdout.write("No answer has both an automatic and a reviewer's grade yet.\n")


async def _read() -> "list[Agreement]":
    # slow imports
    from bot.bootstrap import open_store
    from bot.config.settings import read_settings
    from bot.services.reporting import agreement_by_question

    store = open_store(read_settings(), read_only=True)
    try:
        return await store.call(agreement_by_question)
    finally:
        await store.close()


def _print(rows: "list[Agreement]") -> None:
    # slow imports
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Question", box=None, pad_edge=False)
    for title in ("Answers", "Automatic", "Reviewers", "Apart"):
        table.add_column(title, justify="right")
    for row in rows:
        scores = (f"{score:.0%}" for score in (row.automatic, row.reviewer, row.distance))
        table.add_row(Text(row.question), str(row.answers), *scores)
    Console().print(table)
