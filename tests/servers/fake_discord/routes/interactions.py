"""The first answer to an interaction: within 3 s, and once."""

import time
from collections.abc import Mapping

from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.content import check_message, check_modal
from tests.servers.fake_discord.records import COMMAND, EPHEMERAL, Interaction, Json, Message
from tests.servers.fake_discord.refusals import RefusedError, invalid, unknown
from tests.servers.fake_discord.routes.messages import apply_edit, filled
from tests.servers.fake_discord.shapes import message_json

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, AUTOCOMPLETE, MODAL = 4, 5, 6, 7, 8, 9
#: Which answers each type of interaction takes: command, component, autocompletion, modal.
ALLOWED: Mapping[int, frozenset[int]] = {
    2: frozenset({MESSAGE, DEFERRED_MESSAGE, MODAL}),
    3: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL}),
    4: frozenset({AUTOCOMPLETE}),
    5: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE}),
}
CHOICES = 25
LOADING = 1 << 7


def answer(call: Call) -> Answer:
    """Take the app's first answer."""
    interaction = call.state.interactions.get(call.path["interaction_id"])
    if interaction is None or interaction.token != call.path["interaction_token"]:
        raise unknown("Interaction")
    if interaction.response is not None:
        raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
    if time.monotonic() > interaction.deadline:
        raise unknown("Interaction")
    kind, data = int(call.body["type"]), call.body.get("data") or {}
    if kind not in ALLOWED[interaction.payload["type"]]:
        raise invalid("type", "Value must be one of the types that this interaction takes.")
    _take(call, interaction, kind, data)
    interaction.response = {"type": kind, "data": data}
    interaction.answered.set()
    if call.query.get("with_response") not in {"1", "true"}:
        return 204, None
    return 200, _told(call, interaction, kind)


def _take(call: Call, interaction: Interaction, kind: int, data: Json) -> None:
    if kind == AUTOCOMPLETE:
        _check_choices(data)
    elif kind == MODAL:
        check_modal(data)
    elif kind == MESSAGE:
        post(call, interaction, data)
    elif kind == DEFERRED_MESSAGE:
        flags = int(data.get("flags") or 0) | LOADING
        interaction.original = _blank(call, interaction, flags)
    else:
        interaction.original = interaction.source
        if kind == UPDATE and interaction.source is not None:
            update(call, interaction, interaction.source, data)


def _blank(call: Call, interaction: Interaction, flags: int) -> Message:
    channel = call.state.channel(interaction.channel_id)
    made = Message(call.state.new_id(), channel.id, interaction.app.user, "", call.state.now(), COMMAND, flags=flags)
    made.webhook_id = interaction.app.id
    if flags & EPHEMERAL:
        made.seen_by = interaction.user.id
    channel.messages[made.id] = made
    return made


def post(call: Call, interaction: Interaction, data: Json) -> Message:
    """Show a message as an answer: to everybody, or (ephemeral) to who asked.

    Raises:
        RefusedError: it holds what no message may hold.
    """
    check_message(data)
    made = _blank(call, interaction, int(data.get("flags") or 0))
    fill(made, data)
    interaction.original = interaction.original or made
    interaction.shown.append(made)
    _tell(call, "MESSAGE_CREATE", made)
    return made


def fill(message: Message, data: Json) -> None:
    """Put content into a message that has none yet."""
    message.content = str(data.get("content") or "")
    message.embeds, message.components = filled(data.get("embeds")), filled(data.get("components"))


def update(call: Call, interaction: Interaction, message: Message, data: Json) -> None:
    """Change the message that an interaction came from, or one that answered it."""
    interaction.shown.append(message)
    apply_edit(Call(call.backend, call.app, call.path, call.query, data), message)
    _tell(call, "MESSAGE_UPDATE", message)


def _tell(call: Call, event: str, message: Message) -> None:
    # What one person sees alone is not told on the gateway.
    if message.seen_by is None:
        call.backend.tell_message(event, call.state.channel(message.channel_id), message)


def _check_choices(data: Json) -> None:
    choices = data.get("choices") or []
    if len(choices) > CHOICES:
        raise invalid("data.choices", f"Must be {CHOICES} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    for number, choice in enumerate(choices):
        if not 1 <= len(str(choice["name"])) <= 100 or len(str(choice["value"])) > 100:
            raise invalid(f"data.choices.{number}.name", "Must be between 1 and 100 in length.")


def _told(call: Call, interaction: Interaction, kind: int) -> Json:
    told: Json = {"interaction": {"id": interaction.id, "type": interaction.payload["type"]}}
    shown = interaction.original
    if shown is None:
        return told
    told["interaction"] |= {
        "response_message_id": shown.id,
        "response_message_loading": bool(shown.flags & LOADING),
        "response_message_ephemeral": bool(shown.flags & EPHEMERAL),
    }
    if kind in {MESSAGE, UPDATE}:
        told["resource"] = {"type": kind, "message": message_json(shown, call.app.user.id)}
    return told


ROUTES: dict[str, Route] = {"POST /interactions/{interaction_id}/{interaction_token}/callback": answer}
