"""What members say against a grade: "I said that" of one key point, or a doubt about the whole; and what follows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.judging.word_order import joins
from bot.domain.question import KeyPoint, Question
from bot.domain.text import first_words, percent

#: What a point that was perhaps recognised has earned already, in the middle of what it may be, where no grade says.
_UNSURE_EARNED = 0.5
#: So much of an answer stands for a claim where no sentence is nearest.
_MOST_WORDS = 60
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w{3,}")
_BY_REVIEWER = "A reviewer recognised what you claimed."


@dataclass(frozen=True, slots=True)
class Claim:
    """One member's word against the grade of one answer, in a round or a drill."""

    #: 0 before it is stored.
    id: int
    workspace: str
    member: str
    at: datetime
    #: The question's `pack/id`.
    ref: str
    #: Of a round also its series; both None: it is about a drill.
    series_id: int | None = None
    round_id: int | None = None
    drill_id: int | None = None
    #: The key point's text, which holds even where a pack has changed; empty: the whole grade is doubted.
    point: str = ""
    #: The words of the answer that are claimed to say the point: once accepted, another wording of it.
    sentence: str = ""
    #: Why the whole grade is doubted.
    reason: str = ""
    #: None: nobody has decided, or (whole grades of older versions) what was decided is not known.
    accepted: bool | None = None
    decided_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody has decided."""
        return self.decided_at is None


@dataclass(frozen=True, slots=True)
class ClaimRate:
    """How many of a member's claims of points reviewers accepted, of those they decided; shown to that member alone."""

    accepted: int
    decided: int


def unmet(question: Question, judgement: Judgement | None) -> tuple[int, ...]:
    """Give the places of the key points that were not recognised; none where nothing can be won by claiming them."""
    if judgement is None or judgement.score is None or percent(judgement.score) == percent(1):
        return ()
    pairs = zip(question.key_points, judgement.findings, strict=False)
    return tuple(place for place, (_, found) in enumerate(pairs) if found.finding is not Finding.COVERED)


def claimable(question: Question, judgement: Judgement | None, claims: Iterable[Claim]) -> tuple[int, ...]:
    """Give the places of the unmet key points that were not claimed; what was decided is not claimed again."""
    claimed = {claim.point for claim in claims}
    return tuple(place for place in unmet(question, judgement) if question.key_points[place].text not in claimed)


def with_points(
    question: Question, judgement: Judgement, sentences: Mapping[str, str], *, most: float = 1.0
) -> Judgement:
    """Give the judgement as it is if these key points were said, each named by its text with the words that say it.

    What lowered the score does not lower what a person has recognised. A grade of an older version does not keep how
    near a point came; one that was not found is taken to have earned nothing there.

    Args:
        question: what was answered.
        judgement: of the answer.
        sentences: by the point's text.
        most: the highest score that is left, after a hint.
    """
    weights = [point.weight for point in question.key_points]
    needed = sum(sorted(weights, reverse=True)[: question.at_least])
    gained, findings = 0.0, list(judgement.findings)
    for place, (point, found) in enumerate(zip(question.key_points, judgement.findings, strict=False)):
        if point.text in sentences and found.finding is not Finding.COVERED:
            earned = _earned(found)
            gained += point.weight * (1 - earned) / needed
            findings[place] = PointFinding(Finding.COVERED, sentences[point.text])
    before = judgement.score or 0.0
    score = max(before, min(round(before + most * gained, 4), most))
    return replace(judgement, score=score, findings=tuple(findings))


def _earned(found: PointFinding) -> float:
    if found.credit is not None:
        return found.credit
    return _UNSURE_EARNED if found.finding is Finding.UNSURE else 0.0


def as_decided(question: Question, judgement: Judgement, claim: Claim, *, most: float = 1.0) -> Judgement:
    """Give the judgement once a reviewer has accepted a claim."""
    return replace(with_points(question, judgement, {claim.point: claim.sentence}, most=most), reason=_BY_REVIEWER)


def as_claimed(question: Question, judgement: Judgement, claims: Iterable[Claim], *, most: float = 1.0) -> Judgement:
    """Give the judgement with what a member claims and nobody has refused: their own practice goes by it."""
    said = {claim.point: claim.sentence for claim in claims if claim.point and claim.accepted is not False}
    return with_points(question, judgement, said, most=most)


def nearest_sentence(text: str, point: KeyPoint, judgement: Judgement | None = None) -> str:
    """Give the sentence of an answer that has most words in common with a key point.

    Without any, that are the sentences in which the grader found no other point, as far as a person reads at once.
    """
    wanted = _words(" ".join((point.text, *point.alt, point.label)))
    sentences = [one.strip() for one in _SENTENCES.split(text) if one.strip()]
    shared = [(len(wanted & _words(one)), -place) for place, one in enumerate(sentences)]
    most, place = max(shared, default=(0, 0))
    if most:
        return first_words(sentences[-place], _MOST_WORDS)
    covered = [one for one in judgement.findings if one.finding is Finding.COVERED] if judgement else []
    evidence = [folded(one.evidence) for one in covered]
    left = [one for one in sentences if not any(folded(one) in said for said in evidence)]
    return first_words(" ".join(left) if left and len(left) < len(sentences) else text.strip(), _MOST_WORDS)


def _words(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word for word in words if not joins(word))


def folded(sentence: str) -> str:
    """Give what is the same of sentences that say the same word for word."""
    return " ".join(sentence.casefold().split())


def alike(claims: Iterable[Claim], most: int) -> Sequence[Claim]:
    """Give the first claims of a group, as long as no more than so many different sentences are among them."""
    sentences: set[str] = set()
    taken: list[Claim] = []
    for claim in claims:
        sentences.add(folded(claim.sentence))
        if len(sentences) > most:
            break
        taken.append(claim)
    return taken
