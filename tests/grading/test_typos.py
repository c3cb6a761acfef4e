"""What people mistype is taken for what they meant, and other words are not."""

import pytest

from adapters.grading.aligned.typos import is_mistyped


@pytest.mark.parametrize(
    ("said", "written", "is_meant"),
    [
        ("replica", "replcia", True),
        ("instances", "instnaces", True),
        ("dynamodb", "dynmodb", True),
        ("manually", "manualy", True),
        ("synchronous", "asynchronous", False),
        ("ipv4", "ipv6", False),
        ("public", "publish", False),
        ("stateful", "stateless", False),
        ("replica", "rpleica", False),
        ("replica", "replica", False),
    ],
)
def test_word_is_what_was_meant_one_letter_away(said: str, written: str, is_meant: bool) -> None:
    assert is_mistyped(said, written) is is_meant
