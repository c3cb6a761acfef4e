"""What people write to Askaday itself: direct messages, and messages that mention it; each is told what it can do."""

from dataclasses import dataclass
from functools import partial

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.members import Members
from adapters.slack.read.incoming import is_by_person, is_reply
from adapters.slack.send.private_replies import Asker, PrivateReplies
from adapters.slack.wire import Json
from bot.commands.request import SentFile
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.engine import MOST_BYTES, Background, Engine, digest_in

_DIRECT = "im"
#: What has to be known of a message to answer it; what it says is not kept.
_NEEDED = ("type", "channel", "channel_type", "user", "ts", "thread_ts")


def is_to(event: Json, bot_user: str) -> bool:
    """Say whether a message is a person's, and meant for the bot of that user id."""
    if not is_by_person(event) or event.get("bot_id"):
        return False
    return event.get("channel_type") == _DIRECT or f"<@{bot_user}>" in str(event.get("text") or "")


def without_words(event: Json) -> Json:
    """Give a message as far as it is kept until it is answered."""
    return {name: event[name] for name in _NEEDED if name in event}


def word_in(event: Json) -> Json:
    """Give what is kept of the word of `askaday claim` in a direct message: its digest."""
    digest = digest_in(str(event.get("text") or "")) if event.get("channel_type") == _DIRECT else ""
    return {"claim": digest} if digest else {}


def file_in(event: Json) -> Json:
    """Give what is kept of a file in a direct message: what it is called, and where it is."""
    files = event.get("files") or ()
    if event.get("channel_type") != _DIRECT or not files:
        return {}
    kept = {name: files[0].get(name) for name in ("name", "size", "url_private_download")}
    return {"file": kept, "others": len(files) - 1}


@dataclass(frozen=True, slots=True)
class Talking:
    """Answers who talks to Askaday."""

    engine: Engine
    calls: Calls
    members: Members
    replies: PrivateReplies
    #: Does what nobody waits for.
    background: Background

    async def heard(self, workspace: str, event: Json) -> None:
        """Say what Askaday can do, where only who wrote to it sees that."""
        self.background.start(workspace, partial(self._answer, workspace, event))

    async def _answer(self, workspace: str, event: Json) -> None:
        is_direct = event.get("channel_type") == _DIRECT
        channel, member = "" if is_direct else str(event["channel"]), str(event["user"])
        groups = await self.engine.call(self.engine.services.recognising.groups_with_a_say, workspace)
        actor = await self.members.actor(workspace, member, groups)
        word = str(event.get("claim") or "")
        desk = self.engine.desk
        if event.get("file") and not word:
            card = await self._received(actor, event["file"], int(event.get("others") or 0))
        else:
            card = await (desk.appoint(actor, word) if word else desk.greeting(actor, channel))
        thread = str(event["thread_ts"]) if channel and is_reply(event) else ""
        await self.replies.show(Asker(workspace, member, channel, thread), card)

    async def _received(self, actor: Actor, file: Json, others: int) -> Card:
        """Read a file that somebody sent: a pack, or a bank."""
        desk, address = self.engine.desk, str(file.get("url_private_download") or "")
        fetch = partial(self.calls.download, actor.workspace, address, MOST_BYTES)
        card = await desk.receive(actor, SentFile(str(file.get("name") or ""), fetch, others))
        return card or await desk.greeting(actor, is_file=True)
