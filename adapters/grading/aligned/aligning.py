"""The grader that aligns words: one for vectors in context and for a table of them, which differ in calibration."""

import math
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from adapters.grading.aligned.alignment import Alignment, align_denials, align_points, align_whole
from adapters.grading.aligned.evidence import quoted
from adapters.grading.aligned.kept import KeptReadings
from adapters.grading.aligned.reading import Reading, read
from adapters.grading.aligned.rubrics import Rubric, Statement, Wording, rubric_of
from adapters.grading.text.clauses import are_swapped, clauses
from adapters.grading.text.names import names, stands_in
from adapters.grading.text.quantities import contradict, quantities
from adapters.grading.text.words import words_of
from adapters.grading.vectors.words import WordVectors
from bot.domain.grading import Judgement
from bot.domain.judging.curve import Calibration
from bot.domain.judging.guards import Shape, guards_of
from bot.domain.judging.verdict import Comparison, judge, judge_whole
from bot.domain.question import Question
from bot.freed_memory import give_back

#: How much of a contrary statement must be said before it counts as said.
_CONTRARY_FROM = 0.65
#: By so much more than the statement, which has the benefit of the doubt.
_DOUBT = 0.05
#: How much of a statement must be said, words that are denied included, before it counts as denied.
_DENIED_FROM = 0.84
#: The same where the answer has nearly no other words: at most so many times as many as the statement.
_DENIED_FROM_ALL = 0.65
_ALL_RATIO = 1.5
#: By so much what denies a statement must be more like it than what it says is like any other statement.
_LEAD = 0.1
#: So much of a statement said somewhere counts more than its contrary.
_SAID_FROM = 0.75
#: So many words say a statement, or a name.
_FEWEST_TOLD = 3
#: So much of a passage lies in another one that is the same.
_SAME = 0.5
#: From so many words on, each doubling makes some passage so much more like any statement.
_SHORT = 60
_CHANCE = 0.25
#: Answers with more clauses say much of much, so that things stand crosswise by chance.
_MOST_CLAUSES = 6

#: So many questions' rubrics are kept: most answers come in numbers to the same one. A rubric takes half a megabyte,
#: and by meaning a fifth of a second to make anew.
RUBRICS = 16
#: So many where whole packs are gone through again and again; the shipped one has 260 questions.
RUBRICS_OF_A_PACK = 512

#: What stands at the end of an answer changes nothing.
_AT_END = string.punctuation.translate({ord(mark): None for mark in ")]}>\"'%`*"}) + string.whitespace + "…"
#: Where in an answer something is said: its first character, and the one behind its last.
Passage = tuple[int, int]


class AligningGrader:
    """Compares an answer with the wordings of each key point, and with what someone who has it backwards would say."""

    def __init__(self, name: str, vectors: WordVectors, calibration: Calibration, *, rubrics: int = RUBRICS) -> None:
        self._name = name
        self._vectors = vectors
        self._calibration = calibration
        self._kept = KeptReadings()
        self._rubric = lru_cache(maxsize=rubrics)(self._read)

    @property
    def name(self) -> str:
        """Name it as series settings do."""
        return self._name

    @property
    def is_metered(self) -> bool:
        """It costs nothing but time."""
        return False

    def grade(self, question: Question, answer: str) -> Judgement:
        """Judge the answer. May be called from several threads.

        A question without key points is judged by its model answer as a whole, and findings are by its sentences.
        """
        rubric = self._rubric(question)
        full = self._kept.of(answer.rstrip(_AT_END), lambda text: read([text], self._vectors)[0])
        new = full.without(rubric.given)
        comparisons = tuple(_compared(rubric, full, new))
        guards = guards_of(_shape(question, rubric, full))
        if rubric.whole is None:
            return judge(question, comparisons, guards, self._calibration.point)
        said = align_whole(rubric.whole, new).share
        return judge_whole(said, comparisons, guards, (self._calibration.whole, self._calibration.point))

    def _read(self, question: Question) -> Rubric:
        rubric = rubric_of(question, self._vectors)
        give_back()
        return rubric


@dataclass(frozen=True, eq=False)
class _Told:
    """What an answer says of one statement."""

    statement: Statement
    #: The answer as the statement is looked for in it.
    answer: Reading
    #: The wording that it says most of, and where.
    wording: Wording
    best: Alignment
    #: Where it says most of what contradicts the statement.
    against: Alignment

    @cached_property
    def passage(self) -> Passage:
        """Give where the statement is said."""
        return _passage(self.answer, self.best)

    @cached_property
    def contradiction(self) -> Passage:
        """Give where it is contradicted."""
        return _passage(self.answer, self.against)

    @cached_property
    def is_contradicted(self) -> bool:
        """The answer rather says the contrary, as far as this statement goes."""
        if self.against.share < _CONTRARY_FROM or self.best.share >= min(self.against.share - _DOUBT, _SAID_FROM):
            return False
        return not self.against.is_denied


def _compared(rubric: Rubric, full: Reading, new: Reading) -> Iterator[Comparison]:
    """Compare with each statement, given the answer with all its words, and with those that the question has not."""
    on_topic = sum(word.stems[0] in rubric.order.stems for word in full.words)
    aligned = {is_given: iter(align_points(found, full if is_given else new)) for is_given, found in rubric.wordings}
    denials = align_denials(rubric.texts, full)
    told = [_told(one, full if one.is_given else new, aligned[one.is_given]) for one in rubric.statements]
    for place, one in enumerate(told):
        others = told[:place] + told[place + 1 :]
        is_contrary = one.is_contradicted and not _is_explained(one, others)
        first, last = one.contradiction if is_contrary else one.passage
        evidence = quoted(full, first, last) if last else ""
        is_said = not _is_taken(one, others) and _bears_out(rubric, one, evidence)
        yield Comparison(
            said=_beyond_chance(one.best.share, len(one.answer.words)) if is_said else 0.0,
            evidence=evidence,
            differs=is_contrary or _is_denied(rubric, place, denials[place], full, one.best.share),
            extent=min(one.statement.text.size / max(on_topic, 1), 1.0),
        )


def _told(statement: Statement, answer: Reading, wordings: Iterator[Alignment]) -> _Told:
    said = list(islice(wordings, len(statement.said)))
    against = max(islice(wordings, statement.contraries), key=_by_share, default=Alignment())
    exchanged = max(islice(wordings, statement.exchanged), key=_by_share, default=Alignment())
    if exchanged.share > against.share and _has_other_name(statement, answer, exchanged):
        against = exchanged
    number = max(range(len(said)), key=lambda index: said[index].share)
    return _Told(statement, answer, statement.said[number], said[number], against)


def _has_other_name(statement: Statement, answer: Reading, exchanged: Alignment) -> bool:
    """Tell whether what is said of another name stands in a sentence that has not the statement's own."""
    sentence = quoted(answer, *_passage(answer, exchanged))
    return not any(stands_in(name, sentence) for name in names(statement.text.text))


def _passage(answer: Reading, alignment: Alignment) -> Passage:
    first = alignment.first
    return (answer.words[first].start, answer.words[alignment.last].end) if first >= 0 else (0, 0)


def _is_explained(one: _Told, others: Sequence[_Told]) -> bool:
    """Tell whether what seems to contradict a statement says another one at least as well."""
    return any(
        other.best.share >= one.against.share and _overlap(one.contradiction, other.passage) >= _SAME
        for other in others
    )


def _is_taken(one: _Told, others: Sequence[_Told]) -> bool:
    """Tell whether the passage that says a statement rather contradicts another one."""
    return any(
        other.is_contradicted
        and other.against.share > one.best.share
        and _overlap(one.passage, other.contradiction) >= _SAME
        for other in others
    )


def _overlap(one: Passage, other: Passage) -> float:
    """Give how much of the first passage lies in the other, 0..1."""
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0) / max(one[1] - one[0], 1)


def _bears_out(rubric: Rubric, one: _Told, evidence: str) -> bool:
    """Tell whether a passage can say a statement, with what stands around it.

    It has several words or a name of it, no other numbers, and not only names that belong to other statements.
    """
    own = names(one.wording.text)
    is_named = any(stands_in(name, evidence) for name in own)
    if len(words_of(evidence)) < min(_FEWEST_TOLD, one.wording.size) and not is_named:
        return False
    stated = quantities(one.wording.text) - rubric.quantities
    if stated and contradict(stated, quantities(evidence) - rubric.quantities):
        return False
    # Who names two things says how they differ.
    return len(own) != 1 or is_named or not names(evidence) & rubric.names


def _beyond_chance(share: float, words: int) -> float:
    """Take off what some passage of a long text is like by chance; what is said word for word stays as it is."""
    doublings = math.log2(max(words / _SHORT, 1))
    return share - _CHANCE * doublings * (1 - share)


def _is_denied(rubric: Rubric, place: int, stated: Alignment, answer: Reading, said: float) -> bool:
    """Tell whether an answer denies a statement, by its alignment with the question's words.

    "It is not" may deny nothing else.
    """
    statement = rubric.statements[place].text
    is_all = len(answer.words) <= _ALL_RATIO * statement.size
    if not stated.is_denied or stated.with_denied < (_DENIED_FROM_ALL if is_all else _DENIED_FROM):
        return False
    if not is_all and said >= _SAID_FROM:
        return False
    # "Longer ones sound lower" has the opposites of "shorter ones sound higher", and may be right, too.
    passage = answer.part(stated.first, stated.last)
    shares = [one.share for one in align_denials(rubric.texts, passage, only_denied=False)]
    return all(share < stated.with_denied - _LEAD for share in shares[:place] + shares[place + 1 :])


def _by_share(alignment: Alignment) -> float:
    return alignment.share


def _shape(question: Question, rubric: Rubric, full: Reading) -> Shape:
    answered = clauses(full.text)
    return Shape(
        text=full.text,
        prompt=question.prompt,
        words=len(full.words),
        echo=rubric.order.echo(full),
        order=rubric.order.kept(full),
        rubric_words=rubric.words,
        is_shuffled=rubric.order.is_shuffled(full),
        is_swapped=len(answered) <= _MOST_CLAUSES and are_swapped(rubric.clauses, answered),
    )
