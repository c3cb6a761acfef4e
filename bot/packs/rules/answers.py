"""What a model answer is like as a whole; code and tables in it have modules of their own."""

from collections.abc import Iterator
from typing import Final

from bot.domain.text import count
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

FEWEST_WORDS: Final = 120
MOST_WORDS: Final = 350


def answer_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find model answers that say too little, or more than is read in a chat window."""
    for question, place in loaded.located():
        words = len(question.model_answer.split())
        if not FEWEST_WORDS <= words <= MOST_WORDS:
            yield place.problem(
                ("model_answer",), f"has {count(words, 'word')}; {FEWEST_WORDS} to {MOST_WORDS} are good"
            )
