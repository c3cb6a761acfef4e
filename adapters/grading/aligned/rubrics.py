"""What a question is looked for by: its key points in all their wordings, or the sentences of its model answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from adapters.grading.aligned.likeness import Wordings
from adapters.grading.aligned.order import Order
from adapters.grading.aligned.reading import Reading, read
from adapters.grading.aligned.swaps import swapped
from adapters.grading.text.clauses import Stems, clauses
from adapters.grading.text.names import names
from adapters.grading.text.quantities import Quantity, quantities
from adapters.grading.vectors.words import WordVectors
from bot.domain.question import KeyPoint, Question

#: Wordings of more words are whole answers that were taken over: they have all words that join others, so that of any
#: answer it would seem that its words are the rubric's in another order.
_LONGEST_ORDERED = 20
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that is looked for, without its words and their vectors, which stand in a table beside all others."""

    text: str
    #: How many words of it are looked for.
    size: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One key point as it is looked for: its words that the question has not given."""

    #: The key point with all its words.
    text: Wording
    said: tuple[Wording, ...]
    #: How many contraries it has, and how many ways to say the same of others than it names.
    contraries: int
    exchanged: int
    #: The question has all words of a wording: it is looked for with all its words.
    is_given: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Rubric:
    """All that an answer is compared with."""

    #: Stems of the question's words, and its numbers with their units.
    given: frozenset[str]
    quantities: frozenset[Quantity]
    #: What its key points name.
    names: frozenset[str]
    statements: tuple[Statement, ...]
    #: The wordings of statements that the question gives, and of others: behind each statement's own its contrary and
    #: its exchanged ones.
    wordings: tuple[tuple[bool, Wordings], ...]
    #: The statements with all their words.
    texts: Wordings
    #: The model answer, where the question has no key points; `given` is then left out only where words remain.
    whole: Wordings | None
    order: Order
    #: The clauses, with all their words, of the key points, or of the whole model answer.
    clauses: tuple[Stems, ...]

    @property
    def words(self) -> int:
        """Tell how many words of meaning a full answer has, about."""
        return sum(max(wording.size for wording in statement.said) for statement in self.statements)


def with_points(question: Question) -> Question:
    """Give a question that has no key points the sentences of its model answer as such, so that they can be shown.

    The heading of a list says nothing by itself, unless it is all there is.
    """
    if question.key_points:
        return question
    lines = [sentence.strip() for sentence in _SENTENCE.split(question.model_answer) if sentence.strip()]
    sentences = [line for line in lines if not line.endswith(":")] or lines
    return replace(question, key_points=tuple(KeyPoint(sentence) for sentence in sentences))


def rubric_of(question: Question, vectors: WordVectors) -> Rubric:
    """Read what a question is looked for by."""
    points = with_points(question).key_points
    exchanged = swapped(points) if question.key_points else [()] * len(points)
    texts = [
        text
        for point, others in zip(points, exchanged, strict=True)
        for text in (point.text, *point.alt, *point.contrary, *others)
    ]
    prompt, model_answer, *wordings = read([question.prompt, question.model_answer, *texts], vectors)
    given = frozenset(word.stems[0] for word in prompt.words)
    whole = None
    if not question.key_points:
        # An answer all of whose words stand in the question ("A is faster") can only be compared by these.
        given = given if model_answer.without(given).words else frozenset()
        whole = Wordings([model_answer.without(given)])
    points_read = list(_points_read(points, [len(others) for others in exchanged], wordings, given))
    stated = [point.text for point in points_read] if whole is None else [model_answer]
    short = [wording for wording in wordings if len(wording.text.split()) <= _LONGEST_ORDERED]
    ordered = [model_answer, *short] if whole is None else [model_answer]
    return Rubric(
        given,
        quantities(question.prompt),
        names("\n".join(point.text for point in points)),
        tuple(point.statement() for point in points_read),
        tuple((is_given, _wordings(points_read, is_given=is_given)) for is_given in (False, True)),
        Wordings([point.text for point in points_read]),
        whole,
        Order.of(ordered),
        clauses("\n".join(one.text for one in stated)),
    )


@dataclass(frozen=True, slots=True)
class _PointRead:
    """A key point as it was read, which takes far more room than what is kept of it."""

    text: Reading
    said: tuple[Reading, ...]
    contrary: tuple[Reading, ...]
    exchanged: tuple[Reading, ...]
    is_given: bool

    def statement(self) -> Statement:
        """Give what is kept of it."""
        said = tuple(map(_wording, self.said))
        return Statement(_wording(self.text), said, len(self.contrary), len(self.exchanged), self.is_given)


def _wording(reading: Reading) -> Wording:
    return Wording(reading.text, len(reading.words))


def _wordings(points: Sequence[_PointRead], *, is_given: bool) -> Wordings:
    kept = [point for point in points if point.is_given is is_given]
    return Wordings([reading for point in kept for reading in (*point.said, *point.contrary, *point.exchanged)])


def _points_read(
    points: Sequence[KeyPoint], exchanges: Sequence[int], wordings: Sequence[Reading], given: frozenset[str]
) -> Iterator[_PointRead]:
    """Give the points; each has its wordings, its contrary ones, and so many exchanges, one after the other."""
    readings = iter(wordings)
    for point, count in zip(points, exchanges, strict=True):
        said = tuple(islice(readings, 1 + len(point.alt)))
        contrary = tuple(islice(readings, len(point.contrary)))
        exchanged = tuple(islice(readings, count))
        # "The subnet's is stateless" may have no word that the question has not: then all of them count.
        is_given = not all(reading.without(given).words for reading in said)
        left_out = frozenset[str]() if is_given else given
        yield _PointRead(
            said[0],
            tuple(reading.without(left_out) for reading in said),
            tuple(reading.without(left_out) for reading in contrary),
            tuple(reading.without(left_out) for reading in exchanged),
            is_given,
        )
