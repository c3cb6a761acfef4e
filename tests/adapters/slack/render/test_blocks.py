from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from adapters.slack.render.buttons import pressed
from adapters.slack.render.card import block_parts, card_parts
from adapters.slack.render.messages import messages
from bot.domain.card import (
    Action,
    Block,
    Card,
    Chart,
    Facts,
    Heading,
    KeyPointLine,
    Meter,
    Moment,
    Quote,
    Small,
    Table,
    Text,
)
from tests.adapters.console.cards import BLOCKS

HOSTILE = "<!channel> <@U1> @everyone *b* `c` :tada: https://x.example & <https://y.example|y>"
ESCAPED = "&lt;!channel&gt; &lt;@U1&gt; @everyone *b* `c` :tada: https://x.example &amp; &lt;https://y.example|y&gt;"
CLOSES = datetime(2025, 6, 3, 7, 0, tzinfo=UTC)
DATE = "<!date^1748934000^{date_short_pretty} at {time}|Tuesday 3 June, 09:00 (Europe/Berlin)>"


def plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words, "emoji": False}


def rich(*runs: dict[str, Any], kind: str = "section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": f"rich_text_{kind}", "elements": list(runs)}]}


def run(words: str, *styles: str) -> dict[str, Any]:
    return {"type": "text", "text": words} | ({"style": dict.fromkeys(styles, True)} if styles else {})


def shown(block: Block) -> list[dict[str, Any]]:
    return [part.block for part in block_parts(block)]


def test_every_block_has_a_rendering() -> None:
    assert {type(block) for block in BLOCKS if shown(block)} == set(get_args(Block))


def test_title_is_a_header() -> None:
    assert [part.block for part in card_parts(Card(f"A\n{HOSTILE}"))] == [
        {"type": "header", "text": plain(f"A {HOSTILE}")}
    ]


def test_title_that_is_too_long_is_bold() -> None:
    assert [part.block for part in card_parts(Card("x" * 151))] == [rich(run("x" * 151, "bold"))]


def test_heading_is_bold() -> None:
    assert shown(Heading(HOSTILE)) == [rich(run(HOSTILE, "bold"))]


def test_two_facts_are_a_line() -> None:
    assert shown(Facts((("Services", "S3,\nEC2"), ("Level", HOSTILE)))) == [
        {"type": "context", "elements": [plain("Services: S3, EC2"), plain(f"Level: {HOSTILE}")]}
    ]


def test_three_facts_are_columns() -> None:
    assert shown(Facts((("A", "1"), ("B", "2"), ("C", "3")))) == [
        {"type": "section", "fields": [plain("A: 1"), plain("B: 2"), plain("C: 3")]}
    ]


def test_moment_is_a_date_of_the_readers_zone() -> None:
    assert shown(Moment("Closes <", CLOSES, "Europe/Berlin")) == [
        {
            "type": "context",
            "elements": [plain("Closes <"), {"type": "mrkdwn", "text": DATE, "verbatim": True}],
        }
    ]


def test_moment_is_said_with_its_label_escaped() -> None:
    assert [part.said for part in block_parts(Moment("Closes <", CLOSES, "Europe/Berlin"))] == [f"Closes &lt; {DATE}"]


def test_moment_without_label_is_a_date() -> None:
    assert [part.said for part in block_parts(Moment("", CLOSES, "Europe/Berlin"))] == [DATE]


def test_quote_is_word_for_word() -> None:
    assert shown(Quote(HOSTILE, f"\n{HOSTILE}\n\n  SELECT 1;\t\n")) == [
        rich(run(HOSTILE, "bold")),
        rich(run(f"{HOSTILE}\n\n  SELECT 1;\t"), kind="quote"),
    ]


def test_quote_is_said_escaped() -> None:
    assert [part.said for part in block_parts(Quote("A & B", HOSTILE))] == ["A &amp; B", ESCAPED]


def test_quote_of_nothing_says_so() -> None:
    assert shown(Quote("Bob", " \n ")) == [
        rich(run("Bob", "bold")),
        rich(run("(nothing)", "italic"), kind="quote"),
    ]


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert shown(Quote("", "a\x00b\x1b[31m\u202ec\ud800d\r\ne")) == [
        rich(run("ab[31mc\N{REPLACEMENT CHARACTER}d\ne"), kind="quote")
    ]


def test_table_has_plain_cells_and_numbers_to_the_right() -> None:
    assert shown(Table(("Who", "Points"), ((HOSTILE, "4"), ("", "5")), (1,))) == [
        {
            "type": "table",
            "rows": [
                [{"type": "raw_text", "text": "Who"}, {"type": "raw_text", "text": "Points"}],
                [{"type": "raw_text", "text": HOSTILE}, {"type": "raw_text", "text": "4"}],
                [{"type": "raw_text", "text": "-"}, {"type": "raw_text", "text": "5"}],
            ],
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        }
    ]


def test_table_with_rows_of_any_length_is_filled_up() -> None:
    (block,) = shown(Table(("A",), (("1", "2"), ())))

    assert [[cell["text"] for cell in row] for row in block["rows"]] == [["A", "-"], ["1", "2"], ["-", "-"]]


def test_table_with_too_many_columns_is_paragraphs() -> None:
    header = tuple(f"c{n}" for n in range(21))

    assert [part.said for part in block_parts(Table(header, (header, ("x",))))] == [
        "\n".join(f"c{n}: c{n}" for n in range(21)),
        "\n".join(["c0: x", *(f"c{n}: -" for n in range(1, 21))]),
    ]


@pytest.mark.parametrize(
    ("outcome", "mark"),
    [("covered", "✅"), ("unsure", "🤔"), ("not found in your reply", "◻️"), ("4 of 6", "•")],
)
def test_key_point_shows_its_outcome(outcome: str, mark: str) -> None:
    assert shown(KeyPointLine("It *reads*", outcome, "so\nsaid")) == [
        rich(run(f"{mark} It *reads*"), run(" — "), run(outcome, "bold"), run("\n"), run("“so said”", "italic"))
    ]


def test_key_point_that_nobody_looked_at_is_a_line() -> None:
    assert shown(KeyPointLine("It reads", "")) == [rich(run("• It reads"))]


def test_small_is_context() -> None:
    assert shown(Small(f"{HOSTILE}\n")) == [{"type": "context", "elements": [plain(HOSTILE)]}]


def test_actions_are_buttons_with_ids_of_their_own() -> None:
    card = Card("", (), (Action("answer", "Answer", "round:7"), Action("next", "Next"), Action("next", "Next")))

    assert [part.block for part in card_parts(card)] == [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "askaday:answer:0",
                    "text": plain("Answer"),
                    "value": "round:7",
                    "style": "primary",
                },
                {"type": "button", "action_id": "askaday:next:1", "text": plain("Next")},
                {"type": "button", "action_id": "askaday:next:2", "text": plain("Next")},
            ],
        }
    ]
    assert pressed({"type": "button", "action_id": "askaday:answer:0", "value": "round:7"}) == ("answer", "round:7")
    assert pressed({"type": "button", "action_id": "askaday:next:1"}) == ("next", "")


def test_what_few_press_is_behind_three_dots() -> None:
    card = Card(
        "", (), (Action("answer", "Answer", "round:7"),), menu=(Action("flag", "Flag", "round:7"), Action("me", ""))
    )

    (block,) = [part.block for part in card_parts(card)]

    assert block["elements"][1] == {
        "type": "overflow",
        "action_id": "askaday:menu:1",
        "options": [
            {"text": plain("Flag"), "value": "flag round:7"},
            {"text": plain("…"), "value": "me"},
        ],
    }


def test_more_than_five_entries_are_a_list() -> None:
    menu = tuple(Action("flag", f"Flag {number}", f"round:{number}") for number in range(6))

    (block,) = [part.block for part in card_parts(Card("", (), (), menu=menu))]
    (element,) = block["elements"]

    assert (element["type"], element["placeholder"]) == ("static_select", plain("More…"))
    assert [one["value"] for one in element["options"]] == [f"flag round:{number}" for number in range(6)]


@pytest.mark.parametrize("kind", ["overflow", "static_select"])
def test_entry_of_a_menu_is_pressed_like_a_button(kind: str) -> None:
    option = {"text": plain("Flag"), "value": "flag round:7"}

    assert pressed({"type": kind, "action_id": "askaday:menu:1", "selected_option": option}) == ("flag", "round:7")


def test_thumbs_are_of_their_own_block_and_buttons_where_that_is_refused() -> None:
    (part,) = card_parts(Card("", feedback="round:7"))
    (thumbs,) = part.block["elements"]
    sent = {"type": "feedback_buttons", "action_id": thumbs["action_id"]}

    assert (part.block["type"], thumbs["type"]) == ("context_actions", "feedback_buttons")
    assert pressed(sent | {"value": thumbs["positive_button"]["value"]}) == ("good", "round:7")
    assert pressed(sent | {"value": thumbs["negative_button"]["value"]}) == ("bad", "round:7")
    assert [pressed(one) for plain in part.plain or () for one in plain.block["elements"]] == [
        ("good", "round:7"),
        ("bad", "round:7"),
    ]


def test_label_that_is_too_long_for_a_button_stands_above_it() -> None:
    label = "Press " * 20

    blocks = [part.block for part in card_parts(Card("", (), (Action("a", label),)))]

    assert blocks[0] == {"type": "context", "elements": [plain(label.strip())]}
    assert blocks[1]["elements"][0]["text"] == plain(f"{label[:74]}…")


def test_text_of_a_message_is_all_of_it() -> None:
    card = Card("T < 1", (Text("**a** & b"), Quote("Ann", "<c>"), Small("d")), (Action("flag", "Flag"),))

    assert [message.text for message in messages(card)] == ["T &lt; 1\na &amp; b\nAnn\n&lt;c&gt;\nd"]


@pytest.mark.parametrize(
    ("met", "of", "runs"),
    [
        (3, 5, [run("●●●○○ "), run("Jitter", "bold"), run(" · 3 of 5")]),
        (0, 5, [run("○○○○○ "), run("Jitter", "bold"), run(" · 0 of 5")]),
        (1, 300, [run("●○○○○ "), run("Jitter", "bold"), run(" · 1 of 300")]),
        (299, 300, [run("●●●●○ "), run("Jitter", "bold"), run(" · 299 of 300")]),
        (0, 0, [run("• "), run("Jitter", "bold")]),
    ],
)
def test_share_is_drawn_and_said(met: int, of: int, runs: list[dict[str, Any]]) -> None:
    assert shown(Meter("Jitter", met, of)) == [rich(*runs)]


@pytest.mark.parametrize(
    ("block", "runs"),
    [
        (Meter(" ", 3, 5), [run("●●●○○ "), run(" · 3 of 5")]),
        (KeyPointLine("It reads", " "), [run("• It reads")]),
    ],
)
def test_what_has_no_words_is_no_run(block: Block, runs: list[dict[str, Any]]) -> None:
    assert shown(block) == [rich(*runs)]


def test_table_of_a_card_can_be_sorted() -> None:
    rows = (("1", "Ada", "1,204", "92 %"), ("2=", "", "-", "4.5 %"))

    (part,) = card_parts(Card("", (Table(("Rank", "Who", "Points", "Score"), rows, (0, 2, 3)),)))

    assert part.block == {
        "type": "data_table",
        "caption": "Rank, Who, Points, Score",
        "rows": [
            [{"type": "raw_text", "text": name} for name in ("Rank", "Who", "Points", "Score")],
            [
                {"type": "raw_number", "value": 1, "text": "1"},
                {"type": "raw_text", "text": "Ada"},
                {"type": "raw_number", "value": 1204, "text": "1,204"},
                {"type": "raw_number", "value": 92, "text": "92 %"},
            ],
            [
                {"type": "raw_text", "text": "2="},
                {"type": "raw_text", "text": "-"},
                {"type": "raw_text", "text": "-"},
                {"type": "raw_number", "value": 4.5, "text": "4.5 %"},
            ],
        ],
        "page_size": 2,
        "row_header_column_index": 1,
    }
    assert [plain.block["type"] for plain in part.plain or ()] == ["table"]
    assert part.said.splitlines()[1] == "1, Ada, 1,204, 92 %"


def test_table_that_is_too_wide_is_no_table_of_data() -> None:
    table = Table(("A",), (("x",) * 21,))

    assert [part.block["type"] for part in card_parts(Card("", (table,)))] == ["rich_text"]


def bars(title: str, labels: list[str], **series: list[int]) -> dict[str, Any]:
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [{"label": label, "value": one} for label, one in zip(labels, values, strict=True)],
                }
                for name, values in series.items()
            ],
            "axis_config": {"categories": labels},
        },
    }


def test_figures_of_one_scale_are_a_chart_with_its_figures_said() -> None:
    parts = list(block_parts(Chart("Week", ("Mon", "Tue"), (("answers", (12, 9)), ("average", (60, 4))))))

    assert [part.block for part in parts] == [bars("Week", ["Mon", "Tue"], answers=[12, 9], average=[60, 4])]
    assert parts[0].said == "Week\nMon: 12 answers, 60 average\nTue: 9 answers, 4 average"
    assert [plain.said for plain in parts[0].plain or ()] == [
        "Week",
        "Mon: 12 answers, 60 average\nTue: 9 answers, 4 average",
    ]


def test_figures_of_two_scales_have_a_chart_each() -> None:
    parts = list(block_parts(Chart("Week", ("Mon",), (("answers", (3,)), ("average", (60,))))))

    assert [part.block for part in parts] == [
        bars("Week: answers", ["Mon"], answers=[3]),
        bars("Week: average", ["Mon"], average=[60]),
    ]
    assert [part.said for part in parts] == ["Week\nMon: 3 answers, 60 average", ""]
    assert [part.plain and len(part.plain) for part in parts] == [2, ()]


def test_labels_that_are_too_long_or_alike_stay_apart() -> None:
    labels = ("A title of many words, first", "A title of many words, second", " ")

    (part,) = block_parts(Chart("x" * 50, labels, (("answers", (1, 2, 3)),)))

    assert part.block["chart"]["axis_config"] == {"categories": ["1. A title of many …", "2. A title of many …", "3."]}


@pytest.mark.parametrize(
    "chart",
    [
        Chart("Week", (), (("answers", ()),)),
        Chart("Week", ("Mon",), ()),
        Chart("Week", ("Mon",), (("a", (1,)), ("a", (2,)))),
        Chart("Week", ("Mon",), tuple((f"line {number}", (1,)) for number in range(7))),
        Chart("Week", tuple(map(str, range(21))), (("answers", tuple(range(21))),)),
    ],
)
def test_what_no_chart_takes_is_said(chart: Chart) -> None:
    assert {part.block["type"] for part in block_parts(chart)} == {"rich_text"}


def test_long_title_of_a_chart_stands_above_it() -> None:
    first, second = block_parts(Chart("x" * 51, ("Mon",), (("answers", (1,)),)))

    assert (first.said, second.block["title"]) == ("x" * 51, "x" * 49 + "…")
