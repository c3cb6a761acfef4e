"""Later answers to an interaction: through its token, for 15 minutes."""

from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.content import check_message
from tests.servers.fake_discord.records import EPHEMERAL, Interaction, Message
from tests.servers.fake_discord.refusals import RefusedError, unknown
from tests.servers.fake_discord.routes.interactions import LOADING, fill, post, update
from tests.servers.fake_discord.shapes import message_json

#: How many follow-ups an app may send where it is installed for the user alone.
USER_FOLLOWUPS = 5


def _interaction(call: Call) -> Interaction:
    for one in call.state.interactions.values():
        if one.token == call.path["webhook_token"] and one.app.id == call.path["webhook_id"]:
            if (call.state.now() - one.created_at).total_seconds() > call.backend.rules.token_life:
                raise RefusedError(401, 50027, "Invalid Webhook Token")
            return one
    raise unknown("Webhook")


def _message(call: Call, interaction: Interaction) -> Message:
    message_id = call.path.get("message_id", "@original")
    if message_id == "@original":
        if interaction.response is None or interaction.original is None:
            raise unknown("Message")
        return interaction.original
    found = [one for one in (interaction.original, *interaction.followups) if one and one.id == message_id]
    if not found:
        raise unknown("Message")
    return found[0]


def follow_up(call: Call) -> Answer:
    """Send another message; the first one after a deferred answer takes its place and its visibility."""
    interaction = _interaction(call)
    if interaction.response is None:
        raise unknown("Webhook")
    waiting = interaction.original
    if waiting is not None and waiting.flags & LOADING:
        check_message(call.body)
        fill(waiting, call.body)
        interaction.shown.append(waiting)
        _take_flags(waiting, call)
        return 200, message_json(waiting, call.app.user.id)
    if not call.state.channel(interaction.channel_id).guild_id and len(interaction.followups) >= USER_FOLLOWUPS:
        raise RefusedError(400, 40094, "Follow-up messages limit reached")
    made = post(call, interaction, call.body)
    interaction.followups.append(made)
    return 200, message_json(made, call.app.user.id)


def _take_flags(waiting: Message, call: Call) -> None:
    """Mark what a deferred answer became; who sees it was said when it was deferred."""
    waiting.flags = waiting.flags & ~LOADING | int(call.body.get("flags") or 0) & ~EPHEMERAL


def shown(call: Call) -> Answer:
    """Give an answer as it stands."""
    return 200, message_json(_message(call, _interaction(call)), call.app.user.id)


def edit(call: Call) -> Answer:
    """Change an answer, or fill the deferred one; who sees it stays as it was."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    if message.flags & LOADING:
        check_message(call.body)
        fill(message, call.body)
        interaction.shown.append(message)
        _take_flags(message, call)
    else:
        update(call, interaction, message, call.body)
    return 200, message_json(message, call.app.user.id)


def delete(call: Call) -> Answer:
    """Take an answer back."""
    message = _message(call, _interaction(call))
    del call.state.channel(message.channel_id).messages[message.id]
    return 204, None


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES: dict[str, Route] = {
    f"POST {_HOOK}": follow_up,
    f"GET {_HOOK}/messages/@original": shown,
    f"PATCH {_HOOK}/messages/@original": edit,
    f"DELETE {_HOOK}/messages/@original": delete,
    f"GET {_HOOK}/messages/{{message_id}}": shown,
    f"PATCH {_HOOK}/messages/{{message_id}}": edit,
    f"DELETE {_HOOK}/messages/{{message_id}}": delete,
}
