"""What listeners have at hand, and how their work is done after Slack was acknowledged.

Whatever goes wrong comes to one guard, `Room.failed`. Bolt leads to it (`app.error`) what a listener raises before
Slack is acknowledged. What is done after that runs in `Room.work`, which leads to it as well, because Bolt has no way
for it: what its lazy listeners raise it only logs, and an app that acknowledges first
(`process_before_response=False`) would acknowledge events before they are kept, and leaves unanswered whatever fails
within ten milliseconds of its `ack` (slack_bolt/listener/asyncio_runner.py).
"""

import secrets
import traceback
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.members import Members
from adapters.slack.send.files import Files
from adapters.slack.send.messenger import SlackMessenger
from adapters.slack.send.private_replies import Asker, PrivateReplies
from adapters.slack.wire import Json
from bot.commands.request import Handout, Reply
from bot.domain.card import Card, Small
from bot.domain.members import Actor
from bot.engine import Engine, InboxWorker, Tasks
from bot.errors import AskadayError, DeliveryError
from bot.ports.messenger import Destination

log = structlog.get_logger()

_IN_DIRECT = "The files are in your direct messages with Askaday."


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
        try:
            await work
        except Exception as error:  # noqa: BLE001 - it is told, and what is unexpected is logged there
            await self.failed(error, asker)

    async def failed(self, error: Exception, asker: Asker | None = None) -> BoltResponse:
        """Tell who asked what went wrong; of what was not acknowledged say it in the log, and give what is answered.

        Slack sends events again that were not acknowledged.
        """
        if asker is not None:
            await self.show(asker, self.engine.desk.problem(error, asker.workspace))
            return BoltResponse(status=200)
        if isinstance(error, AskadayError):
            log.error("a request of Slack was not taken", error=str(error))
            return BoltResponse(status=500)
        # What passed the door and cannot be read is not as Slack documents it; were it a mistake here, the place helps.
        place = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{Path(place.filename).name}:{place.lineno}"
        log.error("a request of Slack could not be read", error=repr(error), at=at)
        return BoltResponse(status=400)

    async def actor(self, asker: Asker, action: str = "") -> Actor:
        """Give who asked, with the rights that they have now and that the action takes."""
        recognising = self.engine.services.recognising
        groups = await self.engine.call(recognising.groups_with_a_say, asker.workspace)
        vouching = self.members.actor(asker.workspace, asker.member, groups)
        return await recognising.vouched(Actor(asker.workspace, asker.member, asker.name), vouching, action)

    async def show(self, asker: Asker, card: Card) -> None:
        """Show a card to who asked alone."""
        await self.replies.show(asker, card)

    async def answer(self, asker: Asker, reply: Reply) -> None:
        """Show a reply to who asked, or to the channel if it is meant for all."""
        if reply.handout is not None and await self._hand_over(asker, reply.handout):
            return
        if not reply.public:
            await self.replies.show(asker, reply.card, instead=reply.replaces)
            return
        thread = asker.thread or None
        place = Destination(asker.workspace, asker.channel, thread)
        await self.messenger.send(place, reply.card, key=f"reply{secrets.token_hex(8)}")

    async def _hand_over(self, asker: Asker, handout: Handout) -> bool:
        """Send files in a direct message, and say so where they were asked for; False: Slack does not take them."""
        try:
            await Files(self.calls, self.replies.session).send(asker.workspace, asker.member, handout)
        except DeliveryError as error:
            log.info("files were not taken", error=str(error))
            return False
        await self.replies.show(asker, replace(handout.card, blocks=(*handout.card.blocks, Small(_IN_DIRECT))))
        return True

    async def open(self, asker: Asker, trigger: str, view: Json) -> None:
        """Open a modal; Slack allows that within three seconds after it was asked for."""
        await self.calls.write(asker.workspace, "views.open", {"trigger_id": trigger, "view": view})
