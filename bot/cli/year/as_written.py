"""A grader for answers that a program has written: it knows the very words, and so takes no time."""

from bot.cli.year.knowing import half
from bot.domain.grading import Judgement
from bot.domain.judging.curve import Curve
from bot.domain.judging.verdict import Comparison, judge
from bot.domain.question import KeyPoint, Question
from bot.domain.series import DEFAULT_GRADER

#: What is said of a statement is what it is worth.
_AS_IT_IS = Curve(((0.0, 0.0), (1.0, 1.0)))


class AsWritten:
    """Takes the place of the default grader."""

    name = DEFAULT_GRADER
    is_metered = False

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge by whether the wordings of key points stand in the answer, word for word."""
        folded = answer.casefold()
        comparisons = [_compared(point, folded) for point in question.key_points]
        return judge(question, comparisons, (), _AS_IT_IS)


def _compared(point: KeyPoint, folded: str) -> Comparison:
    for text in (point.text, *point.alt):
        if _bare(text) in folded:
            return Comparison(1.0, text)
    for text in point.contrary:
        if _bare(text) in folded:
            return Comparison(0.0, text, differs=True, extent=0.3)
    return Comparison(0.5, half(point)) if _bare(half(point)) in folded else Comparison(0.0)


def _bare(text: str) -> str:
    return text.casefold().rstrip(".")
