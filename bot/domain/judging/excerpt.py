"""How much of an answer is graded: as much as a person would read."""

import re

#: A model answer has up to 350 words.
MOST_WORDS = 600
#: And so many characters, for texts without spaces.
MOST_CHARACTERS = 8_000

_WORD = re.compile(r"\S+")


def excerpt(text: str) -> str:
    """Give what is graded of an answer."""
    within = text[:MOST_CHARACTERS]
    words = list(_WORD.finditer(within))
    if len(words) > MOST_WORDS:
        return within[: words[MOST_WORDS - 1].end()]
    return within


def note_of(text: str) -> str:
    """Tell the reader how much of an answer was graded; nothing where all of it was."""
    part = excerpt(text)
    if len(part) >= len(text.rstrip()):
        return ""
    if len(part) == MOST_CHARACTERS:
        return f"Only the first {MOST_CHARACTERS} characters were graded."
    return f"Only the first {MOST_WORDS} words were graded."
