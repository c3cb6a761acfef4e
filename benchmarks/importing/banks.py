"""Question banks of a wanted size in each form that can be imported, half of the questions with choices."""

import csv
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count
from pathlib import Path

import openpyxl

#: How many different words the questions are made of: so many stand in a bank of a few megabytes that people wrote.
_WORDS = 20_000
_SYLLABLES = "ba de fi go ku la me ni po ru sa te vi wo zu cra ble dri flo gre pli sto tru".split()  # noqa: SIM905 - it is read so
_LETTERS = "ABCD"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a bank."""

    number: int
    prompt: str
    answer: str
    #: None, or four of which one is right.
    options: Sequence[str]
    right: int


def asked(*, choices: bool = True) -> Iterator[Asked]:
    """Give questions without an end, the same ones each time, of about seven hundred characters."""
    rng = random.Random(17)
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(_WORDS)]

    def said(length: int) -> str:
        return " ".join(rng.choices(words, k=length))

    for number in count(1):
        prompt = f"What does the {said(22)} do in the {said(4)}?"
        options = [f"It is {said(7)}" for _ in range(4)] if choices and number % 2 else []
        answer = " ".join(f"It {said(14)} and {said(3)}." for _ in range(2 if options else 4))
        yield Asked(number, prompt, answer, options, rng.randrange(4))


def _page(one: Asked) -> str:
    head = f"### {one.number}. {one.prompt}\n\n"
    if not one.options:
        return f"{head}**Answer:** {one.answer}\n\n"
    lines = [f"{letter}. {text}" for letter, text in zip(_LETTERS, one.options, strict=True)]
    return head + "\n".join(lines) + f"\n\n**Answer:** {_LETTERS[one.right]}\n\n**Explanation:** {one.answer}\n\n"


def _text(one: Asked) -> str:
    lines = [f"{letter}) {text}" for letter, text in zip(_LETTERS, one.options, strict=False)]
    answer = f"Answer: {_LETTERS[one.right]}\nExplanation: {one.answer}" if one.options else f"Answer: {one.answer}"
    return "\n".join([f"{one.number}. {one.prompt}", *lines, answer]) + "\n\n"


HEADER = ("question", "A", "B", "C", "D", "correct answer", "explanation", "category")


def _cells(one: Asked) -> Sequence[str]:
    tag = f"topic {one.number % 12}"
    if one.options:
        return (one.prompt, *one.options, _LETTERS[one.right], one.answer, tag)
    return (one.prompt, "", "", "", "", one.answer, "", tag)


def _separated(delimiter: str) -> Callable[[Asked], str]:
    def line(one: Asked) -> str:
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter, lineterminator="\n").writerow(_cells(one))
        return written.getvalue()

    return line


def _anki(one: Asked) -> str:
    return f"{one.prompt}\t{'<br>'.join([*one.options, one.answer])}\ttopic-{one.number % 12}\n"


def _entries(one: Asked) -> dict[str, object]:
    if one.options:
        return {
            "question": one.prompt,
            "options": list(one.options),
            "correct": _LETTERS[one.right],
            "explanation": one.answer,
        }
    return {"question": one.prompt, "answer": one.answer}


def _json(one: Asked) -> str:
    return ("" if one.number == 1 else ",\n") + json.dumps(_entries(one))


def _yaml(one: Asked) -> str:
    lines = [f"{key}: {json.dumps(value)}" for key, value in _entries(one).items()]
    return "- " + "\n  ".join(lines) + "\n"


def _html(one: Asked) -> str:
    options = "".join(f"<p>{letter}. {escape(text)}</p>\n" for letter, text in zip(_LETTERS, one.options, strict=False))
    key = f"{_LETTERS[one.right]}</p>\n<p>Explanation: " if one.options else ""
    return f"<h3>{one.number}. {escape(one.prompt)}</h3>\n{options}<p>Answer: {key}{escape(one.answer)}</p>\n"


def _gift(one: Asked) -> str:
    marks = ("=" if place == one.right else "~" for place in range(4))
    options = " ".join(f"{mark}{text}" for mark, text in zip(marks, one.options, strict=False))
    answers = f"{options} ####{one.answer}" if options else f"={one.answer}"
    return f"::Question {one.number}:: {one.prompt} {{ {answers} }}\n\n"


def _moodle(one: Asked) -> str:
    kind = "multichoice" if one.options else "shortanswer"
    answers = "".join(
        f'<answer fraction="{100 if place == one.right else 0}"><text>{escape(text)}</text></answer>\n'
        for place, text in enumerate(one.options)
    )
    answers = answers or f'<answer fraction="100"><text>{escape(one.answer)}</text></answer>\n'
    feedback = f"<generalfeedback><text>{escape(one.answer)}</text></generalfeedback>\n" if one.options else ""
    prompt = f'<questiontext format="html"><text>{escape(one.prompt)}</text></questiontext>'
    return f'<question type="{kind}"><name><text>{one.number}</text></name>\n{prompt}\n{feedback}{answers}</question>\n'


@dataclass(frozen=True, slots=True)
class Written:
    """How a form is written as text: a question, and what stands before and behind all of them."""

    ending: str
    line: Callable[[Asked], str]
    head: str = ""
    foot: str = ""


FORMS: Mapping[str, Written] = {
    "page": Written("md", _page, "# Questions\n\n"),
    "text": Written("txt", _text),
    "csv": Written("csv", _separated(","), ",".join(HEADER) + "\n"),
    "tsv": Written("tsv", _separated("\t"), "\t".join(HEADER) + "\n"),
    "anki": Written("txt", _anki, "#separator:tab\n#html:true\n#tags column:3\n"),
    "json": Written("json", _json, '{"questions": [\n', "]}\n"),
    "yaml": Written("yaml", _yaml),
    "html": Written("html", _html, "<!doctype html>\n<title>Questions</title>\n<body>\n", "</body>\n"),
    "gift": Written("gift", _gift),
    "moodle": Written("xml", _moodle, '<?xml version="1.0"?>\n<quiz>\n', "</quiz>\n"),
}
EXCEL = "excel"


def write_bank(folder: Path, form: str, size: int, *, choices: bool = True) -> tuple[Path, int]:
    """Write a bank of about so many bytes; give its file, and how many questions there are."""
    if form == EXCEL:
        return _write_workbook(folder, size, choices=choices)
    written = FORMS[form]
    path = folder / f"{form}.{written.ending}"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        length = file.write(written.head)
        for one in asked(choices=choices):
            length += file.write(written.line(one))
            if length >= size:
                break
        file.write(written.foot)
    return path, one.number


def _write_workbook(folder: Path, size: int, *, choices: bool) -> tuple[Path, int]:
    """Of how many questions a packed file of the size consists is found with a small one."""
    path = folder / "excel.xlsx"
    sample = 500
    _save_workbook(path, sample, choices=choices)
    number = max(1, round(sample * size / path.stat().st_size))
    _save_workbook(path, number, choices=choices)
    return path, number


def _save_workbook(path: Path, number: int, *, choices: bool) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Questions")
    sheet.append(HEADER)
    for one in asked(choices=choices):
        sheet.append(_cells(one))
        if one.number == number:
            break
    book.save(path)
