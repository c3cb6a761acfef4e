"""The file an import reads: its form, its text and how that was encoded."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import charset_normalizer

from bot.errors import InputError, PackError, PackProblem
from bot.packs.folder import read_bytes, unreadable
from bot.packs.importing.form import Form

_LARGEST_MB: Final = 100


_ENDINGS: Final = {
    ".csv": Form.CSV,
    ".tsv": Form.CSV,
    ".tab": Form.CSV,
    ".xlsx": Form.EXCEL,
    ".xlsm": Form.EXCEL,
    ".json": Form.JSON,
    ".jsonl": Form.JSON,
    ".ndjson": Form.JSON,
    ".yaml": Form.YAML,
    ".yml": Form.YAML,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".gift": Form.GIFT,
    ".xml": Form.MOODLE,
}
#: What files of other kinds begin with, and what to do about them.
_STRANGE: Final = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "is a workbook with a password, or an old one (.xls); save it as .xlsx",
    b"%PDF-": "is a PDF; save its text, or the page it was made of",
    b"\x1f\x8b": "is compressed (gzip); unpack it",
    b"7z\xbc\xaf\x27\x1c": "is an archive (7z); unpack it",
    b"Rar!\x1a\x07": "is an archive (RAR); unpack it",
    b"SQLite format 3\x00": "is a database; export its table as CSV",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
}
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings of western Europe are told apart by hardly anything; of those that fit, Windows' own is the usual one.
_WESTERN: Final = frozenset(
    re.findall(
        r"[\w$]+",
        """cp1250 cp1252 cp1254 cp1257 latin_1 iso8859_1 iso8859_2 iso8859_15 mac_roman mac_latin2 mac_iceland
    mac_turkish cp437 cp850 cp858 cp775 cp852""",
    )
)
_TELLING: Final = 200_000
_YAML_LINE = re.compile(
    r"(?:- )?(?:name|title|questions|id|prompt|question|description|AUTHOR|DESCRIPTION):", re.IGNORECASE
)
_GIFT = re.compile(
    r"(?:^|[^\\])\{\s{0,20}(?:[=~#]|(?:T|F|TRUE|FALSE)\s{0,20}[}#]|\}|[^{}\n]{0,80}(?:->))|^::[^\n]{0,200}::",
    re.MULTILINE,
)
_PAGE_START = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
_XML_START = re.compile(r"\s*(?:<\?xml|<quiz\b)")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read."""

    file: Path
    data: bytes
    #: Its text with `\\n` line ends; empty for a workbook.
    text: str
    form: Form
    #: How the text was encoded, if that is worth saying.
    encoding: str = ""


def read_source(file: Path, form: Form | None = None, encoding: str = "") -> Source:
    r"""Read an import file and tell its form.

    Raises:
        PackError: it is missing, too large, empty, or of a kind that holds no questions.
        InputError: there is no such encoding.
    """
    try:
        size = file.stat().st_size
    except OSError as error:
        raise PackError([unreadable(file, error)]) from None
    if size > _LARGEST_MB * 2**20:
        raise PackError([PackProblem(str(file), None, f"is larger than {_LARGEST_MB} MB; split it")])
    data = read_bytes(file)
    strange = next((said for begin, said in _STRANGE.items() if data.startswith(begin)), "")
    if strange:
        raise PackError([PackProblem(str(file), None, strange)])
    if (
        data.startswith(b"PK\x03\x04")
        or form is Form.EXCEL
        or (form is None and file.suffix.lower() in (".xlsx", ".xlsm"))
    ):
        if not data.strip():
            raise PackError([PackProblem(str(file), None, "is empty")])
        return Source(file, data, "", Form.EXCEL)
    text, said = _decoded(data, file, encoding)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise PackError([PackProblem(str(file), line, "is not text (it holds a zero byte)")])
    if not text.strip():
        raise PackError([PackProblem(str(file), None, "is empty")])
    return Source(file, b"", text, form or guess_form(file, text), said)


def _decoded(data: bytes, file: Path, encoding: str) -> tuple[str, str]:
    """Give the text of a file and the encoding that was found in it, if it is another than UTF-8."""
    if encoding:
        try:
            text = data.decode(codecs.lookup(encoding).name)
        except (LookupError, AttributeError):
            raise InputError(
                f"There is no encoding “{encoding}”.", hint="Usual ones: utf-8, windows-1252, utf-16."
            ) from None
        except UnicodeError as error:
            line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
            raise PackError([PackProblem(str(file), line, f"is not {encoding} text")]) from None
        return _lines(text.removeprefix("\ufeff")), ""
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return _lines(data.decode(name)), "" if name == "utf-8-sig" else name.upper()
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                raise PackError(
                    [PackProblem(str(file), line, f"is not the {name.upper()} text that it begins as")]
                ) from None
    try:
        return _lines(data.decode("utf-8")), ""
    except UnicodeDecodeError as error:
        return _guessed(data, file, error)


def _guessed(data: bytes, file: Path, error: UnicodeDecodeError) -> tuple[str, str]:
    line = data.count(b"\n", 0, error.start) + 1
    if b"\x00" in data[:_TELLING]:
        raise PackError(
            [
                PackProblem(
                    str(file), data.count(b"\n", 0, data.index(b"\x00")) + 1, "is not text (it holds a zero byte)"
                )
            ]
        )
    control = sum(data[:_TELLING].count(bytes([sign])) for sign in (*range(1, 9), *range(14, 27)))
    begin = max(0, error.start - _TELLING // 2)
    found = None if control else charset_normalizer.from_bytes(data[begin : begin + _TELLING]).best()
    names = [found.encoding] if found else []
    if not found or found.encoding in _WESTERN:
        names = ["cp1252", *names] if not control and not _is_eastern(found) else names
    for name in names:
        try:
            return _lines(data.decode(name)), "windows-1252" if name == "cp1252" else name.replace("_", "-")
        except UnicodeDecodeError:
            continue
    raise PackError(
        [
            PackProblem(
                str(file),
                line,
                "is not UTF-8 text, and of no encoding that can be told; save it as UTF-8, or say --encoding",
            )
        ]
    )


def _is_eastern(found: charset_normalizer.CharsetMatch | None) -> bool:
    """Say whether a text has letters that central Europe alone has, in an encoding for them."""
    return found is not None and sum(sign in "łęąśżźćńőűěřůďťĺľ" for sign in str(found).casefold()) > 1


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def guess_form(file: Path, text: str) -> Form:
    """Tell the form by the file's ending, else by how its text begins and what its lines are like."""
    ending = _ENDINGS.get(file.suffix.lower())
    if ending is Form.MOODLE and _PAGE_START.match(text):
        return Form.HTML
    if ending:
        return ending
    lines = [line for line in text[:_TELLING].split("\n") if line.strip()]
    signs = {
        Form.JSON: text.lstrip()[:1] in ("{", "["),
        Form.HTML: _PAGE_START.match(text),
        Form.MOODLE: _XML_START.match(text),
        Form.CSV: lines and (lines[0].startswith("#separator:") or _is_tabular(lines)),
        Form.YAML: _begins_as_yaml(lines),
        Form.GIFT: file.suffix.lower() not in (".md", ".markdown") and _is_gift(text[:_TELLING]),
    }
    return next((form for form, is_so in signs.items() if is_so), Form.PAGE)


def _is_gift(text: str) -> bool:
    return _GIFT.search(text) is not None and "```" not in text


def _begins_as_yaml(lines: list[str]) -> bool:
    for line in lines:
        if line.strip() != "---" and not line.startswith("#"):
            return _YAML_LINE.match(line.lstrip()) is not None
    return False


def _is_tabular(lines: list[str]) -> bool:
    """Say whether lines have tabs between their beginning and their end, equally many: nearly all of them.

    Half of them are enough where the first one has some and the others none: those go on with the definition above.
    """
    tabs = [line.strip().count("\t") for line in lines]
    if tabs[0] and set(tabs) <= {0, tabs[0]}:
        return tabs.count(tabs[0]) >= len(tabs) / 2
    most = max(set(tabs), key=tabs.count)
    return most > 0 and tabs.count(most) >= 0.9 * len(tabs)
