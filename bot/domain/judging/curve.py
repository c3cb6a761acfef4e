"""From how much of a statement was said to what that is worth."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through knots that never falls; before the first and after the last it is level."""

    #: (said, worth), both 0..1, rising in `said`.
    knots: tuple[tuple[float, float], ...]

    def __call__(self, said: float) -> float:
        """Give the worth, 0..1."""
        after = bisect_right(self.knots, (said, 1.0))
        if after == 0:
            return self.knots[0][1]
        if after == len(self.knots):
            return self.knots[-1][1]
        (left, low), (right, high) = self.knots[after - 1], self.knots[after]
        return low + (high - low) * (said - left) / (right - left)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a grader's likenesses are worth; see docs/grading.md."""

    #: For single key points.
    point: Curve
    #: For a model answer as a whole, where a question has no key points.
    whole: Curve
