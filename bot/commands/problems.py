"""What people are told when something they asked for was not done."""

import structlog

from bot.cards.access import ask_action
from bot.domain.card import Card, Text, Tone
from bot.domain.text import plain
from bot.errors import AskadayError, DeliveryError, NotSetUpError

log = structlog.get_logger()

_APOLOGY = "Something went wrong. It is in Askaday's log; please try again in a moment."


def problem_card(error: AskadayError) -> Card:
    """Show an error's sentence and hint; the sentence may repeat what was typed, so it is shown as it is."""
    lines = [Text(plain(line)) for line in error.message.splitlines() if line.strip()]
    hint = (Text(error.hint),) if error.hint else ()
    again = (Text(error.again),) if isinstance(error, DeliveryError) else ()
    ask = (ask_action(error.channel),) if isinstance(error, NotSetUpError) and error.can_ask else ()
    return Card("", (*lines, *hint, *again), ask, tone=Tone.TROUBLE)


def told(error: Exception, workspace: str) -> AskadayError:
    """Give what people are told: an error's own sentence, or an apology for what only the log can tell."""
    if isinstance(error, AskadayError):
        return error
    log.error("a request failed", workspace=workspace, exc_info=error)
    return AskadayError(_APOLOGY)
