"""A member's own practice as a small picture, and the reminder to practise."""

from collections.abc import Sequence

from bot.cards.privacy import no_more
from bot.cards.wording import say_weekdays
from bot.domain.card import Action, Block, Card, Heading, Small, Table, Text
from bot.domain.practice.figures import Calibration, Mastery, PracticeFigures
from bot.domain.practice.nudges import Nudge
from bot.domain.text import count

_BAR = 10


def bar(share: float) -> str:
    """Draw a share, 0..1, as ten characters; anything but nothing has at least one."""
    full = max(round(share * _BAR), 1 if share > 0 else 0)
    return "█" * full + "░" * (_BAR - full)


def practice_blocks(figures: PracticeFigures) -> tuple[Block, ...]:
    """Show what is due, what is known by topic, and how sureness and scores go together."""
    return (Heading("Practice"), _due(figures), *_mastery(figures.mastery), *_calibration(figures.calibration))


def _due(figures: PracticeFigures) -> Block:
    if not figures.mastery:
        return Text("`/aws-quiz` asks you a question in private, and brings it back before you forget it.")
    due = f"{count(figures.due, 'question')} due now." if figures.due else "Nothing is due now."
    return Text(f"{due} `/aws-quiz` asks what you need most.")


def _mastery(mastery: Sequence[Mastery]) -> tuple[Block, ...]:
    if not mastery:
        return ()
    rows = tuple((one.topic, bar(one.share), f"{one.known} of {one.practised}", str(one.questions)) for one in mastery)
    table = Table(("Topic", "Known now", "Of those practised", "Questions"), rows, numeric=(3,))
    return table, Small("Known: you would recall it nine times out of ten.")


def _calibration(calibration: Sequence[Calibration]) -> tuple[Block, ...]:
    if not calibration:
        return ()
    rows = tuple((one.sureness.value, str(one.answers), bar(one.mean_score)) for one in calibration)
    return Heading("How sure you were"), Table(("You were", "Answers", "Recognised"), rows, numeric=(1,))


def nudge_card(due: int, nudge_id: int | None = None) -> Card:
    """Remind a member of what is due for them."""
    are, they_stay = ("is", "it stays") if due == 1 else ("are", "they stay")
    text = f"{count(due, 'question')} {are} due: asked now, {they_stay} in your memory with the least effort."
    footer = Text("`/aws-quiz nudge off` ends these reminders.")
    return Card("Time to practise", (Text(text), footer), (Action("next", "Ask me"), no_more("nudge", nudge_id)))


def nudge_set_card(nudge: Nudge) -> Card:
    """Confirm when a member is reminded."""
    when = f"{say_weekdays(nudge.weekdays)} at {nudge.at:%H:%M} ({nudge.zone})"
    holidays = f", except holidays in {nudge.holidays}" if nudge.holidays else ""
    text = f"{when}{holidays}, by a direct message, if questions are due for you. Nothing comes on the team's days off."
    return Card("You will be reminded", (Text(text), Text("`/aws-quiz nudge off` ends it.")))
