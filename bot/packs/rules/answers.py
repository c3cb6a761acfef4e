"""What a model answer is like as a whole; code and tables in it have modules of their own."""

from collections.abc import Iterator
from typing import Final

from bot.domain.text import count
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack
from bot.packs.rules.code import words_beside_code

FEWEST_WORDS: Final = 120
#: Under form 2, which has a short answer and labels beside it; words in code blocks do not count there.
FEWEST_WORDS_OF_FORM_2: Final = 90
MOST_WORDS: Final = 350


def answer_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find model answers that say too little, or more than is read in a chat window."""
    is_form_2 = loaded.pack.form > 1
    fewest = FEWEST_WORDS_OF_FORM_2 if is_form_2 else FEWEST_WORDS
    for question, place in loaded.located():
        words = words_beside_code(question.model_answer) if is_form_2 else len(question.model_answer.split())
        if not fewest <= words <= MOST_WORDS:
            beside = " beside its code" if is_form_2 else ""
            reason = f"has {count(words, 'word')}{beside}; {fewest} to {MOST_WORDS} are good"
            yield place.problem(("model_answer",), reason)
