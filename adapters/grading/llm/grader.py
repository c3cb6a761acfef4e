"""The optional grader that asks a language model, behind any OpenAI-compatible endpoint, for each key point.

1. Another grader judges first. Where a guard speaks, its judgement stands and the model is not asked.
2. The model is asked once, within the day's budget; what it says is checked, and evidence must stand in the answer.
3. Whatever fails, the other grader's judgement counts: for all points, or for one whose evidence was invented.

The same answer to the same question is asked for once per process, so that it is judged alike and paid once; beyond
that, temperature 0 makes a model steady, not exact.
"""

from datetime import timedelta
from functools import lru_cache
from textwrap import shorten

import structlog

from adapters.grading.aligned.rubrics import with_points
from adapters.grading.llm.budget import CallBudget
from adapters.grading.llm.endpoint import Endpoint, LlmAccess, require_client
from adapters.grading.llm.prompt import messages_for
from adapters.grading.llm.reply import PointVerdict, Verdict, read_reply, stands_in
from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.judging.curve import Curve
from bot.domain.judging.verdict import Comparison, judge
from bot.domain.question import Question
from bot.errors import LlmError
from bot.ports.clock import Clock
from bot.ports.grader import Grader

log = structlog.get_logger()

#: An endpoint in trouble is left alone for so long: a round must not wait out a timeout for each of its answers.
PAUSE = timedelta(minutes=5)
_CREDITS = {Verdict.COVERED: 1.0, Verdict.UNSURE: 0.5, Verdict.NOT_FOUND: 0.0, Verdict.DIFFERS: 0.0}
_FALLBACK_CREDITS = {Finding.COVERED: 1.0, Finding.UNSURE: 0.5, Finding.NOT_FOUND: 0.0}
#: A verdict is worth its credit: nothing is estimated that a curve could correct.
_CREDIT = Curve(((0.0, 0.0), (1.0, 1.0)))
_LONGEST_EVIDENCE = 200


class LlmGrader:
    """Judges by what a language model finds, and by another grader where that fails."""

    def __init__(self, endpoint: Endpoint, budget: CallBudget, fallback: Grader, clock: Clock) -> None:
        self._endpoint = endpoint
        self._budget = budget
        self._fallback = fallback
        self._clock = clock
        self._paused_until: timedelta | None = None
        #: The trouble that was logged last, until the model answers again.
        self._told: str | None = None
        self._verdicts = lru_cache(maxsize=1024)(self._asked)

    @property
    def name(self) -> str:
        """Name it as series settings do."""
        return "llm"

    @property
    def is_metered(self) -> bool:
        """Calls are counted, and may cost money."""
        return True

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge the answer. May take as long as the endpoint's timeout, and be called from several threads."""
        judged = self._fallback.grade(question, answer)
        if judged.guards or not judged.findings or self._is_paused():
            return judged
        try:
            verdicts = self._verdicts(question, answer)
        except LlmError as error:
            self._note(error)
            return judged
        comparisons = [_compared(*pair, answer) for pair in zip(verdicts, judged.findings, strict=True)]
        return judge(with_points(question), comparisons, (), _CREDIT)

    def _asked(self, question: Question, answer: str) -> tuple[PointVerdict, ...]:
        self._budget.take()
        content = self._endpoint.complete(messages_for(question, answer))
        verdicts = read_reply(content, len(with_points(question).key_points))
        if self._told is not None:
            log.info("the language model grades again")
        self._told = None
        return verdicts

    def _is_paused(self) -> bool:
        return self._paused_until is not None and self._clock.monotonic() < self._paused_until

    def _note(self, error: LlmError) -> None:
        """Log a trouble once, and leave an endpoint alone that has one."""
        if error.is_outage:
            self._paused_until = self._clock.monotonic() + PAUSE
        if error.message != self._told:
            log.warning("the language model does not grade", reason=error.message, instead=self._fallback.name)
        self._told = error.message


def _compared(verdict: PointVerdict, otherwise: PointFinding, answer: str) -> Comparison:
    """Take a verdict whose words stand in the answer, else what the other grader found."""
    if verdict.finding is Verdict.NOT_FOUND:
        return Comparison(0.0)
    if not stands_in(verdict.evidence, answer):
        return _otherwise(otherwise, answer)
    is_contrary = verdict.finding is Verdict.DIFFERS
    evidence = verdict.evidence
    return Comparison(_CREDITS[verdict.finding], _shown(evidence), is_contrary, _extent(evidence, answer))


def _otherwise(found: PointFinding, answer: str) -> Comparison:
    words = found.differs or found.evidence
    return Comparison(_FALLBACK_CREDITS[found.finding], words, bool(found.differs), _extent(words, answer))


def _shown(evidence: str) -> str:
    return shorten(evidence, _LONGEST_EVIDENCE, placeholder=" …")


def _extent(passage: str, answer: str) -> float:
    """Give how much of the answer a passage is, 0..1; the answer has words, since no guard spoke."""
    return min(len(passage.split()) / len(answer.split()), 1.0)


def llm_grader(access: LlmAccess, budget: CallBudget, fallback: Grader, clock: Clock) -> LlmGrader:
    """Give the grader; the client is loaded when the first answer is graded.

    Raises:
        ModelError: the client is not installed.
    """
    require_client()
    return LlmGrader(Endpoint(access), budget, fallback, clock)
