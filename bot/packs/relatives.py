"""Which questions of a pack are relatives: asked close together, they would bore."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.question import Pack, Question
from bot.packs.rules.likeness import alike, word_stems

# Of the sixty questions shipped before there were families, eight pairs share more than a quarter of the stems of their
# prompts and key points, and each of these is on one subject; the pairs below them are on subjects of their own.
MOST_SHARED: Final = 0.25
#: In a pack of rows that are all alike nothing can be kept apart; so many pairs of each question are enough.
_MOST_PAIRS: Final = 30


#: By identity, with the pack itself: to compare or hash all texts of a pack takes longer than a choice.
_worked_out: dict[int, tuple[Pack, Mapping[str, frozenset[str]]]] = {}
_MOST_PACKS: Final = 64


def kin(pack: Pack) -> Mapping[str, frozenset[str]]:
    """Give the marks of each question, by ref: relatives are those that have one in common. Done once for a pack.

    Relatives are of the same family, parts of the same question, or alike in prompt and key points.
    """
    held = _worked_out.get(id(pack))
    if held is None:
        while len(_worked_out) >= _MOST_PACKS:
            _worked_out.pop(next(iter(_worked_out)))
        held = _worked_out[id(pack)] = (pack, marks_of(pack))
    return held[1]


def marks_of(pack: Pack) -> Mapping[str, frozenset[str]]:
    """Work out the marks of each question."""
    by_id = {question.id: question for question in pack.questions}
    split = {question.split_from for question in pack.questions}
    marks = {question.ref: set(_named(question, by_id, split)) for question in pack.questions}
    for one, other in _alike(pack):
        marks[one].add(f"{other}~{one}")
        marks[other].add(f"{other}~{one}")
    return {ref: frozenset(found) for ref, found in marks.items()}


def _named(question: Question, by_id: Mapping[str, Question], split: set[str]) -> Iterator[str]:
    if question.family:
        yield f"{question.pack} family {question.family}"
    if question.split_from or question.id in split:
        yield f"{question.pack} origin {_origin(question, by_id)}"


def _origin(question: Question, by_id: Mapping[str, Question]) -> str:
    """Follow `split_from` to the question that was split first; it may no longer be there."""
    passed = [question.id]
    while question.split_from:
        if question.split_from in passed:  # a circle: whoever enters it comes to the same name
            return min(passed[passed.index(question.split_from) :])
        passed.append(question.split_from)
        if question.split_from not in by_id:
            break
        question = by_id[question.split_from]
    return passed[-1]


def _alike(pack: Pack) -> Iterator[tuple[str, str]]:
    refs = [question.ref for question in pack.questions]
    texts = (" ".join([one.prompt, *(point.text for point in one.key_points)]) for one in pack.questions)
    for later, earlier in alike([word_stems(text, pack.language) for text in texts], MOST_SHARED):
        yield from ((refs[later], refs[place]) for place in earlier[:_MOST_PAIRS])
