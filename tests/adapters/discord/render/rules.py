"""What Discord takes: the fake's tables of limits, and Discord's published document where it is there."""

from typing import Any

from adapters.discord.render.messages import Message, layout
from tests.servers.fake_discord.content import check_message, check_modal
from tests.servers.fake_discord.records import COMPONENTS_V2
from tests.servers.fake_discord.refusals import RefusedError
from tests.servers.fake_discord.specs import request_problems

MODAL = 9


def components(message: Message) -> list[dict[str, Any]]:
    """Give the components of a message as they are sent."""
    return list(layout(message, "key").to_components())  # type: ignore[no-untyped-call]  # discord.py leaves it untyped


def message_problems(message: Message) -> list[str]:
    """Say what Discord would refuse of a message."""
    body = {"components": components(message), "flags": COMPONENTS_V2}
    return limits_broken(body) + request_problems("POST", "/channels/1/messages", body)


def limits_broken(body: dict[str, Any]) -> list[str]:
    """Say which limit a message does not keep that the document does not know."""
    try:
        check_message(body)
    except RefusedError as error:
        return [f"{error}: {error.errors}"]
    return []


def modal_problems(modal: dict[str, Any]) -> list[str]:
    """Say what Discord would refuse of a form."""
    try:
        check_modal(modal)
    except RefusedError as error:
        return [f"{error}: {error.errors}"]
    return request_problems("POST", "/interactions/1/token/callback", {"type": MODAL, "data": modal})
