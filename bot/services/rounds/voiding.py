"""Taking a question out of the count for everybody after its reveal, and back: boards follow, streaks stay."""

from dataclasses import dataclass, replace

from bot.cards.board import counts_again_card, void_card
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.access.auditing import judged
from bot.services.deliveries.owing import delivery_key, moment_code, owe_note
from bot.services.rights import require_manager
from bot.services.rounds.correcting import rescore_revealed


@dataclass(frozen=True, slots=True)
class Voiding:
    """Lets managers void the question of a closed round, and take that back."""

    clock: Clock

    def void(self, tx: Transaction, actor: Actor, series: Series, played: Round, reason: str) -> Round:
        """Let nobody earn anything with a round's question any more, and tell the channel why.

        That they answered still counts: for streaks, and among the answers of boards.

        Raises:
            RightsError: the actor may not manage the series.
            InputError: there is no reason.
            RefusedError: the round has not closed, or was voided before.
        """
        require_manager(actor, series)
        if not reason.strip():
            raise InputError("Voiding a question needs a reason.", hint="Add a sentence: the channel reads it.")
        if played.state is not RoundState.CLOSED:
            raise RefusedError("This question has not closed yet.", hint="`/qotd close` closes it; void it after.")
        if played.void:
            raise RefusedError("This question was voided already.")
        return self._settle(tx, actor, series, replace(played, void=reason.strip()))

    def count_again(self, tx: Transaction, actor: Actor, series: Series, played: Round) -> Round:
        """Let a voided question count as it did: by the grades and the best answer that it had, or has got since.

        Raises:
            RightsError: the actor may not manage the series.
            RefusedError: it was not voided.
        """
        require_manager(actor, series)
        if not played.void:
            raise RefusedError("This question counts already.")
        return self._settle(tx, actor, series, replace(played, void=""))

    def _settle(self, tx: Transaction, actor: Actor, series: Series, decided: Round) -> Round:
        now, ledger = self.clock.now(), tx.grades.of_round(decided.id)
        saved = rescore_revealed(tx, series, decided, tx.answers.frozen(decided.id), ledger, now=now)
        card, action = (void_card(saved), "void") if saved.void else (counts_again_card(saved), "unvoid")
        key = delivery_key(series, "o", moment_code("", saved.id, now))
        owe_note(tx, series, card, key=key, now=now, round_id=saved.id)
        before, after = ("yes", "no") if saved.void else ("no", "yes")
        judged(tx, actor, saved, action, now, before={"counts": before}, after={"counts": after})
        return saved
