"""What a member is shown of what is kept of them, with the buttons for it; each is about who presses it."""

from bot.domain.card import Action, Card, Small, Text
from bot.domain.target import Target

#: Opens the card; it stands on every card of a private question, since not every place has `/qotd`.
MY_DATA = Action("data", "My data")
_EXPORT = Action("export", "Export")
_ERASE = Action("erase", "Erase …")
_ERASE_ALL = Action("erase-all", "Erase all of it, for good")


def data_card() -> Card:
    """Say what is kept, and offer to hand it out and to delete it."""
    text = (
        "Askaday keeps your name, your answers with their grades, your private questions with what you remember of "
        "them, your reminder and your flags in its own database.\n\n"
        "- **Export** gives you all of it\n"
        "- **Erase** deletes all of it, for good, and takes back any role as manager or reviewer; it asks before it "
        "does\n"
        "- `/qotd privacy hide` takes you off boards and reveals, `/qotd privacy show` puts you back"
    )
    return Card("Your data", (Text(text),), (_EXPORT, _ERASE))


def export_card(kept: str) -> Card:
    """Hand out what is kept, as JSON."""
    # A fence longer than any run of backticks inside: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
    longest = max((len(run) for run in "".join(c if c == "`" else " " for c in kept).split()), default=0)
    fence = "`" * max(3, longest + 1)
    long = Small("It may be long: everything that is kept stands here, nothing is left out.")
    return Card("All that is kept of you", (long, Text(f"{fence}json\n{kept}\n{fence}")))


def confirm_card() -> Card:
    """Say what would be deleted, before anything is."""
    text = (
        "Your name, your answers with their grades, points and streaks, your private questions, your flags and your "
        "disputes would be deleted, for good, and any role of yours as manager or reviewer taken back. "
        "**Export** gives you a copy before.\n\n**Erase all of it, for good** deletes it."
    )
    return Card("Nothing is deleted yet", (Text(text),), (_EXPORT, _ERASE_ALL))


#: Turns private messages off that nobody asked for, and on again; and says that they may go on.
QUIET, LOUD, STAY = "quiet", "loud", "stay"
#: Says that somebody is away, in a form, and that they are back.
AWAY, BACK = "away", "back"
_NO_MORE = "No more of these"


def no_more(kind: str, number: int | None) -> Action:
    """Give what turns messages like this off; a target says which workspace that is about."""
    return Action(QUIET, _NO_MORE, str(Target(kind, number)) if number is not None else "")
