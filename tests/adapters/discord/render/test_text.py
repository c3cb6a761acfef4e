"""How cards are written in Discord's Markdown."""

from collections.abc import Iterable
from typing import get_args

import pytest

from adapters.discord.operate.preview import view_html
from adapters.discord.render import limits
from adapters.discord.render.card import block_pieces
from adapters.discord.render.markdown import markdown_pieces
from adapters.discord.render.messages import Message, layout, messages
from adapters.discord.render.parts import Kind, Piece
from adapters.discord.render.setup_form import Draft, setup_view
from adapters.discord.render.tables import table_pieces
from adapters.discord.render.texts import escape
from bot.cards.samples import OPENED
from bot.domain.card import (
    Action,
    Block,
    Card,
    Chart,
    Facts,
    Heading,
    KeyPointLine,
    Meter,
    Quote,
    Small,
    Table,
    Text,
    Tone,
)
from tests.adapters.console.cards import BLOCKS
from tests.adapters.discord.render.rules import message_problems


def texts(made: Iterable[Piece]) -> list[str]:
    return [piece.text for piece in made]


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
    assert texts(markdown_pieces(markdown)) == [written]


def test_narrow_table_is_aligned() -> None:
    rows = [("Ada", "100 %"), ("Bo", "5 %")]

    assert list(table_pieces(("Who", "Score"), rows, frozenset({1}))) == [
        "```\nWho  Score\n──────────\nAda  100 %\nBo     5 %\n```"
    ]


@pytest.mark.parametrize(("room", "is_table"), [(31, True), (32, False)])
def test_table_of_words_that_is_wider_than_a_phone_is_written_out(room: int, is_table: bool) -> None:
    [piece] = table_pieces(("Who", "Said"), [("a" * (room - 6), "b")], frozenset())

    assert piece.startswith("```") is is_table


def test_names_are_shortened_so_that_figures_fit_into_thirty_cells() -> None:
    rows = [("🥇", "Katherine Johnson-Goble of Hampton", "42"), ("2", "日本太郎日本太郎日本太郎", "7")]

    [piece] = table_pieces(("", "Who", "Points"), rows, frozenset({0, 2}))

    assert piece.splitlines()[1:-1] == [
        "   Who                  Points",
        "──────────────────────────────",
        "🥇 Katherine Johnson-G…     42",
        " 2 日本太郎日本太郎日…       7",
    ]


def test_table_whose_figures_leave_no_room_for_names_is_written_out() -> None:
    [piece] = table_pieces(("Who", "A", "B"), [("a" * 20, "1" * 11, "1" * 11)], frozenset({1, 2}))

    assert piece == f"**{'a' * 20}**\nA: {'1' * 11} · B: {'1' * 11}"


def test_list_of_a_wide_table_names_its_columns() -> None:
    header = ("Rank", "Who", "Points", "Mean score of all answers", "")

    assert list(table_pieces(header, [("1", "Ada *x*", "42", "90 %", "★"), ("2", "Bo")], frozenset({0, 2, 3}))) == [
        (
            "**1 · Ada \\*x\\***\nPoints: 42 · Mean score of all answers: 90 % · ★\n"
            "**2 · Bo**\nPoints: \\- · Mean score of all answers: \\- · \\-"
        )
    ]


def test_list_of_a_long_table_is_split_between_its_rows() -> None:
    rows = [(f"{number:03}", "word " * 20) for number in range(60)]

    made = list(table_pieces(("Number", "Words"), rows, frozenset()))

    assert [line.strip("*") for piece in made for line in piece.splitlines()[::2]] == [row[0] for row in rows]
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
    assert {type(block) for block in BLOCKS if list(block_pieces(block))} == set(get_args(Block))


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (Heading(" "), []),
        (Meter(" ", 3, 5), ["-# ●●●○○  · 3 of 5"]),
        (KeyPointLine("It reads", " "), ["• It reads"]),
        (Facts((("Level", " "),)), ["Level:"]),
        (Quote(" ", "a"), ["> a"]),
        (Chart(" ", ("Mon",), (("answers", (5,)),)), ["```\n 5\n █\nMon\n```"]),
    ],
)
def test_what_has_no_words_is_not_set_in_bold(block: Block, written: list[str]) -> None:
    assert texts(block_pieces(block)) == written


def test_chart_is_a_block_for_each_figure() -> None:
    chart = Chart("This week", ("Mon", "Prices an hour old"), (("answers", (5, 10)), ("average", (0, 75))))

    title, drawn = texts(block_pieces(chart))

    assert title == "**This week**"
    assert drawn.splitlines()[1:-1] == [
        "               answers average",
        "──────────────────────────────",
        "Mon                ▅ 5     ▁ 0",
        "Prices an hou…    █ 10    █ 75",
    ]


def test_one_line_of_figures_is_a_line_of_blocks() -> None:
    _, drawn = texts(block_pieces(Chart("Answers by question", ("Mon", "Tue", "Wed"), (("answers", (10, 5, 0)),))))

    assert drawn.splitlines()[1:-1] == [
        "10   5   0",
        " █   ▅   ▁",
        "Mon Tue Wed",
    ]


def test_board_of_four_columns_is_a_table() -> None:
    rows = [("🥇", "Ana Ruiz", "33", "5"), ("4.", "Bo @everyone <!channel>", "24", "4")]

    [piece] = table_pieces(("Rank", "Who", "Points", "Answers"), rows, frozenset({0, 2, 3}))

    assert piece.splitlines()[1:-1] == [
        "Rank Who        Points Answers",
        "──────────────────────────────",
        "  🥇 Ana Ruiz       33       5",
        "  4. Bo @every…     24       4",
    ]


def test_row_too_wide_for_a_table_is_told_under_its_first_words() -> None:
    header = ("Who", "Answered", "Rate", "Weak in")
    rows = [("Ana", "12 of 14", "86 %", "Disaster recovery, Cost, Networking")]

    [piece] = texts(block_pieces(Table(header, tuple(rows), numeric=(1, 2))))

    assert piece == "**Ana**\nAnswered: 12 of 14 · Rate: 86 % · Weak in: Disaster recovery, Cost, Networking"


def test_column_that_asks_has_no_colon() -> None:
    [piece] = texts(
        markdown_pieces("| Policy | Grants? |\n|---|---|\n| a policy with a long name indeed | no, limits |")
    )

    assert piece == "**a policy with a long name indeed**\nGrants? no, limits"


LINE = "aws s3api put-object --bucket a-bucket-with-a-name --key some/key --body file.json"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("bash", [f"  {LINE[:56]} \\", f"      {LINE[57:]}"]),
        ("json", [f"  {LINE[:56]}", f"      {LINE[57:]}"]),
    ],
)
def test_long_line_of_code_is_broken_where_it_may_be(language: str, lines: list[str]) -> None:
    [piece] = texts(markdown_pieces(f"```{language}\n  {LINE}\n{'x' * 80}\ny {'x' * 80}\n```"))

    assert [one.removesuffix(" \\") for one in piece.splitlines()[3:-1]] == ["x" * 80, "y", f"    {'x' * 80}"]
    assert piece.splitlines()[1:3] == lines
    assert max(map(len, lines)) <= 66


@pytest.mark.parametrize("language", ["bash", "python", "yaml"])
def test_long_comment_goes_on_as_a_comment(language: str) -> None:
    [piece] = texts(markdown_pieces(f"```{language}\n  # {'words ' * 20}\n```"))

    lines = piece.splitlines()[1:-1]
    assert len(lines) > 1
    assert [one for one in lines if not one.startswith("  # ") or one.endswith("\\")] == []


def test_what_follows_a_list_stands_apart() -> None:
    text = "Either:\n\n- one\n- two\n\nTrade-off: three\n\n1. four\n\n- five"

    [message] = messages(Card("Title", (Text(text),)))

    assert message.parts == ("## Title\nEither:\n- one\n- two", "Trade-off: three\n\n1. four", "- five")
    assert message.ruled == frozenset()


def test_parts_of_a_long_card_are_ruled_off_and_fit() -> None:
    told = Text("word " * 100)
    blocks = [one for name in "abcdefgh" for one in (Heading(name), told, Text("- point"))]
    actions = tuple(Action("hint", "Hint", "round:1") for _ in range(25))
    card = Card("Title", tuple(blocks), actions, menu=actions[:2], tone=Tone.REVEAL)

    made = messages(card)
    [container] = layout(made[0]).to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it untyped

    assert [message_problems(message) for message in made] == [[]] * len(made)
    assert [part.partition("\n")[0] for part in made[0].parts] == ["## Title", *(f"**{name}**" for name in "bcdef")]
    assert container["accent_color"] == 0xF0B232


def test_shares_stand_apart_from_what_is_above_them_and_a_quote_leads_on_in_the_next_line() -> None:
    shares = (Meter("Turquoise", 3, 5), Meter("Marble", 0, 5))
    blocks = (Text("In short."), *shares, Quote("★ Ana", "word"), Text("[Whole](https://x.example)"))

    [made] = messages(Card("Reveal", blocks))

    assert made.parts == (
        "## Reveal\nIn short.",
        "-# ●●●○○ **Turquoise** · 3 of 5\n-# ○○○○○ **Marble** · 0 of 5\n\n**★ Ana**\n> word\n[Whole](<https://x.example>)",
    )


@pytest.mark.parametrize(
    ("block", "kinds"),
    [
        (Text("**All bold**\n\n**Not** only **bold**"), [Kind.HEADING, Kind.TEXT]),
        (
            Text("### A\n\n- one\n\n> two\n\n[a](https://a.example) too"),
            [Kind.HEADING, Kind.LIST, Kind.QUOTE, Kind.LINK],
        ),
        (Heading("x" * 2000), [Kind.TEXT, Kind.TEXT]),
        (KeyPointLine("x" * 2000, "covered"), [Kind.KEY_POINT, Kind.TEXT]),
        (Small("x " * 500 + "\n" + "y " * 2000), [Kind.SMALL, Kind.SMALL, Kind.TEXT, Kind.TEXT]),
    ],
)
def test_piece_is_of_its_kind(block: Block, kinds: list[Kind]) -> None:
    assert [piece.kind for piece in block_pieces(block)] == kinds


@pytest.mark.parametrize(
    ("blocks", "parts"),
    [
        ((Text("✅ one"), Text("• two")), ("✅ one\n\n• two",)),
        ((Text("one"), Small("• two")), ("one\n\n-# • two",)),
        ((Text("\\#lounge asks."), Text("two")), ("#lounge asks.\n\ntwo",)),
        ((Text("**one** and **two**"), Text("three")), ("**one** and **two**\n\nthree",)),
        ((Table(("Who",), (("x" * 40,),)), Text("two")), (f"**{'x' * 40}**\n\ntwo",)),
    ],
    ids=["key points", "shares", "heading", "paragraph in bold", "row in bold"],
)
def test_what_begins_like_another_kind_is_none(blocks: tuple[Block, ...], parts: tuple[str, ...]) -> None:
    [made] = messages(Card("", blocks))

    assert made.parts == parts


@pytest.mark.parametrize(("buttons", "in_menu"), [(1, 0), (4, 0), (5, 1), (6, 0)])
def test_menu_of_one_entry_is_a_button_where_its_row_has_room(buttons: int, in_menu: int) -> None:
    flag = Action("flag", "Flag", "round:1")
    actions = tuple(Action("hint", f"Hint {number}", "round:1") for number in range(buttons))

    [made] = messages(Card("", (Text("x"),), actions, menu=(flag,)))
    [both] = messages(Card("", (Text("x"),), actions, menu=(flag, flag)))

    assert (made.actions[buttons:], made.menu) == ((flag,) * (1 - in_menu), (flag,) * in_menu)
    assert (both.actions, both.menu) == (actions, (flag, flag))


@pytest.mark.parametrize("tone", [Tone.OPEN, Tone.CLOSED, Tone.REVEAL, Tone.TROUBLE])
def test_every_tone_has_a_colour_of_its_own(tone: Tone) -> None:
    colours = {one: layout(Message("x", tone=one)).to_components()[0]["accent_color"] for one in Tone}  # type: ignore[no-untyped-call]  # discord.py leaves it untyped

    assert colours[Tone.PLAIN] is None
    assert [one for one, colour in colours.items() if colour == colours[tone]] == [tone]
