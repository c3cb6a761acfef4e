"""How Askaday responds to what somebody writes in a thread: with a mark that all see, or a word for its author."""

from collections.abc import Sequence
from enum import StrEnum

from bot.cards.question import private_here_card, what_counts_card
from bot.domain.answers import Happening, Inbound, Revision, standing
from bot.domain.card import Card
from bot.domain.series import AnswerMode
from bot.domain.talk import Said, kind_of
from bot.ports.store import Transaction


class Mark(StrEnum):
    """How a message is marked where others see it."""

    NONE = ""
    ANSWER = "answer"
    TALK = "talk"


def response_to(tx: Transaction, round_id: int, inbound: Inbound) -> tuple[Mark, Card | None]:
    """Say how to mark a message that was posted in time or edited to something else, and what to tell its author.

    Each author is told once for a round: at their first message that is not simply an answer.
    """
    revision, said = inbound.revision, kind_of(inbound.revision.text)
    revisions = tx.answers.revisions(inbound.workspace, inbound.channel, inbound.thread)
    if revision.happening is Happening.EDITED and said is _before(revisions, revision):
        return Mark.NONE, None
    if said is Said.TALK:
        return Mark.TALK, None
    is_sealed = _is_sealed(tx, round_id)
    if said is Said.ANSWER and not is_sealed:
        return Mark.ANSWER, None
    if revision.happening is Happening.EDITED or _was_told(revisions, revision, is_sealed=is_sealed):
        return Mark.NONE, None
    is_answer = said is Said.ANSWER
    return Mark.NONE, private_here_card() if is_answer else what_counts_card(is_sealed=is_sealed)


def _before(revisions: Sequence[Revision], revision: Revision) -> Said | None:
    others = [one for one in revisions if one != revision]
    was = standing(others, revision.message, revision.at)
    return kind_of(was.text) if was else None


def _was_told(revisions: Sequence[Revision], revision: Revision, *, is_sealed: bool) -> bool:
    """Say whether an earlier message of the same author's was one that is answered with a word to them."""
    return any(
        one.member == revision.member
        and one.message != revision.message
        and one.happening is Happening.POSTED
        and kind_of(one.text) is not Said.TALK
        and (is_sealed or kind_of(one.text) is not Said.ANSWER)
        for one in revisions
    )


def _is_sealed(tx: Transaction, round_id: int) -> bool:
    played = tx.rounds.get(round_id)
    series = tx.series.get(played.series_id) if played else None
    return series is not None and series.settings.answer_mode is AnswerMode.SEALED
