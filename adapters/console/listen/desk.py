"""What the console needs of the engine; `bot.bootstrap` provides it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from bot.commands.request import Press, Reply, Request
from bot.domain.answers import Revision
from bot.domain.members import Actor
from bot.domain.rounds import Round

#: Keeps what happened to a message: who did it, the channel, the thread, what.
Record = Callable[[Actor, str, str, Revision], Awaitable[None]]
#: Gives the open rounds of a workspace.
OpenRounds = Callable[[str], Awaitable[Sequence[Round]]]


class Desk(Protocol):
    """Takes what people ask for; raises `AskadayError` with a sentence for them."""

    async def run(self, request: Request) -> Reply:
        """Do what a typed command asks for."""
        ...

    async def press(self, press: Press) -> Reply:
        """Do what the pressed action of a card stands for."""
        ...
