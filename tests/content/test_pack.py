"""The shipped pack as a whole; that the rules of packs find nothing in it, `make lint` shows."""

import subprocess
import sys

import pytest

from tests.content.shipped import ROOT, shipped_pack
from tests.documents import document


def test_there_are_sixty_questions_and_forty_have_choices() -> None:
    questions = shipped_pack().pack.questions

    with_choices = [question for question in questions if question.choices]

    assert (len(questions), len(with_choices) >= 40) == (60, True)


@pytest.mark.documents
def test_no_sentence_is_taken_from_the_outline() -> None:
    outline, check_overlap = document("seed", "aws-interview-questions.txt"), document("checks", "seed_overlap.py")
    done = subprocess.run(
        [sys.executable, check_overlap, ROOT / "content", outline], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout
