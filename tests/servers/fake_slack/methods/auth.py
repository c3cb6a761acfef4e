"""auth.*, team.info and bots.info."""

from tests.servers.fake_slack.call import Call, Method
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Json
from tests.servers.fake_slack.shapes import team_json


def test(call: Call) -> Json:
    installation, state = call.installation, call.backend.state
    organization = installation.team_id is None
    name = state.enterprises[installation.enterprise_id or ""] if organization else call.workspace().name
    return {
        "ok": True,
        "url": f"{call.backend.address}/",
        "team": name,
        "user": "askaday",
        "team_id": installation.enterprise_id if organization else installation.team_id,
        "user_id": installation.bot_user,
        "bot_id": installation.bot_id,
        "enterprise_id": installation.enterprise_id,
        "is_enterprise_install": organization,
    }


def teams_list(call: Call) -> Json:
    return call.page("teams", [team_json(one) for one in call.reachable()])


def revoke(call: Call) -> Json:
    call.token.revoked = True
    return {"ok": True, "revoked": True}


def team_info(call: Call) -> Json:
    return {"ok": True, "team": team_json(call.workspace())}


def bots_info(call: Call) -> Json:
    installation = call.installation
    if call.args.get("bot") not in {installation.bot_id, None}:
        raise SlackError("bot_not_found")
    bot = {"id": installation.bot_id, "app_id": installation.app.id, "user_id": installation.bot_user}
    return {"ok": True, "bot": bot | {"name": "askaday", "deleted": False}}


METHODS = {
    "auth.test": Method(test, tier=4),
    "auth.teams.list": Method(teams_list, tier=2),
    "auth.revoke": Method(revoke, tier=3),
    "team.info": Method(team_info, tier=3, scopes=("team:read",)),
    "bots.info": Method(bots_info, tier=3, scopes=("users:read",)),
}
