"""Which questions a person has yet to finish."""

from collections.abc import Iterator

from bot.errors import PackProblem
from bot.packs.folder import LoadedPack


def drafted_key_points(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions whose key points were proposed by a program."""
    for question, place in loaded.located():
        if question.draft:
            yield place.problem(("draft",), "its key points are proposed; finish them, then take this line out")
