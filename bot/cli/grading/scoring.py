"""`askaday grading score`: grade answers of a file, one JSON object a line."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import InputError, ModelError
from bot.paths import typed_path

if TYPE_CHECKING:
    from bot.domain.grading import Judgement
    from bot.domain.question import Question
    from bot.ports.grader import Grader


def score(
    file: Annotated[
        Path | None,
        typer.Argument(parser=typed_path, metavar="[FILE]", help="JSON Lines; standard input where none is named."),
    ] = None,
    grader: Annotated[
        str, typer.Option(help="keypoints (the best that is installed), lexical, semantic or llm.")
    ] = "keypoints",
) -> None:
    """Grade answers: lines with prompt, key_points or model_answer, answer and id in; scores and reasons out."""
    # slow imports
    from rich.console import Console
    from rich.progress import track

    from bot.cli.grading.answers_file import question_of, read_items
    from bot.services.rounds.judging import judged

    chosen = _grader(grader)
    items = read_items(file)
    console = Console(stderr=True)
    watched = track(items, "Grading", console=console, transient=True, disable=not console.is_terminal)
    for number, item in enumerate(watched, start=1):
        question = question_of(item)
        line = _line(item.id if item.id is not None else number, question, judged(chosen, question, item.answer))
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _grader(name: str) -> "Grader":
    # slow imports
    from bot.bootstrap import graders
    from bot.config.settings import read_settings
    from bot.logs import configure_logs

    settings = read_settings()
    configure_logs(settings)
    known = graders(settings)
    if name == "semantic" and name not in known:
        raise ModelError("The grading model is not installed.", hint="`askaday grading install-model` fetches it.")
    if name == "llm" and name not in known:
        raise ModelError("No language model is set up.", hint="ASKADAY_LLM_URL and ASKADAY_LLM_MODEL say which.")
    if name not in known:
        raise InputError(f"There is no grader {name!r}.", hint=f"Graders: {', '.join(known)}.")
    return known[name]


def _line(name: str | int, question: "Question", judgement: "Judgement") -> dict[str, object]:
    # slow imports
    from adapters.grading.aligned.rubrics import with_points
    from bot.domain.grading import Finding

    pairs = list(zip(with_points(question).key_points, judgement.findings, strict=bool(judgement.findings)))
    met = [{"point": point.text, "evidence": one.evidence} for point, one in pairs if one.finding is Finding.COVERED]
    unsure = [{"point": point.text, "evidence": one.evidence} for point, one in pairs if one.finding is Finding.UNSURE]
    missed = [point.text for point, one in pairs if one.finding is Finding.NOT_FOUND]
    differing = [{"point": point.text, "evidence": one.differs} for point, one in pairs if one.differs]
    return {
        "id": name,
        "score": judgement.score,
        "met": met,
        "unsure": unsure,
        "missed": missed,
        "differs": differing,
        "reason": judgement.reason,
        "guards": list(judgement.guards),
    }
