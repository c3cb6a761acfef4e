"""`askaday grading report`: how far automatic and reviewers' grades agree."""

from typing import Annotated

import typer

from bot.cli.stored import from_store, print_by_question


def report(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show by question how far automatic grades are from reviewers', the weakest rubrics first."""
    from bot.services.reporting import agreement_by_question  # slow import

    print_by_question(
        from_store(agreement_by_question),
        ("Answers", "Automatic", "Reviewers", "Apart"),
        lambda row: (
            row.question,
            str(row.answers),
            *(f"{score:.0%}" for score in (row.automatic, row.reviewer, row.distance)),
        ),
        as_json=as_json,
        none="No answer has both an automatic and a reviewer's grade yet.",
    )
