"""Judging answers: as much of each as is read, once while it stays the same, and whatever the grader does.

What was judged is kept in memory alone and by round: nothing that could be read, exported or backed up says before the
reveal how somebody did. After a start it is worked out again.
"""

import asyncio
import hashlib
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.domain.answers import Answer, quick
from bot.domain.grading import TOOK_PART, Judgement
from bot.domain.judging.copies import copies
from bot.domain.judging.excerpt import excerpt, note_of
from bot.domain.judging.options import judged_quick
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.series import DEFAULT_GRADER, PARTICIPATION, Series
from bot.ports.grader import Grader
from bot.services.rounds.setting_aside import as_read, left_to_reviewers

log = structlog.get_logger()

#: So many answers are judged before others get their turn.
CHUNK = 8
#: So many rounds are remembered; what is forgotten is judged again.
MOST_ROUNDS = 500
#: Who grades what was chosen, as the ledger says it.
BY_CHOICE = "choices"
SET_ASIDE = "It could not be graded automatically, so a reviewer will look at it."


def judged(grader: Grader, question: Question, text: str) -> Judgement:
    """Judge as much of an answer as is read; one that the grader fails on has no score, and says why in `problem`."""
    try:
        judgement = grader.grade(question, excerpt(text))
        _refuse_unusable(judgement, question)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - compiled code panics with what is no Exception; one answer is all
        # Not what it says: that may quote the answer, or the model answer.
        problem, last = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.name}:{last.lineno}"
        log.error("an answer could not be graded", grader=grader.name, error=problem, at=where)  # noqa: TRY400 - see above
        return Judgement(None, (), SET_ASIDE, problem=problem)
    note = note_of(text)
    return replace(judgement, reason=f"{judgement.reason} {note}") if note else judgement


def _refuse_unusable(judgement: Judgement, question: Question) -> None:
    """Raise `ValueError` for what could be neither kept nor shown."""
    if judgement.score is not None and not 0 <= judgement.score <= 1:
        raise ValueError(f"a score of {judgement.score}")
    if question.key_points and judgement.findings and len(judgement.findings) != len(question.key_points):
        raise ValueError(f"{len(judgement.findings)} findings for {len(question.key_points)} key points")
    for told in (judgement.reason, *(one.evidence + one.differs for one in judgement.findings)):
        told.encode()


def grader_of(graders: Mapping[str, Grader], series: Series) -> Grader:
    """Give the series' grader; the default one where it is no longer installed."""
    chosen = graders.get(series.settings.grader)
    if chosen is None:
        log.warning("the grader is not installed", series=series.name, grader=series.settings.grader)
    return chosen or graders[DEFAULT_GRADER]


def judged_choices(played: Round, answers: Iterable[Answer], *, is_scored: bool) -> dict[str, Judgement]:
    """Judge the quick answers of a round, by member: what was chosen is right or wrong, and no grader is asked."""
    question, choosing = played.question, played.choosing
    if question is None or choosing is None:
        return {}
    return {
        answer.member: judged_quick(question, answer.picked or (), could_be_words=choosing.takes_words)
        if is_scored
        else TOOK_PART
        for answer in quick(answers)
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """What was judged of one round."""

    question: Question
    grader: Grader
    #: By the digest of the text: a text itself is not kept.
    judgements: dict[bytes, Judgement] = field(default_factory=dict)


class Judging:
    """Judges the answers of rounds, a few at a time and aside from the event loop."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}
        self._fresh: set[int] = set()
        #: One thread works on words: more would only take the interpreter from whoever waits for a reply.
        self._turn = asyncio.Semaphore(1)

    async def judge(
        self, round_id: int, question: Question, grader: Grader, texts: Iterable[str]
    ) -> Mapping[str, Judgement]:
        """Give the judgement of each of a round's answers by its text.

        What was judged before is taken as it was, if question and grader are the same; what stands in no answer any
        more is forgotten.
        """
        wanted = {text: hashlib.sha256(text.encode()).digest() for text in texts}
        known = self._kept(round_id, question, grader, frozenset(wanted.values()))
        new = [text for text, digest in wanted.items() if digest not in known]
        for start in range(0, len(new), CHUNK):
            chunk = new[start : start + CHUNK]
            for text, judgement in zip(chunk, await self._judged(grader, question, chunk), strict=True):
                known[wanted[text]] = judgement
        return {text: known[digest] for text, digest in wanted.items()}

    async def judge_round(
        self, played: Round, question: Question, grader: Grader, answers: Sequence[Answer]
    ) -> Mapping[str, Judgement]:
        """Give the judgement of each of a round's answers by its member: of words, of choices, and of copies."""
        words = [answer for answer in answers if answer.picked is None]
        by_text = await self.judge(played.id, question, grader, map(as_read, words))
        found = {answer.member: by_text[as_read(answer)] for answer in words}
        found |= await asyncio.to_thread(copies, words, found)
        is_scored = grader.name != PARTICIPATION
        return {**left_to_reviewers(words, found), **judged_choices(played, answers, is_scored=is_scored)}

    def arrived(self, round_id: int) -> None:
        """Note that a round has something new to grade; may be called from any thread."""
        self._fresh.add(round_id)

    def fresh(self) -> frozenset[int]:
        """Give the rounds that had something new since this was asked last."""
        taken = frozenset(self._fresh)
        self._fresh.difference_update(taken)
        return taken

    def forget(self, round_id: int) -> None:
        """Forget what was judged of a round."""
        self._known.pop(round_id, None)

    def _kept(
        self, round_id: int, question: Question, grader: Grader, digests: frozenset[bytes]
    ) -> dict[bytes, Judgement]:
        before = self._known.pop(round_id, None)
        judgements: dict[bytes, Judgement] = {}
        if before is not None and before.grader is grader and before.question == question:
            judgements = {digest: one for digest, one in before.judgements.items() if digest in digests}
        self._known[round_id] = _Known(question, grader, judgements)
        while len(self._known) > MOST_ROUNDS:
            del self._known[next(iter(self._known))]
        return judgements

    async def _judged(self, grader: Grader, question: Question, texts: Sequence[str]) -> list[Judgement]:
        if grader.is_metered:  # it waits for somebody else's machine, and must hold up no other round
            return await asyncio.to_thread(_judged_each, grader, question, texts)
        async with self._turn:
            return await asyncio.to_thread(_judged_each, grader, question, texts)


def _judged_each(grader: Grader, question: Question, texts: Sequence[str]) -> list[Judgement]:
    return [judged(grader, question, text) for text in texts]
