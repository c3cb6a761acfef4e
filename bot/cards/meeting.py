"""What is said to a member unasked: how it goes, and whether to be left alone; and how that is turned off."""

from datetime import date

from bot.cards.notices.greetings import PRACTISE
from bot.cards.privacy import AWAY, BACK, LOUD, QUIET, STAY, no_more
from bot.cards.wording import say_day, say_weekdays
from bot.domain.card import Action, Card, Small, Text
from bot.domain.members import Contact
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, Series
from bot.domain.target import Target
from bot.domain.text import plain


def newcomer_card(series: Series) -> Card:
    """Tell somebody who is new how the question of the day goes."""
    schedule = series.settings.schedule
    when = f"{say_weekdays(schedule.weekdays)} at {schedule.at:%H:%M}"
    lines = (
        f"- **{when}** a question comes into the channel ({plain(series.name)}).",
        f"- {_how(series)}",
        "- When it closes, the thread has a model answer. **How did I do?** shows you alone what was recognised.",
    )
    return Card("How the question of the day goes", (Text("\n".join(lines)),), (PRACTISE, no_more("series", series.id)))


def _how(series: Series) -> str:
    if series.settings.form is Form.CHOICE:
        return "**Quick answer** shows its choices to you alone: take one."
    how = "in its thread, or privately by its button"
    if series.settings.answer_mode is AnswerMode.SEALED:
        how = "privately, by its button: your answer is published at the reveal"
    words = f"Answer in your own words, {how}. A sentence or two are enough."
    quick = " In a hurry? Where a question has choices, **Quick answer** takes one of them."
    return words + (quick if series.settings.form is Form.BOTH else "")


def silence_card(series: Series) -> Card:
    """Ask somebody who has been silent for long whether to be left alone; it is asked once."""
    text = "You have not answered for two weeks. Shall I leave you alone? You can answer again whenever you like."
    target = str(Target("series", series.id))
    actions = (Action(QUIET, "Leave me alone", target), Action(STAY, "Keep going", target))
    return Card("Still there?", (Text(text), Small("This is asked once.")), actions)


def quiet_card() -> Card:
    """Say that private messages are off."""
    text = "I send you nothing any more that you did not ask for. `/qotd me` has a button that turns it on again."
    return Card("No more of these", (Text(text),))


def loud_card() -> Card:
    """Say that private messages are on."""
    return Card("I write to you again", (Text("At most one message a day, and **No more of these** ends it."),))


def stay_card() -> Card:
    """Say that all goes on as it is."""
    return Card("Good to know", (Text("The next question comes as always."),))


def away_action(series_id: int, *, is_away: bool) -> Action:
    """Let a member say that they are away, or are back."""
    target = str(Target(AWAY, series_id))
    return Action(BACK, "I'm back", target) if is_away else Action(AWAY, "I'm away …", target)


def away_card(until: date, series_id: int, name: str = "") -> Card:
    """Say until when a member is away, and what that means; `name` is theirs where somebody else said so."""
    if name:
        text = f"{plain(name)} is told. Until then nothing is sent to them unasked, and their streak stays as it is."
        return Card(f"{name} is away until {say_day(until)}", (Text(text),))
    text = (
        "Until then I send you nothing unasked, and no question counts as missed: your streak and its freezes stay as "
        "they are. What you answer counts all the same. Managers see that you are away, not why."
    )
    return Card(f"You are away until {say_day(until)}", (Text(text),), (away_action(series_id, is_away=True),))


def here_card(series_id: int, name: str = "") -> Card:
    """Say that a member is not away, and how they can be; `name` is theirs where somebody else said so."""
    if name:
        return Card(f"{name} is not away", (Text(f"{plain(name)} is asked and reminded as everybody is."),))
    text = "Going away? `/qotd away until monday` keeps your streak and stops reminders until then."
    return Card("You are not away", (Text(text),), (away_action(series_id, is_away=False),))


def set_away_card(by: str, until: date | None, series_id: int) -> Card:
    """Tell a member that somebody else said until when they are away; None: that they are back."""
    if until is None:
        text = f"{plain(by)} said that you are back: you are asked and reminded again."
        return Card("You are not away any more", (Text(text),), (away_action(series_id, is_away=False),))
    text = (
        f"{plain(by)} said so. Until then I send you nothing unasked, and no question counts as missed. If that is "
        "not so, press **I'm back**."
    )
    return Card(f"You are away until {say_day(until)}", (Text(text),), (away_action(series_id, is_away=True),))


def contact_action(contact: Contact | None, series_id: int) -> Action:
    """Turn private messages off or on, on a member's own page."""
    target = str(Target("series", series_id))
    if contact is not None and contact.is_quiet:
        return Action(LOUD, "Write to me again", target)
    return Action(QUIET, "No private messages", target)
