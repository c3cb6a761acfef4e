"""The shipped pack as a whole; that the rules of packs find nothing in it, `make lint` shows."""

import subprocess
import sys

import pytest

from tests.content.shipped import ROOT, first_pack, shipped_pack
from tests.documents import document


def test_every_question_has_four_choices_minutes_and_three_to_five_key_points() -> None:
    questions = shipped_pack().pack.questions

    lacking = [
        question.id
        for question in questions
        if len(question.choices) != 4 or not question.minutes or not 3 <= len(question.key_points) <= 5
    ]

    assert (lacking, len(questions)) == ([], 260)


def test_questions_keep_their_ids() -> None:
    first = {question.id for question in first_pack().pack.questions}

    assert (first - {question.id for question in shipped_pack().pack.questions}, len(first)) == (set(), 60)


def test_questions_name_the_one_they_were_split_from() -> None:
    questions = shipped_pack().pack.questions

    origins = {question.split_from for question in questions if question.split_from}

    assert origins - {question.id for question in questions} == set()


@pytest.mark.documents
def test_no_sentence_is_taken_from_the_outline() -> None:
    outline, check_overlap = document("seed", "aws-interview-questions.txt"), document("checks", "seed_overlap.py")
    done = subprocess.run(
        [sys.executable, check_overlap, ROOT / "content", outline], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout
