"""`askaday packs feedback`: what members think of the questions they were asked."""

from typing import Annotated

import typer

from bot.cli.stored import from_store, print_by_question


def feedback(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show by question how many members found it good and bad, the worst first."""
    print_by_question(
        from_store(lambda tx: tx.feedback.by_question()),
        ("Good", "Bad"),
        lambda row: (row.ref, str(row.good), str(row.bad)),
        as_json=as_json,
        none="Nobody has said yet what they think of a question.",
    )
