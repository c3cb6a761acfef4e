"""Splitting what was typed, whatever it is."""
# ruff: noqa: RUF001 - what phones and other keyboards write is what is read here

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


@pytest.mark.parametrize(
    "quoted",
    [
        "‘next 08:30’",
        "'next 08:30'",
        "‚next 08:30‘",
        "«next 08:30»",
        "«\xa0next 08:30\xa0»",
        "“next 08:30”",
        "„next 08:30“",
        "»next 08:30«",
        "‹next 08:30›",
        "”next 08:30”",
    ],
)
def test_split_takes_the_quotation_marks_of_all_languages(quoted: str) -> None:
    said = split(f"setup closes={quoted} at=9")

    assert (said.words, {key: value.strip() for key, value in said.options.items()}) == (
        ("setup",),
        {"closes": "next 08:30", "at": "9"},
    )


def test_split_apostrophes_are_no_quotation_marks() -> None:
    assert split("dispute it’s the users’ own and doesn't 'matter").words == (
        *("dispute", "it’s", "the", "users’", "own", "and", "doesn't", "'matter"),
    )


def test_split_takes_wide_signs_and_spaces_that_do_not_break() -> None:
    assert split("setup\xa0at＝9\u3000zone=UTC\u202fdays=daily") == Words(
        ("setup",), {"at": "9", "zone": "UTC", "days": "daily"}
    )


def test_split_other_keys_than_allowed_stay_words() -> None:
    said = split("flag it says x=1 series=daily", {"series"})

    assert said == Words(("flag", "it", "says", "x=1"), {"series": "daily"})


def test_split_quotation_mark_not_closed() -> None:
    with pytest.raises(InputError) as caught:
        split('flag "oops')

    assert str(caught.value) == 'A quotation mark is not closed. Write "like this".'


@pytest.mark.parametrize("text", ["setup name='daily packs=aws", "setup name=‘daily", "setup packs=‹aws zone=UTC"])
def test_single_quotation_mark_before_a_value_not_closed(text: str) -> None:
    with pytest.raises(InputError) as caught:
        split(text)

    assert str(caught.value) == 'A quotation mark is not closed. Write "like this".'


def test_apostrophe_begins_a_value_in_quotation_marks() -> None:
    said = split("""setup name="'tis" topics=d'or it's='so""", {"name", "topics"})

    assert said == Words(("setup", "it's='so"), {"name": "'tis", "topics": "d'or"})


DOUBLE = '"“”„‟«»＂「」'
SINGLE = "'‘’‚‛‹›"


def bare(text: str) -> str:
    return "".join(text.translate(dict.fromkeys(map(ord, DOUBLE + SINGLE))).split())


@given(st.text() | st.text(alphabet="a b='’" + DOUBLE))
def test_split_never_fails_otherwise_and_loses_no_word(text: str) -> None:
    try:
        said = split(text, ())
    except InputError:
        assert any(mark in text for mark in DOUBLE)
    else:
        assert bare("".join(said.words)) == bare(text)
