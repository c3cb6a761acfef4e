"""The grader that compares meanings: it aligns words by their vectors in context, and needs the installed model."""

from pathlib import Path

from adapters.grading.aligned.aligning import RUBRICS, AligningGrader
from adapters.grading.vectors.contextual import ContextualVectors
from bot.domain.judging.curve import Calibration, Curve

#: Set by hand on the development data and the shipped pack's own wordings; see docs/grading.md.
CALIBRATION = Calibration(
    point=Curve(((0.12, 0.0), (0.4, 0.06), (0.5, 0.55), (0.57, 0.85), (0.63, 1.0))),
    whole=Curve(((0.05, 0.0), (0.9, 1.0))),
)


def semantic_grader(model: Path, *, rubrics: int = RUBRICS) -> AligningGrader:
    """Open the model of a folder and give the grader."""
    return AligningGrader("semantic", ContextualVectors.open(model), CALIBRATION, rubrics=rubrics)
