"""What a member is shown of what is kept of them, with the buttons for it; each is about who presses it."""

from bot.domain.card import Action, Card, Small, Text
from bot.domain.target import Target
from bot.domain.text import count

#: Opens the card; it stands on every card of a private question, since not every place has `/qotd`.
MY_DATA = Action("data", "My data")
_EXPORT = Action("export", "Export")
_ERASE = Action("erase", "Erase …")
_ERASE_ALL = Action("erase-all", "Erase all of it, for good")
_HIDE = Action("board-off", "Hide me from boards")
_SHOW = Action("board-on", "Show me on boards")
_LEAVE = Action("leave", "Leave tracking")
_RETURN = Action("return", "Come back")


def data_card(*, on_board: bool, is_tracked: bool, away: Action | None = None) -> Card:
    """Say what is kept, and offer to hand it out and to delete it, to hide and to leave.

    `away` lets a member be away, or come back, where there is something to be away from.
    """
    text = (
        "Askaday keeps in its own database: your name and id, your answers and what you chose, with their grades, "
        "points and streaks; your private questions with what you remember of them; your flags, claims, suggestions "
        "and 👍 👎; your reminder, when you are away, and whether to write to you. Managers see who takes part and "
        "how; nobody else sees more than boards and reveals show.\n\n"
        "- **Export** gives you all of it as a file, and your private questions as an Anki deck\n"
        f"- {_BOARDS[on_board]}\n"
        f"- {_TRACKING[is_tracked]}\n"
        "- **Erase** deletes all of it, for good, and takes back any role as manager or reviewer; it asks before it "
        "does"
    )
    actions = (_EXPORT, _HIDE if on_board else _SHOW, _LEAVE if is_tracked else _RETURN, _ERASE)
    return Card("My data", (Text(text),), actions, menu=(away,) if away else ())


_BOARDS = {
    True: "**Hide me from boards** takes your name off boards and reveals; your figures stay yours to see",
    False: "You are hidden from boards and reveals; **Show me on boards** puts you back",
}
_TRACKING = {
    True: "**Leave tracking**: nothing you answer is stored from then on",
    False: "You left tracking: nothing you answer is stored; **Come back** changes that",
}


def left_card() -> Card:
    """Say plainly what leaving tracking means, to whom it holds for from now on."""
    text = (
        "From now on Askaday stores no answer of yours: no reply in a thread, no private answer, no choice. So there "
        "is no grade, no points and no place on a board, your streak ends, and a reply gets no mark. Practice still "
        "works, but it remembers nothing: no answer, and no day on which a question comes back; exams are not "
        "possible.\n\n"
        "What was stored before stays until you erase it. What you flag, claim or suggest is still kept, and your "
        "messages stay in the channel as always: they are the platform's."
    )
    return Card("You left tracking", (Text(text),), (_RETURN, _ERASE))


def returned_card() -> Card:
    """Say that answers are kept again."""
    text = "What you answer from now on is stored, graded and counted; what you wrote meanwhile is not."
    return Card("You are back", (Text(text),), (_LEAVE,))


def export_card(kept: str) -> Card:
    """Hand out what is kept, as JSON."""
    # A fence longer than any run of backticks inside: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
    longest = max((len(run) for run in "".join(c if c == "`" else " " for c in kept).split()), default=0)
    fence = "`" * max(3, longest + 1)
    long = Small("It may be long: everything that is kept stands here, nothing is left out.")
    return Card("All that is kept of you", (long, Text(f"{fence}json\n{kept}\n{fence}")))


def handed_card(practised: int) -> Card:
    """Say what the files are that come with it."""
    are = "is" if practised == 1 else "are"
    deck = f" {count(practised, 'private question')} {are} in the other, which Anki imports." if practised else ""
    return Card("All that is kept of you", (Text(f"It is all in the JSON file, nothing is left out.{deck}"),))


def confirm_card() -> Card:
    """Say what would be deleted, before anything is."""
    text = (
        "Your name, your answers with their grades, points and streaks, your private questions with what you "
        "remember of them, your flags, claims and disputes, your reminder, when you are away and whether to write to "
        "you would be deleted, for good, and any role of yours as manager or reviewer taken back. "
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
