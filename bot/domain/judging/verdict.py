"""From comparisons and guards to a judgement: credits, the score, the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.judging.curve import Curve
from bot.domain.judging.guards import Guard
from bot.domain.question import Question
from bot.domain.text import count, percent

#: Credits from which on a point counts as said, or as perhaps said.
COVERED_FROM = 0.7
UNSURE_FROM = 0.3
#: What is left of a score when all that was said differs from the model answer.
_LEAST_AFTER_DIFFERING = 0.2
#: Below it little was found.
_LITTLE = 0.3
#: How a reason begins of which little was found. Grades are kept with their reasons: those of before end otherwise.
UNMATCHED = "Your words could not be matched with the points"
_OWN_WORDS = f"{UNMATCHED}: that happens when people say it in their own words."
#: From two thirds of the answer on it is all: who has it backwards seldom says nothing else.
_AGAINST = 1.5


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an answer compares with one statement."""

    #: How much of the closest wording is said, 0..1.
    said: float
    #: The words of the answer that say it.
    evidence: str = ""
    #: The answer rather says the contrary, or denies it.
    differs: bool = False
    #: How much of the answer is about the statement, 0..1.
    extent: float = 1.0


def judge(question: Question, comparisons: Sequence[Comparison], guards: Sequence[Guard], curve: Curve) -> Judgement:
    """Judge by key points, one comparison each."""
    credits_ = [0.0 if one.differs else curve(one.said) for one in comparisons]
    weights = [point.weight for point in question.key_points]
    needed = sum(sorted(weights, reverse=True)[: question.at_least])
    earned = sum(weight * credit for weight, credit in zip(weights, credits_, strict=True))
    score = min(earned / needed, 1.0) * _left_after(comparisons)
    return _judgement(score, tuple(map(_finding, comparisons, credits_)), guards, question.at_least or len(weights))


def judge_whole(
    said: float, comparisons: Sequence[Comparison], guards: Sequence[Guard], curves: tuple[Curve, Curve]
) -> Judgement:
    """Judge by the model answer as a whole; its sentences, one comparison each, are only shown.

    `curves` are those for the whole and for a sentence.
    """
    whole, sentence = curves
    credits_ = [0.0 if one.differs else sentence(one.said) for one in comparisons]
    score = whole(said) * _left_after(comparisons)
    return _judgement(score, tuple(map(_finding, comparisons, credits_)), guards, len(comparisons))


def _left_after(comparisons: Sequence[Comparison]) -> float:
    """Give what is left of a score, by how much of the answer differs from the model answer."""
    differing = sum(one.extent for one in comparisons if one.differs)
    return 1 - (1 - _LEAST_AFTER_DIFFERING) * min(_AGAINST * differing, 1.0)


def _finding(comparison: Comparison, credit: float) -> PointFinding:
    counted = round(credit, 4)
    if comparison.differs:
        return PointFinding(Finding.NOT_FOUND, differs=comparison.evidence, credit=counted)
    if credit < UNSURE_FROM:
        return PointFinding(Finding.NOT_FOUND, credit=counted)
    found = Finding.COVERED if credit >= COVERED_FROM else Finding.UNSURE
    return PointFinding(found, comparison.evidence, credit=counted)


def _judgement(score: float, findings: tuple[PointFinding, ...], guards: Sequence[Guard], at_least: int) -> Judgement:
    for guard in guards:
        score *= guard.factor
    if any(guard.factor == 0 for guard in guards):
        findings = tuple(PointFinding(Finding.NOT_FOUND, credit=0.0) for _ in findings)
    reason = _reason(score, findings, guards, at_least)
    return Judgement(round(score, 4), findings, reason, tuple(guard.name for guard in guards))


def lowered(judgement: Judgement, guard: Guard) -> Judgement:
    """Add a guard that only became known when other answers were seen."""
    reason = f"{judgement.reason.removesuffix('.')}. {_lowering(guard)}"
    score = None if judgement.score is None else round(judgement.score * guard.factor, 4)
    return Judgement(score, judgement.findings, reason, (*judgement.guards, guard.name))


def _reason(score: float, findings: Sequence[PointFinding], guards: Sequence[Guard], at_least: int) -> str:
    # Which points they are stands in the findings.
    if [guard.name for guard in guards] == ["empty"]:
        return f"{guards[0].said}."
    met = sum(one.finding is Finding.COVERED for one in findings)
    unsure = sum(one.finding is Finding.UNSURE for one in findings)
    differing = sum(bool(one.differs) for one in findings)
    parts = [f"{met} of {count(len(findings), 'key point')} found"]
    parts += [f"{unsure} unsure"] if unsure else []
    parts += [f"{differing} {'differs' if differing == 1 else 'differ'} from the model answer"] if differing else []
    said = [f"{', '.join(parts)}.", *map(_lowering, guards)]
    if not guards and score < _LITTLE and not differing:
        said.append(_OWN_WORDS)
    elif score >= 1 and met < len(findings):
        said.append(f"Any {at_least} of these points {'is' if at_least == 1 else 'are'} a full answer.")
    return " ".join(said)


def _lowering(guard: Guard) -> str:
    return f"{guard.said[0].upper()}{guard.said[1:]}, so {percent(guard.factor)} of the score counts."
