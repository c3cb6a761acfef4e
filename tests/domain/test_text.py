import pytest

from bot.domain.text import count, listing, percent, plain


def test_plain_keeps_text_from_being_markup() -> None:
    assert plain("*bold*\n <@U1>  [x](y)") == r"\*bold\* \<\@U1\> \[x\]\(y\)"


@pytest.mark.parametrize(
    ("said", "expected"),
    [(count(1, "answer"), "1 answer"), (count(0, "answer"), "0 answers"), (count(2, "reply", "replies"), "2 replies")],
)
def test_count(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("words", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listing(words: list[str], expected: str) -> None:
    assert listing(words) == expected


@pytest.mark.parametrize(("share", "expected"), [(2 / 3, "67 %"), (0.0, "0 %"), (None, "-")])
def test_percent(share: float | None, expected: str) -> None:
    assert percent(share) == expected
