import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from adapters.console.render.texts import SHOWN, harmless, one_line, shortened


def test_harmless_escape_codes_become_visible() -> None:
    assert harmless("\x1b[31mred\x1b[0m\x07\x9b2J\x00") == "\\x1b[31mred\\x1b[0m\\x07\\x9b2J\\x00"


def test_harmless_invisible_characters_are_removed() -> None:
    assert harmless("a\u200bb\u202ecd\u2066e\ufeff\u00adf") == "abcdef"


def test_harmless_line_breaks_are_kept_and_all_alike() -> None:
    assert harmless("a\r\nb\rc\u2028d\ne") == "a\nb\nc\nd\ne"


def test_harmless_tab_becomes_spaces() -> None:
    assert harmless("a\tb") == "a   b"


def test_harmless_half_a_surrogate_pair_becomes_visible() -> None:
    assert harmless("a\ud83d") == "a\\ud83d"


def test_harmless_writing_of_all_kinds_is_kept() -> None:
    assert harmless("Größe שלום 日本語 😀 =HYPERLINK(1) @everyone") == "Größe שלום 日本語 😀 =HYPERLINK(1) @everyone"


def test_shortened_text_of_the_limit_is_whole() -> None:
    assert shortened("x" * SHOWN) == "x" * SHOWN


def test_shortened_long_text_says_how_much_more_there_is() -> None:
    assert shortened("x" * 40_000) == "x" * SHOWN + " … and 38,500 more characters"


def test_one_line_has_no_breaks() -> None:
    assert one_line(" a\n\n b\tc ") == "a b c"


@given(st.text())
def test_harmless_any_text_has_no_controls_and_nothing_invisible(text: str) -> None:
    shown = harmless(text)

    categories = {unicodedata.category(character) for character in shown.replace("\n", "")}
    assert categories & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()


def test_harmless_keeps_joined_emoji_together_and_no_other_joiner() -> None:
    assert harmless("👩\u200d💻 👍🏽 a\u200db") == "👩\u200d💻 👍🏽 ab"
