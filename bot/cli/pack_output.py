"""How packs and questions are printed: tables and rendered Markdown on a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from bot.domain.question import Pack, Question

_COLUMNS = ("name", "title", "version", "language", "licence", "questions")


def pack_rows(packs: Iterable[Pack]) -> list[dict[str, Any]]:
    """Give what a list of packs shows."""
    return [
        {"questions": len(pack.questions), **{name: getattr(pack, name) for name in _COLUMNS if name != "questions"}}
        for pack in packs
    ]


def print_packs(rows: Sequence[dict[str, Any]]) -> None:
    """Print packs: a table on a terminal, columns with tabs between in a pipe."""
    console = Console()
    if console.is_terminal:
        table = Table(*(name.capitalize() for name in _COLUMNS))
        for row in rows:
            table.add_row(*(str(row[name]) for name in _COLUMNS))
        console.print(table, markup=False)
        return
    for row in rows:
        print("\t".join(str(row[name]) for name in _COLUMNS))  # noqa: T201 - this is the output


def print_question(question: Question) -> None:
    """Print a question with all there is to it."""
    text = _as_markdown(question)
    console = Console()
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        print(text)  # noqa: T201 - this is the output


def _as_markdown(question: Question) -> str:
    needed = f" ({question.at_least} of {len(question.key_points)} needed)" if question.at_least else ""
    parts = [
        f"# {question.ref}",
        f"{question.level} · {', '.join((*question.topics, *question.services))}",
        f"## Prompt\n\n{question.prompt}",
        *([f"Hint: {question.hint}"] if question.hint else []),
        *([_choices(question)] if question.choices else []),
        f"## Model answer\n\n{question.model_answer}",
        f"## Key points{needed}\n\n" + "\n".join(f"- {point.text}" for point in question.key_points),
        *([_references(question)] if question.references else []),
        f"Verified {question.verified}, review by {question.review_by}"
        + (f", by {question.author}" if question.author else ""),
    ]
    return "\n\n".join(parts)


def _choices(question: Question) -> str:
    lines = [f"- {'[x]' if choice.right else '[ ]'} {choice.text}" for choice in question.choices]
    return "## Choices\n\n" + (f"{question.choices_prompt}\n\n" if question.choices_prompt else "") + "\n".join(lines)


def _references(question: Question) -> str:
    return "## References\n\n" + "\n".join(f"- {reference.title}: {reference.url}" for reference in question.references)
