"""What people write in the threads of questions. Handling an event twice comes to the same."""

from dataclasses import dataclass, replace
from functools import partial

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.members import Members
from adapters.slack.read.incoming import reply_of, sender_through_app
from adapters.slack.read.unescaping import mentioned
from adapters.slack.send.private_replies import Asker, PrivateReplies
from adapters.slack.wire import Json
from bot.domain.answers import Inbound
from bot.engine import Background, Engine

#: The emoji that marks talk among the answers, by its name.
_TALK = "speech_balloon"


@dataclass(frozen=True, slots=True)
class Answers:
    """Records messages, and acknowledges them."""

    engine: Engine
    calls: Calls
    members: Members
    #: Tell an author something alone.
    replies: PrivateReplies
    #: Does what nobody waits for.
    background: Background
    #: The emoji that acknowledges a reply; empty: none.
    reaction: str = ""

    async def message(self, workspace: str, event: Json) -> bool:
        """Record what happened to a reply, and acknowledge a new one; False: nobody can say yet whether it is ours.

        Nothing here waits for Slack but the names of whom a text mentions, and whether who posted through an app is a
        person: the next reply waits for this one.
        """
        said = str((event.get("message") or event).get("text") or "")
        reply = reply_of(event, await self.members.names(workspace, mentioned(said)))
        if reply is None:
            return True
        sender = sender_through_app(event)
        if sender and await self.members.is_bot(workspace, sender):
            return True
        revision = reply.revision
        member = revision.member or ""
        actor = self.members.known(workspace, member)
        inbound = Inbound(workspace, reply.channel, reply.thread, revision, actor)
        recorded = await self.engine.call(self.engine.services.answering.record, inbound)
        if member and actor is None and recorded.round_id is not None:
            self.background.start(workspace, partial(self._name, inbound, member))
        if recorded.waits:
            return False
        response = recorded.response
        self._react(workspace, reply.channel, revision.message, response.mark, "reactions.add")
        self._react(workspace, reply.channel, revision.message, response.stale, "reactions.remove")
        if response.hint is not None:
            asker = Asker(workspace, member, reply.channel, reply.thread)
            self.background.start(workspace, partial(self.replies.show, asker, response.hint))
        return True

    def _react(self, workspace: str, channel: str, message: str, mark: str, method: str) -> None:
        if mark and self.reaction:
            # Of an event that is handled again it is there already, or gone, and refused.
            name = _TALK if mark == "talk" else self.reaction
            arguments = {"channel": channel, "timestamp": message, "name": name}
            self.background.start(workspace, partial(self.calls.write, workspace, method, arguments))

    async def _name(self, inbound: Inbound, member: str) -> None:
        """Find out who wrote something that is kept already; should the process end before, the close finds out."""
        named = replace(inbound, actor=await self.members.author(inbound.workspace, member))
        await self.engine.call(self.engine.services.answering.name, named)
