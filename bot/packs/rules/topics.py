"""The vocabulary of topics."""

from collections.abc import Iterator

from bot.errors import PackProblem
from bot.packs.folder import LoadedPack


def unused_topics(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find topics of the vocabulary that no question has."""
    used = {topic for question in loaded.pack.questions for topic in question.topics}
    for index, topic in enumerate(loaded.pack.topics):
        if topic not in used:
            yield loaded.manifest.problem(("topics", index), f"“{topic}” is the topic of no question")
