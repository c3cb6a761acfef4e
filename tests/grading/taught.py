"""Claims of points that were not found in an answer, and rubrics that were taught by them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.grading import Judgement
from bot.domain.judging.claims import nearest_sentence, unmet
from bot.domain.judging.wordings import Saying, Wording, laid_over
from bot.domain.question import Question

_AT = datetime(2026, 1, 1, tzinfo=UTC)


def claimed(question: Question, judgement: Judgement, answer: str) -> Mapping[str, str]:
    """Give the sentence that is claimed for each point that was not found."""
    points = [question.key_points[place] for place in unmet(question, judgement)]
    return {point.text: nearest_sentence(answer, point, judgement) for point in points}


def taught(question: Question, sentences: Mapping[str, str]) -> Question:
    """Give the question once the claims are accepted as wordings."""
    rows = [Wording(0, "", question.ref, point, said, Saying.WORDING, "", "", _AT) for point, said in sentences.items()]
    return laid_over(question, rows)
