"""Taking a question out of the count for everybody, after its reveal: boards follow, streaks stay."""

from dataclasses import dataclass, replace

from bot.cards.board import void_card
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.access.auditing import judged
from bot.services.deliveries.owing import delivery_key, owe_note
from bot.services.rights import require_manager
from bot.services.rounds.correcting import rescore_revealed


@dataclass(frozen=True, slots=True)
class Voiding:
    """Lets managers void the question of a closed round."""

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
        now = self.clock.now()
        voided = replace(played, void=reason.strip(), best_member=None)
        ledger = tx.grades.of_round(played.id)
        saved = rescore_revealed(tx, series, voided, tx.answers.frozen(played.id), ledger, now=now)
        owe_note(tx, series, void_card(saved), key=delivery_key(series, "o", saved.id), now=now, round_id=saved.id)
        judged(tx, actor, saved, "void", now, before={"counts": "yes"}, after={"counts": "no"})
        return saved
