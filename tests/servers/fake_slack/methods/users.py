"""users.* and usergroups.*."""

from tests.servers.fake_slack.call import Call, Method
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Json
from tests.servers.fake_slack.shapes import user_json


def info(call: Call) -> Json:
    user_id = call.args["user"]
    user = call.user(user_id).users[user_id]
    return {"ok": True, "user": user_json(user, call.backend.state.clock.now())}


def list_all(call: Call) -> Json:
    at = call.backend.state.clock.now()
    return call.page("members", [user_json(one, at) for one in call.workspace().users.values()])


def groups(call: Call) -> Json:
    found = [{"id": group, "user_count": len(users)} for group, users in call.workspace().usergroups.items()]
    return {"ok": True, "usergroups": found}


def group_members(call: Call) -> Json:
    group = call.args["usergroup"]
    for workspace in call.reachable():
        if group in workspace.usergroups:
            return {"ok": True, "users": list(workspace.usergroups[group])}
    raise SlackError("no_such_subteam")


METHODS = {
    "users.info": Method(info, tier=4, scopes=("users:read",)),
    "users.list": Method(list_all, tier=2, scopes=("users:read",)),
    "usergroups.list": Method(groups, tier=2, scopes=("usergroups:read",)),
    "usergroups.users.list": Method(group_members, tier=2, scopes=("usergroups:read",)),
}
