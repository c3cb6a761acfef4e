"""Banks of three hundred questions, half of them with choices, as people have them in five forms."""

import json
from io import BytesIO

import openpyxl

#: Of each bank, and of these with choices.
SIZE, CHOICES = 300, 150
_PARTS = ("engine", "sail", "rudder", "anchor", "mast", "keel", "hull", "winch", "cleat", "boom")
_PLACES = ("harbour", "river", "lake", "canal", "strait")


def _question(number: int) -> str:
    part, place = _PARTS[number % 10], _PLACES[number // 10 % 5]
    return f"What does the {part} number {number} of a boat do in the {place}?"


def _answer(number: int) -> str:
    return f"It keeps boat number {number} on its course. It is looked at every {number % 7 + 2} days."


def _options(number: int) -> list[str]:
    return [f"It is option {letter} of boat {number}" for letter in "one two three four".split()]  # noqa: SIM905 - four words


def _right(number: int) -> int:
    return number // 2 % 4


def page() -> str:
    """Give a page of Markdown."""
    blocks = []
    for number in range(SIZE):
        head = f"### {number + 1}. {_question(number)}\n\n"
        if number % 2:
            marks = ("x" if place == _right(number) else " " for place in range(4))
            lines = [f"- [{mark}] {text}" for mark, text in zip(marks, _options(number), strict=True)]
            blocks.append(head + "\n".join(lines))
        else:
            blocks.append(f"{head}<details><summary>Answer</summary>\n\n{_answer(number)}\n\n</details>")
    return "# Boats\n\n" + "\n\n".join(blocks) + "\n"


def table() -> list[list[str]]:
    """Give a table with options side by side and the key as a letter."""
    header = ["Question", "A", "B", "C", "D", "Correct answer", "Category", "Difficulty"]
    rows = [header]
    for number in range(SIZE):
        texts = _options(number) if number % 2 else [""] * 4
        key = "ABCD"[_right(number)] if number % 2 else _answer(number)
        rows.append([_question(number), *texts, key, _PLACES[number // 10 % 5].upper(), ("Easy", "Hard")[number % 2]])
    return rows


def csv_text() -> bytes:
    """Give the table as a spreadsheet of western Europe saves it."""
    lines = (";".join(f'"{cell}"' for cell in row) for row in table())
    return ("sep=;\r\n" + "\r\n".join(lines) + "\r\n").encode("cp1252")


def workbook() -> bytes:
    """Give the table as a workbook with a title above it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["Boats"], [], *table()]:
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def json_text() -> str:
    """Give JSON with options as objects, questions by category."""
    by_place: dict[str, list[object]] = {place: [] for place in _PLACES}
    for number in range(SIZE):
        entry: dict[str, object] = {"question": _question(number)}
        if number % 2:
            texts = enumerate(_options(number))
            entry["answers"] = [{"text": text, "correct": place == _right(number)} for place, text in texts]
        else:
            entry["answer"] = _answer(number)
        by_place[_PLACES[number // 10 % 5]].append(entry)
    return json.dumps({"quiz": by_place})


def gift() -> str:
    """Give Moodle's GIFT."""
    blocks = []
    for number in range(SIZE):
        marks = ("=" if place == _right(number) else "~" for place in range(4))
        several = " ".join(f"{mark}{text}" for mark, text in zip(marks, _options(number), strict=True))
        answers = several if number % 2 else f"={_answer(number)}"
        blocks.append(f"::Boat {number}:: {_question(number)} {{ {answers} }}")
    return "\n\n".join(blocks) + "\n"
