"""Playing in the terminal: a typed line is a command, the press of a card's action, or a reply in the thread."""

import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from difflib import get_close_matches
from operator import itemgetter
from types import MappingProxyType

from adapters.console.listen.desk import Desk, OpenRounds
from adapters.console.listen.lines import piped_lines, typed_lines
from adapters.console.listen.listener import Listener
from adapters.console.listen.teammates import teammate
from adapters.console.render.card import FORMS, usage
from adapters.console.render.texts import only_seen_by
from adapters.console.send.channel import Message, Place
from adapters.console.send.screen import Offer, Screen
from bot.cards.notices.greetings import typed_help
from bot.commands.request import Press, Reply, Request
from bot.domain.members import Actor
from bot.errors import AskadayError, InputError, RefusedError

#: The action that sends an answer.
_ANSWER = "answer"
#: What people type to leave, with a slash or without; nobody means it as an answer.
_LEAVING = frozenset({"quit", "exit", "q"})

Do = Callable[[str], Awaitable[None]]


async def _nothing() -> None:
    """Wait for nothing."""


class Repl:
    """Reads lines and has the engine do what they say, as the player or as a simulated teammate."""

    def __init__(
        self,
        *,
        desk: Desk,
        listener: Listener,
        screen: Screen,
        open_rounds: OpenRounds,
        player: Actor,
        channel: str,
        commands: Mapping[str, Sequence[str]],
        explained: Mapping[str, str] = MappingProxyType({}),
        settle: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        """Put it together.

        Args:
            desk: takes commands and presses.
            listener: takes what is written, edited and deleted in threads.
            screen: where everything is printed; the messenger's too, since it knows which actions can be pressed.
            open_rounds: the newest of them takes the replies.
            player: who sits at the terminal.
            channel: the channel the player is in.
            commands: the engine's command words without slash, each with the words that can follow it.
            explained: what of these commands can be typed, with what it does, for the list of that.
            settle: awaited after every line, so that what the line set off is printed before the next one is read.
        """
        self._desk = desk
        self._listener = listener
        self._screen = screen
        self._open_rounds = open_rounds
        self._player = self._speaker = player
        #: Who was asked a private question last.
        self._asked: Actor | None = None
        self._channel = channel
        self._commands = commands
        self._explained = explained or {f"/{word} …": "ask Askaday" for word in commands}
        self._settle = settle
        self._own: dict[str, Do] = {
            "edit": self._edit,
            "delete": self._delete,
            "as": self._speak_as,
            "help": self._help,
        }

    async def run(self) -> None:
        """Play until the person leaves or the input ends."""
        if sys.stdin.isatty() and sys.stdout.isatty():
            await self.play(typed_lines(self.words, self.toolbar))
        else:
            await self.play(piped_lines(sys.stdin.fileno()))

    async def play(self, lines: AsyncGenerator[str, None]) -> None:
        """Do what the lines say, one after another."""
        await self._settle()
        async with aclosing(lines) as typed:
            async for line in typed:
                if self._leaves(line):
                    break
                await self.handle(line)
                await self._settle()

    def _leaves(self, line: str) -> bool:
        word = line.strip().casefold().removeprefix("/")
        return word in _LEAVING and word not in self._commands

    async def handle(self, line: str) -> None:
        """Do what one line says; a refusal is printed as a sentence."""
        try:
            if line.startswith("/"):
                self._screen.note(f"> {line}")
                await self._slash(line)
            elif line.strip():
                await self._say(line.strip())
        except AskadayError as error:
            self._screen.problem(error)

    def words(self) -> list[str]:
        """Give what can be typed behind the prompt now."""
        first = [*self._commands, *self._screen.offers(), *self._own, "quit"]
        second = [f"{word} {following}" for word, many in self._commands.items() for following in many]
        return [f"/{words}" for words in (*first, *second)]

    def toolbar(self) -> str:
        """Say what is open and, if it is not the player, who speaks."""
        speaker = "" if self._speaker == self._player else f"as {self._speaker.name} · "
        return f"{speaker}{self._screen.headline() or 'no open question'} · /help"

    async def _slash(self, line: str) -> None:
        word, _, text = line.removeprefix("/").partition(" ")
        word, text = word.casefold(), text.strip()
        offer = self._screen.offers().get(word)
        if word in self._own:
            await self._own[word](text)
        elif word in self._commands:
            self._show(await self._desk.run(Request(self._speaker, self._channel, word, text)))
        elif offer is not None:
            await self._press(offer, text)
        else:
            raise self._unknown(word)

    def _unknown(self, word: str) -> InputError:
        near = get_close_matches(f"/{word}", self.words(), n=1, cutoff=0.7)
        guess = f" Did you mean {near[0]}?" if near else ""
        return InputError(f"There is no /{word} here now.{guess}", hint=f"{self._offered()} /help lists the rest.")

    def _offered(self) -> str:
        offers = " · ".join(usage(offer.action, name) for name, offer in self._screen.offers().items())
        return f"On the cards above: {offers}." if offers else "No card above has anything to press."

    async def _press(self, offer: Offer, text: str) -> None:
        action = offer.action
        if action.name in FORMS and not text:
            raise InputError(f"/{action.name} needs words behind it.", hint=f"Type {usage(action)}.")
        reply = await self._desk.press(Press(self._speaker, self._channel, action.name, action.target, text))
        if offer.is_private and reply.card.pressable:
            # The conversation goes on in the reply; what is named alike on older cards can be pressed again.
            self._screen.use_up(offer)
        self._show(reply)

    def _show(self, reply: Reply) -> None:
        note = only_seen_by(None if self._speaker == self._player else self._speaker.name)
        if any(action.name == _ANSWER for action in reply.card.pressable):
            self._asked = self._speaker
        self._screen.reply(reply.card, "" if reply.public else note)

    async def _thread(self) -> Place:
        workspace = self._player.workspace
        threads = [
            (played.opened_at, played.id, Place(workspace, played.channel, played.thread))
            for played in await self._open_rounds(workspace)
            if played.opened_at and played.thread
        ]
        if not threads:
            said = "No question is open, so nobody would read this."
            raise RefusedError(said, hint=f"{self._offered()} /help lists the rest.")
        return max(threads, key=itemgetter(0, 1))[2]

    async def _say(self, text: str) -> None:
        offer = self._screen.offers().get(_ANSWER)
        if offer is not None and offer.is_private and self._asked == self._speaker:
            # A private question stands under all that was posted: what is typed below is its answer.
            await self._press(offer, text)
            return
        place = await self._thread()
        await self._listener.say(self._speaker, place.channel, place.thread, text)

    async def _edit(self, text: str) -> None:
        if not text:
            raise InputError("/edit needs the new text.", hint="Type /edit TEXT.")
        await self._listener.edit(self._speaker, await self._last_message(), text)

    async def _delete(self, _text: str) -> None:
        await self._listener.delete(self._speaker, await self._last_message())

    async def _newest(self) -> Message | None:
        return self._listener.chat.last_of(await self._thread(), self._speaker.member)

    async def _last_message(self) -> Message:
        message = await self._newest()
        if message is None:
            raise RefusedError(f"There is no message of {self._speaker.name} in the thread.")
        return message

    async def _speak_as(self, rest: str) -> None:
        name, _, text = rest.partition(" ")
        text = text.strip()
        if not name or text.startswith("/as "):
            raise InputError(
                "/as needs one name.", hint="Type /as NAME TEXT for one reply, /as NAME to stay in the part."
            )
        before, self._speaker = self._speaker, self._known_as(name)
        if not text:
            self._screen.note(f"You speak as {self._speaker.name} now; /as me ends that.")
            return
        try:
            await self.handle(text)
        finally:
            self._speaker = before

    def _known_as(self, name: str) -> Actor:
        is_player = name.casefold() in ("me", self._player.name.casefold())
        return self._player if is_player else teammate(self._player.workspace, name)

    async def _help(self, _text: str) -> None:
        is_open = bool(await self._open_rounds(self._player.workspace))
        has_written = is_open and await self._newest() is not None
        rows = [
            *([("TEXT", "answer the newest question")] if is_open else []),
            *([("/edit TEXT", "change your last reply")] if has_written else []),
            *([("/delete", "take your last reply away")] if has_written else []),
            *([("/as NAME TEXT", "speak as a teammate; without TEXT: go on as one")] if is_open else []),
            *self._explained.items(),
            *((usage(offer.action, name), offer.action.label) for name, offer in self._screen.offers().items()),
            ("/help", "this list"),
            ("/quit or Ctrl-D", "stop"),
        ]
        self._show(Reply(typed_help(rows)))
