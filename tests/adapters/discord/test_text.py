"""How cards are written in Discord's Markdown."""

from typing import get_args

import pytest

from adapters.discord.operate.preview import view_html
from adapters.discord.render import limits
from adapters.discord.render.card import block_pieces
from adapters.discord.render.markdown import markdown_pieces
from adapters.discord.render.messages import messages
from adapters.discord.render.setup_form import Draft, setup_view
from adapters.discord.render.tables import table_pieces
from adapters.discord.render.texts import escape
from bot.cards.samples import OPENED
from bot.domain.card import Block, Card, Chart, Facts, Heading, KeyPointLine, Meter, Quote, Text
from tests.adapters.console.cards import BOARD, FIGURES, QUESTION, REVEAL


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("see https://a.example/b_c_d?e=~f.", "see <https://a.example/b_c_d?e=~f>."),
        ("<https://a.example|b>", r"\<<https://a.example>\|b\>"),
        ("[a](https://b.example)", r"\[a\](<https://b.example>)"),
        ("https://a.example/`b`*c*", r"<https://a.example/>\`b\`\*c\*"),
        ("https:// a_b", r"https\:// a\_b"),
        ("https://a.example/@b", "<https://a.example/@b>"),
    ],
)
def test_address_ends_where_it_ended(typed: str, written: str) -> None:
    assert escape(typed) == written


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        ("<https://a.example/b_c>", "<https://a.example/b_c>"),
        ("[https://a.example](https://a.example)", "<https://a.example>"),
        ("[https://a.example](https://b.example)", "<https://a.example> (<https://b.example>)"),
        ("[a](https://b.example)", "[a](<https://b.example>)"),
        ("[a](b)", "a (b)"),
    ],
)
def test_link_says_where_it_leads(markdown: str, written: str) -> None:
    assert list(markdown_pieces(markdown)) == [written]


def test_narrow_table_is_aligned() -> None:
    rows = [("Ada", "100 %"), ("Bo", "5 %")]

    assert list(table_pieces(("Who", "Score"), rows, frozenset({1}))) == [
        "```\nWho  Score\n──────────\nAda  100 %\nBo     5 %\n```"
    ]


@pytest.mark.parametrize(("room", "is_table"), [(32, True), (33, False)])
def test_table_wider_than_a_phone_is_a_list(room: int, is_table: bool) -> None:
    [piece] = table_pieces(("Who", "Score"), [("a" * (room - 7), "1")], frozenset({1}))

    assert piece.startswith("```") is is_table


def test_list_of_a_wide_table_names_its_columns() -> None:
    header = ("Rank", "Who", "Points", "Mean score of all answers", "")

    assert list(table_pieces(header, [("1", "Ada *x*", "42", "90 %", "★"), ("2", "Bo")], frozenset({0, 2, 3}))) == [
        (
            "- **1 · Ada \\*x\\*** · Points: 42 · Mean score of all answers: 90 % · ★\n"
            "- **2 · Bo** · Points: \\- · Mean score of all answers: \\- · \\-"
        )
    ]


def test_list_of_a_long_table_is_split_between_its_rows() -> None:
    rows = [(f"{number:03}", "word " * 20) for number in range(60)]

    made = list(table_pieces(("Number", "Words"), rows, frozenset()))

    assert [line[4:7] for piece in made for line in piece.splitlines()] == [row[0] for row in rows]
    assert max(map(len, made)) <= limits.PIECE


def test_headings_stay_with_what_they_are_of() -> None:
    told = "word " * 700
    card = Card("", (Text(told), Heading("Best answer"), Quote("Ada", "word " * 300)))

    [first, second] = messages(card)

    assert first.text.split() == told.split()
    assert second.text.startswith("**Best answer**\n**Ada**\n> word")


def test_setup_says_what_is_chosen() -> None:
    shown = view_html(
        setup_view(Draft({"aws": "AWS"}), 1, {"zone": "x", "days": "y", "managers": "z", "": "w"}), OPENED
    )

    assert [
        name for name in ("Channel", "Packs", "Days", "Answers are given") if f"<small>{name}</small>" in shown
    ] == [
        *("Channel", "Packs", "Days", "Answers are given"),
    ]
    assert "⚠️ <strong>Time zone</strong> x\n⚠️ <strong>Days</strong> y\n⚠️ <strong>Managers</strong> z" in shown


@pytest.mark.parametrize("end", [":", "\n\nWhat it costs:"])
def test_long_quotes_that_end_like_headings_fill_no_message_beyond_its_room(end: str) -> None:
    quotes = tuple(Quote("ana", "y" * length + end) for length in (1200, 1200, 1900))

    made = messages(Card("Answers", (Heading("Answers"), *quotes)))

    assert [len(message.text) for message in made if len(message.text) > limits.MESSAGE] == []
    assert sum(message.text.count("y") for message in made) == 4300


def test_every_block_has_a_rendering() -> None:
    blocks = [block for card in (QUESTION, REVEAL, BOARD, FIGURES) for block in card.blocks]

    assert {type(block) for block in blocks if list(block_pieces(block))} == set(get_args(Block))


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (Heading(" "), []),
        (Meter(" ", 3, 5), ["●●●○○  · 3 of 5"]),
        (KeyPointLine("It reads", " "), ["• It reads"]),
        (Facts((("Level", " "),)), ["Level:"]),
        (Quote(" ", "a"), ["> a"]),
        (Chart(" ", ("Mon",), (("answers", (5,)),)), ["Mon: 5 answers"]),
    ],
)
def test_what_has_no_words_is_not_set_in_bold(block: Block, written: list[str]) -> None:
    assert list(block_pieces(block)) == written
