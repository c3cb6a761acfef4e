"""Pieces put together into as many messages as they need: split, never cut."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from zlib import crc32

import discord

from adapters.discord.render import limits
from adapters.discord.render.buttons import long_labels, menu_rows, rows
from adapters.discord.render.card import card_pieces
from adapters.discord.render.parts import Kind, Piece, begun
from adapters.discord.render.texts import escape
from bot.domain.card import Action, Card, Tone

#: Between two pieces of one message.
_GAP = "\n\n"
#: Said of a message that has buttons alone.
_NOTHING_SAID = "\N{ZERO WIDTH SPACE}"
#: What stands in the line below: key points, small print and moments, and behind a quote the link to all of it.
_CLOSE = frozenset(
    {
        (Kind.KEY_POINT, Kind.KEY_POINT),
        *itertools.product((Kind.SMALL, Kind.SHARE), repeat=2),
        (Kind.MOMENT, Kind.MOMENT),
        (Kind.QUOTE, Kind.LINK),
    }
)
#: Longer texts have a line above each of their headings.
_LONG = 900
#: Into how many parts the text of a message is taken apart: a message has at most forty components.
_MOST_PARTS = 6
#: The colour at the edge of a card.
_ACCENTS = {Tone.OPEN: 0x23A55A, Tone.CLOSED: 0x80848E, Tone.REVEAL: 0xF0B232, Tone.TROUBLE: 0xDA373C}
#: How many actions one message can take: beside its text and its container there is a row for every five.
MOST_ACTIONS = 25


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that goes with a message."""

    png: bytes
    #: For who cannot see it.
    said: str
    name: str = "chart.png"

    @property
    def file(self) -> discord.File:
        """Give it to be sent; once, since what is sent is used up."""
        return discord.File(BytesIO(self.png), self.name, description=self.said[: limits.FILE_DESCRIPTION])


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted at once."""

    text: str
    actions: tuple[Action, ...] = ()
    is_spoiler: bool = False
    menu: tuple[Action, ...] = ()
    tone: Tone = Tone.PLAIN
    #: The same text in parts that stand apart; empty: it is one.
    parts: tuple[str, ...] = ()
    #: Above which of them there is a line.
    ruled: frozenset[int] = frozenset()
    #: The role that it mentions and tells; empty: nobody is told, whatever its text mentions.
    calls: str = ""
    #: Shown below its text.
    picture: Picture | None = None


def messages(card: Card, linked: Callable[[str], str] = str) -> tuple[Message, ...]:
    """Give a card as messages to post one after the other; the buttons are on the last one.

    A heading is not left at the end of a message. `linked` makes commands that a piece names pressable.
    """
    texts: list[list[Piece]] = [[]]
    shown = [replace(piece, text=linked(piece.text)) for piece in card_pieces(card)]
    labels = [piece for label in long_labels(card.pressable) for piece in begun(Kind.TEXT, escape(label))]
    for piece in [*_call(card.calls), *shown, *labels]:
        if texts[-1] and not _fits([*texts[-1], piece]):
            kept = len(texts[-1]) - _carried(texts[-1], piece)
            texts[-1:] = [texts[-1][:kept], texts[-1][kept:]]
        texts[-1].append(piece)
    made = [_message(group, card) for group in texts if group] or [Message(_NOTHING_SAID, tone=card.tone)]
    buttons, menu = (*card.actions, *card.thumbs), card.menu
    if len(menu) == 1 and len(buttons) % limits.BUTTONS_IN_ROW:
        # A menu of one entry would take a row of its own where the last row of buttons has room.
        buttons, menu = (*buttons, *menu), ()
    first, *others = [buttons[start : start + MOST_ACTIONS] for start in range(0, len(buttons), MOST_ACTIONS)] or [()]
    made[-1] = replace(made[-1], actions=first)
    made += [Message(_NOTHING_SAID, more) for more in others]
    made[-1] = replace(made[-1], menu=menu)
    return (replace(made[0], calls=card.calls), *made[1:])


def _call(role: str) -> tuple[Piece, ...]:
    return (Piece(f"<@&{role}>"),) if role.isdecimal() else ()


def _message(group: Sequence[Piece], card: Card) -> Message:
    text = joined(group)
    parts, ruled = [[group[0]]], set[int]()
    for before, piece in itertools.pairwise(group):
        is_ruled = len(text) > _LONG and piece.kind is Kind.HEADING and not before.leads
        begins_shares = piece.kind is Kind.SHARE and before.kind is not Kind.SHARE
        # Discord swallows blank lines below a list, and goes on with it where another follows.
        if (is_ruled or begins_shares or before.kind is Kind.LIST) and len(parts) < _MOST_PARTS:
            ruled |= {len(parts)} if is_ruled else set()
            parts.append([])
        parts[-1].append(piece)
    return Message(text, (), card.is_spoiler, (), card.tone, tuple(map(joined, parts)), frozenset(ruled))


def joined(group: Sequence[Piece]) -> str:
    """Join pieces: what belongs together, and what is led to, stands in the next line."""
    text = group[0].text
    for before, piece in itertools.pairwise(group):
        is_close = before.leads or (before.kind, piece.kind) in _CLOSE
        text += ("\n" if is_close else _GAP) + piece.text
    return text


def _carried(group: Sequence[Piece], piece: Piece) -> int:
    """Count the headings at the end that go over to the message of the piece they lead, as far as it has room."""
    headings = sum(1 for _ in itertools.takewhile(lambda one: one.leads, reversed(group)))
    most = min(headings, len(group) - 1)
    return next(count for count in range(most, -1, -1) if _fits([*group[len(group) - count :], piece]))


def _fits(group: Sequence[Piece]) -> bool:
    return len(_GAP.join(piece.text for piece in group)) <= limits.MESSAGE


def marker(key: str) -> int:
    """Give a number for a delivery's key, as components carry one that nobody sees: 1..2^31 - 1.

    https://docs.discord.com/developers/components/reference#anatomy-of-a-component
    """
    return (crc32(key.encode()) & 0x7FFFFFFF) or 1


#: The number of the text component tells how many messages the card has; smaller numbers Discord gives out itself.
_OF = 1000


def layout(message: Message, key: str = "", *, of: int = 1, number: int = 0) -> discord.ui.LayoutView:
    """Give a message as Discord's components.

    Args:
        message: what it shows.
        key: the delivery's, by which the message can be found again.
        of: how many messages the whole card has.
        number: the marker it has had so far, in the place of a key.
    """
    # What comes of a press is read from its custom id: no view needs to be kept in memory, and a finished one is not.
    view = discord.ui.LayoutView(timeout=None)
    marked = number or (marker(key) if key else None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
        id=marked, spoiler=message.is_spoiler, accent_colour=_ACCENTS.get(message.tone)
    )
    for place, text in enumerate(message.parts or (message.text,)):
        if place in message.ruled:
            container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(text, id=None if place else _OF + of))
    if message.picture is not None:
        # Never the first one: by the number of the first text a message is found again.
        gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
        gallery.add_item(
            media=f"attachment://{message.picture.name}", description=message.picture.said[: limits.FILE_DESCRIPTION]
        )
        container.add_item(gallery)
    view.add_item(container)
    for row in (*rows(message.actions), *menu_rows(message.menu)):
        # What is covered cannot be pressed: then the buttons stand below it.
        (view if message.is_spoiler else container).add_item(row)
    view.stop()
    return view


def parts_of(message: discord.Message) -> list[tuple[int, int]]:
    """Give the marker of a message and the number of messages of its card; nothing if it is none of Askaday's."""
    return [
        (component.id, text.id - _OF)
        for component in message.components
        if isinstance(component, discord.Container) and component.id
        for text in component.children[:1]
        if isinstance(text, discord.TextDisplay) and text.id and text.id > _OF
    ]
