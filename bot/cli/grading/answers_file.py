"""A file of answers to grade: JSON Lines, each an answer with its question and what to hold it against."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.domain.question import KeyPoint, Level, Question
from bot.errors import InputError

#: So many problems are shown.
_SHOWN = 10


class _Point(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str = Field(min_length=1)
    alt: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    weight: float = Field(1.0, gt=0, le=1000)


class Item(BaseModel):
    """One line: an answer and what to hold it against."""

    model_config = ConfigDict(extra="ignore")

    prompt: str
    answer: str
    key_points: tuple[_Point | str, ...] = ()
    model_answer: str = ""
    at_least: int | None = Field(None, ge=1)
    id: str | int | None = None

    @model_validator(mode="after")
    def _has_rubric(self) -> "Item":
        if not self.key_points and not self.model_answer.strip():
            raise ValueError("key_points or model_answer is needed")
        if any(isinstance(point, str) and not point.strip() for point in self.key_points):
            raise ValueError("a key point is empty")
        return self


def read_items(file: Path | None) -> list[Item]:
    """Read a file, or standard input where none is named.

    Raises:
        InputError: it cannot be read, or lines of it are not as they should be; the first ten of them.
    """
    name = str(file) if file else "standard input"
    try:
        raw = file.read_bytes() if file else sys.stdin.buffer.read()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(f"{name} is no UTF-8 text.", hint="Save it as UTF-8, one JSON object a line.") from None
    # Line breaks within JSON strings are escaped, but for those that only Unicode knows.
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    problems: list[str] = []
    items = list(_valid(lines, problems))
    if problems:
        more = f"\n  … and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise InputError(f"{name} cannot be graded:\n  " + "\n  ".join(problems[:_SHOWN]) + more)
    return items


def _valid(lines: list[tuple[int, str]], problems: list[str]) -> Iterator[Item]:
    for number, line in lines:
        try:
            yield Item.model_validate(json.loads(line))
        except ValidationError as error:
            problems.append(f"line {number}: {_reason(dict(error.errors()[0]))}")
        except (ValueError, RecursionError) as error:
            problems.append(f"line {number}: no JSON ({str(error).split(':')[0]})")


#: What each field has to be; the line as a whole under the empty name.
_WANTED = {
    "": 'an object is needed, like {"prompt": "…", "model_answer": "…", "answer": "…"}',
    "prompt": "a text is needed",
    "answer": "a text is needed",
    "model_answer": "a text is needed",
    "key_points": 'a list is needed, of texts or of objects like {"text": "…", "alt": ["…"]}',
    "at_least": "a whole number from 1 on is needed",
    "id": "a text or a number is needed",
}


def _reason(detail: dict[str, Any]) -> str:
    if detail["type"] == "missing":
        return f"{detail['loc'][0]} is missing"
    if detail["type"] == "value_error":
        return str(detail["msg"]).removeprefix("Value error, ")
    field = next((str(part) for part in detail["loc"]), "")
    return f"{field}: {_WANTED[field]}" if field else _WANTED[""]


def question_of(item: Item) -> Question:
    """Give the question that an answer is graded by."""
    points = tuple(
        KeyPoint(one) if isinstance(one, str) else KeyPoint(one.text, one.alt, one.contrary, one.weight)
        for one in item.key_points
    )
    return Question(
        id="item",
        pack="file",
        level=Level.FOUNDATION,
        topics=(),
        prompt=item.prompt,
        model_answer=item.model_answer,
        key_points=points,
        verified=date.min,
        review_by=date.max,
        at_least=min(item.at_least, len(points)) if item.at_least and points else None,
    )
