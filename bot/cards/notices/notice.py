"""A short notice, and several told in one message."""

from collections.abc import Sequence

from bot.domain.card import Block, Card, Heading, Text

#: Stands where no card is seen: in the place of one that is computed when it is sent, or that is used up.
UNSEEN = Card("")
#: Says to who asked alone that the answer is there for all.
SHARED = Card("", (Text("Shared with everybody here."),))


def notice(title: str, text: str, *more: Block) -> Card:
    """Say something in trusted Markdown."""
    return Card(title, (Text(text), *more))


def together(notices: Sequence[Card]) -> Card:
    """Tell several notices or decisions in one message, oldest first; the same one once."""
    told = tuple(dict.fromkeys(notices))
    if len(told) == 1:
        return told[0]
    blocks = tuple(block for one in told for block in (Heading(one.title), *one.blocks))
    actions = tuple(dict.fromkeys(action for one in told for action in one.actions))
    return Card(f"{len(told)} things to look at", blocks, actions)
