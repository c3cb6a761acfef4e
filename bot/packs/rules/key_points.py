"""How key points are made up: how many, in how many wordings, and none at odds with itself."""

from collections.abc import Iterator
from typing import Final

from bot.domain.text import count as counted
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

FEWEST: Final = 4
#: Under form 2, where each key point holds one fact.
FEWEST_OF_FORM_2: Final = 3
MOST: Final = 7
# Measured: other wordings raise the share of honest paraphrases that are recognised from 25 % to 65 %, and a contrary
# statement is what tells a fluent wrong answer from a right one.
FEWEST_WORDINGS: Final = 2
MOST_WORDINGS: Final = 3
#: Under form 2, whose short key points people put in more ways.
MOST_WORDINGS_OF_FORM_2: Final = 5
MOST_CONTRARIES_OF_FORM_2: Final = 3


def key_point_count(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions with so few key points that an answer is all or nothing, or so many that nobody meets them."""
    fewest = FEWEST_OF_FORM_2 if loaded.pack.form > 1 else FEWEST
    for question, place in loaded.located():
        count = len(question.key_points)
        if not count and question.choices:  # asked by its choices alone
            continue
        if not fewest <= count <= MOST:
            reason = f"has {counted(count, 'entry', 'entries')}; {fewest} to {MOST} are good"
            yield place.problem(("key_points",), reason)


def wording_count(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points with too few other wordings to be recognised by, or with needlessly many."""
    many = f"to {MOST_WORDINGS_OF_FORM_2}" if loaded.pack.form > 1 else f"or {MOST_WORDINGS}"
    most = MOST_WORDINGS_OF_FORM_2 if loaded.pack.form > 1 else MOST_WORDINGS
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            count = len(point.alt)
            if not FEWEST_WORDINGS <= count <= most:
                reason = f"has {counted(count, 'entry', 'entries')}; {FEWEST_WORDINGS} {many} are good"
                yield place.problem(("key_points", index, "alt"), reason)


def without_contrary(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points that do not say what someone who has it backwards would say; under form 2, questions."""
    for question, place in loaded.located():
        if loaded.pack.form > 1:
            if question.key_points and not any(point.contrary for point in question.key_points):
                yield place.problem(("key_points",), "no entry has a contrary; at least one needs one")
            continue
        for index, point in enumerate(question.key_points):
            if not point.contrary:
                yield place.problem(("key_points", index, "contrary"), "is missing")


def contrary_count(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points with more contrary statements than people really believe."""
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            count = len(point.contrary)
            if loaded.pack.form > 1 and count > MOST_CONTRARIES_OF_FORM_2:
                reason = f"has {count} entries; up to {MOST_CONTRARIES_OF_FORM_2} are good"
                yield place.problem(("key_points", index, "contrary"), reason)


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
