"""What of an answer was recognised, said to the person who gave it: in points and their own words, not as a percentage.

A share of a score tells nobody what to do next; a point that was not recognised does.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bot.domain.card import Block, KeyPointLine, Small, Text
from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.judging.claims import Claim
from bot.domain.judging.verdict import UNMATCHED
from bot.domain.question import KeyPoint, Question
from bot.domain.text import count

#: So many points are not proved by one sentence without saying so.
_MANY = 3
#: Quotes of a sentence that begin at different words end alike.
_LAST = 40
#: Reasons begin with the count, which stands above them here: "1 of 3 key points found, 1 unsure. …".
_COUNTED = re.compile(r"^\d+ of \d+ key points? found[^.]*\.\s*")


def for_board(points: int) -> str:
    """Say what an answer earned: a word apart from key points, which are counted on the same card."""
    return f"{points} for the board"


def recognised(judgement: Judgement) -> str:
    """Say "4 of 5 key points recognised"; empty where points were not looked for."""
    met = sum(found.finding is Finding.COVERED for found in judgement.findings)
    return f"{met} of {count(len(judgement.findings), 'key point')} recognised" if judgement.findings else ""


def result_blocks(judgement: Judgement) -> tuple[Block, ...]:
    """Say first what came of an answer: how many key points were recognised."""
    said = recognised(judgement)
    return (Text(f"**{said}**"),) if said else ()


def reason_blocks(judgement: Judgement) -> tuple[Block, ...]:
    """Give the reason without the count that stands above."""
    reason = _COUNTED.sub("", judgement.reason) if judgement.findings else judgement.reason
    return (Small(reason),) if reason.strip() else ()


def finding_lines(question: Question, judgement: Judgement, claims: Sequence[Claim] = ()) -> tuple[Block, ...]:
    """Give each key point with what was found of it in one answer, the words that met it, and what is claimed of it."""
    claimed = {claim.point: claim for claim in claims if claim.point}
    return (
        tuple(
            _line(point, found, claimed.get(point.text))
            for point, found in zip(question.key_points, judgement.findings, strict=True)
        )
        if judgement.findings
        else ()
    )


def repeated_blocks(judgement: Judgement) -> tuple[Block, ...]:
    """Say where the same words were taken for so many points that a reader would wonder."""
    quoted = Counter(_same(one.evidence) for one in judgement.findings if one.finding is Finding.COVERED)
    most = max((number for words, number in quoted.items() if words), default=0)
    if most < _MANY:
        return ()
    return (Small(f"The same words were taken for {most} key points: a reviewer may find that they say fewer."),)


def _same(evidence: str) -> str:
    """Give what is the same of quotes that begin or end elsewhere in a sentence."""
    return evidence.strip(" …").rpartition("… ")[2].rstrip(".;!")[-_LAST:]


def _line(point: KeyPoint, found: PointFinding, claim: Claim | None) -> KeyPointLine:
    if found.finding is Finding.COVERED or claim is None or claim.accepted:
        return KeyPointLine(point.name, _said_of(found), found.evidence or found.differs)
    said = "claimed; a reviewer will decide" if claim.is_waiting else "not found in your reply, nor by a reviewer"
    return KeyPointLine(point.name, said, claim.sentence)


def _said_of(found: PointFinding) -> str:
    return "differs from the model answer" if found.differs else found.finding.value


def claiming_line(judgement: Judgement) -> Small:
    """Say what can be done about points that were not recognised; more where little was."""
    met = sum(found.finding is Finding.COVERED for found in judgement.findings)
    said = "Said one of these in other words? Press “I said that”: it counts in your practice at once."
    if 2 * met < len(judgement.findings):
        said = (
            "If you made a point, press “I said that”: it counts in your practice at once, and a reviewer decides for "
            "the board."
        )
        is_said = UNMATCHED in judgement.reason or any(found.differs for found in judgement.findings)
        if not is_said:
            said = f"Not all of your words could be matched: that happens when people say it in their own words. {said}"
    return Small(said)
