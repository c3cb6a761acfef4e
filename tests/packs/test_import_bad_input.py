# ruff: noqa: E501 - rows of tables stay on one line each
"""Files that hold no questions, or mean harm: each is refused with a sentence, and nothing is written."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from bot.cli.packs.app import packs_app
from bot.errors import PackError


def archive(entries: dict[str, bytes]) -> bytes:
    written = BytesIO()
    # Quickly: one unpacks to 40 MB, and each worker of the suite makes it.
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return written.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["question", "answer"])
    book.active.append(["What is a port?", "A number beside an address."])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def with_entities() -> bytes:
    with zipfile.ZipFile(BytesIO(workbook())) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]>'
    sheet = entries["xl/worksheets/sheet1.xml"]
    return archive({**entries, "xl/worksheets/sheet1.xml": bomb + sheet.replace(b"<v>0</v>", b"<v>&c;</v>")})


QUIZ = '<?xml version="1.0"?>{}<quiz><question type="shortanswer"><questiontext><text>{}</text></questiontext></question></quiz>'
ESSAY = b'<question type="essay"><questiontext><text>What is a port?</text></questiontext></question>'
ANSWERED = b"""<question type="shortanswer"><questiontext><text>What is a port?</text></questiontext>
<answer fraction="100"><text>A number beside an address.</text></answer></question>"""


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("q.csv", b"", "is empty"),
        ("q.json", b" \n", "is empty"),
        ("q.xlsx", b"", "is empty"),
        ("q.txt", b"\x00\x01\x02", "is not text (it holds a zero byte)"),
        ("q.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "is a workbook with a password, or an old one (.xls); save it as .xlsx"),
        ("q.txt", b"%PDF-1.7\n", "is a PDF; save its text, or the page it was made of"),
        ("q.xlsx", workbook()[:-200], "is no workbook, or only a part of one"),
        ("q.xlsx", b"question,answer\n", "is no workbook, or only a part of one"),
        ("q.zip", archive({"q.csv": b"question,answer\n"}), "is an archive and no workbook; unpack it and import the files in it"),
        ("q.apkg", archive({"collection.anki2": b"x"}), "is an Anki package; export it as text: “Notes in Plain Text”"),
        ("q.ods", archive({"content.xml": b"x"}), "is an OpenDocument file; save it as .xlsx or CSV"),
        ("q.xlsx", archive({"../../evil": b"x", "xl/workbook.xml": b"x"}), "holds a path that leads outside of it: “../../evil”"),
        ("q.xlsx", archive({"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": bytes(40 * 2**20)}), "unpacks to 40 MB, which is more than is read"),
        ("q.xlsx", archive({"xl/workbook.xml": b"<broken"}), "is broken (KeyError)"),
        ("q.xlsx", with_entities(), "holds XML entities, which are not read"),
        ("q.json", b'[{"question": "What is', "is no valid JSON: Unterminated string starting at"),
        ("q.xml", b"<quiz><question type='multichoice'>", "is no valid XML: no element found"),
        ("q.xml", b"<html><body>hello</body></html>", "holds no questions: a page needs questions with a number, a heading, bold type or “Q:”, each followed by a line “Answer” or by options"),
        ("q.xml", b"<quiz></quiz>", "holds no <question> of Moodle"),
        ("q.xml", QUIZ.format('<!DOCTYPE q [<!ENTITY a "x">]>', "&a;").encode(), "declares a document type or a reference to a file of its own, which is not read; take it out"),
        ("q.xml", QUIZ.format('<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;").encode(), "declares a document type or a reference to a file of its own, which is not read; take it out"),
        ("q.xml", b"<quiz>%b%b%b</quiz>" % (ANSWERED, ESSAY, ESSAY), "only 1 question could be made of 3 pieces that look like some; is the form the right one? (--format)"),
        ("q.yaml", b"a: &x [1]\nb: *x\n", "the alias *x is not taken: write the value out"),
        ("q.yaml", b"a: !!python/object/apply:os.system ['true']\n", "the tag tag:yaml.org,2002:python/object/apply:os.system is not taken"),
        ("q.yaml", b"- question: What?\n  answer: !!python/name:os.system x y\n", "the tag tag:yaml.org,2002:python/name:os.system is not taken"),
        ("q.gift", b"Only text.\n", "question 1: has no answers in braces: a description, which asks nothing"),
        ("q.gift", b"What is a port? {=A number.\n", "question 1: has a brace that is not closed"),
        ("q.html", b"<div>" * 200 + b"text", "has elements in each other more than a hundred deep; save its text instead"),
        ("q.csv", b'question,answer\nWhat is a port?,"A number\n', "the row that begins here is no valid CSV: unexpected end of data"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_a_sentence(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    result = CliRunner().invoke(packs_app, ["import", str(file), "--out", str(tmp_path / "new")])

    found = result.exception.problems if isinstance(result.exception, PackError) else ()
    said = [one.reason for one in found] or [result.stderr.split(": ", 1)[1].split("\n")[0]]
    assert (said[0], list(tmp_path.iterdir())) == (reason, [file])
