"""What is said to a member unasked: how it goes, and whether to be left alone; and how that is turned off."""

from bot.cards.notices import PRACTISE
from bot.cards.privacy import LOUD, QUIET, STAY, no_more
from bot.cards.wording import say_weekdays
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


def contact_action(contact: Contact | None, series_id: int) -> Action:
    """Turn private messages off or on, on a member's own page."""
    target = str(Target("series", series_id))
    if contact is not None and contact.is_quiet:
        return Action(LOUD, "Write to me again", target)
    return Action(QUIET, "No private messages", target)
