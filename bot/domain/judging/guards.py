"""What lowers a score although the right words are there: a guard says what it saw, and never accuses."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.judging.word_order import disorder, joining_share, longest_run

Shingle = tuple[str, ...]

#: Nobody writes so many words of content in a row, without a word that joins them or a mark; and hardly anybody writes
#: a few less where nearly no other word of the answer joins any.
_RUN = 10
_SHORTER_RUN = 8
_HARDLY_JOINED = 0.06
#: So much of an answer in the rubric's words is an echo of it.
_ECHO = 0.9
#: Words of the rubric in another order than there are shuffled if the order of their kinds speaks for it, too: as
#: likely as not where hardly any others are among them, else beyond doubt.
_SHUFFLED_FROM = 3.2
_SHUFFLED_FROM_ECHO = 0.0
_SHUFFLED_ORDER = 0.33
_SHUFFLED_ECHO = 0.4
#: Nobody writes so many words, all of them the rubric's, without any that joins them.
_FEWEST_UNJOINED = 3
#: But what says a part of the rubric in few words, in its order, is a note: "SCPs block forbidden actions".
_MOST_OF_NOTE = 12
_PART = 1 / 3
_IN_ORDER = 0.9
#: Shingles of so many words show that a text was copied, from this share on, in answers of so many words or more.
_SHINGLE = 4
_COPIED_FROM = 0.8
FEWEST_COPIED = 12
_FEWEST_OF_QUESTION = 5
#: Answers this many times as long as the rubric, and longer than this many words, count less and less.
_LONG = 8
_LONG_WORDS = 150
_ADDRESSED = re.compile(
    r"""
    \b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|rubric|above|previous|key\ points)\b
    | \b(?:dear|attention|note\ to|message\ to|hey|hello)\b.{0,20}\b(?:grader|examiner|evaluator|ai|model|assistant)\b
    | \b(?:give|award|assign|grant|return|output)\b.{0,30}\b(?:full|maximum|max|perfect|highest|top)\b.{0,12}
      \b(?:marks?|scores?|points?|grades?|credit)\b
    | \bscore["']?\s*[:=]\s*(?:1(?:\.0)?|100)\b
    | \b(?:all|every)\ (?:of\ the\ )?key\ points\ (?:are|is)\ (?:met|covered)\b
    | \byou\ are\ (?:now\ )?(?:a|an|the)\ .{0,30}\b(?:grader|examiner|assistant)\b
    | <\|?(?:system|im_start)|^[^\S\n]*system\s*:
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Guard:
    """One reason why an answer counts less than its words would."""

    #: Kept with the grade.
    name: str
    #: What the score is multiplied by, 0..1.
    factor: float
    #: A clause for the reason, without its full stop.
    said: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What guards look at, beside the text."""

    text: str
    prompt: str
    #: How many of its words carry meaning.
    words: int
    #: Share of its words that are the rubric's own, 0..1.
    echo: float
    #: Share of pairs of these that stand near each other in the rubric, too; 1 where there are too few to say.
    order: float
    #: How many words of meaning the rubric has.
    rubric_words: int
    #: It has the rubric's words, those that join others among them, in another order.
    is_shuffled: bool = False
    #: It says of one thing what the model answer says of another.
    is_swapped: bool = False


def guards_of(shape: Shape) -> tuple[Guard, ...]:
    """Give the guards that an answer meets; of one without words the one that says so, alone."""
    if shape.words == 0:
        return (Guard("empty", 0.0, "There are no words in it that could be compared"),)
    return tuple(_found(shape))


def _found(shape: Shape) -> Iterator[Guard]:
    if is_copy(shape.text, shape.prompt, fewest=_FEWEST_OF_QUESTION):
        yield Guard("question", 0.1, "it repeats the question")
    if _is_listed(shape):
        yield Guard("word-list", 0.1, "its words stand side by side, with no sentence to say how they belong together")
    elif shape.is_swapped:
        yield Guard("swapped", 0.2, "it says of one thing what the model answer says of another")
    elif longest_run(shape.text) >= _SHORTER_RUN:
        yield Guard("unsure", 0.9, "some of it is so short that its meaning had to be guessed")
    if addressed_to_grader(shape.text):
        yield Guard("addressed", 0.2, "parts of it speak to the grader and not about the question")
    if shape.words > max(_LONG_WORDS, _LONG * shape.rubric_words):
        length = max(_LONG_WORDS, _LONG * shape.rubric_words) / shape.words
        yield Guard("long", max(0.35, length), "it is far longer than the question needs")


def _is_listed(shape: Shape) -> bool:
    run, joining = longest_run(shape.text), joining_share(shape.text)
    if run >= _RUN or (run >= _SHORTER_RUN and joining < _HARDLY_JOINED):
        return True
    is_echo = shape.echo >= _ECHO
    if is_echo and shape.words >= _FEWEST_UNJOINED and joining < _HARDLY_JOINED and not _is_note(shape):
        return True
    if not (shape.is_shuffled or (shape.echo >= _SHUFFLED_ECHO and shape.order < _SHUFFLED_ORDER)):
        return False
    odds = disorder(shape.text)
    is_echo = is_echo or shape.is_shuffled
    return is_echo if odds is None else odds > (_SHUFFLED_FROM_ECHO if is_echo else _SHUFFLED_FROM)


def _is_note(shape: Shape) -> bool:
    is_part = shape.words <= min(_MOST_OF_NOTE, _PART * shape.rubric_words)
    return is_part and shape.order >= _IN_ORDER


def addressed_to_grader(text: str) -> bool:
    """Tell whether a text speaks to whoever grades it."""
    return _ADDRESSED.search(text) is not None


COPIED = Guard("copied", 0.1, "it is nearly word for word what an earlier reply says")


def is_copy(text: str, earlier: str, *, fewest: int = FEWEST_COPIED) -> bool:
    """Tell whether a text is nearly word for word part of an earlier one; short answers are alike by chance."""
    words = words_compared(text)
    if len(words) < fewest:
        return False
    said = shingles_of(words)
    return len(said & shingles_of(words_compared(earlier))) >= enough_shared(len(said))


def words_compared(text: str) -> list[str]:
    """Give the words of a text as they are compared with another's."""
    return text.casefold().split()


def shingles_of(words: Sequence[str]) -> frozenset[Shingle]:
    """Give each run of words of a text, which tells what was copied."""
    return frozenset(tuple(words[start : start + _SHINGLE]) for start in range(len(words) - _SHINGLE + 1))


def enough_shared(shingles: int) -> int:
    """Tell how many of a text's shingles another must have for the text to be nearly word for word part of it."""
    return math.ceil(_COPIED_FROM * shingles)
