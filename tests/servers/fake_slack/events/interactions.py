"""The payloads of commands, clicks, submissions and shortcuts, as Slack sends them."""

from typing import Any

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.records import App, Channel, Json, Message, User, View, Workspace
from tests.servers.fake_slack.shapes import message_json, view_json


def command(backend: Backend, app: App, user: User, channel: Channel, *, name: str, text: str) -> Json:
    """Give the payload of a slash command."""
    workspace = backend.state.workspaces[user.team_id]
    secret = backend.triggers.new_url(user.id, channel.id, app.id)
    payload: Json = {
        "token": "verification-token",
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "true" if _is_of_organization(backend, app, workspace) else "false",
        "response_url": response_url(backend, "commands", workspace.id, secret),
        "trigger_id": backend.triggers.new_trigger(user.id, app.id),
    }
    return payload | ({"enterprise_id": workspace.enterprise_id} if workspace.enterprise_id else {})


def pressed(backend: Backend, app: App, user: User, shown: Message | View, *, action: Json, values: Json) -> Json:
    """Give the payload of a click (`block_actions`) on a message, a modal or a Home tab."""
    view_id = shown.id if isinstance(shown, View) and shown.body["type"] == "modal" else None
    payload = around(backend, app, user, "block_actions", view_id)
    payload |= {"actions": [action]}
    if isinstance(shown, View):
        view = view_json(shown, "") | {"state": {"values": values}}
        return payload | {"container": {"type": "view", "view_id": shown.id}, "view": view}
    channel = backend.state.channel(shown.channel)
    secret = backend.triggers.new_url(user.id, channel.id, app.id, shown)
    container = {
        "type": "message",
        "message_ts": shown.ts,
        "channel_id": channel.id,
        "is_ephemeral": shown.ephemeral_to is not None,
    }
    if shown.thread_ts:
        container["thread_ts"] = shown.thread_ts
    payload |= {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name},
        "state": {"values": values},
        "response_url": response_url(backend, "actions", user.team_id, secret),
    }
    # Of an ephemeral message Slack sends the container only.
    return payload if shown.ephemeral_to else payload | {"message": message_json(shown, channel.team_id)}


def submitted(backend: Backend, app: App, user: User, view: View, values: Json) -> Json:
    """Give the payload of a form that was sent (`view_submission`)."""
    payload = around(backend, app, user, "view_submission", view.id)
    return payload | {"view": view_json(view, "") | {"state": {"values": values}}, "response_urls": []}


def closed(backend: Backend, app: App, user: User, view: View, *, cleared: bool) -> Json:
    """Give the payload of a modal that was closed (`view_closed`)."""
    payload = around(backend, app, user, "view_closed", view.id)
    del payload["trigger_id"]
    return payload | {"view": view_json(view, ""), "is_cleared": cleared}


def shortcut(backend: Backend, app: App, user: User, callback_id: str, on: Message | None = None) -> Json:
    """Give the payload of a global shortcut, or of one on a message."""
    kind = "shortcut" if on is None else "message_action"
    payload = around(backend, app, user, kind) | {"callback_id": callback_id, "action_ts": backend.state.new_ts()}
    if on is None:
        return payload
    channel = backend.state.channel(on.channel)
    secret = backend.triggers.new_url(user.id, channel.id, app.id)
    return payload | {
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_json(on, channel.team_id),
        "message_ts": on.ts,
        "response_url": response_url(backend, "app", user.team_id, secret),
    }


def around(backend: Backend, app: App, user: User, kind: str, view_id: str | None = None) -> Json:
    """Give what all interactions have in common."""
    workspace = backend.state.workspaces[user.team_id]
    enterprise: Any = None
    if workspace.enterprise_id:
        enterprise = {"id": workspace.enterprise_id, "name": backend.state.enterprises[workspace.enterprise_id]}
    is_of_organization = _is_of_organization(backend, app, workspace)
    return {
        "type": kind,
        "token": "verification-token",
        "api_app_id": app.id,
        # An app of an organization may be told none.
        "team": None if is_of_organization else {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.id},
        "enterprise": enterprise,
        "is_enterprise_install": is_of_organization,
        "trigger_id": backend.triggers.new_trigger(user.id, app.id, view_id),
    }


def _is_of_organization(backend: Backend, app: App, workspace: Workspace) -> bool:
    installed = [one for one in backend.state.installations_in(workspace) if one.app is app]
    return any(one.team_id is None for one in installed)


def response_url(backend: Backend, kind: str, team_id: str, secret: str) -> str:
    """Give the address an app may answer through."""
    return f"{backend.address}/hooks/{kind}/{team_id}/1/{secret}"
