"""Events: those that matter are kept under their own id before they are acknowledged, and handled after.

Bolt acknowledges an event when its listener returns; one that raises is not acknowledged, and Slack sends it again.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from adapters.slack.connect.workspaces import workspace_id
from adapters.slack.listen.answers import Answers
from adapters.slack.listen.changes import Changes
from adapters.slack.listen.home import publish_home
from adapters.slack.listen.listener import Room
from adapters.slack.listen.talking import Talking, file_in, is_to, without_words, word_in
from adapters.slack.read.incoming import reply_of, sender_through_app
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json

log = structlog.get_logger()

#: Events that concern an organization as a whole, if it was the organization that installed Askaday.
_OF_ORGANIZATIONS = frozenset({"app_uninstalled", "tokens_revoked"})


_CHANGES: Mapping[str, Callable[[Changes, str, Json], Awaitable[None]]] = {
    "member_joined_channel": Changes.joined,
    "member_left_channel": Changes.left,
    "channel_left": Changes.removed,
    "group_left": Changes.removed,
    "channel_archive": Changes.archived,
    "group_archive": Changes.archived,
    "channel_unarchive": Changes.back,
    "group_unarchive": Changes.back,
    "channel_deleted": Changes.deleted,
    "group_deleted": Changes.deleted,
    "app_uninstalled": Changes.uninstalled,
    "team_access_revoked": Changes.closed_to,
    "tokens_revoked": Changes.revoked,
}
#: The types of events that are kept and handled.
HANDLED = frozenset({"message", *_CHANGES})


@dataclass(frozen=True, slots=True)
class EventHandler:
    """Handles events that were kept."""

    answers: Answers
    changes: Changes
    talking: Talking

    async def handle(self, workspace: str, body: str) -> bool:
        """Handle an event as `_keep` wrote it; False: it cannot be decided yet."""
        kept = json.loads(body)
        event = kept["event"]
        said = {**event, "event_id": kept["id"], "event_time": kept.get("at")}
        if kept.get("is_to_us"):
            await self.talking.heard(workspace, said)
        elif event["type"] == "message":
            return await self.answers.message(workspace, said)
        else:
            await _CHANGES[event["type"]](self.changes, workspace, said)
        return True


def register(app: AsyncApp, room: Room) -> None:
    """Listen for events."""

    async def message(body: Json, event: Json) -> None:
        if _is_own(body, event):
            return
        reply = reply_of(event)
        concerns, workspace = room.engine.services.answering.concerns, _workspace(body)
        if reply is not None and await room.engine.call(concerns, workspace, reply.channel, reply.thread):
            await _keep(room, body, event, reply.thread)
        elif any(is_to(event, str(one.get("user_id"))) for one in body.get("authorizations") or ()):
            await _keep(room, body, without_words(event) | word_in(event) | file_in(event), is_to_us=True)

    async def happened(body: Json, event: Json) -> None:
        await _keep(room, body, event)

    async def home_opened(body: Json, event: Json) -> None:
        if event.get("tab") == "home":
            room.tasks.start(publish_home(room, Asker(_workspace(body), event["user"])))

    async def ignored() -> None:
        """Acknowledge what nobody waits for: else Slack sends it again."""

    app.middleware(_rate_limited)
    app.event("message")(message)
    for kind in sorted(HANDLED - {"message"}):
        app.event(kind)(happened)
    app.event("app_home_opened")(home_opened)
    app.event(re.compile(".*"))(ignored)


def _is_own(body: Json, event: Json) -> bool:
    """Say whether it is about what Askaday itself posted: its authorization names its bot user."""
    sender = sender_through_app(event)
    return bool(sender) and any(one.get("user_id") == sender for one in body.get("authorizations") or ())


async def _rate_limited(body: Json, next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
    """Acknowledge Slack's notice that it leaves events out, which holds no event that a listener could take.

    https://docs.slack.dev/apis/events-api#rate-limiting
    """
    if body.get("type") != "app_rate_limited":
        return await next_()
    log.warning("Slack leaves events out; answers are read back at the close", workspace=workspace_id(body["team_id"]))
    return BoltResponse(status=200)


def _workspace(body: Json) -> str:
    """Give the workspace in which Askaday is installed; in shared channels the event's own may be another one."""
    first = (body.get("authorizations") or [{}])[0]
    if first.get("is_enterprise_install") and body["event"]["type"] in _OF_ORGANIZATIONS:
        return workspace_id(first["enterprise_id"])
    team = first.get("team_id") or body.get("context_team_id") or body.get("team_id")
    return workspace_id(team or body["enterprise_id"])


async def _keep(room: Room, body: Json, event: Json, thread: str = "", *, is_to_us: bool = False) -> None:
    kept = {"id": body["event_id"], "at": body.get("event_time"), "event": event}
    kept |= {"is_to_us": True} if is_to_us else {}
    await room.inbox.keep(_workspace(body), body["event_id"], json.dumps(kept, separators=(",", ":")), thread)
