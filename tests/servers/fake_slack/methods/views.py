"""views.*: modals and Home tabs."""

from tests.servers.fake_slack.call import Call, Method
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Json, View
from tests.servers.fake_slack.shapes import view_json


def open_modal(call: Call) -> Json:
    trigger = call.backend.triggers.redeem(call.args.get("trigger_id"), call.installation.app.id)
    return _shown(call, call.backend.modals.open(trigger.user, trigger.app_id, call.args["view"]))


def push(call: Call) -> Json:
    trigger = call.backend.triggers.redeem(call.args.get("trigger_id"), call.installation.app.id)
    if trigger.view_id is None:
        raise SlackError("no_view_to_push_on")
    return _shown(call, call.backend.modals.push(trigger.user, trigger.app_id, call.args["view"]))


def update(call: Call) -> Json:
    view_id, external_id = call.args.get("view_id"), call.args.get("external_id")
    view = call.backend.modals.find(call.installation.app.id, view_id, external_id)
    return _shown(call, call.backend.modals.update(view, call.args["view"], call.args.get("hash")))


def publish(call: Call) -> Json:
    user = call.args["user_id"]
    call.user(user)
    app_id = call.installation.app.id
    return _shown(call, call.backend.modals.publish(user, app_id, call.args["view"], call.args.get("hash")))


def _shown(call: Call, view: View) -> Json:
    return {"ok": True, "view": view_json(view, call.installation.bot_id)}


METHODS = {
    "views.open": Method(open_modal, tier=4),
    "views.push": Method(push, tier=4),
    "views.update": Method(update, tier=4),
    "views.publish": Method(publish, tier=4),
}
