"""What a message in a question's thread is: an answer, or something else that people say there."""

import re
from enum import StrEnum

#: What a message begins with that is meant for the others.
TALK_SIGN = "//"
#: A question of so many words asks for something; an answer has more to say.
MOST_ASKING = 6
#: A letter or a digit of any script.
_WORDS = re.compile(r"[^\W_]")
#: An emoji as platforms write it in text: `:tada:`, or with an id, `<:party:41771983429993937>`.
_EMOJI = re.compile(r"<a?:\w+:\d+>|:[a-z0-9_+'-]+:", re.IGNORECASE)
#: Where one sentence ends and another begins: then it says something before it asks.
_SENTENCES = re.compile(r"[.!:;,?\n]\s*\S", re.MULTILINE)


class Said(StrEnum):
    """What a message is; only the first two are part of an answer."""

    ANSWER = "answer"
    #: A picture, an emoji, punctuation: kept with an answer, and none by itself.
    WORDLESS = "wordless"
    #: Marked as meant for the others.
    TALK = "talk"
    #: A few words of question.
    ASKING = "asking"

    @property
    def counts(self) -> bool:
        """Say whether it belongs to an answer."""
        return self in {Said.ANSWER, Said.WORDLESS}


def kind_of(text: str) -> Said:
    """Say what a message in a thread is, by what it says now: an edit can make it something else."""
    words = text.strip()
    if words.startswith(TALK_SIGN):
        return Said.TALK
    if not has_words(words):
        return Said.WORDLESS
    is_short = len(words.split()) <= MOST_ASKING and not _SENTENCES.search(words)
    return Said.ASKING if is_short and words.endswith(("?", "\N{FULLWIDTH QUESTION MARK}")) else Said.ANSWER


def has_words(text: str) -> bool:
    """Say whether a text says anything: an answer of emoji and punctuation alone is kept, and is no participation."""
    return _WORDS.search(_EMOJI.sub(" ", text)) is not None
