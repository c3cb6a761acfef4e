"""Five larger banks in five forms: every question arrives, with what is right of it."""

from datetime import date
from pathlib import Path

import pytest

from bot.packs.folder import read_pack
from bot.packs.importing.importer import Wanted, import_file
from bot.packs.writing import write_pack
from tests.packs import banks


@pytest.mark.parametrize(
    ("name", "data", "topics"),
    [
        ("boats.md", banks.page().encode(), 1),
        ("boats.csv", banks.csv_text(), 5),
        ("boats.xlsx", banks.workbook(), 5),
        ("boats.json", banks.json_text().encode(), 5),
        ("boats.gift", banks.gift().encode(), 1),
    ],
    ids=["page", "csv", "workbook", "json", "gift"],
)
def test_every_question_of_a_bank_arrives(tmp_path: Path, name: str, data: bytes, topics: int) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    result = import_file(file, Wanted(), date(2026, 11, 28))
    write_pack(result.pack, tmp_path / "pack")

    questions = read_pack(tmp_path / "pack").pack.questions
    with_choices = [one for one in questions if one.choices]
    assert result.problems == ()
    assert (len(questions), len(with_choices)) == (banks.SIZE, banks.CHOICES)
    assert len({one.topics for one in questions}) == topics
    assert {(len(one.choices), sum(choice.right for choice in one.choices)) for one in with_choices} == {(4, 1)}
    right = {one.model_answer: next(choice.text for choice in one.choices if choice.right) for one in with_choices}
    assert {answer: text for answer, text in right.items() if answer != text} == {}
    assert {one.draft for one in questions if not one.choices} == {True}
