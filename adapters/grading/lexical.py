"""A first lexical grader (to be replaced by the full one)."""

import re

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.question import Question


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.lower()) if len(w) > 2}


class KeyPointsGrader:
    """Compares words."""

    @property
    def name(self) -> str:
        """Name it."""
        return "keypoints"

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge."""
        asked, said = _words(question.prompt), _words(answer)
        findings = []
        for point in question.key_points:
            best = max(len((_words(r) - asked) & said) / max(1, len(_words(r) - asked)) for r in (point.text, *point.alt))
            worst = max([len((_words(r) - asked) & said) / max(1, len(_words(r) - asked)) for r in point.contrary] or [0])
            found = Finding.COVERED if best >= 0.6 and best > worst else Finding.NOT_FOUND
            findings.append(PointFinding(found, answer[:200] if found is Finding.COVERED else ""))
        met = sum(f.finding is Finding.COVERED for f in findings)
        needed = question.at_least or len(findings)
        return Judgement(min(1.0, met / needed), tuple(findings), f"{met} of {len(findings)} key points found.")
