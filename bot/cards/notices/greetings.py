"""What Askaday says of itself to who invites it, writes to it or types for help."""

from collections.abc import Sequence

from bot.cards.access import set_up_action
from bot.domain.card import Action, Card, Table, Text
from bot.domain.text import plain

#: Asks somebody a private question.
PRACTISE = Action("practise", "Practise")
#: Says on a page that shows no buttons where those of a private question are.
IN_MESSAGES = Card("Here you are", (Text("It is under **Messages**, beside this page."),))


def welcome_card(channel: str, server: str = "", *, may_set_up: bool = True) -> Card:
    """Greet who invited Askaday to a channel, or, with an empty one, to a server of which it knows no channel yet."""
    where = "the channel" if channel else "a channel of yours"
    text = f"Thank you for the invitation. I can ask {where} one good question a day, and reveal the answer."
    how = "**Set up** takes one press." if may_set_up else "An administrator of the workspace sets it up."
    if not channel:
        footer = Text(f"In {plain(server)}, write `/qotd setup` in the channel; `/qotd help` lists everything.")
        return Card("Hello", (Text(text), footer), (PRACTISE,))
    footer = Text(f"{how} `/qotd help` lists everything.")
    return Card("Hello", (Text(text), footer), (set_up_action(channel), PRACTISE))


_UNREAD = (
    "I have not read your file: I take questions as files from those who manage a series. "
    "You can suggest one: `/qotd suggest`."
)


def greeting_card(channel: str, *, can_set_up: bool, is_file: bool = False) -> Card:
    """Say what Askaday can do to somebody who wrote to it, in a channel or, with an empty one, directly.

    `is_file`: they sent a file that is not theirs to send.
    """
    text = (
        "I ask a team one good question a day, collect the answers, and reveal mine with how everybody did. "
        "In between I ask you in private, as often as you like, and bring back what you need most."
    )
    first = (set_up_action(channel),) if can_set_up else ()
    blocks = (Text(_UNREAD), Text(text)) if is_file else (Text(text),)
    return Card("Hello", blocks, (PRACTISE, Action("help", "Help"), *first))


def typed_help(rows: Sequence[tuple[str, str]]) -> Card:
    """Say what can be typed in a terminal, and what each does."""
    return Card("What you can type", (Table(("Type", "What it does"), tuple(rows)),))
