"""What is asked for in the menu of a message: its answer as the best one, and a flag for its question."""

from bot.cards.authoring.forms import draft_of
from bot.cards.notices.notice import notice
from bot.commands.request import OnMessage, Reply
from bot.domain.authoring.suggestion import Written
from bot.domain.rounds import Round
from bot.domain.target import Target
from bot.domain.text import plain
from bot.errors import RefusedError
from bot.ports.store import Transaction
from bot.services.services import Services

_NO_QUESTION = "This message belongs to no question of Askaday's."
_WHERE = "Choose an answer in a question's thread, or the question itself."


def flag_target(tx: Transaction, meant: OnMessage) -> str:
    """Say what is flagged, as a button would carry it.

    Raises:
        RefusedError: the message belongs to no question.
    """
    return str(Target("round", _round_of(tx, meant).id))


def draft(meant: OnMessage) -> Written:
    """Make a draft of a message: alone, with what was answered to it, or as the answer to what began its thread."""
    first = meant.around[0] if meant.around else (meant.message, meant.text)
    if meant.message != first[0]:
        return draft_of(first[1], (meant.text,))
    return draft_of(meant.text, tuple(text for _, text in meant.around[1:]))


async def choose_best(services: Services, meant: OnMessage) -> Reply:
    """Choose the answer of the message's author, for the question in whose thread it stands.

    Raises:
        RefusedError: it is no answer, or its question is neither open nor the last one.
        RightsError: the actor may not review.
    """

    def work(tx: Transaction) -> Reply:
        played = _round_of(tx, meant)
        series = tx.series.get(played.series_id)
        if series is None:
            raise RefusedError(_NO_QUESTION, hint=_WHERE)
        chosen = services.reviewing.choose_best(tx, meant.actor, series, meant.author)
        if chosen.id != played.id:
            raise RefusedError("This question is no longer the last one.", hint="Its best answer stays as it is.")
        name = tx.members.names(series.workspace).get(meant.author, "A member")
        return Reply(notice("Best answer chosen", f"{plain(name)} gets the points for it."))

    return await services.store.call(work)


def _round_of(tx: Transaction, meant: OnMessage) -> Round:
    workspace = meant.actor.workspace
    window = tx.rounds.window(workspace, meant.channel, meant.thread)
    found = tx.rounds.get(window.round_id) if window else None
    # A card of several messages has its thread at the last of them.
    on_cards = (one for one in tx.rounds.open_in(workspace) if meant.message in (one.card_message or "").split("+"))
    played = found or next(on_cards, None)
    if played is None or played.question is None:
        raise RefusedError(_NO_QUESTION, hint=_WHERE)
    return played
