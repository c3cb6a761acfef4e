"""How Askaday responds to what somebody writes in a thread: with a mark that all see, or a word for its author."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.cards.choices import by_choice_card, letters_card
from bot.cards.question import late_card, private_here_card, what_counts_card
from bot.domain.answers import SEALED_THREAD, Happening, Inbound, Revision, standing
from bot.domain.card import Card
from bot.domain.judging.options import Choosing
from bot.domain.rounds import AnswerWindow, Round
from bot.domain.talk import Said, kind_of
from bot.ports.store import Transaction

#: What is written within it after the close may be meant as an answer.
_LATE_FOR = timedelta(days=1)


class Mark(StrEnum):
    """How a message is marked where others see it."""

    NONE = ""
    ANSWER = "answer"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Response:
    """What becomes of a message where others see it, and for its author."""

    mark: Mark = Mark.NONE
    #: The mark that it had, which does not fit any more.
    stale: Mark = Mark.NONE
    #: What its author alone is told, once for each round; None: nothing.
    hint: Card | None = None


def response_to(tx: Transaction, round_id: int, inbound: Inbound) -> Response:
    """Say how to mark a message that was posted in time or edited to something else, and what to tell its author.

    Each author is told once for a round: at their first message that is not simply an answer.
    """
    revision, said = inbound.revision, kind_of(inbound.revision.text)
    played = tx.rounds.get(round_id)
    is_sealed = played is not None and played.is_sealed
    choosing = played.choosing if played else None
    if (taken := letters_response(played, revision.member or "", revision.text)) is not None:
        is_choice = choosing is not None and bool(choosing.typed(revision.text))
        mark = Mark.ANSWER if is_choice and not is_sealed else Mark.NONE
        return replace(_marking(tx, inbound, mark, is_sealed=is_sealed), hint=taken)
    if choosing is not None and not choosing.takes_words and said is not Said.TALK:
        revisions = tx.answers.revisions(inbound.workspace, inbound.channel, inbound.thread)
        hint = None if _has_written(choosing, revisions, revision) else by_choice_card()
        return replace(_marking(tx, inbound, Mark.NONE, is_sealed=is_sealed), hint=hint)
    mark = _mark_of(said, is_sealed=is_sealed)
    is_edit = revision.happening is Happening.EDITED
    if mark or is_edit:
        # So most messages are: the others of the thread need not be read for them.
        return _marking(tx, inbound, mark, is_sealed=is_sealed)
    revisions = tx.answers.revisions(inbound.workspace, inbound.channel, inbound.thread)
    if _was_told(revisions, revision, is_sealed=is_sealed):
        return Response()
    is_answer = said is Said.ANSWER
    return Response(hint=private_here_card() if is_answer else what_counts_card(is_sealed=is_sealed))


def late_response(tx: Transaction, window: AnswerWindow, inbound: Inbound) -> Response:
    """Tell the author of what looks like an answer that the question has closed; once, and nobody who took part in it.

    What is written later than a day after the close is talk about the question.
    """
    revision, closes_at = inbound.revision, window.closes_at
    if revision.happening is not Happening.POSTED or kind_of(revision.text) is not Said.ANSWER or closes_at is None:
        return Response()
    if not closes_at <= revision.posted_at < closes_at + _LATE_FOR:
        return Response()
    inside = tx.answers.revisions(inbound.workspace, inbound.channel, inbound.thread)
    private = tx.answers.revisions(inbound.workspace, "", f"{SEALED_THREAD}{window.round_id}")
    took_part = any(one.member == revision.member and one.message != revision.message for one in (*inside, *private))
    return Response() if took_part else Response(hint=late_card())


def _marking(tx: Transaction, inbound: Inbound, mark: Mark, *, is_sealed: bool) -> Response:
    """Mark a message; of one that was edited say which mark does not fit any more."""
    if inbound.revision.happening is not Happening.EDITED:
        return Response(mark)
    was = _before(tx.answers.revisions(inbound.workspace, inbound.channel, inbound.thread), inbound.revision)
    before = _mark_of(was, is_sealed=is_sealed) if was else Mark.NONE
    return Response() if mark is before else Response(mark, before)


def letters_response(played: Round | None, member: str, text: str) -> Card | None:
    """Say which choice a letter is: whoever types it may see the choices in another order. None: it is no letter."""
    choosing = played.choosing if played else None
    typed = choosing.typed(text) if choosing else None
    if choosing is None or typed is None:
        return None
    return letters_card(choosing.texts(choosing.places(member, typed)), takes_words=choosing.takes_words)


def _has_written(choosing: Choosing, revisions: Sequence[Revision], revision: Revision) -> bool:
    """Say whether an earlier message of the same author's was no choice either, so that they were told."""
    return any(
        one.member == revision.member
        and one.message != revision.message
        and one.happening is Happening.POSTED
        and kind_of(one.text) is not Said.TALK
        and choosing.typed(one.text) is None
        for one in revisions
    )


def _mark_of(said: Said, *, is_sealed: bool) -> Mark:
    if said is Said.TALK:
        return Mark.TALK
    return Mark.ANSWER if said is Said.ANSWER and not is_sealed else Mark.NONE


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
