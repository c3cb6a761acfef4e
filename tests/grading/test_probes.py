"""Follow-ups of the shipped pack: what comes back is told apart by both graders."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.grading import Finding
from bot.domain.practice.probes import probe_question
from bot.packs.library import SHIPPED_PACKS, PackLibrary
from tests.grading.graders import BOTH, grader

ANSWERS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "probes.yaml").read_text(encoding="utf-8"))
QUESTIONS = PackLibrary([SHIPPED_PACKS]).packs()["aws"].by_ref


def found(name: str, kind: str) -> int:
    """Count the answers of a kind with which the key point counts as met."""
    return sum(_finding(name, one, kind) is Finding.COVERED for one in ANSWERS)


def _finding(name: str, one: dict[str, Any], kind: str) -> Finding:
    asked = probe_question(QUESTIONS[f"aws/{one['question']}"], one["point"])
    return grader(name).grade(asked, one[kind]).findings[0].finding


@pytest.mark.parametrize("name", BOTH)
def test_four_of_five_right_answers_are_found_and_one_of_ten_others_at_most(name: str) -> None:
    rates = {kind: found(name, kind) for kind in ("right", "wrong", "unknown")}

    assert len(ANSWERS) == 20
    assert (rates["right"] >= 16, rates["wrong"] <= 2, rates["unknown"]) == (True, True, 0), rates
