"""reactions.*."""

import re

from tests.servers.fake_slack.call import Call, Method
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.people.reacting import react, unreact
from tests.servers.fake_slack.records import Json

NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def add(call: Call) -> Json:
    channel = call.channel()
    call.member(channel)
    if channel.is_archived:
        raise SlackError("is_archived")
    message = call.message(channel, call.args["timestamp"])
    name = str(call.args["name"])
    if not NAME.fullmatch(name):
        raise SlackError("invalid_name")
    if not react(call.backend, channel, message, call.bot_user, name):
        raise SlackError("already_reacted")
    return {"ok": True}


def remove(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, call.args.get("timestamp"))
    if not unreact(call.backend, channel, message, call.bot_user, str(call.args["name"])):
        raise SlackError("no_reaction")
    return {"ok": True}


def get(call: Call) -> Json:
    message = call.message(call.channel(), call.args.get("timestamp"))
    found = [{"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()]
    return {"ok": True, "type": "message", "message": {"ts": message.ts, "reactions": found}}


METHODS = {
    "reactions.add": Method(add, tier=3, scopes=("reactions:write",)),
    "reactions.remove": Method(remove, tier=2, scopes=("reactions:write",)),
    "reactions.get": Method(get, tier=3, scopes=("reactions:read",)),
}
