"""Properties of what people typed on its way to Discord: harmless, whole, and within the limits."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.operate.preview_markdown import markdown_html
from adapters.discord.render import limits
from adapters.discord.render.buttons import custom_id, read_custom_id
from adapters.discord.render.messages import messages
from adapters.discord.render.texts import escape, pieces
from bot.domain.card import Action, Card, Chart, Table
from bot.domain.text import clean
from tests.adapters.blocks import blocks_of, words_of
from tests.adapters.discord.render.rules import components, limits_broken
from tests.servers.fake_discord.records import COMPONENTS_V2

pytestmark = pytest.mark.repeats

NOW = datetime(2030, 1, 1, tzinfo=UTC)
MARKUP = r"\`*_~|<>@[]()#-+!:.1a "
WRITTEN = ("@everyone", "@here", "<@1>", "<@&2>", "<#3>", "<:x:4>", "<t:0:R>", "</qotd:5>", "-# ", "> ", ">>> ", "```")
ADDRESSES = ("https://a.example/b_c?d=~e~", "http://b.example", "[a](https://b.example)", "https://", "\n", "é", "日本")
FRAGMENTS = st.sampled_from((*MARKUP, *WRITTEN, *ADDRESSES))
SHORT = st.lists(FRAGMENTS, max_size=14).map("".join) | st.text(max_size=30)
#: Built from their parts, so that hypothesis can name them shortly.
LONG = st.tuples(SHORT, SHORT, st.sampled_from((300, 1900))).map(lambda part: part[0] + (part[1] * part[2])[:4500])
TEXTS = SHORT | SHORT | LONG
FEW = settings(max_examples=50, deadline=None)
_ESCAPED = re.compile(r"\\.|<https?://[^\s<>]*>", re.DOTALL)
_LIVE = re.compile(r"[\\`*_~|<>@\[\]]|://|^\s*(?:#{1,3}|-#|[-+]|\d+\.)\s", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")


def live(written: str) -> list[str]:
    """Give what Discord would take for markup or a mention."""
    return _LIVE.findall(_ESCAPED.sub("x", written))


def read(written: str) -> str:
    """Give what people read."""
    return unescape(_TAG.sub("", markdown_html(written, NOW)))


def bare(text: str) -> str:
    """Leave blanks out, which may change where a text is split, and stars, which may lose their partner there."""
    return "".join(text.split()).replace("*", "")


@FEW
@given(TEXTS)
def test_nothing_that_is_typed_is_markup(typed: str) -> None:
    assert live(escape(typed)) == []


@settings(deadline=None)
@given(SHORT)
def test_what_is_typed_is_shown_as_it_is(typed: str) -> None:
    shown = markdown_html(escape(typed), NOW)

    assert read(escape(typed)) == clean(typed)
    assert set(re.findall(r"<(\w+)", shown)) <= {"a"}


@FEW
@given(TEXTS)
def test_pieces_are_the_whole_text_and_fit(typed: str) -> None:
    written = escape(typed)
    made = list(pieces(written))

    assert "".join("".join(made).split()) == "".join(written.split())
    assert [piece for piece in made if len(piece) > limits.PIECE] == []
    assert [found for piece in made for found in live(piece)] == []


@pytest.mark.parametrize("lead", range(4))
@pytest.mark.parametrize("unit", ["\\", "\\*", "@", "- ", "# ", "https://a.example/" + "b_c~" * 99, "1. "])
def test_escapes_and_addresses_are_not_cut(lead: int, unit: str) -> None:
    made = list(pieces(escape("a" * lead + unit * 3000)))

    assert [found for piece in made for found in live(piece)] == []
    assert bare("".join(read(piece) for piece in made)) == bare("a" * lead + unit * 3000)


#: Names that stand beside figures are shortened, and so are those in charts.
BLOCKS = {
    **blocks_of(TEXTS, SHORT),
    Table: st.builds(lambda rows: Table(("One", "Two"), tuple(rows) * 20), st.lists(st.tuples(SHORT, SHORT))),
}
CARDS = st.builds(
    lambda title, blocks, actions: Card(title, tuple(blocks), tuple(actions)),
    TEXTS,
    st.lists(st.one_of(*BLOCKS.values()), max_size=6),
    st.lists(st.builds(Action, st.sampled_from(("answer", "next")), TEXTS, st.just("round:7")), max_size=30),
)


def words(card: Card) -> list[str]:
    """Give what is on a card, in order; a fence inside of a table is broken there, and so left out."""
    said = [card.title]
    for block in card.blocks:
        said += [block.title] if isinstance(block, Chart) else words_of(block)
    return [bare(clean(text)) for text in said if "```" not in text]


@FEW
@given(CARDS)
def test_cards_are_split_and_not_cut(card: Card) -> None:
    made = messages(card)

    shown = bare("".join(read(message.text) for message in made))
    at = 0
    for word in words(card):
        found = shown.find(word, at)
        assert found >= 0, word
        at = found + len(word)
    bodies = [{"components": components(message), "flags": COMPONENTS_V2} for message in made]
    assert [problem for body in bodies for problem in limits_broken(body)] == []
    assert [len(message.text) for message in made if not 1 <= len(message.text) <= limits.MESSAGE] == []


@FEW
@given(st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True), st.integers(0, 99), st.text(max_size=60))
def test_custom_id_says_what_was_pressed(name: str, index: int, target: str) -> None:
    made = custom_id(name, index, target)

    assert read_custom_id(made) == (name, target)
    assert len(made) <= limits.CUSTOM_ID


def test_custom_id_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 100 characters"):
        custom_id("answer", 0, "x" * 100)


@pytest.mark.parametrize("pressed", ["", "other:answer:0:round:7", "askaday", "askaday::0:round:7"])
def test_custom_id_of_others_is_none(pressed: str) -> None:
    assert read_custom_id(pressed) is None
