"""Each documented limit of Block Kit, at the border and one past it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.servers.conftest import Scene

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "Go", **more: Any) -> Block:
    return {"type": "button", "action_id": "go", "text": plain(text), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "One", value: str = "1", **more: Any) -> Block:
    return {"text": plain(text), "value": value, **more}


def select(*options: Block) -> Block:
    return {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick"), "options": list(options)}


def table(rows: int, cells: int) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


def data_table(high: int = 2, wide: int = 1, **more: Any) -> Block:
    return table(high, wide) | {"type": "data_table", "caption": "Board"} | more


def number(value: Any) -> Block:
    return {"type": "raw_number", "value": value, "text": "1"}


def chart(title: str = "Week", categories: int = 2, series: int = 1, label: str = "", **more: Any) -> Block:
    names = [label or f"day {number}" for number in range(categories)]
    data = [{"label": name, "value": 1} for name in names]
    lines = [{"name": f"line {number}", "data": data} for number in range(series)]
    drawn = {"type": "bar", "series": lines, "axis_config": {"categories": names}} | more
    return {"type": "data_visualization", "title": title, "chart": drawn}


def thumbs(**more: Any) -> Block:
    up, down = ({"text": plain(sign), "value": value} for sign, value in (("👍", "up"), ("👎", "down")))
    element = {"type": "feedback_buttons", "action_id": "say", "positive_button": up | more, "negative_button": down}
    return {"type": "context_actions", "elements": [element]}


def buttons(count: int) -> list[Block]:
    return [button(action_id=f"go{number}") for number in range(count)]


GOOD: dict[str, list[Block]] = {
    "section of 3000": [section("x" * 3000)],
    "header of 150": [{"type": "header", "text": plain("x" * 150)}],
    "button of 75": [actions(button("x" * 75, value="v" * 2000))],
    "25 buttons": [actions(*buttons(25))],
    "100 options": [section(accessory=select(*[option(value=str(number)) for number in range(100)]))],
    "10 fields": [{"type": "section", "fields": [mrkdwn("x" * 900)] * 10}],
    "10 context elements": [{"type": "context", "elements": [mrkdwn("x")] * 10}],
    "50 blocks": [{"type": "divider"}] * 50,
    "table of 100 by 20": [table(100, 20)],
    "data table of 101 by 20": [data_table(101, 20)],
    "data table with numbers": [data_table(rows=[[{"type": "raw_text", "text": "Points"}], [number(4.5)]])],
    "charts": [chart("x" * 50, 20, 6), chart(label="x" * 20, categories=1)],
    "thumbs": [thumbs(value="v" * 2000)],
    "menu of 5": [actions({"type": "overflow", "action_id": "m", "options": [option(value=str(n)) for n in range(5)]})],
    "markdown of 12,000": [{"type": "markdown", "text": "x" * 12_000}],
    "13,200 characters": [section("x" * 2640)] * 5,
    "rich text": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
        }
    ],
}

BAD: dict[str, list[Block]] = {
    "section of 3001": [section("x" * 3001)],
    "empty text": [section("")],
    "section with nothing": [{"type": "section"}],
    "field of 2001": [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
    "11 fields": [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    "header of 151": [{"type": "header", "text": plain("x" * 151)}],
    "header in mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "button of 76": [actions(button("x" * 76))],
    "button in mrkdwn": [actions(button() | {"text": mrkdwn("Go")})],
    "button with a value of 2001": [actions(button(value="v" * 2001))],
    "26 buttons": [actions(*buttons(26))],
    "the same action twice": [actions(button(), button())],
    "no elements": [actions()],
    "11 context elements": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "101 options": [section(accessory=select(*[option(value=str(number)) for number in range(101)]))],
    "no options": [section(accessory=select())],
    "option of 76": [section(accessory=select(option("x" * 76)))],
    "option with a value of 151": [section(accessory=select(option(value="v" * 151)))],
    "option in mrkdwn": [section(accessory=select(option() | {"text": mrkdwn("One")}))],
    "51 blocks": [{"type": "divider"}] * 51,
    "the same block twice": [section(block_id="a"), section(block_id="a")],
    "block id of 256": [section(block_id="b" * 256)],
    "table of 101 rows": [table(101, 1)],
    "table of 21 cells": [table(1, 21)],
    "data table without a row": [data_table(1)],
    "data table of 102 rows": [data_table(102)],
    "data table without a caption": [data_table(caption="")],
    "data table with a page of 101": [data_table(page_size=101)],
    "data table whose lead is no column": [data_table(row_header_column_index=1)],
    "data table with rows of two lengths": [data_table(rows=[*data_table()["rows"], [number(1), number(2)]])],
    "data table with a word for a number": [data_table(rows=[*data_table()["rows"], [number("one")]])],
    "data table of 10,001 characters": [data_table(rows=[[{"type": "raw_text", "text": "x" * 5001}]] * 2)],
    "chart without a title": [chart(" ")],
    "chart with a title of 51": [chart("x" * 51)],
    "chart of 7 series": [chart(series=7)],
    "chart of 21 categories": [chart(categories=21)],
    "chart with a category of 21": [chart(categories=1, label="x" * 21)],
    "chart with the same category twice": [chart(label="Monday")],
    "chart with other labels than categories": [chart(axis_config={"categories": ["other"]})],
    "chart of no kind": [chart(type="cloud")],
    "3 charts": [chart()] * 3,
    "thumb of 76": [thumbs(text=plain("x" * 76))],
    "menu of 6": [actions({"type": "overflow", "action_id": "m", "options": [option(value=str(n)) for n in range(6)]})],
    "markdown of 12,001": [{"type": "markdown", "text": "x" * 12_001}],
    "confirm title of 101": [
        actions(
            button(
                confirm={
                    "title": plain("x" * 101),
                    "text": plain("Sure?"),
                    "confirm": plain("Yes"),
                    "deny": plain("No"),
                }
            )
        )
    ],
}

#: What only the published types know.
MISSHAPEN: dict[str, list[Block]] = {
    "unknown block": [{"type": "poem", "text": "x"}],
    "unknown field": [section(colour="red")],
    "missing field": [{"type": "header"}],
}


async def outcome(scene: Scene, blocks: Any) -> str:
    try:
        await scene.client.chat_postMessage(channel=scene.general, text="x", blocks=blocks)
    except SlackApiError as error:
        return str(error.response["error"])
    return "ok"


@pytest.mark.parametrize("blocks", GOOD.values(), ids=GOOD.keys())
async def test_blocks_at_the_limit(scene: Scene, blocks: list[Block]) -> None:
    assert await outcome(scene, blocks) == "ok"


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD.keys())
async def test_blocks_past_the_limit(scene: Scene, blocks: list[Block]) -> None:
    assert await outcome(scene, blocks) == "invalid_blocks"


@pytest.mark.documents
@pytest.mark.parametrize("blocks", MISSHAPEN.values(), ids=MISSHAPEN.keys())
async def test_blocks_of_another_shape(scene: Scene, blocks: list[Block]) -> None:
    assert await outcome(scene, blocks) == "invalid_blocks"


async def test_invalid_blocks_say_where(scene: Scene) -> None:
    with pytest.raises(SlackApiError) as caught:
        await scene.client.chat_postMessage(channel=scene.general, text="x", blocks=[section(), section("x" * 3001)])

    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


async def test_legal_blocks_can_be_too_long_together(scene: Scene) -> None:
    assert await outcome(scene, [section("x" * 2641)] * 5) == "msg_blocks_too_long"


async def test_blocks_without_ids_get_them(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.general, text="x", blocks=[section(), section()])

    given = [block["block_id"] for block in scene.slack.messages(scene.general)[0].blocks]
    assert len(set(given)) == 2


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "asked"}, "invalid_metadata_format"),
        ({"event_type": "asked", "event_payload": {"key": "k1", "round": 7}}, "ok"),
        pytest.param(
            {"event_type": "asked", "event_payload": {"keys": ["k1"]}},
            "invalid_metadata_schema",
            marks=pytest.mark.documents,
        ),
        ({"event_type": "asked", "event_payload": {"key": "x" * 17_000}}, "metadata_too_large"),
    ],
)
async def test_metadata_is_judged(scene: Scene, metadata: Block, error: str) -> None:
    answer = "ok"
    try:
        await scene.client.api_call(
            "chat.postMessage", json={"channel": scene.general, "text": "x", "metadata": metadata}
        )
    except SlackApiError as caught:
        answer = caught.response["error"]

    assert answer == error


async def test_markdown_text_excludes_text(scene: Scene) -> None:
    with pytest.raises(SlackApiError) as caught:
        await scene.client.chat_postMessage(channel=scene.general, text="x", markdown_text="**x**")

    assert caught.value.response["error"] == "markdown_text_conflict"


@pytest.mark.parametrize("block", [data_table(), chart(), thumbs(), table(1, 1)])
async def test_what_messages_alone_have_is_no_part_of_a_view(scene: Scene, block: Block) -> None:
    with pytest.raises(SlackApiError) as caught:
        await scene.client.views_publish(user_id=scene.ann, view={"type": "home", "blocks": [block]})

    assert caught.value.response["response_metadata"]["messages"] == [
        f"[ERROR] unsupported type: {block['type']} [json-pointer:/blocks/0/type]"
    ]


async def test_block_that_has_not_come_to_a_workspace_is_refused_there(scene: Scene) -> None:
    scene.acme.without_blocks.add("data_table")

    assert [await outcome(scene, [block]) for block in (data_table(), chart())] == ["invalid_blocks", "ok"]
