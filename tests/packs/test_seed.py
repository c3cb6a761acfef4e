"""A page of interview questions saved as text, imported."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.domain.question import Level
from bot.packs.folder import read_pack
from bot.packs.importing.importer import Imported, Wanted, import_file
from bot.packs.writing import write_pack
from tests.documents import document

pytestmark = pytest.mark.documents


def seed() -> Path:
    return document("seed", "aws-interview-questions.txt")


@pytest.fixture(scope="module")
def imported() -> Imported:
    return import_file(seed(), Wanted(name="seed"), date(2026, 11, 21))


def bare_words(text: str) -> list[str]:
    """Give what is left of the words of a text when all that Markdown or the page use as marks is taken out."""
    without_fences = re.sub(r"^```[a-z]*$", " ", text, flags=re.MULTILINE)
    without_rules = re.sub(r"^\|[ |-]+\|$", " ", without_fences, flags=re.MULTILINE)
    tokens = (re.sub(r"[`*#|\\>•◦]", "", token).strip("-") for token in without_rules.split())
    return [token for token in tokens if token]


def answers_on_the_page() -> list[list[str]]:
    """Give the words of each answer, found without the importer: between `Answer` and the next lone number."""
    text = seed().read_text(encoding="utf-8")
    parts = re.split(r"^(?:(\d+)\.\n\s*\n(?:.+\n)+\s*\n)Answer\n", text, flags=re.MULTILINE)
    answers = parts[2::2]
    last_words_of_parts = ("reduce operational overhead.", "a resilient", "AWS Interview Questions for senior")
    answers[29] = answers[29][: answers[29].index(last_words_of_parts[2])]
    answers[-1] = "\n".join(answers[-1].split("\n")[: _last_paragraph(answers[-1].split("\n"))])
    return [bare_words(answer) for answer in answers]


def _last_paragraph(lines: Sequence[str]) -> int:
    """Give the number of lines up to the closing paragraph, which begins as those of other answers do."""
    return next(index for index, line in enumerate(lines) if line.startswith("By ")) + 1


def test_seed_gives_sixty_questions(imported: Imported) -> None:
    levels = [question.level for question in imported.pack.questions]

    assert imported.problems == ()
    assert (levels.count(Level.ASSOCIATE), levels.count(Level.PROFESSIONAL), len(levels)) == (30, 30, 60)


def test_seed_makes_a_valid_pack(imported: Imported, tmp_path: Path) -> None:
    write_pack(imported.pack, tmp_path / "seed", extra=[("import-report.txt", imported.report)])

    assert read_pack(tmp_path / "seed").pack == imported.pack


def test_seed_answers_keep_every_word_in_order(imported: Imported) -> None:
    expected = answers_on_the_page()

    found = [bare_words(question.model_answer) for question in imported.pack.questions]

    assert len(expected) == 60
    assert sorted(found) == sorted(expected)


def test_seed_advertising_stays_out(imported: Imported) -> None:
    everything = " ".join(f"{question.prompt} {question.model_answer}" for question in imported.pack.questions)

    assert re.findall(r"Hire|Lemon|Testimonials|Azure|hiring", everything) == []


def test_seed_code_is_fenced_by_language(imported: Imported) -> None:
    everything = "\n".join(question.model_answer for question in imported.pack.questions)

    fences = re.findall(r"^```([a-z]+)$", everything, flags=re.MULTILINE)

    assert {language: fences.count(language) for language in sorted(set(fences)) if language != "text"} == {
        "bash": 3, "json": 3, "python": 4, "yaml": 1,
    }  # fmt: skip
