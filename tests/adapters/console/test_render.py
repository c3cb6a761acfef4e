import os
import sys
from typing import get_args

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.console.render.card import render
from bot.domain.card import Action, Block, Card, Facts, Heading, KeyPointLine, Meter, Moment, Quote, Small, Table, Text
from tests.adapters.console.cards import BLOCKS, BOARD, CLOSES, FIGURES, QUESTION, REVEAL, printed

QUESTION_40 = """\
╭──────────────────────────────────────╮
│ Question of the day: Storage ·       │
│ associate                            │
│                                      │
│ What does s3:GetObject allow on      │
│ arn:aws:s3:::<bucket>, and why? See  │
│ IAM                                  │
│ (https://docs.aws.amazon.com/iam).   │
│                                      │
│  1 First                             │
│     • nested                         │
│  2 Second                            │
│                                      │
│  Class          Minimum              │
│  ──────────────────────              │
│  Standard             0              │
│  Deep Archive  180 days              │
│                                      │
│   {"Effect": "Allow",                │
│                                      │
│    "Action": "s3:GetObject"}         │
│                                      │
│ Services: S3, IAM · Level: associate │
│ Closes Tuesday 3 June, 09:00         │
│ (Europe/Berlin)                      │
│ Reply in this thread.                │
│                                      │
│ Type /answer TEXT (Answer privately) │
│ · /hint · /flag REASON               │
╰──────────────────────────────────────╯"""

REVEAL_40 = """\
╭──────────────────────────────────────╮
│ Reveal                               │
│                                      │
│ Key points                           │
│ ✓ It reads an object — covered       │
│   “reads the object”                 │
│ ~ It needs permission on the object  │
│   — unsure                           │
│ ✗ It is charged — not found in your  │
│   reply                              │
│ • Requests are logged — 4 of 6       │
│ • Nobody was looked at               │
│                                      │
│ Best answer                          │
│ Ada:                                 │
│   It reads.                          │
│                                      │
│     Indented.                        │
│                                      │
│ Bob:                                 │
│   (nothing)                          │
╰────────────────────── in the thread ─╯"""

REVEAL_ASCII = """\
+--------------------------------------+
| Reveal                               |
|                                      |
| Key points                           |
| + It reads an object - covered       |
|   "reads the object"                 |
| ~ It needs permission on the object  |
|   - unsure                           |
| x It is charged - not found in your  |
|   reply                              |
| * Requests are logged - 4 of 6       |
| * Nobody was looked at               |
|                                      |
| Best answer                          |
| Ada:                                 |
|   It reads.                          |
|                                      |
|     Indented.                        |
|                                      |
| Bob:                                 |
|   (nothing)                          |
+--------------------------------------+"""

BOARD_60 = """\
╭──────────────────────────────────────────────────────────╮
│ Leaderboard                                              │
│                                                          │
│ Rank  Who                Points  Answers  Score  Streak  │
│    1  Ada Lovelace           40        5   92 %      12  │
│    2  Katherine Johnson       8        1      —       1  │
│                                                          │
│ 2 members in all.                                        │
╰──────────────────────────────────────────────────────────╯"""

BOARD_40 = """\
╭──────────────────────────────────────╮
│ Leaderboard                          │
│                                      │
│ Ada Lovelace                         │
│   Rank 1 · Points 40 · Answers 5 ·   │
│   Score 92 % · Streak 12             │
│ Katherine Johnson                    │
│   Rank 2 · Points 8 · Answers 1 ·    │
│   Score — · Streak 1                 │
│                                      │
│ 2 members in all.                    │
╰──────────────────────────────────────╯"""


def test_question_at_40_columns() -> None:
    assert printed(render(QUESTION), 40) == QUESTION_40


def test_reveal_with_note_at_40_columns() -> None:
    assert printed(render(REVEAL, "in the thread"), 40) == REVEAL_40


def test_reveal_in_ascii() -> None:
    assert printed(render(REVEAL), 40, "ascii") == REVEAL_ASCII


def test_board_at_60_columns_is_a_table_with_figures_to_the_right() -> None:
    assert printed(render(BOARD), 60) == BOARD_60


def test_board_at_40_columns_is_a_paragraph_per_row() -> None:
    assert printed(render(BOARD), 40) == BOARD_40


def test_every_block_has_a_rendering() -> None:
    nothing = printed(render(Card("")))

    drawn = {type(block) for block in BLOCKS if printed(render(Card("", (block,)))) != nothing}

    assert drawn == set(get_args(Block))


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
@pytest.mark.parametrize("card", [QUESTION, REVEAL, BOARD, FIGURES])
def test_lines_at_a_width_stay_within_it(card: Card, width: int, encoding: str) -> None:
    widest = max(cell_len(line) for line in printed(render(card), width, encoding).splitlines())

    assert widest == min(width, 100)


def test_meter_is_legible_where_circles_cannot_be_said() -> None:
    lines = _inside(Card("Reveal", (Meter("Jitter", 3, 5),)), 40, "ascii")
    assert ["###.. Jitter" in line for line in lines] == [True]


def _inside(card: Card, width: int = 80, encoding: str = "utf-8") -> list[str]:
    """Give the lines of a card without its frame and title."""
    return [line[2:-2].rstrip() for line in printed(render(card), width, encoding).splitlines()[3:-1]]


def test_autolink_is_shown_once() -> None:
    card = Card("Links", (Text("<https://a.example/x> and <ada@a.example> and ![A diagram](https://a.example/d.png)"),))

    assert _inside(card, 100) == ["https://a.example/x and ada@a.example and A diagram (https://a.example/d.png)"]


def test_markdown_html_and_escape_codes_are_shown_as_written() -> None:
    card = Card("HTML", (Text("a<br>b <b>bold</b> \x1b[31mred\n\n<div>block</div>"),))

    assert _inside(card) == ["a<br>b <b>bold</b> \\x1b[31mred", "", "<div>block</div>"]


def test_list_with_a_code_block_keeps_its_nesting() -> None:
    markdown = "1. First:\n\n   ```sh\n   aws s3 ls |\n     wc -l\n   ```\n2. Second\n\n   More of it."

    assert _inside(Card("Code", (Text(markdown),))) == [
        " 1 First:",
        "     aws s3 ls |",
        "       wc -l",
        " 2 Second",
        "   More of it.",
    ]


@pytest.mark.parametrize(
    "block",
    [
        Facts((("[red]label[/red]", "[bold]value[/] :smile:"),)),
        Quote("[red]Ada[/red]", "[bold]text[/] :smile: [link=x]y"),
        Table(("[red]who",), (("[bold]cell[/] :smile:",),)),
        Small("[dim]small[/] :smile:"),
        Heading("[bold]heading[/] :smile:"),
        KeyPointLine("[bold]point[/] :smile:", "[red]4 of 6", "[i]words"),
    ],
)
def test_markup_of_the_terminal_library_stays_literal(block: Block) -> None:
    together = "".join("".join(_inside(Card("[bold]title", (block,)))).split())

    assert together.count("[") == str(block).count("[")


def test_title_and_action_of_people_are_harmless() -> None:
    card = Card("[bold]a\x1b[2J\nb\u202e", (), (Action("hint", "Hi\nthere\x07"),))

    assert printed(render(card), 44).splitlines()[1:-1] == [
        "│ [bold]a\\x1b[2J b                         │",
        "│                                          │",
        "│ Type /hint (Hi there\\x07)                │",
    ]


def test_moment_is_shown_in_its_zone() -> None:
    card = Card("When", (Moment("Opens", CLOSES, "Asia/Kolkata"), Moment("Closes", CLOSES)))

    assert _inside(card) == ["Opens Tuesday 3 June, 12:30 (Asia/Kolkata)", "Closes Tuesday 3 June, 07:00 (UTC)"]


def test_answer_of_40000_characters_says_how_much_is_not_shown() -> None:
    shown = "".join(_inside(Card("Long", (Quote("Ada", "word " * 8000),))))

    assert shown.count("word") == 300
    assert shown.endswith("… and 38,500 more characters")


def test_wide_characters_in_ascii_keep_the_frame_straight() -> None:
    assert printed(render(Card("日本 é 😀")), 20, "ascii").splitlines()[1] == "| ???? ? ??        |"


PEOPLE = st.text(max_size=60)


CARDS = st.builds(
    lambda title, text, rows: Card(
        title, (Quote(title, text), Table(("Who", "Points"), tuple(rows), (1,)), Facts(((title, text),)), Text(text))
    ),
    PEOPLE,
    PEOPLE,
    st.lists(st.tuples(PEOPLE, PEOPLE), max_size=3),
)


@given(
    card=CARDS,
    width=st.sampled_from((20, 40, 80)),
    encoding=st.sampled_from(("utf-8", "ascii", "latin-1")),
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_printed_within_the_width_and_without_codes(card: Card, width: int, encoding: str) -> None:
    shown = printed(render(card), width, encoding)

    assert "\x1b" not in shown
    assert {cell_len(line) for line in shown.splitlines()} == {width}


SHOW_A_CARD = """
from adapters.console.send.screen import Screen
from tests.adapters.console.cards import REVEAL
Screen().show('1', REVEAL)
"""


def _in_a_terminal(**environment: str) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    output, status = pexpect.run(
        f'{sys.executable} -c "{SHOW_A_CARD}"',
        env=kept | {"TERM": "xterm-256color", "LANG": "C"} | environment,
        withexitstatus=True,
        encoding="utf-8",
    )
    assert status == 0
    return str(output)


def test_terminal_shows_colours() -> None:
    assert "\x1b[" in _in_a_terminal()


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_terminal_that_wants_no_colours_gets_no_codes(environment: dict[str, str]) -> None:
    assert "\x1b" not in _in_a_terminal(**environment)


def test_ascii_terminal_gets_ascii() -> None:
    assert _in_a_terminal(NO_COLOR="1", PYTHONUTF8="0", PYTHONIOENCODING="ascii").isascii()


def test_shares_are_drawn_and_said_and_figures_stand_in_a_table() -> None:
    shown = [line.strip("│ ") for line in printed(render(FIGURES), 60).splitlines()]

    assert shown[3:-1] == [
        "●●●○○ Invalidate on write · 3 of 5",
        "○○○○○ Jitter · 0 of 5",
        "",
        "This week  answers  average",
        "Mon              5       60",
        "Tue              4       75",
        "",
        "Type /good (👍) · /bad (👎) · /flag REASON",
    ]


def test_a_card_without_a_title_begins_with_what_it_says() -> None:
    shown = printed(render(Card("", (Text("Shared."),))), 20)

    assert shown.splitlines()[1:] == ["│ Shared.          │", "╰──────────────────╯"]
