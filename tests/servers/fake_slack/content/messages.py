"""What a message is made of, judged before it is posted or updated."""

import json
from collections.abc import Container
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.servers.fake_slack import specs
from tests.servers.fake_slack.content import block_limits as limits
from tests.servers.fake_slack.content import blocks as block_rules
from tests.servers.fake_slack.errors import SlackError, invalid
from tests.servers.fake_slack.records import Json

TEXT_OF_POST, TEXT_OF_UPDATE, MARKDOWN_TEXT = 40_000, 4_000, 12_000
METADATA_BYTES = 16_000
#: Blocks and elements get an id of this many letters where the app gave none.
LETTERS = 5


@dataclass
class Content:
    """A judged message body."""

    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None


def of_call(args: Json, random: Random, *, update: bool = False, unknown: Container[str] = frozenset()) -> Content:
    """Judge the body of a post or an update; a longer text of a post is cut off at 40,000 characters, as Slack does.

    `unknown` are kinds of blocks that have not come to the workspace yet.

    Raises:
        SlackError: no_text, msg_too_long, invalid_blocks, msg_blocks_too_long, markdown_text_conflict,
            invalid_metadata_format or metadata_too_large.
    """
    text, blocks, markdown = str(args.get("text") or ""), args.get("blocks") or [], args.get("markdown_text")
    attachments = args.get("attachments") or []
    if markdown:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > MARKDOWN_TEXT:
            raise SlackError("msg_too_long")
        text = markdown
    if not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    if update and len(text) > TEXT_OF_UPDATE:
        raise SlackError("msg_too_long")
    check_blocks(blocks, unknown)
    return Content(text[:TEXT_OF_POST], with_ids(blocks, random), attachments, _metadata(args.get("metadata")))


def check_blocks(blocks: Any, unknown: Container[str] = frozenset()) -> None:
    """Judge the blocks of a message.

    Raises:
        SlackError: invalid_blocks or msg_blocks_too_long.
    """
    found = block_rules.problems(blocks, limits.BLOCKS_PER_MESSAGE, unknown)
    if found:
        raise invalid("invalid_blocks", found)
    if block_rules.characters(blocks) > limits.CHARACTERS_PER_MESSAGE:
        raise SlackError("msg_blocks_too_long")


def with_ids(blocks: list[Json], random: Random) -> list[Json]:
    """Give the blocks with an id for each block and interactive element that has none."""
    copied: list[Json] = json.loads(json.dumps(blocks))
    for block in copied:
        if not block.get("block_id"):
            block["block_id"] = _letters(random)
        for element in elements(block):
            if element.get("type") in ACTIVE and not element.get("action_id"):
                element["action_id"] = _letters(random)
    return copied


def elements(block: Json) -> list[Json]:
    """Give the elements of a block that somebody could press or fill in."""
    single = [block[name] for name in ("accessory", "element") if isinstance(block.get(name), dict)]
    return single + [one for one in block.get("elements") or [] if isinstance(one, dict)]


ACTIVE = frozenset(
    {
        "button",
        "feedback_buttons",
        "overflow",
        "checkboxes",
        "radio_buttons",
        "datepicker",
        "timepicker",
        "datetimepicker",
    }
    | {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
    | {f"{many}{kind}_select" for many in ("", "multi_") for kind in ("static", "external", "users")}
    | {f"{many}{kind}_select" for many in ("", "multi_") for kind in ("channels", "conversations")}
)


def _letters(random: Random) -> str:
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=LETTERS))


def _metadata(metadata: Any) -> Json | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not metadata.get("event_type") or "event_payload" not in metadata:
        raise SlackError("invalid_metadata_format")
    found = specs.problems(metadata, "MessageMetadata", "/metadata")
    if found:
        raise invalid("invalid_metadata_schema", found)
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata
