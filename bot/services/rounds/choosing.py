"""Quick answers: what members choose of a question that is open, in private, until it closes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.answers import CHOSEN
from bot.domain.judging.options import Choosing, Pick, letters_of, options_for
from bot.domain.members import Actor
from bot.domain.question import Choice
from bot.domain.rounds import Round
from bot.domain.talk import has_words
from bot.domain.text import one_line
from bot.errors import InputError, RefusedError
from bot.ports.store import Transaction
from bot.services.rounds.answering import Answering, answers_of, sealed_revisions


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a member has chosen of an open round, as they see it."""

    played: Round
    #: In the order in which they see them.
    options: Sequence[Choice]
    #: The letters of those that are taken.
    letters: str
    why: str
    #: Whether they have answered in words, which count instead.
    in_words: bool


@dataclass(frozen=True, slots=True)
class QuickAnswering:
    """Takes what members choose; nobody else sees it before the reveal."""

    answering: Answering

    def look(self, tx: Transaction, actor: Actor, round_id: int) -> Chosen:
        """Give the choices of an open round, and what the member has taken of them.

        Raises:
            RefusedError: there is no such round here, it has closed, or it is answered in words alone.
        """
        played, choosing = self._open(tx, actor, round_id)
        pick = self._kept(tx, actor, played)
        own = [one for one in answers_of(tx, played, self.answering.clock.now()) if one.member == actor.member]
        picked = own[0].picked if own else None
        # A letter in the thread may have been the last word.
        places = pick.places if picked is None else frozenset(picked)
        options = options_for(choosing.question, actor.workspace, actor.member)
        in_words = picked is None and any(has_words(one.text) for one in own)
        return Chosen(played, options, choosing.letters(actor.member, places), pick.why, in_words)

    def take(self, tx: Transaction, actor: Actor, round_id: int, letter: str, *, taken: bool = True) -> Chosen:
        """Take a choice, or let it go: one press more or less of the same button changes nothing.

        Where one choice is right, it replaces the one that was taken before.

        Raises:
            InputError: no choice has that letter.
            RefusedError: see `look`.
        """
        before = self.look(tx, actor, round_id)
        if letter not in letters_of(before.options):
            said = f"The choices are {', '.join(letters_of(before.options).upper())}."
            raise InputError(f"{letter.upper()} is no choice here.", hint=said)
        _, choosing = self._open(tx, actor, round_id)
        others = "" if choosing.is_single and taken else before.letters.replace(letter, "")
        letters = "".join(sorted(others + letter)) if taken else others
        return self._keep(tx, actor, before, choosing.places(actor.member, letters), before.why)

    def explain(self, tx: Transaction, actor: Actor, round_id: int, why: str) -> Chosen:
        """Keep why a member chose what they chose; an empty text takes back what they said.

        Raises:
            RefusedError: nothing is chosen, or see `look`.
        """
        before = self.look(tx, actor, round_id)
        if not before.letters:
            raise RefusedError("Nothing is chosen yet.", hint="Press the letter of a choice first.")
        _, choosing = self._open(tx, actor, round_id)
        return self._keep(tx, actor, before, choosing.places(actor.member, before.letters), one_line(why))

    def _keep(self, tx: Transaction, actor: Actor, before: Chosen, places: frozenset[int], why: str) -> Chosen:
        pick = Pick(places, why)
        if pick != self._kept(tx, actor, before.played):
            self.answering.keep_private(tx, actor, before.played, CHOSEN + actor.member, pick.write())
        _, choosing = self._open(tx, actor, before.played.id)
        return replace(before, letters=choosing.letters(actor.member, places), why=why)

    def _kept(self, tx: Transaction, actor: Actor, played: Round) -> Pick:
        """Give what the member chose privately last."""
        own = [one for one in sealed_revisions(tx, played) if one.message == CHOSEN + actor.member]
        return Pick.read(max(own, key=lambda one: one.at).text) if own else Pick()

    def _open(self, tx: Transaction, actor: Actor, round_id: int) -> tuple[Round, Choosing]:
        played = self.answering.open_round(tx, actor, round_id)
        if played.choosing is None:
            raise RefusedError("This question is answered in words.", hint="Press **Answer privately** on its card.")
        return played, played.choosing
