"""What a message may hold: limits that Discord's document does not know, checked by hand.

docs.discord.com/developers/resources/message#embed-object-embed-limits and …/components/reference.
"""

from collections.abc import Iterator
from typing import Any

from tests.servers.fake_discord.component_rules import (
    MESSAGE_PARTS,
    MODAL_PARTS,
    ROW,
    TEXT_DISPLAY,
    TEXT_INPUT,
    check_all,
    check_places,
    placed,
    within,
)
from tests.servers.fake_discord.records import COMPONENTS_V2, Json
from tests.servers.fake_discord.refusals import RefusedError, invalid

CONTENT, EMBEDS, EMBED_TOTAL, COMPONENTS, DISPLAYED = 2000, 10, 6000, 40, 4000
EMBED_TEXTS = {"title": 256, "description": 4096}
FOOTER, AUTHOR, FIELDS, FIELD_NAME, FIELD_VALUE = 2048, 256, 25, 256, 1024
#: Ids of people or roles that may be pinged.
MENTIONED = 100
TITLE, CUSTOM_ID, MODAL_FIELDS = 45, 100, 5
#: Top-level components of a message that has no components V2.
ROWS = 5
#: docs.discord.com/developers/resources/message#create-message-jsonform-params
TYPES: dict[str, tuple[type, ...]] = {
    "content": (str,),
    "nonce": (str, int),
    "tts": (bool,),
    "embeds": (list,),
    "allowed_mentions": (dict,),
    "message_reference": (dict,),
    "components": (list,),
    "sticker_ids": (list,),
    "attachments": (list,),
    "flags": (int,),
}


def check_message(body: Json, *, kept: Json | None = None) -> None:
    """Refuse what a message may not hold.

    Args:
        body: what the request says.
        kept: what the message holds already and an edit leaves as it is.

    Raises:
        RefusedError: it is too long, empty, or mixes what cannot be mixed.
    """
    _check_types(body)
    whole = (kept or {}) | {key: value for key, value in body.items() if value is not None}
    content, embeds = str(whole.get("content") or ""), list(whole.get("embeds") or [])
    components = list(whole.get("components") or [])
    is_v2 = bool(int(whole.get("flags") or 0) & COMPONENTS_V2)
    if is_v2 and (content or embeds):
        raise invalid("content", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
    if not (content.strip() or embeds or components or whole.get("attachments")):
        raise RefusedError(400, 50006, "Cannot send an empty message")
    if len(content) > CONTENT:
        raise invalid("content", f"Must be {CONTENT} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    _check_embeds(embeds)
    _check_components(components, is_v2=is_v2)
    _check_files(components, whole)
    _check_mentions(body.get("allowed_mentions") or {})


def _check_types(body: Json) -> None:
    for name, types in TYPES.items():
        if body.get(name) is not None and not isinstance(body[name], types):
            raise invalid(name, f"Must be of type {types[0].__name__}.", "BASE_TYPE_BAD_TYPE")


def _check_files(components: list[Json], whole: Json) -> None:
    """Refuse what shows a file that does not come with the message."""
    there = {one.get("filename") for one in whole.get("attachments") or []}
    for part in walk(components):
        for item in part.get("items") or []:
            scheme, _, name = str(item["media"]["url"]).partition("attachment://")
            if not scheme and name not in there:
                raise invalid("components", f"The referenced attachment {name} was not found", "UNKNOWN_ATTACHMENT")


def _check_mentions(allowed: Json) -> None:
    for kind in ("users", "roles"):
        if len(allowed.get(kind) or []) > MENTIONED:
            raise invalid(f"allowed_mentions.{kind}", f"Must be {MENTIONED} or fewer.", "BASE_TYPE_MAX_LENGTH")
        if allowed.get(kind) and kind in (allowed.get("parse") or []):
            told = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            raise invalid("allowed_mentions", told, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE")


def _check_embeds(embeds: list[Json]) -> None:
    if len(embeds) > EMBEDS:
        raise invalid("embeds", f"Must be {EMBEDS} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    for number, embed in enumerate(embeds):
        for name, most in EMBED_TEXTS.items():
            within(f"embeds.{number}.{name}", embed.get(name) or "", 0, most)
        within(f"embeds.{number}.footer.text", (embed.get("footer") or {}).get("text") or "", 0, FOOTER)
        within(f"embeds.{number}.author.name", (embed.get("author") or {}).get("name") or "", 0, AUTHOR)
        if len(embed.get("fields") or []) > FIELDS:
            raise invalid(f"embeds.{number}.fields", f"Must be {FIELDS} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
        for place, field in enumerate(embed.get("fields") or []):
            within(f"embeds.{number}.fields.{place}.name", field["name"], 1, FIELD_NAME)
            within(f"embeds.{number}.fields.{place}.value", field["value"], 1, FIELD_VALUE)
    if sum(len(text) for embed in embeds for text in _texts(embed)) > EMBED_TOTAL:
        raise invalid("embeds", "Embed size exceeds maximum size of 6000", "MAX_EMBED_SIZE_EXCEEDED")


def _texts(embed: Json) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""
    for field in embed.get("fields") or []:
        yield field["name"]
        yield field["value"]


def walk(components: list[Json]) -> Iterator[Json]:
    """Give all components, those inside of others too."""
    for one in components:
        yield one
        inner: list[Any] = [*(one.get("components") or []), one.get("accessory"), one.get("component")]
        yield from walk([part for part in inner if part])


def _check_components(components: list[Json], *, is_v2: bool) -> None:
    every = list(walk(components))
    if not is_v2 and (len(components) > ROWS or any(one["type"] != ROW for one in components)):
        raise invalid("components", f"Must be {ROWS} or fewer action rows.", "BASE_TYPE_BAD_LENGTH")
    if len(every) > COMPONENTS:
        raise invalid("components", f"The total number of components cannot exceed {COMPONENTS}.")
    check_places(components, MESSAGE_PARTS)
    check_all(components)
    if sum(len(one.get("content") or "") for one in every if one["type"] == TEXT_DISPLAY) > DISPLAYED:
        raise invalid("components", f"The displayed text cannot exceed {DISPLAYED} characters.")


def check_modal(modal: Json) -> None:
    """Refuse a form that Discord would not open.

    Raises:
        RefusedError: its title, its number of parts, or one of them is not as Discord takes it.
    """
    within("data.title", modal.get("title") or "", 1, TITLE)
    within("data.custom_id", modal.get("custom_id") or "", 1, CUSTOM_ID)
    components = list(modal.get("components") or [])
    if not 1 <= len(components) <= MODAL_FIELDS:
        raise invalid("data.components", f"Must be between 1 and {MODAL_FIELDS} in length.", "BASE_TYPE_BAD_LENGTH")
    check_places(components, MODAL_PARTS)
    check_all(components)
    for path, one in placed(components):
        # In a row a field has its label itself; in a label it has none.
        is_in_row = ".components." in path.removeprefix("components.")
        if one["type"] == TEXT_INPUT and bool(one.get("label")) != is_in_row:
            raise invalid(f"data.{path}.label", "A field takes its label in a row alone", "BASE_TYPE_REQUIRED")
        if one.get("disabled"):
            raise invalid(f"data.{path}.disabled", "Cannot be disabled in a modal")
