"""Splitting what was typed, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.words import Words, split
from bot.errors import InputError


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("   ", ()),
        ("pause until 2030-01-07", ("pause", "until", "2030-01-07")),
        ("flag it doesn't work", ("flag", "it", "doesn't", "work")),
        ('best "Ana Maria"', ("best", "Ana Maria")),
        ("best \N{LEFT DOUBLE QUOTATION MARK}Ana Maria\N{RIGHT DOUBLE QUOTATION MARK}", ("best", "Ana Maria")),
        ("flag see #3 \\n", ("flag", "see", "#3", "\\n")),
        ("flag 2=2", ("flag", "2=2")),
        ("flag =x", ("flag", "=x")),
    ],
)
def test_split_words(text: str, words: tuple[str, ...]) -> None:
    assert split(text) == Words(words, {})


def test_split_options_by_key_in_lower_case() -> None:
    said = split('setup Zone=Europe/Berlin closes="after 8h" remind= skip=a=b')

    assert said == Words(("setup",), {"zone": "Europe/Berlin", "closes": "after 8h", "remind": "", "skip": "a=b"})


def test_split_other_keys_than_allowed_stay_words() -> None:
    said = split("flag it says x=1 series=daily", {"series"})

    assert said == Words(("flag", "it", "says", "x=1"), {"series": "daily"})


def test_split_quotation_mark_not_closed() -> None:
    with pytest.raises(InputError) as caught:
        split('flag "oops')

    assert str(caught.value) == 'A quotation mark is not closed. Write "like this".'


@given(st.text())
def test_split_never_fails_otherwise_and_loses_no_word(text: str) -> None:
    whole = "".join(text.split()).translate(
        {ord(mark): None for mark in '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}'}
    )

    try:
        said = split(text, ())
    except InputError:
        assert sum(text.count(mark) for mark in '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}') % 2
    else:
        assert "".join("".join(said.words).split()) == whole


def test_words_text_and_rest() -> None:
    words = Words(("queue", "add", "a/b"), {"series": "daily"})

    assert (words.text, words.rest(), words.rest(2).text) == (
        "queue add a/b",
        Words(("add", "a/b"), {"series": "daily"}),
        "a/b",
    )
