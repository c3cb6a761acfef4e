import subprocess
import sys

import pytest

from bot.bootstrap import graders
from bot.packs.checking import Findings, check
from tests.content.shipped import OUTLINE, OVERLAP_CHECK, ROOT, shipped_pack


def test_the_rules_find_nothing() -> None:
    assert check(shipped_pack(), graders()["lexical"]) == Findings(errors=(), advice=())


def test_there_are_sixty_questions_and_forty_have_choices() -> None:
    questions = shipped_pack().pack.questions

    with_choices = [question for question in questions if question.choices]

    assert (len(questions), len(with_choices) >= 40) == (60, True)


@pytest.mark.skipif(
    not (OUTLINE.is_file() and OVERLAP_CHECK.is_file()),
    reason="no outline to compare with is here",
)
def test_no_sentence_is_taken_from_the_outline() -> None:
    done = subprocess.run(
        [sys.executable, OVERLAP_CHECK, ROOT / "content", OUTLINE], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout
