"""The bot itself: who it is, and where the gateway is."""

from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.refusals import unknown
from tests.servers.fake_discord.shapes import application_json, channel_json, user_json


def me(call: Call) -> Answer:
    """Say who the bot is."""
    return 200, user_json(call.app.user) | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}


def application(call: Call) -> Answer:
    """Say which app it is."""
    return 200, application_json(call.app)


def gateway(call: Call) -> Answer:
    """Say where the gateway is, and how many shards are wise."""
    limit = {"total": 1000, "remaining": 1000 - len(call.backend.gateway.identified), "reset_after": 86_400_000}
    address = call.backend.gateway.address
    return 200, {"url": address, "shards": 1, "session_start_limit": limit | {"max_concurrency": 1}}


def user(call: Call) -> Answer:
    """Look somebody up."""
    found = call.state.users.get(call.path["user_id"])
    if found is None:
        raise unknown("User")
    return 200, user_json(found)


def open_direct_message(call: Call) -> Answer:
    """Open the direct message with somebody."""
    person = call.state.users.get(str(call.body.get("recipient_id")))
    if person is None:
        raise unknown("User")
    return 200, channel_json(call.state.direct_message(call.app.user, person))


ROUTES: dict[str, Route] = {
    "GET /users/@me": me,
    "GET /users/{user_id}": user,
    "POST /users/@me/channels": open_direct_message,
    "GET /applications/@me": application,
    "GET /oauth2/applications/@me": application,
    "GET /gateway/bot": gateway,
}
