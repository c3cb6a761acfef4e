"""What an app says through a response URL, or along with the acknowledgement of a command: where it appears."""

from aiohttp import web

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.content import messages as content
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.events.triggers import ResponseUrl
from tests.servers.fake_slack.records import Channel, Installation, Json, Message
from tests.servers.fake_slack.shapes import message_json
from tests.servers.fake_slack.transcript import Asked

REFUSED = 404


class ResponseUrls:
    """Serves `/hooks/…`."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take one message through a response URL; five in 30 minutes."""
        fault = self._backend.faults.take("response_url")
        body: Json = await request.json()
        team = request.match_info["team"]
        answer: Json = {"ok": True}
        if fault is None or fault.takes_effect:
            answer = self._answered(request.match_info["secret"], body)
        at = self._backend.state.clock.now()
        self._backend.transcript.add(Asked("response_url", team, body, answer, at, fault.kind if fault else None))
        if fault is not None and fault.kind == "drop" and request.transport is not None:
            request.transport.abort()
        if fault is not None:
            return web.Response(status=fault.status, text="upstream connect error")
        if not answer["ok"]:
            return web.json_response(answer, status=REFUSED)
        return web.Response(text="ok")

    def _answered(self, secret: str, body: Json) -> Json:
        try:
            answer(self._backend, self._backend.triggers.use_url(secret), body)
        except SlackError as error:
            return {"ok": False, "error": error.code, **error.fields}
        return {"ok": True}


def answer(backend: Backend, url: ResponseUrl, body: Json) -> None:
    """Show what an app answered: to one person, unless it says `in_channel`.

    Raises:
        SlackError: the message is not one that Slack would show.
    """
    if body.get("delete_original"):
        _delete(backend, url)
        return
    unknown = backend.workspace(backend.state.channel(url.channel)).without_blocks
    shown = content.of_call(body, backend.state.random, unknown=unknown)
    public = body.get("response_type") == "in_channel"
    # In a thread the source is overwritten unless the app says no (docs: handling-user-interaction).
    replaces = body.get("replace_original", bool(public and body.get("thread_ts")))
    if replaces and url.source is not None:
        _replace(backend, url.source, shown)
        return
    channel = backend.state.channel(url.channel)
    installation = _installation(backend, url, channel)
    message = Message(
        channel.id,
        backend.state.new_ts(),
        installation.bot_user,
        shown.text,
        blocks=shown.blocks,
        attachments=shown.attachments,
        metadata=shown.metadata,
        thread_ts=body.get("thread_ts"),
        bot_id=installation.bot_id,
        app_id=url.app_id,
        ephemeral_to=None if public else url.user,
    )
    if public:
        backend.add(channel, message)
    else:
        backend.workspace(channel).ephemerals.append(message)


def _replace(backend: Backend, source: Message, shown: content.Content) -> None:
    channel = backend.state.channel(source.channel)
    before = message_json(source, channel.team_id)
    source.text, source.blocks, source.attachments = shown.text, shown.blocks, shown.attachments
    if source.ephemeral_to is None:
        source.edited = backend.state.new_ts()
        backend.tell_changed(channel, source, before)


def _delete(backend: Backend, url: ResponseUrl) -> None:
    source = url.source
    if source is None:
        raise SlackError("message_not_found")
    channel = backend.state.channel(source.channel)
    ephemerals = backend.workspace(channel).ephemerals
    if source in ephemerals:
        ephemerals.remove(source)
    else:
        backend.remove(channel, source)


def _installation(backend: Backend, url: ResponseUrl, channel: Channel) -> Installation:
    for one in backend.state.installations_in(backend.workspace(channel)):
        if one.app.id == url.app_id:
            return one
    raise SlackError("account_inactive")
