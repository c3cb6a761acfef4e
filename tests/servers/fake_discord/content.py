"""What a message may hold: limits that Discord's document does not know, checked by hand.

docs.discord.com/developers/resources/message#embed-object-embed-limits and …/components/reference.
"""

from collections.abc import Iterator
from typing import Any

from tests.servers.fake_discord.records import COMPONENTS_V2, Json
from tests.servers.fake_discord.refusals import RefusedError, invalid

CONTENT, EMBEDS, EMBED_TOTAL, COMPONENTS, DISPLAYED = 2000, 10, 6000, 40, 4000
EMBED_TEXTS = {"title": 256, "description": 4096}
ACTION_ROW, BUTTON, TEXT_DISPLAY = 1, 2, 10
BUTTONS_IN_ROW = 5
#: Top-level components of a message that has no components V2.
ROWS = 5


def check_message(body: Json, *, kept: Json | None = None) -> None:
    """Refuse what a message may not hold.

    Args:
        body: what the request says.
        kept: what the message holds already and an edit leaves as it is.

    Raises:
        RefusedError: it is too long, empty, or mixes what cannot be mixed.
    """
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


def _check_embeds(embeds: list[Json]) -> None:
    if len(embeds) > EMBEDS:
        raise invalid("embeds", f"Must be {EMBEDS} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    for number, embed in enumerate(embeds):
        for name, most in EMBED_TEXTS.items():
            if len(embed.get(name) or "") > most:
                raise invalid(f"embeds.{number}.{name}", f"Must be {most} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
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
    named = [one["custom_id"] for one in every if one.get("custom_id")]
    if len(named) != len(set(named)):
        raise invalid("components", "Component custom id cannot be duplicated", "COMPONENT_CUSTOM_ID_DUPLICATED")
    if not is_v2 and (len(components) > ROWS or any(one["type"] != ACTION_ROW for one in components)):
        raise invalid("components", f"Must be {ROWS} or fewer action rows.", "BASE_TYPE_BAD_LENGTH")
    if len(every) > COMPONENTS:
        raise invalid("components", f"The total number of components cannot exceed {COMPONENTS}.")
    if sum(len(one.get("content") or "") for one in every if one["type"] == TEXT_DISPLAY) > DISPLAYED:
        raise invalid("components", f"The displayed text cannot exceed {DISPLAYED} characters.")
    for row in (one for one in every if one["type"] == ACTION_ROW):
        inside = row["components"]
        if len(inside) > (BUTTONS_IN_ROW if inside and inside[0]["type"] == BUTTON else 1):
            raise invalid("components", "Too many components in a row.", "BASE_TYPE_BAD_LENGTH")
