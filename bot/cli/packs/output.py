"""How packs and questions are printed: tables and rendered Markdown on a terminal, plain lines in a pipe."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from bot.domain.question import KeyPoint, Pack, Question
from bot.domain.text import count, one_line
from bot.errors import InputError, PackProblem

#: Questions that a dry run shows.
MOST_SHOWN = 3
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


def print_pack(pack: Pack) -> None:
    """Print a pack's questions: two lines each on a terminal, columns with tabs between in a pipe."""
    console = Console()
    if console.is_terminal:
        console.print(Text(f"{pack.title} ({pack.name}), {count(len(pack.questions), 'question')}"))
    for one in pack.questions:
        topics, asks = ", ".join(one.topics), one_line(one.prompt)
        if console.is_terminal:
            console.print()
            console.print(Text(one.id, style="bold"), Text(f"{one.level} · {topics}"))
            console.print(Text(f"  {asks}"), no_wrap=True, overflow="ellipsis")
        else:
            print(one.id, one.level, topics, asks, sep="\t")  # noqa: T201 - this is the output


def print_advice(advice: Sequence[PackProblem]) -> None:
    """Print what is worth a look, file by file."""
    for one in _by_place(advice):
        print(replace(one, reason=f"advice: {one.reason}"))  # noqa: T201 - this is the output


def end_with_problems(problems: Sequence[PackProblem], consequence: str = "") -> NoReturn:
    """Print problems file by file, their number and what follows from them, and end with exit status 1.

    Raises:
        typer.Exit: always.
    """
    for problem in _by_place(problems):
        typer.echo(str(problem), err=True)
    files = count(len({problem.file for problem in problems}), "file")
    told = count(sum(problem.stands_for for problem in problems), "problem")
    typer.echo(f"askaday: {told} in {files}. {consequence}".rstrip(), err=True)
    raise typer.Exit(1)


def refuse_missing(paths: Iterable[Path]) -> None:
    """Make sure that paths name something.

    Raises:
        InputError: one does not.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise InputError(f"There is no file or folder “{path}”.")


def _by_place(problems: Iterable[PackProblem]) -> list[PackProblem]:
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0))


def print_question(question: Question) -> None:
    """Print a question with all there is to it."""
    text = _as_markdown(question)
    console = Console()
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        print(text)  # noqa: T201 - this is the output


def print_as_asked(questions: Iterable[Question]) -> None:
    """Print questions as members would see them, and below each what is taken for right."""
    # slow imports, for one command
    from adapters.console.render.card import render
    from bot.cards.choices import as_asked_card

    console = Console()
    for question in questions:
        console.print(render(as_asked_card(question)))
        right = [choice.text for choice in question.choices if choice.right]
        console.print(
            Text(f"right: {'; '.join(right)}" if right else f"answer: {one_line(question.summary)}", style="dim")
        )
        console.print()


def _as_markdown(question: Question) -> str:
    needed = f" ({question.at_least} of {len(question.key_points)} needed)" if question.at_least else ""
    parts = [
        f"# {question.ref}",
        *([f"**{question.title}**"] if question.title else []),
        _about(question),
        f"## Prompt\n\n{question.prompt}",
        *(f"Hint: {hint}" for hint in question.hints),
        *([_choices(question)] if question.choices else []),
        *([f"## Short answer\n\n{question.short_answer}"] if question.short_answer else []),
        f"## Model answer\n\n{question.model_answer}",
        *(
            [f"## Key points{needed}\n\n" + "\n".join(map(_key_point, question.key_points))]
            if question.key_points
            else []
        ),
        *([_references(question)] if question.references else []),
        f"Verified {question.verified}, review by {question.review_by}"
        + (f", by {question.author}" if question.author else ""),
    ]
    return "\n\n".join(parts)


def _key_point(point: KeyPoint) -> str:
    return f"- {point.label}: {point.text}" if point.label else f"- {point.text}"


def _about(question: Question) -> str:
    minutes = [count(question.minutes, "minute")] if question.minutes else []
    return " · ".join([question.level, ", ".join((*question.topics, *question.services)), *question.exam, *minutes])


def _choices(question: Question) -> str:
    lines = [f"- {'[x]' if choice.right else '[ ]'} {choice.text}" for choice in question.choices]
    return "## Choices\n\n" + (f"{question.choices_prompt}\n\n" if question.choices_prompt else "") + "\n".join(lines)


def _references(question: Question) -> str:
    return "## References\n\n" + "\n".join(f"- {reference.title}: {reference.url}" for reference in question.references)
