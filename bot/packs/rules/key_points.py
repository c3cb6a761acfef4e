"""How key points are made up: how many, in how many wordings, and none at odds with itself."""

from collections.abc import Iterator
from typing import Final

from bot.domain.text import count as counted
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

FEWEST: Final = 4
MOST: Final = 7
# Measured: other wordings raise the share of honest paraphrases that are recognised from 25 % to 65 %, and a contrary
# statement is what tells a fluent wrong answer from a right one.
FEWEST_WORDINGS: Final = 2
MOST_WORDINGS: Final = 3


def key_point_count(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions with so few key points that an answer is all or nothing, or so many that nobody meets them."""
    for question, place in loaded.located():
        count = len(question.key_points)
        if not FEWEST <= count <= MOST:
            yield place.problem(
                ("key_points",), f"has {counted(count, 'entry', 'entries')}; {FEWEST} to {MOST} are good"
            )


def wording_count(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points with too few other wordings to be recognised by, or with needlessly many."""
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            count = len(point.alt)
            if not FEWEST_WORDINGS <= count <= MOST_WORDINGS:
                reason = f"has {counted(count, 'entry', 'entries')}; {FEWEST_WORDINGS} or {MOST_WORDINGS} are good"
                yield place.problem(("key_points", index, "alt"), reason)


def without_contrary(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points that do not say what someone who has it backwards would say."""
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            if not point.contrary:
                yield place.problem(("key_points", index, "contrary"), "is missing")


def repeated_key_points(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points that say what another of the same question says, word for word."""
    for question, place in loaded.located():
        seen: set[str] = set()
        for index, point in enumerate(question.key_points):
            if point.text.casefold() in seen:
                yield place.problem(("key_points", index, "text"), "says the same as an earlier key point")
            seen.add(point.text.casefold())


def contrary_to_itself(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find statements that are both a wording and a contrary of the same key point."""
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            wordings = {text.casefold() for text in (point.text, *point.alt)}
            for number, contrary in enumerate(point.contrary):
                if contrary.casefold() in wordings:
                    yield place.problem(("key_points", index, "contrary", number), "is also given as right")
