"""What is said of who may set series up: a refusal, a request to those who may, and what came of a claim."""

from collections.abc import Sequence

from bot.domain.card import Action, Card, Text
from bot.domain.members import WhoSetsUp
from bot.domain.series import Series
from bot.domain.target import Target
from bot.domain.text import as_value, listing, plain


def set_up_action(channel: str) -> Action:
    """Give the button that opens the form for a channel; with an empty one, for where it is pressed."""
    return Action("setup", "Set up", str(Target("channel", channel)) if channel else "")


def ask_action(channel: str) -> Action:
    """Give the button that sends the form to those who may fill it in."""
    return Action("ask", "Ask them to set it up", str(Target("channel", channel)))


def who_may(setup: WhoSetsUp, names: Sequence[str], *, has_channel_managers: bool) -> str:
    """Say who may set a series up in a channel, plain text."""
    if setup is WhoSetsUp.ADMINISTRATORS:
        said = "Only administrators of this workspace may set up a series"
    elif has_channel_managers:
        said = "Only administrators of this server, and whoever may manage this channel, may set up a series here"
    else:
        said = "Only administrators of this workspace, and whoever invited Askaday to this channel, may set it up here"
    return f"{said}: {listing(names, 'or')}." if names else f"{said}."


def request_card(name: str, channel: str, channel_name: str) -> Card:
    """Tell somebody who may set a series up that a member would like one in a channel."""
    text = f"{plain(name)} would like Askaday to ask a question a day in **#{plain(channel_name)}**."
    how = Text("**Set up** opens the form; `/qotd setup` in the channel does the same.")
    return Card("Would you set Askaday up?", (Text(text), how), (set_up_action(channel),))


def asked_card(names: Sequence[str]) -> Card:
    """Tell who asked for a series whom the form was sent to."""
    return Card("", (Text(f"{plain(listing(names))} got a private message from Askaday with the form."),))


def claimed_card(workspace: str) -> Card:
    """Tell who sent a claim's word what they are from now on."""
    text = f"You administer Askaday in {plain(workspace)} now. `/qotd setup` in a channel sets a series up there."
    return Card("Thank you", (Text(text),))


def left_notice(series: Series) -> Card:
    """Tell an administrator that nobody is left of those who ran a series."""
    how = f"`/qotd setup series={as_value(series.name)} managers=@NAME`"
    text = f"Everybody who ran **{plain(series.name)}** has left. It goes on asking; name who runs it now: {how}."
    settings = Action("setup", "Settings", str(Target("series", series.id)))
    return Card("A series has nobody to run it", (Text(text),), (settings,))


def setup_chosen_card(setup: WhoSetsUp) -> Card:
    """Say who may set a series up in the workspace from now on, or at present."""
    who = {
        WhoSetsUp.INVITERS: "administrators, and whoever invited Askaday to the channel or may manage it",
        WhoSetsUp.ADMINISTRATORS: "administrators alone",
    }[setup]
    other = next(one for one in WhoSetsUp if one is not setup)
    text = f"Series are set up by {who} (`setup={setup}`). `/qotd workspace setup={other}` changes that."
    return Card("This workspace", (Text(text),))
