"""What could not be posted, and how it comes after all."""

from datetime import date

from bot.cards.notices.notice import notice
from bot.cards.wording import say_day
from bot.domain.card import Card
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.series import PausedFor, Series, SeriesState
from bot.domain.text import plain


def owed_name(delivery: Delivery, day: date | None) -> str:
    """Name a message that is owed, for people: by what it is about and the day of its question; not escaped."""
    kind = _KINDS.get(delivery.kind, "A message")
    about = delivery.card.name.partition(": ")[2] or delivery.card.name
    named = f"{kind} ({about})" if about else kind
    return f"{named} of {say_day(day)}" if day else named


_KINDS = {
    DeliveryKind.CARD: "The question",
    DeliveryKind.NOTE: "A notice",
    DeliveryKind.REVEAL: "The reveal",
    DeliveryKind.ANSWER: "The model answer",
    DeliveryKind.ANSWERS: "What was answered",
    DeliveryKind.BOARD: "The message about the reveal",
    DeliveryKind.UPDATE: "The update of the question's card",
    DeliveryKind.DIRECT: "A direct message",
    DeliveryKind.PRIVATE_REMINDER: "A private reminder",
}


def owed_notice(series: Series, delivery: Delivery, day: date | None, error: str) -> Card:
    """Tell managers what could not be posted, why, and how it comes after all."""
    # One that a manager paused has to stay so: what it owes comes all the same.
    is_paused = series.state is SeriesState.PAUSED and series.paused_for is not PausedFor.MANAGER
    state = (
        f"**{plain(series.name)}** is paused, and something" if is_paused else f"**{plain(series.name)}**: something"
    )
    again = "`/qotd resume` tries it at once" if is_paused else "`/qotd reveal` tries it at once"
    text = (
        f"{state} is owed. {plain(owed_name(delivery, day))} could not be posted: {plain(error.rstrip('.'))}.\n\n"
        f"It is kept, and comes once that is put right; {again}."
    )
    return notice("A series was paused" if is_paused else "A message is owed", text)
