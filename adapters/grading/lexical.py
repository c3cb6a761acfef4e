"""The grader that looks for key points by their words: it needs no model, and cannot read between the lines."""

import re
from dataclasses import dataclass
from functools import lru_cache

from adapters.grading.fitting import Answer, Fit, Statement, statements
from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.question import Question

#: Shares of a statement's weight from which on it counts as said, or as perhaps said.
_COVERED_FROM = 0.6
_UNSURE_FROM = 0.4
_CREDIT = {Finding.COVERED: 1.0, Finding.UNSURE: 0.5, Finding.NOT_FOUND: 0.0}
_LONGEST_EVIDENCE = 200
#: How many characters before its first matched word a passage may begin.
_RUN_UP = 80
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Rubric:
    """What to look for of one key point."""

    said: tuple[Statement, ...]
    contrary: tuple[Statement, ...]


class KeyPointsGrader:
    """Compares an answer with the wordings of each key point, and with what someone who has it backwards would say."""

    @property
    def name(self) -> str:
        """Name it as series settings do."""
        return "keypoints"

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge the answer; it takes milliseconds, and time in proportion to the answer's length."""
        read = Answer(answer)
        findings = tuple(_find(rubric, read) for rubric in _rubrics(question))
        return Judgement(_score(question, findings), findings, _reason(findings))


@lru_cache(maxsize=256)
def _rubrics(question: Question) -> tuple[Rubric, ...]:
    points = question.key_points
    texts = [text for point in points for text in (point.text, *point.alt, *point.contrary)]
    prepared = iter(statements(texts, question.prompt))
    return tuple(
        Rubric(
            said=tuple(next(prepared) for _ in (point.text, *point.alt)),
            contrary=tuple(next(prepared) for _ in point.contrary),
        )
        for point in points
    )


def _find(rubric: Rubric, answer: Answer) -> PointFinding:
    best = max(answer.fit(statement) for statement in rubric.said)
    backwards = max((answer.fit(statement) for statement in rubric.contrary), default=Fit())
    is_backwards = (backwards.share, backwards.weight) >= (best.share, best.weight)
    if best.share < _UNSURE_FROM or is_backwards:
        return PointFinding(Finding.NOT_FOUND)
    return PointFinding(Finding.COVERED if best.share >= _COVERED_FROM else Finding.UNSURE, _evidence(answer, best))


def _evidence(answer: Answer, fit: Fit) -> str:
    """Quote the sentences that hold the passage, as far as there is room."""
    first, last = answer.words[fit.first].start, answer.words[fit.last].end
    earliest = max(first - _RUN_UP, 0)
    starts = [match.end() for match in _SENTENCE_END.finditer(answer.text, earliest, first)]
    begin = starts[-1] if starts else (first if earliest else 0)
    end = _SENTENCE_END.search(answer.text, last)
    return _cut(" ".join(answer.text[begin : end.end() if end else None].split()), _LONGEST_EVIDENCE)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 2].rsplit(" ", 1)[0] + " …"


def _score(question: Question, findings: tuple[PointFinding, ...]) -> float:
    weights = sorted((point.weight for point in question.key_points), reverse=True)
    earned = sum(
        point.weight * _CREDIT[found.finding] for point, found in zip(question.key_points, findings, strict=True)
    )
    full = sum(weights[: question.at_least])
    return round(min(earned / full, 1.0), 4)


def _reason(findings: tuple[PointFinding, ...]) -> str:
    # Which ones they are stands in the findings.
    met = [found.finding for found in findings].count(Finding.COVERED)
    unsure = [found.finding for found in findings].count(Finding.UNSURE)
    return f"{met} of {len(findings)} key points found{f', {unsure} unsure' if unsure else ''}."
