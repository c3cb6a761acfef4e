"""What a closed round shows to whoever presses for it: everybody's results, and the answers of a sealed series."""

from dataclasses import dataclass

from bot.cards.results import answers_page_card, everybody_card
from bot.cards.reveal import ranked
from bot.domain.answers import taking_part
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Results, Series
from bot.errors import RefusedError
from bot.ports.store import Transaction
from bot.services.reporting import shown_names
from bot.services.rounds.revealing import is_revealed


def closed_round_of(tx: Transaction, actor: Actor, round_id: int, *, comes: str) -> Round:
    """Give a closed round of the actor's workspace whose reveal is posted; `comes` says what that brings.

    Raises:
        RefusedError: there is none, it has not closed yet, or its reveal is still to come.
    """
    played = tx.rounds.get(round_id)
    if played is None or played.workspace != actor.workspace:
        raise RefusedError("This question does not exist here.")
    if played.state is not RoundState.CLOSED:
        raise RefusedError("This question has not closed yet.", hint=comes)
    if not is_revealed(tx, played):
        raise RefusedError("This question has closed, and its reveal is not posted yet.", hint=comes)
    return played


@dataclass(frozen=True, slots=True)
class Publishing:
    """Shows what is meant for all who look, and does not stand in the thread."""

    def everybody(self, tx: Transaction, actor: Actor, round_id: int, page: int) -> Card:
        """Show a page of all results.

        Raises:
            RefusedError: there is no such closed round here, or its series shows the best alone, or nobody.
        """
        closed, series = self._closed(tx, actor, round_id, comes="The results come with the reveal.")
        if series.settings.shown_results is not Results.ALL:
            raise RefusedError(f"{series.name} does not show everybody's results.", hint="`/qotd result` shows yours.")
        names = shown_names(tx, series)
        standings = ranked(taking_part(tx.answers.frozen(closed.id)), tx.standings.points_of(closed.id), names)
        return everybody_card(closed, standings, names, page)

    def answers(self, tx: Transaction, actor: Actor, round_id: int, page: int) -> Card:
        """Show a page of the answers that were given privately until the reveal, the best first.

        Raises:
            RefusedError: there is no such closed round here, or what was answered privately in it stays private.
        """
        closed, series = self._closed(tx, actor, round_id, comes="The answers come with the reveal.")
        if not closed.is_sealed:
            raise RefusedError("What was answered privately here stays private.", hint="The others are in the thread.")
        points = tx.standings.points_of(closed.id)
        frozen = tx.answers.frozen(closed.id)
        # A sort keeps the order of equals: who was first.
        best_first = sorted(frozen, key=lambda one: -points[one.member].points if one.member in points else 1)
        return answers_page_card(closed, best_first, shown_names(tx, series), page)

    def _closed(self, tx: Transaction, actor: Actor, round_id: int, *, comes: str) -> tuple[Round, Series]:
        closed = closed_round_of(tx, actor, round_id, comes=comes)
        series = tx.series.get(closed.series_id)
        if series is None:
            raise RefusedError("This question does not exist here.")
        return closed, series
