"""Texts are divided as the model was trained on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.grading.vectors.wordpiece import Vocabulary, word_spans

VOCABULARY = Vocabulary(["[UNK]", "un", "##aff", "##able", "cafe", "s", "##3", "*", "a" * 100])


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \t\r\n\u00a0\u3000", []),
        ("S3 isn't (block)\nstorage.", ["S3", "isn", "'", "t", "(", "block", ")", "storage", "."]),
        ("a-b_c $5 ~“x”…", ["a", "-", "b", "_", "c", "$", "5", "~", "“", "x", "”", "…"]),
        ("€5 café 🙂🙂", ["€5", "café", "🙂🙂"]),
        ("東京 tower", ["東", "京", "tower"]),
        ("E\u200bB\u200bS \u200b\ufffd\0 x", ["E\u200bB\u200bS", "x"]),
    ],
)
def test_words_stand_between_spaces_and_punctuation(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=200))
def test_words_are_in_order_and_leave_out_no_letter(text: str) -> None:
    spans = word_spans(text)

    kept = {place for start, end in spans for place in range(start, end)}
    assert [place for start, end in spans for place in (start, end)] == sorted(
        place for start, end in spans for place in (start, end)
    )
    assert all(place in kept for place, character in enumerate(text) if character.isalnum())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("unaffable", [1, 2, 3]),
        ("UNAFFABLE", [1, 2, 3]),
        ("Café", [4]),
        ("cafe\u0301", [4]),
        ("s\u200b3", [5, 6]),
        ("s33", [5, 6, 6]),
        ("unaffx", [0]),
        ("\u0301", [0]),
        ("a" * 100, [8]),
        ("a" * 101, [0]),
    ],
)
def test_pieces_are_the_longest_known_ones(word: str, expected: list[int]) -> None:
    assert list(VOCABULARY.ids_of(word)) == expected
