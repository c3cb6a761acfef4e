"""Rubrics stay as they were when the last answers were scored by them."""

from tests.content.frozen import FILE, frozen


def test_rubrics_are_those_that_were_frozen() -> None:
    # A rubric that is wrong is changed, nevertheless: with its line, and the reason in the message of the commit.
    assert frozen() == FILE.read_text(encoding="utf-8").splitlines()
