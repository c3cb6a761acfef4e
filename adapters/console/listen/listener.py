"""What people do in the chat, told to the engine as it happens."""

from adapters.console.listen.desk import Record
from adapters.console.send.channel import Chat, Message, Place
from adapters.console.send.screen import Screen
from bot.domain.answers import Revision
from bot.domain.members import Actor


class Listener:
    """Does what a person does in the chat, prints it, and records it if it is in a thread."""

    def __init__(self, chat: Chat, screen: Screen, record: Record) -> None:
        self.chat = chat
        self._screen = screen
        self._record = record

    async def say(self, actor: Actor, channel: str, thread: str | None, text: str) -> Message:
        """Post a message; outside threads (None) nobody listens."""
        message = self.chat.say(Place(actor.workspace, channel, thread), actor.member, text)
        self._screen.said(actor.name, text, how="" if thread else f"(in #{channel})")
        await self._tell(actor, message.place, message.revision)
        return message

    async def edit(self, actor: Actor, message: Message, text: str) -> None:
        """Change a message of the actor."""
        edited = self.chat.edit(message.id, text)
        self._screen.said(actor.name, text, how="(edited)")
        await self._tell(actor, edited.place, edited.revision)

    async def delete(self, actor: Actor, message: Message) -> None:
        """Take a message of the actor away."""
        revision = self.chat.delete(message.id)
        self._screen.said(actor.name, message.text, how="(deleted)")
        await self._tell(actor, message.place, revision)

    async def _tell(self, actor: Actor, place: Place, revision: Revision) -> None:
        if place.thread is not None:
            await self._record(actor, place.channel, place.thread, revision)
