"""What managers are told where something outside Askaday stops it."""

from datetime import datetime, timedelta

from bot.cards.notices.notice import notice
from bot.cards.wording import time_off
from bot.domain.card import Card, Moment
from bot.domain.series import ChannelLoss, Series
from bot.domain.text import plain


def words_hidden_notice(series: Series) -> Card:
    """Tell managers that a series takes private answers from now on, because the platform hides what people write."""
    text = (
        f"Askaday may not read what people write, so **{plain(series.name)}** takes answers through its button alone: "
        "they stay private until the reveal. `askaday doctor` says how to allow reading; then "
        "`/qotd setup answers=open` brings answers in the thread back."
    )
    return notice("Answers are private now", text)


def channel_gone_notice(series: Series, loss: ChannelLoss) -> Card:
    """Tell managers that a series was paused because its channel is gone, archived or closed to the bot."""
    text = f"**{plain(series.name)}** is paused: {plain(loss)}. {_WAYS_BACK[loss]}"
    return notice("A series was paused", text)


def channel_refused_notice(series: Series, error: str) -> Card:
    """Tell managers that a series was paused because its channel refuses Askaday, and what it said."""
    why = plain(error.rstrip("."))
    text = f"**{plain(series.name)}** is paused: {why}. It asks again once that is put right; {_MOVED}"
    return notice("A series was paused", text)


_MOVED = "`/qotd setup channel=…` gives it another one, and `/qotd resume` lets it go on."
#: A deleted channel never comes back.
_WAYS_BACK = {
    ChannelLoss.REMOVED: f"It asks again when Askaday is back in the channel; {_MOVED}",
    ChannelLoss.ARCHIVED: f"It asks again when the channel is unarchived and Askaday is in it; {_MOVED}",
    ChannelLoss.DELETED: "Set a new channel with `/qotd setup channel=…`; `/qotd resume` then lets it go on.",
    ChannelLoss.FORBIDDEN: f"It asks again when it may post there again; {_MOVED}",
}


def clock_notice(ahead: timedelta) -> Card:
    """Tell managers that the clock of the machine is wrong; `ahead` is negative where it is behind."""
    text = (
        f"The clock of the machine that Askaday runs on is {time_off(ahead)}. Askaday goes by the time of the chat "
        "platform until whoever runs it sets that clock; questions and reveals come when they should."
    )
    return notice("A clock is wrong", text)


def token_notice(reason: str, ends_at: datetime, zone: str) -> Card:
    """Tell managers, while that is possible, that Askaday will soon be unable to post there; `reason` says why."""
    text = (
        f"{plain(reason)}\n\nUntil then everything goes on. After that, series pause, no question closes and no form "
        "opens, but replies in threads and quick answers are kept; once it is fixed, what was missed is caught up on."
    )
    return notice("Askaday will soon be unable to post here", text, Moment("Its token ends", ends_at, zone))
