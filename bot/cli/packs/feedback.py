"""`askaday packs feedback`: what members think of the questions they were asked."""

import asyncio
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.doubts import Opinions


def feedback(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show by question how many members found it good and bad, the worst first."""
    rows = asyncio.run(_read())
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
    elif rows:
        _print(rows)
    else:
        sys.stdout.write("Nobody has said yet what they think of a question.\n")


async def _read() -> "Sequence[Opinions]":
    # slow imports
    from bot.bootstrap import open_store
    from bot.config.settings import read_settings

    store = open_store(read_settings(), read_only=True)
    try:
        return await store.call(lambda tx: tx.feedback.by_question())
    finally:
        await store.close()


def _print(rows: "Sequence[Opinions]") -> None:
    # slow imports
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Question", box=None, pad_edge=False)
    for title in ("Good", "Bad"):
        table.add_column(title, justify="right")
    for row in rows:
        table.add_row(Text(row.ref), str(row.good), str(row.bad))
    Console().print(table)
