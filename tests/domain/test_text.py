"""Small rules of wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.domain.text import count, first_paragraph, first_words, listing, nearest, percent, plain


@given(st.text())
def test_plain_is_shown_as_it_is_on_one_line(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(plain(text).replace("\x00", ""))

    inline = [token for token in tokens if token.type == "inline"]
    said = "".join(child.content for token in inline for child in token.children or [])
    assert {child.type for token in inline for child in token.children or []} <= {"text", "text_special"}
    assert said == " ".join(text.replace("\x00", "").split())


@pytest.mark.parametrize(
    "text", ["# h", "- a", "1. a", "> q", "    code", "<b>", "&amp;", "~~~", "a\n===", "![x](y)", "*a*", "_b_", "`c`"]
)
def test_plain_makes_markup_harmless(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(plain(text))

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize(("number", "said"), [(0, "0 answers"), (1, "1 answer"), (2, "2 answers")])
def test_count(number: int, said: str) -> None:
    assert count(number, "answer") == said


def test_count_irregular() -> None:
    assert (count(1, "person", "people"), count(2, "person", "people")) == ("1 person", "2 people")


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listing(words: list[str], said: str) -> None:
    assert listing(words) == said


def test_listing_of_choices() -> None:
    assert listing(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(("share", "said"), [(0, "0 %"), (2 / 3, "67 %"), (1, "100 %"), (None, "-")])
def test_percent(share: float | None, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(("word", "meant"), [("Leaderbord", "Did you mean `leaderboard`?"), ("xyzzy", "")])
def test_nearest(word: str, meant: str) -> None:
    assert nearest(word, ["leaderboard", "me"]) == meant


def test_nearest_as_people_type_it() -> None:
    assert nearest("leaderbord", ["leaderboard"], before="/qotd ") == "Did you mean `/qotd leaderboard`?"


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("One.\n\nTwo.", "One."),
        ("**One** of\n two lines.\n\nTwo.", "**One** of two lines."),
        ("## Head\n\n- item\n\n1. item\n\n> said\n\n| a |\n|---|\n\n---\n\n    code\n\nText.", "Text."),
        ("```python\na = 1\n\nb = 2\n```\nText after code.", "Text after code."),
        ("~~~~\n```\n~~~\n\nstill code\n~~~~~\n\nText.", "Text."),
        ("Text before code:\n```\na\n```", "Text before code:"),
        ("- only\n- a list", "- only\n- a list"),
        ("```\nonly\n\ncode, not closed", "```\nonly\n\ncode, not closed"),
        ("1900 was no leap year.", "1900 was no leap year."),
        ("\n\n", ""),
    ],
)
def test_first_paragraph(markdown: str, said: str) -> None:
    assert first_paragraph(markdown) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("one two three", "one two three"),
        ("one two three ", "one two three "),
        ("one\n two  three four", "one\n two  three …"),
        ("1234567890123456 x", "123456789012345 …"),
        ("12345 6789012345", "12345 …"),
    ],
)
def test_first_words(text: str, shown: str) -> None:
    assert first_words(text, 3, 15) == shown
