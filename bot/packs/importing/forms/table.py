"""Tables as drafts: the row that names the columns, or how columns are meant where none does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final

from bot.domain.text import count
from bot.errors import PackError, PackProblem
from bot.packs.cells import COLUMNS, MANIFEST_COLUMNS, read_cell
from bot.packs.formulas import restore
from bot.packs.importing.drafts import Draft, Drafts, Option
from bot.packs.importing.naming import Naming, missing, names_question
from bot.packs.importing.options import right_by_key
from bot.packs.validation import Place

#: Templates have a title and instructions above their header; it is looked for in so many rows.
_MOST_ABOVE: Final = 20
_TITLE_WORDS: Final = 3
#: A row with its line, the first 1.
Row = tuple[int, Sequence[str]]


def drafts_of_rows(
    rows: Iterable[Row], file: str, naming: Naming, titles: Sequence[str] = (), *, headless: bool = False
) -> Drafts:
    """Read the rows of a table; `titles` name its columns, and `headless` lets the first row be a question.

    Raises:
        PackError: nothing says which column is what.
        InputError: two columns give one field.
    """
    following = iter(rows)
    above = [*islice(following, _MOST_ABOVE)]
    at, names, remarks = _header(above, file, naming, titles, headless=headless)
    fields = naming.fields_of(names)
    naming.require()
    if not names_question(fields):
        lacking = [of for of in ("prompt", "model_answer") if of not in fields]
        raise PackError([PackProblem(file, above[max(at, 0)][0], missing(names, lacking))])
    manifest: dict[str, Any] = {}
    drafts, problems = [], []
    number = 0
    for number, (line, cells) in enumerate(chain(above[at + 1 :], following), 1):
        place = Place(file, prefix=f"row {number}: ", start=line)
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            columns = count(len(names), "column")
            problems.append(place.problem((), f"has {count(len(cells), 'cell')}, but the header names {columns}"))
            continue
        entries: dict[str, Any] = {}
        for of, cell in zip(fields, cells, strict=False):
            if of and cell.strip():
                _put(entries, of, cell)
        for key in [key for key in entries if key in MANIFEST_COLUMNS]:
            _agree(manifest, MANIFEST_COLUMNS[key], entries.pop(key), place, problems)
        drafts.append(Draft(entries, place))
    remarks += [f"the column “{title}” was left out" for title in naming.left_out()]
    return Drafts(drafts, manifest, Place(file), problems, remarks, number)


def _put(entries: dict[str, Any], of: str, cell: str) -> None:
    value = read_cell(of, cell) if of in COLUMNS or of in MANIFEST_COLUMNS else restore(cell)
    if of not in entries:
        entries[of] = value
    elif of in ("category", "incorrect", "explanation", "wordings"):
        held = entries[of]
        entries[of] = [*(held if isinstance(held, list) else [held]), value]


def _header(
    rows: Sequence[Row], file: str, naming: Naming, titles: Sequence[str], *, headless: bool
) -> tuple[int, Sequence[str], list[str]]:
    """Give the header's place among the rows (-1: there is none), the columns' names, and what was guessed."""
    if not rows:
        raise PackError([PackProblem(file, None, "is empty")])
    found = next((place for place, (_, cells) in enumerate(rows) if is_header(cells, naming.mapping)), None)
    if titles:
        return (-1 if found is None else found), titles, []
    if found is not None:
        return found, rows[found][1], []
    told = _told_by_rows([cells for _, cells in rows])
    if told and (headless or not _looks_like_titles(rows[0][1])):
        return -1, told, [f"no row names the columns; taken as: {', '.join(told)} (--columns says it otherwise)"]
    return 0, rows[0][1], []


def is_header(cells: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Say whether a row names the columns of questions."""
    trial = Naming(mapping)
    titles = [cell.strip() for cell in cells]
    if set(titles) & set(mapping):
        return True
    # Titles are short; a question that consists of the words "question" and "answer" is not looked for.
    return all(len(title) < 120 for title in titles) and names_question(trial.fields_of(titles))  # noqa: PLR2004 - characters of the longest title of Kahoot's and some more


def _looks_like_titles(cells: Sequence[str]) -> bool:
    texts = [cell.strip() for cell in cells if cell.strip()]
    return all(len(text.split()) <= _TITLE_WORDS and not text.endswith(("?", ".", "!")) for text in texts)


def _told_by_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """Give names for columns that nothing names: a question and its answer, or options with the key behind them."""
    width = max(map(len, rows))
    if width < 2:  # noqa: PLR2004 - a question and an answer
        return []
    if width > 3 and all(_ends_with_key(row, width) for row in rows):  # noqa: PLR2004 - two options at least
        return ["question", *(f"option {number}" for number in range(1, width - 1)), "correct"]
    return ["question", "answer", "tags"][:width] + [f"column {number}" for number in range(4, width + 1)]


def _ends_with_key(row: Sequence[str], width: int) -> bool:
    options = [Option(cell.strip()) for cell in row[1:-1]]
    return len(row) == width and right_by_key(options, row[-1]) is not None


def _agree(manifest: dict[str, Any], key: str, value: Any, place: Place, problems: list[PackProblem]) -> None:
    if manifest.setdefault(key, value) != value:
        problems.append(place.problem((f"pack.{key}",), "differs from the row before; all rows must name one pack"))


def without_blank(rows: Iterable[Row]) -> Iterator[Row]:
    """Leave out rows in which nothing stands."""
    return ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))
