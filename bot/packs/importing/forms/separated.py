"""CSV and TSV: what parts cells is found by trying, and exports of Anki and Quizlet are known by their lines."""

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.text import count
from bot.errors import InputError, PackError, PackProblem
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.importing.forms.table import Row, drafts_of_rows, is_header, without_blank
from bot.packs.importing.naming import Naming

DELIMITERS: Final[Mapping[str, str]] = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_WORDS: Final = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "\\t": "\t",
    "pipe": "|",
    "bar": "|",
    "space": " ",
    "colon": ":",
}
_SAMPLE: Final = 100_000
_SAMPLE_ROWS: Final = 100
_ANKI_LINE = re.compile(
    r"#(separator|html|tags column|columns|notetype column|deck column|guid column|notetype|deck|tags|if matches):(.*)",
    re.IGNORECASE,
)
_BEFORE_QUOTE = re.compile(r"[,;\t|] +\"")


def delimiter_of(said: str) -> str:
    """Read what `--delimiter` says: a character, or a word for one.

    Raises:
        InputError: it is neither.
    """
    mark = _WORDS.get(said.strip().casefold().removesuffix("s"), said)
    if len(mark) != 1 or mark in '"\r\n':
        raise InputError(f"“{said}” cannot part columns.", hint="Say one character, or comma, semicolon, tab or pipe.")
    return mark


def drafts_of_csv(text: str, file: str, naming: Naming, titles: Sequence[str] = (), delimiter: str = "") -> Drafts:
    """Read CSV or TSV with or without a header row.

    Raises:
        PackError: nothing says which column is what, or a quote is not closed.
        InputError: two columns give one field, or one that is mapped is not there.
    """
    body, skipped, anki = _anki_lines(text)
    if not anki and (found := re.match(r"sep=(.)\n", body, re.IGNORECASE)):
        delimiter, body, skipped = delimiter or found[1], body[found.end() :], 1
    mark = delimiter or _separator_of(anki) or _delimiter(body)
    rows = [(line + skipped, cells) for line, cells in without_blank(_rows(body, file, mark, skipped))]
    going_on = 0
    if mark == "\t" and not anki and rows and not is_header(rows[0][1], naming.mapping):
        rows, going_on = _joined(rows)
    titles = titles or _anki_titles(anki, rows)
    drafts = drafts_of_rows(rows, file, naming, titles, headless=bool(anki) or mark == "\t")
    if "tags column" in anki or "tags" in anki:
        drafts = _with_tags(drafts)
    said = [f"columns are parted by {DELIMITERS.get(mark, f'“{mark}”')}"] if mark != "," else []
    if going_on:
        said.append(f"{count(going_on, 'line')} without a tab taken as going on with the answer above")
    return Drafts(
        drafts.questions, drafts.manifest, drafts.manifest_place, drafts.problems,
        [*drafts.remarks, *said], drafts.blocks,
    )  # fmt: skip


def _joined(rows: Sequence[Row]) -> tuple[list[Row], int]:
    """Put lines without a tab into the cell above, as Quizlet writes what has several lines; say how many they are."""
    starts = [place for place, (_, cells) in enumerate(rows) if len(cells) > 1 or not place]
    joined = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        line, cells = rows[start]
        below = [text for _, (text,) in rows[start + 1 : end]]
        joined.append((line, [*cells[:-1], "\n".join([cells[-1], *below])] if below else cells))
    return joined, len(rows) - len(joined)


def _anki_lines(text: str) -> tuple[str, int, dict[str, str]]:
    """Give the text behind Anki's own lines, how many they are, and what they say."""
    said: dict[str, str] = {}
    start = skipped = 0
    while found := _ANKI_LINE.match(text, start, end := _line_end(text, start)):
        said[found[1].casefold()] = found[2].strip()
        start, skipped = end + 1, skipped + 1
    return text[start:], skipped, said


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _lines(text: str) -> Iterator[str]:
    """Give the lines of a text with their ends; a StringIO would take four bytes for each of its characters."""
    start = 0
    while start < len(text):
        end = _line_end(text, start) + 1
        yield text[start:end]
        start = end


def _separator_of(anki: Mapping[str, str]) -> str:
    said = anki.get("separator", "")
    return _WORDS.get(said.casefold(), said[:1]) if said else ""


def _anki_titles(anki: Mapping[str, str], rows: Sequence[Row]) -> list[str]:
    """Give what Anki's lines say of the columns: the fields of a note are its front and back."""
    if not anki:
        return []
    width = max((len(cells) for _, cells in rows), default=0)
    named = anki.get("columns", "").split(_separator_of(anki) or "\t") if anki.get("columns") else []
    titles = {place: name for place, name in enumerate(named) if name}
    for key in ("tags", "notetype", "deck", "guid"):
        place = anki.get(f"{key} column", "")
        if place.isascii() and place.isdigit() and 0 < int(place[:6]) <= width:
            titles[int(place) - 1] = "tags" if key in ("tags", "deck") else f"anki {key}"
    usual = iter(["question", "answer", "explanation"])
    return [titles.get(place) or next(usual, f"field {place + 1}") for place in range(width)]


def _with_tags(drafts: Drafts) -> Drafts:
    """Part tags where there are blanks, as Anki writes them."""
    questions = [
        Draft({**one.fields, "category": _parted(one.fields.get("category"))}, one.place) for one in drafts.questions
    ]
    return Drafts(questions, drafts.manifest, drafts.manifest_place, drafts.problems, drafts.remarks, drafts.blocks)


def _parted(tags: object) -> list[str]:
    return [word for one in (tags if isinstance(tags, list) else [tags or ""]) for word in str(one).split()]


def _delimiter(text: str) -> str:
    """Give what parts the columns: what gives most rows of the same length."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    first = re.sub(r'"[^"]*"', "", sample[: _line_end(sample, 0)])

    def fit(mark: str) -> tuple[float, int]:
        rows = [row for row in _tried(sample, mark) if any(row)]
        width, rows_of_it = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
        return (rows_of_it / len(rows), first.count(mark)) if width > 1 else (0.0, first.count(mark))

    return max(DELIMITERS, key=fit)


def _tried(sample: str, mark: str) -> list[list[str]]:
    csv.field_size_limit(sys.maxsize)
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark, skipinitialspace=True):
        rows.append(row)
        if len(rows) == _SAMPLE_ROWS:
            break
    return rows


def _rows(text: str, file: str, mark: str, skipped: int) -> list[Row]:
    """Give the rows with the line each begins on."""
    try:
        return list(_parsed(text, file, mark, skipped, csv.QUOTE_MINIMAL))
    except PackError:
        if mark != "\t":
            raise
        # Quizlet quotes nothing: a quotation mark there is one of the text.
        return list(_parsed(text, file, mark, skipped, csv.QUOTE_NONE))


def _parsed(text: str, file: str, mark: str, skipped: int, quoting: int) -> Iterator[Row]:
    csv.field_size_limit(sys.maxsize)  # the library's limit of 128 KiB would refuse long answers
    is_own = "pack.name" in text[: _line_end(text, 0)]
    blanks = not is_own and _BEFORE_QUOTE.search(text[:_SAMPLE]) is not None
    reader = csv.reader(_lines(text), delimiter=mark, strict=True, skipinitialspace=blanks, quoting=quoting)  # type: ignore[arg-type]  # the stub wants the literals
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        reason = f"the row that begins here is no valid CSV: {error}"
        raise PackError([PackProblem(file, line + skipped, reason)]) from None
