"""A terminal with a desk that only says what it was asked; `python -m` plays it in a real one."""

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from rich.console import Console

from adapters.console.listen.listener import Listener
from adapters.console.listen.repl import Repl
from adapters.console.send.channel import Chat
from adapters.console.send.messenger import ConsoleMessenger
from adapters.console.send.screen import Screen, terminal
from bot.commands.request import Press, Reply, Request
from bot.domain.answers import Revision
from bot.domain.card import Action, Card, Moment, Text
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.errors import RightsError
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination, Sent
from tests.contracts.stages import START

WORKSPACE = "console:local"
YOU = Actor(WORKSPACE, "you", "You", is_admin=True)
CHANNEL = Destination(WORKSPACE, "general")
COMMANDS: Mapping[str, Sequence[str]] = {"qotd": ("stats", "open"), "aws-quiz": ()}


def question(number: int) -> Card:
    actions = tuple(Action(name, name.title(), f"round:{number}") for name in ("answer", "hint", "flag"))
    closes = Moment("Closes", datetime(2025, 6, 3, 7, 0, tzinfo=UTC), "Europe/Berlin")
    return Card(f"Question {number}", (Text("What is *S3*?"), closes), actions)


class EchoDesk:
    """Replies with what it was asked; a drill is answered with a card that has actions."""

    async def run(self, request: Request) -> Reply:
        if request.text == "forbidden":
            raise RightsError("Only managers may do this.", hint="Ask one of them.")
        if request.word == "aws-quiz":
            return Reply(Card("Drill", actions=(Action("answer", "Answer", "drill:7"),)))
        return Reply(Card(f"{request.actor.name}: {request.word} {request.text}"), public=request.text == "open")

    async def press(self, press: Press) -> Reply:
        onward = (Action("next", "Next"),) if press.target == "drill:7" else ()
        return Reply(Card(f"{press.actor.name}: {press.action} {press.target} {press.text}".strip(), actions=onward))


@dataclass
class Play:
    """Everything that a line can reach."""

    clock: TravelClock = field(default_factory=lambda: TravelClock(START))
    recorded: list[tuple[str, str, str, Revision]] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    out: io.StringIO = field(default_factory=io.StringIO)
    console: Console | None = None
    commands: Mapping[str, Sequence[str]] = field(default_factory=lambda: COMMANDS)

    def __post_init__(self) -> None:
        self.screen = Screen(self.console or terminal(file=self.out, width=70))
        self.chat = Chat(self.clock)
        self.messenger = ConsoleMessenger(self.chat, self.screen)
        self.listener = Listener(self.chat, self.screen, self._record)
        self.repl = Repl(
            desk=EchoDesk(),
            listener=self.listener,
            screen=self.screen,
            open_rounds=self._open_rounds,
            player=YOU,
            channel="general",
            commands=self.commands,
        )

    async def open(self, number: int) -> Sent:
        sent = await self.messenger.send(CHANNEL, question(number), key=f"card{number}")
        self.rounds.append(opened_round(number, sent, self.clock.now()))
        self.shown()
        return sent

    def shown(self) -> list[str]:
        """Give what was printed since the last look, without frames and blank lines."""
        lines = [line.strip("╭╮╰╯│─ ") for line in self.out.getvalue().splitlines()]
        self.out.seek(0)
        self.out.truncate()
        return [line for line in lines if line]

    def told(self) -> list[tuple[str, str, str, str]]:
        """Give what the engine was told: who, in which thread, what happened, the text."""
        return [(who, thread, r.happening.value, r.text) for who, _, thread, r in self.recorded]

    async def _record(self, actor: Actor, channel: str, thread: str, revision: Revision) -> None:
        self.recorded.append((actor.name, channel, thread, revision))

    async def _open_rounds(self, workspace: str) -> Sequence[Round]:
        return [played for played in self.rounds if played.workspace == workspace]


def opened_round(number: int, sent: Sent | None, at: datetime) -> Round:
    return Round(
        id=number,
        series_id=1,
        workspace=WORKSPACE,
        day=date(2025, 6, 2),
        state=RoundState.OPEN,
        question=None,
        opened_at=at,
        closes_at=None,
        closed_at=None,
        remind_at=None,
        channel="general",
        card_message=sent.message if sent else None,
        thread=sent.thread if sent else None,
        note="",
        best_member=None,
        mean_score=None,
    )


async def main() -> None:
    play = Play(console=terminal())
    await play.open(1)
    await play.repl.run()


if __name__ == "__main__":
    asyncio.run(main())
