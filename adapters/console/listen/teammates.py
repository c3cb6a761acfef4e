"""Simulated teammates: who does what in a thread, and when. What they say is written elsewhere."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.console.listen.listener import Listener
from adapters.console.send.channel import Message, Place
from bot.domain.card import Text
from bot.domain.members import Actor


@dataclass(frozen=True, slots=True)
class Write:
    """Answer in the thread; several texts are several messages."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Change one of one's own messages in the thread."""

    text: str
    #: Which of those that are still there, from 0; negative numbers count from the newest.
    index: int = -1


@dataclass(frozen=True, slots=True)
class Delete:
    """Take one of one's own messages in the thread away."""

    index: int = -1


@dataclass(frozen=True, slots=True)
class WriteOffTopic:
    """Write something in the channel, outside the thread."""

    text: str


@dataclass(frozen=True, slots=True)
class CopyQuestion:
    """Answer with the words of the question."""


@dataclass(frozen=True, slots=True)
class SkipDay:
    """Do nothing, on purpose."""


Deed = Write | Edit | Delete | WriteOffTopic | CopyQuestion | SkipDay


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a script."""

    #: How long after the question was posted; who runs the script moves the clock there first.
    after: timedelta
    who: Actor
    deed: Deed


def teammate(workspace: str, name: str) -> Actor:
    """Give a simulated member of a workspace: the same name is the same member."""
    return Actor(workspace, member=name.casefold(), name=name)


async def act(listener: Listener, channel: str, thread: str, cue: Cue) -> None:
    """Do what the cue says, as if the person did it now in the thread of a card.

    Raises:
        IndexError: the script edits or deletes a message that is not there.
    """
    match cue.deed:
        case Write(texts):
            for text in texts:
                await listener.say(cue.who, channel, thread, text)
        case Edit(text, index):
            await listener.edit(cue.who, _own(listener, channel, thread, cue.who)[index], text)
        case Delete(index):
            await listener.delete(cue.who, _own(listener, channel, thread, cue.who)[index])
        case WriteOffTopic(text):
            await listener.say(cue.who, channel, None, text)
        case CopyQuestion():
            await listener.say(cue.who, channel, thread, _question(listener, thread))
        case SkipDay():
            pass


def _own(listener: Listener, channel: str, thread: str, who: Actor) -> list[Message]:
    place = Place(who.workspace, channel, thread)
    return [message for message in listener.chat.at(place) if message.member == who.member]


def _question(listener: Listener, thread: str) -> str:
    message = listener.chat.get(thread)
    blocks = message.card.blocks if message and message.card else ()
    return "\n\n".join(block.markdown for block in blocks if isinstance(block, Text))
