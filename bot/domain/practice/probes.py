"""One follow-up to an answer that left something out: which point it asks for, and what comes back is worth."""

from dataclasses import replace

from bot.domain.grading import Finding, Judgement
from bot.domain.practice.drills import HINT_LEAVES
from bot.domain.question import Question

#: What an answer to a follow-up is worth of its key point.
PROBE_COUNTS = 0.5
_BROUGHT, _BROUGHT_NOTHING = "What you added counts half.", "What you added did not bring another one."
_UNGRADED = "What you added could not be graded."


def probe_of(question: Question, judgement: Judgement) -> int | None:
    """Give the place of the key point to ask for: the heaviest that was not found and has a probe; None: there is none.

    Nothing is asked where the score is full already, nor where points were not looked for.
    """
    if judgement.score is None or judgement.score >= 1:
        return None
    pairs = zip(question.key_points, judgement.findings, strict=False)
    unmet = [
        (-point.weight, place)
        for place, (point, found) in enumerate(pairs)
        if point.probe and found.finding is Finding.NOT_FOUND
    ]
    return min(unmet)[1] if unmet else None


def probe_question(question: Question, place: int) -> Question:
    """Give the follow-up as a question of its own, which has that key point alone.

    Words that stand in either prompt are given: to repeat them says nothing.
    """
    point = question.key_points[place]
    prompt = f"{question.prompt}\n\n{point.probe}"
    return replace(question, prompt=prompt, key_points=(point,), at_least=None, model_answer=point.text)


def with_probe(question: Question, judgement: Judgement, place: int, added: Judgement, *, is_hinted: bool) -> Judgement:
    """Give the judgement of an answer together with what came back to the follow-up, which counts half for its point.

    What may or may not be meant counts nothing: to an answer that short the point was as good as named.

    Args:
        question: what was answered.
        judgement: of the answer; after the hint, if one was taken.
        place: the key point that was asked for.
        added: the judgement of what came back, by `probe_question`.
        is_hinted: a hint was taken, which costs a part of this, too.
    """
    weights = [point.weight for point in question.key_points]
    needed = sum(sorted(weights, reverse=True)[: question.at_least])
    full = HINT_LEAVES if is_hinted else 1.0
    found = [one for one in added.findings if one.finding is Finding.COVERED]
    if not found or not added.score:
        said = _UNGRADED if added.problem else _BROUGHT_NOTHING
        return replace(judgement, reason=f"{judgement.reason} {said}")
    gained = PROBE_COUNTS * full * weights[place] / needed * added.score
    score = min(round((judgement.score or 0.0) + gained, 4), full)
    findings = (*judgement.findings[:place], *found, *judgement.findings[place + 1 :])
    return replace(judgement, score=score, findings=findings, reason=f"{judgement.reason} {_BROUGHT}")
