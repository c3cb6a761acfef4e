"""How many questions stand for each domain of an exam."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.packs.app import packs_app
from bot.errors import PackError
from bot.packs.coverage import GUIDES, Covered, coverage, read_guides
from bot.packs.folder import read_pack
from tests.packs.samples import HEADER, make_pack, question_text

_GUIDES = """exams:
  - exam: SAA-C03
    title: Architect
    domains:
      - {number: 1, title: Secure, weight: 30}
      - {number: 2, title: Resilient}
"""


def _named(name: str, exam: str) -> str:
    return question_text(HEADER.replace("standby", name) + exam)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a pack of which one question names two tasks of a domain, and one a domain that no guide has."""
    files = {
        "one.md": _named("one", "exam: [SAA-C03/1.1, SAA-C03/1.2, SAA-C03/2]\n"),
        "two.md": _named("two", "exam: [SAA-C03/1, DVA-C02/3.1]\n"),
        "three.md": _named("three", ""),
    }
    made = make_pack(tmp_path / "demo", files)
    (made / GUIDES).write_text(_GUIDES, encoding="utf-8")
    return made


def test_a_question_counts_once_in_each_domain_that_it_names(folder: Path) -> None:
    assert coverage(read_pack(folder).pack, read_guides(folder)) == [
        Covered("SAA-C03", "1", "Secure", 30, 2),
        Covered("SAA-C03", "2", "Resilient", None, 1),
        Covered("DVA-C02", "3", "", None, 1),
    ]


def test_a_domain_that_nobody_asks_about_is_there_with_none(folder: Path) -> None:
    (folder / GUIDES).write_text(_GUIDES.replace("SAA-C03", "SAP-C02"), encoding="utf-8")

    assert [(row.exam, row.questions) for row in coverage(read_pack(folder).pack, read_guides(folder))] == [
        ("SAP-C02", 0),
        ("SAP-C02", 0),
        ("DVA-C02", 1),
        ("SAA-C03", 2),
        ("SAA-C03", 1),
    ]


def test_the_command_draws_a_table(folder: Path) -> None:
    assert CliRunner().invoke(packs_app, ["coverage", str(folder)]).stdout.splitlines() == [
        "| Exam | Domain | Weight | Questions |",
        "| --- | --- | ---: | ---: |",
        "| SAA-C03 | 1 Secure | 30 % | 2 |",
        "| SAA-C03 | 2 Resilient | not seen | 1 |",
        "| DVA-C02 | 3 | not seen | 1 |",
    ]


def test_the_command_prints_json(folder: Path) -> None:
    rows = json.loads(CliRunner().invoke(packs_app, ["coverage", str(folder), "--json"]).stdout)

    assert rows[0] == {"exam": "SAA-C03", "domain": "1", "title": "Secure", "weight": 30, "questions": 2}


def test_a_pack_that_names_no_exam_says_so(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "demo")

    assert (
        CliRunner().invoke(packs_app, ["coverage", str(folder)]).stdout == "No question of this pack names an exam.\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("exams:\n  - exam: A\n    title: B\n    domains: [{number: 0, title: C}]\n", 4, "must be at least 1 (saw 0)"),
        ("exams:\n  - exam: A\n    title: B\n    domains: [{number: 1}]\n", 4, "is missing"),
        ("exams:\n  - exam: A\n    titel: B\n    domains: []\n", 3, "is not a known key; did you mean “title”?"),
        ("exams: [\n", 2, "is no valid YAML"),
        ("", 1, "must be keys and values"),
    ],
)
def test_guides_that_are_wrong_are_refused_with_their_place(folder: Path, text: str, line: int, reason: str) -> None:
    (folder / GUIDES).write_text(text, encoding="utf-8")

    with pytest.raises(PackError) as refused:
        read_guides(folder)

    assert any(problem.line == line and reason in problem.reason for problem in refused.value.problems), refused.value
