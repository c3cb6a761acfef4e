from typing import Any

import pytest

from adapters.slack.render import markdown as rendering
from adapters.slack.render.markdown import markdown_parts

Json = dict[str, Any]


def blocks(markdown: str) -> list[Json]:
    return [part.block for part in markdown_parts(markdown)]


def elements(markdown: str) -> list[Json]:
    return [element for block in blocks(markdown) for element in block["elements"]]


def text(words: str, *styles: str) -> Json:
    return {"type": "text", "text": words} | ({"style": dict.fromkeys(styles, True)} if styles else {})


def section(*runs: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(runs)}


def listed(style: str, *items: Json, indent: int = 0, **more: int) -> Json:
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": list(items), **more}


def test_paragraphs_are_blocks_of_their_own() -> None:
    assert blocks("One\nline.\n\nTwo.") == [
        {"type": "rich_text", "elements": [section(text("One line."))]},
        {"type": "rich_text", "elements": [section(text("Two."))]},
    ]


@pytest.mark.parametrize("markdown", ["# Title", "#### Title", "Title\n---"])
def test_heading_is_bold(markdown: str) -> None:
    assert elements(markdown) == [section(text("Title", "bold"))]


def test_emphasis_nests() -> None:
    assert elements("a **b *c* ~~d~~** `e<f>` *`g`*") == [
        section(
            text("a "),
            text("b ", "bold"),
            text("c", "bold", "italic"),
            text(" ", "bold"),
            text("d", "bold", "strike"),
            text(" "),
            text("e<f>", "code"),
            text(" "),
            text("g", "italic", "code"),
        )
    ]


def test_links_are_links_where_slack_can_follow_them() -> None:
    assert elements(
        "[**AWS**](https://a.example/x_y) <https://b.example> [here](/docs) ![A plan](https://c.example)"
    ) == [
        section(
            {"type": "link", "url": "https://a.example/x_y", "text": "AWS", "style": {"bold": True}},
            text(" "),
            {"type": "link", "url": "https://b.example", "text": "https://b.example"},
            text(" here (/docs) "),
            {"type": "link", "url": "https://c.example", "text": "A plan"},
        )
    ]


def test_link_that_is_too_long_is_spelled_out() -> None:
    url = "https://a.example/" + "x" * 900

    assert elements(f"[here]({url})") == [section(text(f"here ({url})"))]


def test_html_and_mentions_stay_text() -> None:
    assert elements("<b>a</b> <!channel> <@U1> @everyone :tada: &amp;") == [
        section(text("<b>a</b> <!channel> <@U1> @everyone :tada: &"))
    ]


def test_hard_break_is_a_new_line() -> None:
    assert elements("a\\\nb") == [section(text("a\nb"))]


def test_nested_lists_are_indented_and_go_on_counting() -> None:
    shown = blocks("3. a\n   - b\n     - c\n4. d\n5. e")

    assert shown == [
        {
            "type": "rich_text",
            "elements": [
                listed("ordered", section(text("a")), offset=2),
                listed("bullet", section(text("b")), indent=1),
                listed("bullet", section(text("c")), indent=2),
                listed("ordered", section(text("d")), section(text("e")), offset=3),
            ],
        }
    ]


def test_code_in_a_list_is_set_off() -> None:
    assert elements(
        "1. First:\n\n   ```sh\n   aws s3 ls |\n     wc\n   ```\n\n   More.\n2. Second\n\n   Its rest."
    ) == [
        listed("ordered", section(text("First:"))),
        {"type": "rich_text_preformatted", "elements": [text("aws s3 ls |\n  wc")]},
        section(text("More.")),
        listed("ordered", section(text("Second"), text("\n"), text("Its rest.")), offset=1),
    ]


def test_list_item_without_text_is_a_point() -> None:
    assert elements("-\n- a") == [listed("bullet", section(text(" ")), section(text("a")))]


def test_list_is_indented_at_most_eight_times() -> None:
    markdown = "\n".join(f"{'  ' * depth}- {depth}" for depth in range(12))

    assert [element["indent"] for element in elements(markdown)] == [0, 1, 2, 3, 4, 5, 6, 7, 8]


def test_quote_keeps_its_border_around_lists_and_code() -> None:
    assert elements("> a **b**\n>\n> - c\n>\n>       code") == [
        {"type": "rich_text_quote", "elements": [text("a "), text("b", "bold")]},
        listed("bullet", section(text("c")), border=1),
        {"type": "rich_text_preformatted", "elements": [text("code")], "border": 1},
    ]


def test_table_aligns_numbers_and_keeps_styles() -> None:
    assert blocks("| Class | Days |\n|:--|--:|\n| `GLACIER` or *so* | 90 |\n| | 1 |") == [
        {
            "type": "table",
            "rows": [
                [{"type": "raw_text", "text": "Class"}, {"type": "raw_text", "text": "Days"}],
                [
                    {
                        "type": "rich_text",
                        "elements": [section(text("GLACIER", "code"), text(" or "), text("so", "italic"))],
                    },
                    {"type": "raw_text", "text": "90"},
                ],
                [{"type": "raw_text", "text": "-"}, {"type": "raw_text", "text": "1"}],
            ],
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        }
    ]


def test_rule_is_a_divider() -> None:
    assert blocks("a\n\n---\n\nb")[1] == {"type": "divider"}


def test_long_code_is_cut_between_lines() -> None:
    code = "\n".join(f"line {number}" for number in range(400))

    shown = [element["elements"][0]["text"] for element in elements(f"```\n{code}\n```")]

    assert "".join(shown) == code
    assert [part[-1] for part in shown[:-1]] == ["\n"]


def test_what_a_screen_reader_gets() -> None:
    parts = list(
        markdown_parts(
            "See [a|b](https://a.example/?x=1&y=|), `<x>`:\n\n1. a\n   - b\n2. c\n\n| A | B |\n|-|-|\n| 1 | |"
        )
    )

    assert "\n".join(part.said for part in parts) == (
        "See <https://a.example/?x=1&amp;y=%7C|a|b>, &lt;x&gt;:\n1. a\n  • b\n2. c\nA, B\n1, -"
    )
    assert [part.leads for part in parts] == [True, False, False]


def test_question_for_many_channels_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = rendering._PARSER.parse

    def counted(words: str) -> Any:
        parsed.append(words)
        return parse(words)

    monkeypatch.setattr(rendering._PARSER, "parse", counted)
    asked = "What is the **difference** between\n\n1. a file share\n2. a block device?"

    shown = [blocks(asked) for _channel in range(3)]
    other = blocks(f"{asked} Say why.")

    assert (parsed, shown[1:]) == ([asked, f"{asked} Say why."], shown[:1] * 2)
    assert other != shown[0]
