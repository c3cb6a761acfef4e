from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.render import limits
from adapters.slack.render import messages as rendering
from adapters.slack.render.card import card_parts
from adapters.slack.render.messages import messages, with_buttons
from adapters.slack.render.parts import MODERN, Part
from bot.domain.card import Action, Card, Heading, Quote, Small, Table, Text
from tests.adapters.blocks import blocks_of, words_of
from tests.adapters.slack.render.rules import message_limits_broken, texts, walk

pytestmark = pytest.mark.repeats

WORDS = st.lists(st.sampled_from(("alpha", "be<ta", "&amp", ">", "<!channel>", "日本", "x" * 30)), max_size=12)
SHORT = WORDS.map(" ".join)
#: Long texts, some without a single gap; built from their parts, so that hypothesis can name them shortly.
REPEATED = (("y", 9000), ("<", 3000), ("&", 5000), ("z ", 6000), ("one line\n", 300), ("be<ta ", 700), ("&amp", 500))
LONG = st.sampled_from(REPEATED).map(lambda part: part[0] * part[1])
TEXTS = SHORT | SHORT | LONG
NAMES = st.sampled_from(("answer", "hint", "flag", "next"))
BLOCKS = blocks_of(TEXTS, SHORT)
BUTTONS = ("actions", "context_actions")
LABELS = st.sampled_from(("Press", "A long label " * 9, " "))
CARDS = st.builds(
    lambda title, blocks, actions, menu, feedback: Card(
        title, tuple(blocks), tuple(actions), menu=tuple(menu), feedback=feedback
    ),
    TEXTS,
    st.lists(st.one_of(*BLOCKS.values()), max_size=8) | st.lists(BLOCKS[Small], max_size=70),
    st.lists(st.builds(Action, NAMES, LABELS, st.just("round:7")), max_size=30),
    st.lists(st.builds(Action, NAMES, LABELS, st.just("round:7")), max_size=8),
    st.sampled_from(("", "round:7")),
)


def fits(parts: Sequence[Part]) -> bool:
    """Say whether parts may stand in one message, all of them looked at."""
    said = "\n".join(part.said for part in parts if part.said)
    return (
        len(parts) <= limits.MESSAGE_BLOCKS
        and len(said) <= limits.MESSAGE_TEXT
        and sum(counted(part) for part in parts) <= limits.MESSAGE_CHARACTERS
        and sum(part.block["type"] in {"table", "data_table"} for part in parts) <= 1
        and sum(part.block["type"] == "data_visualization" for part in parts) <= 2
    )


def counted(part: Part) -> int:
    """Count the characters of a block that Slack counts."""
    keys = ("text", "url", "value", "title", "label", "name", "caption")
    shown = [one.get(key) for one in walk(part.block) for key in keys]
    return sum(len(one) for one in shown if isinstance(one, str))


def put_together(card: Card) -> list[list[object]]:
    """Put a card's parts together by trying each message as a whole, and give their blocks."""
    done: list[list[Part]] = [[]]
    for part in with_buttons(list(card_parts(card))):
        if done[-1] and not fits([*done[-1], part]):
            place = len(done[-1])
            while place > 1 and done[-1][place - 1].leads and fits([*done[-1][place - 1 :], part]):
                place -= 1
            done.append(done[-1][place:])
            del done[-2][place:]
        done[-1].append(part)
    return [[part.block for part in group] for group in done if group]


def words(card: Card) -> list[str]:
    """Give what is on a card, in order and without blanks."""
    said = [card.title, *(word for block in card.blocks for word in words_of(block))]
    return ["".join(text.split()) for text in said if text.strip()]


def missing(expected: list[str], shown: str) -> list[str]:
    """Give the texts that are not shown after the one before them."""
    position, lost = 0, []
    for text in expected:
        found = shown.find(text, position)
        if found < 0:
            lost.append(text)
        else:
            position = found + len(text)
    return lost


@given(card=CARDS)
@settings(max_examples=80, deadline=None)
def test_every_message_is_within_every_limit(card: Card) -> None:
    made = messages(card)

    assert [message_limits_broken(message) for message in made] == [[] for _ in made]


@given(card=CARDS)
@settings(max_examples=80, deadline=None)
def test_messages_are_those_of_trying_each_as_a_whole(card: Card) -> None:
    assert [list(message.blocks) for message in messages(card)] == put_together(card)


def test_each_block_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: Counter[str] = Counter()
    characters = rendering.characters

    def count(value: object) -> int:
        if isinstance(value, dict) and value["type"] == "context":
            measured[value["elements"][0]["text"]] += 1
        return characters(value)

    monkeypatch.setattr(rendering, "characters", count)

    made = messages(Card("Long", tuple(Small(f"line {number}") for number in range(70))))

    assert [len(message.blocks) for message in made] == [50, 21]
    assert measured == {f"line {number}": 1 for number in range(70)}


@given(card=CARDS)
@settings(max_examples=80, deadline=None)
def test_every_word_is_on_a_message_in_order(card: Card) -> None:
    # What is drawn in a chart may be cut there; the whole is said.
    shown = "".join("".join(texts(list(message.blocks))) for message in messages(card, MODERN))

    assert missing(words(card), "".join(shown.split())) == []


@given(card=CARDS)
@settings(max_examples=60, deadline=None)
def test_every_word_is_read_out_in_order(card: Card) -> None:
    said = "".join(message.text for message in messages(card))
    unescaped = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert missing(words(card), "".join(unescaped.split())) == []


@given(card=CARDS)
@settings(max_examples=60, deadline=None)
def test_buttons_stay_on_the_last_message(card: Card) -> None:
    kinds = [[block["type"] for block in message.blocks] for message in messages(card)]
    buttons = [[kind.count(one) for one in BUTTONS] for kind in kinds]
    rows = -(-(len(card.actions) + bool(card.menu)) // 25)

    assert buttons == [[0, 0]] * (len(kinds) - 1) + [[rows, int(bool(card.feedback))]] * bool(kinds)


def test_answer_of_40000_characters_is_whole() -> None:
    text = "".join(f"line {number} of what I think\n" for number in range(1500))[:40_000].strip()

    made = messages(Card("Long", (Quote("Ada", text),)))
    quoted = [
        element["elements"][0]["text"]
        for message in made
        for block in message.blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
    ]

    assert "".join(quoted) == text
    assert len(made) == 10


def test_heading_goes_with_what_follows() -> None:
    card = Card(
        "Title", (Text("a " * 940), Text("b " * 940), Heading("Heading"), Text("c " * 900)), (Action("a", "A"),)
    )

    made = messages(card)

    assert [texts(list(message.blocks))[0][:7] for message in made] == ["Title", "Heading"]


@pytest.mark.parametrize("feedback", ["", "round:7"])
def test_buttons_go_with_what_is_above_them(feedback: str) -> None:
    lines = tuple(Small(f"line {number}") for number in range(50 - bool(feedback)))

    made = messages(Card("", lines, (Action("answer", "Answer"),), feedback=feedback))

    kinds = ["context", "actions", *(["context_actions"] if feedback else [])]
    assert [[block["type"] for block in message.blocks[-3:]] for message in made] == [["context"] * 3, kinds]


def test_hundred_and_fifty_rows_are_two_tables_with_a_header_each() -> None:
    rows = tuple((str(n), f"m{n}") for n in range(150))

    made = messages(Card("", (Table(("No", "Who"), rows, (0,)),)))

    assert [len(message.blocks[0]["rows"]) for message in made] == [100, 52]
    assert [message.text.splitlines()[0] for message in made] == ["No, Who", "No, Who"]


def test_card_without_anything_is_no_message() -> None:
    assert messages(Card(" ")) == ()


@pytest.mark.parametrize("name", ["answer", "hint"])
def test_buttons_alone_are_a_message(name: str) -> None:
    made = messages(Card("", (), (Action(name, "Press"),)))

    assert [(message.text, len(message.blocks)) for message in made] == [("Buttons", 1)]
