"""What is printed, and which actions of the printed cards can still be pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TextIO

from rich.console import Console, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from adapters.console.render.card import MAX_WIDTH, headline, render, typed
from adapters.console.render.legible import Legible
from adapters.console.render.markdown import long_addresses
from adapters.console.render.texts import one_line, shortened
from bot.cards.notices.notice import UNSEEN
from bot.domain.card import Action, Card, Moment
from bot.errors import AskadayError

#: So many of the newest cards are remembered: what stands further up nobody presses, and a process may run for years.
REMEMBERED = 500


def terminal(*, file: TextIO | None = None, width: int | None = None) -> Console:
    """Open the terminal, or what the output was redirected to; codes for colours only where they are wanted.

    NO_COLOR (https://no-color.org) also turns off bold and the like.
    """
    console = Console(file=file, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.no_color:
        return Console(file=file, width=width, highlight=False, markup=False, emoji=False, color_system=None)
    return console


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that can be pressed, and the card it is on."""

    source: str
    action: Action
    #: Whether the card is a reply that one person saw, and no message of the chat.
    is_private: bool


@dataclass(frozen=True, slots=True)
class _Printed:
    card: Card
    is_private: bool


def _always(_: Card) -> bool:
    return True


class Screen:
    """Prints, and remembers the cards that were printed."""

    def __init__(self, console: Console | None = None, *, most_lines: int | None = None) -> None:
        """Print to a console, by default standard output; of a card's texts at most so many lines each."""
        self._console = console or terminal()
        self._most_lines = most_lines
        #: By message, the newest last.
        self._printed: dict[str, _Printed] = {}
        self._replies = count()
        #: Whether all of a posted card is printed; of others the title is, where they have one.
        self.shows_whole: Callable[[Card], bool] = _always
        #: Whether what people write is printed.
        self.quotes = True

    def show(self, message: str, card: Card, note: str = "") -> None:
        """Print a card that was posted as a message."""
        if self.shows_whole(card):
            self._add(message, _Printed(card, is_private=False), note)
        else:
            self._remember(message, _Printed(card, is_private=False))
            if card.title:
                self.note(f"  {note}: {one_line(card.title)}")

    def reply(self, card: Card, note: str = "") -> None:
        """Print what the engine replied to one person."""
        self._add(f"reply {next(self._replies)}", _Printed(card, is_private=True), note)

    def replace(self, message: str, card: Card) -> None:
        """Take note that a message shows another card now; what a terminal has printed stays."""
        printed = _Printed(card, is_private=False)
        if message in self._printed and self._printed[message] != printed:
            self._printed[message] = printed
            if self.shows_whole(card):
                self.note(f"A card further up now says: {one_line(card.title)}")

    def use_up(self, offer: Offer) -> None:
        """Withdraw the actions of a card."""
        self._printed[offer.source] = _Printed(UNSEEN, is_private=offer.is_private)

    def offers(self) -> Mapping[str, Offer]:
        """Give what can be pressed, by what is typed for it; of equal names the newest card's."""
        return {
            name: Offer(source, action, printed.is_private)
            for source, printed in self._printed.items()
            for name, action in typed(printed.card.pressable).items()
        }

    def headline(self) -> str:
        """Give in few words what the newest card that is still open is about and when it closes; empty: none is."""
        for printed in reversed(self._printed.values()):
            moments = [block for block in printed.card.blocks if isinstance(block, Moment)]
            if moments and printed.card.pressable:
                return headline(printed.card.title, moments[0])
        return ""

    def said(self, name: str, text: str, *, how: str = "") -> None:
        """Print what a person wrote."""
        if not self.quotes:
            return
        line = Text.assemble((one_line(name), "bold"), (f" {how}" if how else "", "dim"), ": ", shortened(text))
        self._print(Padding(line, (0, 0, 0, 2), expand=False))

    def note(self, text: str) -> None:
        """Print a quiet sentence."""
        self._print(Text(shortened(text), style="dim"))

    def problem(self, error: AskadayError) -> None:
        """Print what went wrong and what to do about it."""
        self._print(Text(shortened(error.message), style="red"))
        if error.hint:
            self.note(error.hint)

    def _add(self, source: str, printed: _Printed, note: str) -> None:
        self._remember(source, printed)
        self._print(Text())
        self._print(render(printed.card, note, most_lines=self._most_lines))
        for address in long_addresses(printed.card, min(self._console.width, MAX_WIDTH)):
            # On a line of its own and not wrapped, so that it can be clicked and copied.
            self._console.print(Legible(Text(address, style="dim")), soft_wrap=True)

    def _remember(self, source: str, printed: _Printed) -> None:
        self._printed[source] = printed
        if len(self._printed) > REMEMBERED:
            del self._printed[next(iter(self._printed))]

    def _print(self, renderable: RenderableType) -> None:
        self._console.print(Legible(Constrain(renderable, MAX_WIDTH)))
