"""files.*: what people shared, and the three steps of an upload by the app."""

from tests.servers.fake_slack.call import Call, Method
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Json, Message
from tests.servers.fake_slack.shapes import file_json


def info(call: Call) -> Json:
    for workspace in call.reachable():
        if call.args.get("file") in workspace.files:
            return {"ok": True, "file": workspace.files[call.args["file"]], "comments": []}
    raise SlackError("file_not_found")


def get_upload_url(call: Call) -> Json:
    state = call.backend.state
    name, length = call.args.get("filename"), call.args.get("length")
    if not name or not length:
        raise SlackError("missing_argument")
    file_id = state.new_id("F")
    state.uploads[file_id] = file_json(file_id, str(name), call.bot_user, int(length), state.now())
    return {"ok": True, "upload_url": f"{call.backend.address}/upload/{file_id}", "file_id": file_id}


def complete_upload(call: Call) -> Json:
    state, shared = call.backend.state, []
    channel = call.channel(call.args["channel_id"]) if call.args.get("channel_id") else None
    for wanted in call.args.get("files") or []:
        # Completing can be done once only.
        file = state.uploads.pop(wanted.get("id"), None)
        if file is None:
            raise SlackError("file_not_found")
        file["title"] = wanted.get("title") or file["title"]
        call.workspace().files[file["id"]] = file
        shared.append(file)
    if channel is not None:
        call.member(channel)
        text, thread_ts = str(call.args.get("initial_comment") or ""), call.args.get("thread_ts")
        message = Message(channel.id, state.new_ts(), call.bot_user, text, thread_ts=thread_ts, files=shared)
        message.bot_id, message.subtype = call.installation.bot_id, "file_share"
        call.backend.add(channel, message)
    # The answer has no ts of the message: sharing happens later.
    return {"ok": True, "files": [{"id": one["id"], "title": one["title"]} for one in shared]}


METHODS = {
    "files.info": Method(info, tier=4, scopes=("files:read",)),
    "files.getUploadURLExternal": Method(get_upload_url, tier=4, scopes=("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, tier=4, scopes=("files:write",)),
}
