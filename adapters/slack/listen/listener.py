"""What listeners have at hand, and how their work is done after Slack was acknowledged."""

import asyncio
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.members import Members
from adapters.slack.connect.tasks import Tasks
from adapters.slack.render.messages import messages
from adapters.slack.send.messenger import SlackMessenger
from adapters.slack.send.private_replies import Asker, PrivateReplies
from adapters.slack.wire import Json
from bot.commands.request import Reply
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.engine import Engine, InboxWorker
from bot.ports.messenger import Destination


@dataclass(frozen=True, slots=True)
class Room:
    """What listeners work with."""

    engine: Engine
    calls: Calls
    members: Members
    messenger: SlackMessenger
    replies: PrivateReplies
    inbox: InboxWorker
    tasks: Tasks

    def work(self, asker: Asker, work: Coroutine[Any, Any, None]) -> None:
        """Do what somebody asked for, after Slack was acknowledged; they are told what goes wrong."""
        self.tasks.start(self._guarded(asker, work))

    async def _guarded(self, asker: Asker, work: Coroutine[Any, Any, None]) -> None:
        outcome: BaseException | None = (await asyncio.gather(work, return_exceptions=True))[0]
        if isinstance(outcome, Exception):
            await self.show(asker, self.engine.desk.problem(outcome, asker.workspace))
        elif outcome is not None:
            raise outcome

    async def actor(self, asker: Asker) -> Actor:
        """Give who asked, with the rights they have now."""
        groups = await self.engine.call(self.engine.services.lifecycle.groups_with_a_say, asker.workspace)
        return await self.members.actor(asker.workspace, asker.member, groups)

    async def show(self, asker: Asker, card: Card) -> None:
        """Show a card to who asked alone."""
        await self.replies.show(asker, messages(card))

    async def answer(self, asker: Asker, reply: Reply) -> None:
        """Show a reply to who asked, or to the channel if it is meant for all."""
        if not reply.public:
            await self.show(asker, reply.card)
            return
        thread = asker.thread or None
        place = Destination(asker.workspace, asker.channel, thread)
        await self.messenger.send(place, reply.card, key=f"reply{secrets.token_hex(8)}")

    async def open(self, asker: Asker, trigger: str, view: Json) -> None:
        """Open a modal; Slack allows that within three seconds after it was asked for."""
        await self.calls.write(asker.workspace, "views.open", {"trigger_id": trigger, "view": view})
