"""What a senior engineer would say of answers by different sorts of people."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content.shipped import first_pack
from tests.grading.graders import BOTH, grader

pytestmark = pytest.mark.repeats

_ANSWERS: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("answers.yaml").read_text("utf-8"))


_GIVEN = [pytest.param(name, one, id=f"{name} {one['who']}") for name, group in _ANSWERS.items() for one in group]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(("question", "given"), _GIVEN)
def test_score_is_what_a_senior_engineer_would_give(name: str, question: str, given: dict[str, Any]) -> None:
    [asked] = (one for one in first_pack().pack.questions if one.id == question)

    score = grader(name).grade(asked, given["answer"]).score or 0.0

    # What a grader gets wrong is listed, so that a change for the better is seen, too.
    assert (given["low"] <= score <= given["high"]) is (name not in given.get("outside", ()))
