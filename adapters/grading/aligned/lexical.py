"""The grader that is always there: it aligns words by a table of vectors that comes with Askaday, without a model."""

from adapters.grading.aligned.aligning import RUBRICS, AligningGrader
from adapters.grading.vectors.static import shipped_vectors
from bot.domain.judging.curve import Calibration, Curve

#: Set by hand on the development data and the shipped pack's own wordings; see docs/grading.md.
CALIBRATION = Calibration(
    point=Curve(((0.12, 0.0), (0.42, 0.06), (0.5, 0.55), (0.57, 0.85), (0.63, 1.0))),
    whole=Curve(((0.05, 0.0), (0.9, 1.0))),
)


def lexical_grader(*, rubrics: int = RUBRICS) -> AligningGrader:
    """Read the table and give the grader."""
    return AligningGrader("lexical", shipped_vectors(), CALIBRATION, rubrics=rubrics)
