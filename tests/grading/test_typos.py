"""What people mistype is taken for what they meant, and other words are not."""

import pytest

from adapters.grading.reading import read
from adapters.grading.static import StaticVectors
from adapters.grading.typos import meant


@pytest.mark.parametrize(
    ("said", "written", "pairs"),
    [
        ("replica", "replcia", [(0, 0)]),
        ("instances", "instnaces", [(0, 0)]),
        ("DynamoDB", "dynmodb", [(0, 0)]),
        ("manually", "manualy", [(0, 0)]),
        ("synchronous", "asynchronous", []),
        ("ipv4", "ipv6", []),
        ("public", "publish", []),
        ("stateful", "stateless", []),
        ("replica", "rpleica", []),
        ("replica", "replica", []),
    ],
)
def test_word_is_what_was_meant_one_letter_away(said: str, written: str, pairs: list[tuple[int, int]]) -> None:
    statement, answer = read([said, written], StaticVectors.open())

    assert list(meant(statement, answer)) == pairs
