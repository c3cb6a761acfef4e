"""Draws what scores are worth: `python -m benchmarks.grading.reliability` writes docs/grading-reliability.svg.

For answers with about the same score from a grader, what people gave them on average: on the questions of the
development data that are held out, and on the answers by hand (the middle of their range).
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from adapters.grading.aligned.aligning import AligningGrader
from benchmarks.grading.development_data import data_folder
from benchmarks.grading.table import CONTENT, asked_in, held_out, installed_graders
from bot.packs.folder import read_pack

_TARGET = Path("docs/grading-reliability.svg")
_BY_HAND = Path("tests/grading/answers.yaml")
_BINS = 6
_FEWEST = 5
_SIZE, _EDGE = 300, 46
_COLOURS = {"lexical": "#1264a3", "semantic": "#b4451f"}

#: A grader's score and people's, 0..1 both.
Point = tuple[float, float]


def points_of_data(grader: AligningGrader, folder: Path) -> list[Point]:
    """Score the answers that people graded."""
    return [(grader.grade(asked_in(one), one.answer).score or 0.0, one.score) for one in held_out(folder)]


def points_by_hand(grader: AligningGrader) -> list[Point]:
    """Score the answers by hand."""
    questions = {one.id: one for one in read_pack(CONTENT).pack.questions}
    given = yaml.safe_load(_BY_HAND.read_text(encoding="utf-8"))
    return [
        (grader.grade(questions[name], one["answer"]).score or 0.0, (one["low"] + one["high"]) / 2)
        for name, group in given.items()
        for one in group
    ]


def binned(points: Sequence[Point]) -> list[tuple[float, float, int]]:
    """Give mean score, mean of people, and number, for bins of equal width that hold enough."""
    found: NDArray[np.float64] = np.array(points)
    places = np.minimum((found[:, 0] * _BINS).astype(int), _BINS - 1)
    groups = [found[places == place] for place in range(_BINS)]
    enough = [group for group in groups if len(group) >= _FEWEST]
    return [(float(group[:, 0].mean()), float(group[:, 1].mean()), len(group)) for group in enough]


def panel(title: str, lines: Sequence[tuple[str, Sequence[tuple[float, float, int]]]], left: int) -> str:
    """Draw one diagram: scores to the right, people upwards, the diagonal where both are the same."""
    ticks = "".join(
        f'<text x="{_EDGE + step * _SIZE}" y="{_SIZE + 44}" text-anchor="middle">{step:g}</text>'
        f'<text x="{_EDGE - 8}" y="{_SIZE * (1 - step) + 29}" text-anchor="end">{step:g}</text>'
        for step in (0, 0.2, 0.4, 0.6, 0.8, 1)
    )
    return (
        f'<g transform="translate({left} 0)"><text x="{_EDGE}" y="14" font-weight="bold">{title}</text>'
        f'<rect x="{_EDGE}" y="24" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#888"/>'
        f'<path d="M{_EDGE} {24 + _SIZE}l{_SIZE} -{_SIZE}" stroke="#888" stroke-dasharray="4"/>{ticks}'
        f"{''.join(_line(name, bins) for name, bins in lines)}"
        f'<text x="{_EDGE + _SIZE / 2}" y="{_SIZE + 62}" text-anchor="middle">score of the grader</text>'
        f'<text transform="translate(12 {24 + _SIZE / 2}) rotate(-90)" text-anchor="middle">people gave</text></g>'
    )


def _line(name: str, bins: Sequence[tuple[float, float, int]]) -> str:
    places = [(_EDGE + score * _SIZE, 24 + (1 - people) * _SIZE, number) for score, people, number in bins]
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + number**0.5 / 4:.1f}">'
        f"<title>{name}: {number} answers</title></circle>"
        for x, y, number in places
    )
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    return f'<g fill="{_COLOURS[name]}" stroke="{_COLOURS[name]}"><polyline points="{path}" fill="none"/>{dots}</g>'


def main() -> None:
    """Draw."""
    folder = data_folder()
    if folder is None:
        sys.exit("The development data is not at hand; TEST_DOCUMENTS names its folder.")
    graders = list(installed_graders())
    people = [(one.name, binned(points_of_data(one, folder))) for one in graders]
    by_hand = [(one.name, binned(points_by_hand(one))) for one in graders]
    for title, lines in (("data", people), ("by hand", by_hand)):
        for name, bins in lines:
            print(title, name, [f"{score:.2f} -> {given:.2f} ({number})" for score, given, number in bins])
    legend = "".join(
        f'<text x="{_EDGE + 110 * place}" y="{_SIZE + 86}" fill="{colour}" stroke="none">● {name}</text>'
        for place, (name, colour) in enumerate(_COLOURS.items())
    )
    width, height = 2 * (_SIZE + _EDGE + 24), _SIZE + 96
    _TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="13"><rect width="{width}" height="{height}" fill="#fff"/>'
        f"{panel('Held-out questions of the data', people, 0)}"
        f"{panel('Answers by hand to shipped questions', by_hand, _SIZE + _EDGE + 24)}{legend}</svg>\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
