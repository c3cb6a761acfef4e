"""The grader for teams that count taking part and nothing else."""

from bot.domain.grading import TOOK_PART, Judgement
from bot.domain.question import Question
from bot.domain.series import PARTICIPATION


class ParticipationGrader:
    """Gives no score: whoever answered took part."""

    @property
    def name(self) -> str:
        """Name it as series settings do."""
        return PARTICIPATION

    @property
    def is_metered(self) -> bool:
        """It costs nothing."""
        return False

    def grade(self, question: Question, answer: str) -> Judgement:  # noqa: ARG002 - the port's signature
        """Judge nothing."""
        return TOOK_PART
