"""What commands print of the database: read beside a bot that runs, as a table for people or as JSON for programs."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from bot.ports.store import Transaction

T = TypeVar("T")


def from_store(work: "Callable[[Transaction], T]") -> T:
    """Read something from the database, to which only the bot writes.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    return asyncio.run(_read(work))


async def _read(work: "Callable[[Transaction], T]") -> T:
    # slow imports
    from bot.config.settings import read_settings
    from bot.databases import open_store

    store = open_store(read_settings(), read_only=True)
    try:
        return await store.read(work)
    finally:
        await store.close()


def print_by_question(
    rows: "Sequence[Any]",
    columns: Sequence[str],
    cells: "Callable[[Any], Sequence[str]]",
    *,
    as_json: bool,
    none: str,
) -> None:
    """Print figures of questions.

    Args:
        rows: dataclasses, one a question.
        columns: the titles of a table's columns behind the question's.
        cells: what stands in a row's cells, the question's first.
        as_json: print all fields instead.
        none: what to say where there are no rows.
    """
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
        return
    if not rows:
        sys.stdout.write(f"{none}\n")
        return
    # slow imports
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Question", box=None, pad_edge=False)
    for title in columns:
        table.add_column(title, justify="right")
    for row in rows:
        question, *figures = cells(row)
        table.add_row(Text(question), *figures)
    Console().print(table)
