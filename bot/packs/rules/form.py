"""What form 2 asks of a pack: a title, a short answer and labels, all short enough for a chat window."""

from collections.abc import Iterator
from typing import Final

from bot.domain.question import KeyPoint, Question
from bot.domain.text import count as counted
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack
from bot.packs.rules.code import words_beside_code
from bot.packs.validation import Place
from bot.packs.yaml_text import Path

TITLE_WORDS: Final = (2, 6)
LABEL_WORDS: Final = (2, 4)
SHORT_ANSWER_WORDS: Final = (1, 60)
#: What reads well; more is counted.
MOST_POINTS: Final = 5
MOST_POINT_WORDS: Final = 14
PROMPT_WORDS: Final = (25, 50)
MOST_ANSWER_WORDS: Final = 170


def without_title(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions that nobody can call by name."""
    return _missing(loaded, "title")


def without_short_answer(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions whose reveal would have to begin with the whole model answer."""
    return _missing(loaded, "short_answer")


def without_label(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points that a reveal would have to list in full."""
    for place, path, point in _labels(loaded):
        if loaded.pack.form > 1 and not point.label:
            yield place.problem(path, "is missing; form 2 requires it")


def title_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find titles that say too little, or do not fit in one line of a telephone."""
    return _of_other_length(loaded, "title", TITLE_WORDS)


def short_answer_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find short answers that are not short."""
    return _of_other_length(loaded, "short_answer", SHORT_ANSWER_WORDS)


def label_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find labels that say too little, or would break over two lines of a telephone."""
    for place, path, point in _labels(loaded):
        if point.label and (reason := _other_length(point.label, LABEL_WORDS)):
            yield place.problem(path, reason)


def repeated_labels(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points that a list could not tell from an earlier one of the question."""
    seen: set[tuple[str, str]] = set()
    for place, path, point in _labels(loaded):
        called = (place.file, point.label.casefold())
        if point.label and called in seen:
            yield place.problem(path, "is the label of an earlier key point too")
        seen.add(called)


def repeated_titles(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find titles that an earlier question of the pack has."""
    first: dict[str, str] = {}
    for question, place in loaded.located():
        if question.title and first.setdefault(question.title.casefold(), question.id) != question.id:
            yield place.problem(("title",), f"is the title of “{first[question.title.casefold()]}” too")


def without_minutes(loaded: LoadedPack) -> Iterator[Question]:
    """Find questions that do not say how long they take."""
    return (one for one in loaded.pack.questions if loaded.pack.form > 1 and one.minutes is None)


def many_key_points(loaded: LoadedPack) -> Iterator[Question]:
    """Find questions with more key points than a reveal of a screen lists."""
    return (one for one in loaded.pack.questions if loaded.pack.form > 1 and len(one.key_points) > MOST_POINTS)


def long_key_points(loaded: LoadedPack) -> Iterator[Question]:
    """Find questions with key points that are likely to hold two facts."""
    for one in loaded.pack.questions:
        if loaded.pack.form > 1 and any(len(point.text.split()) > MOST_POINT_WORDS for point in one.key_points):
            yield one


def other_prompt_length(loaded: LoadedPack) -> Iterator[Question]:
    """Find questions whose prompt says hardly anything, or asks for more than is read over a coffee."""
    least, most = PROMPT_WORDS
    for one in loaded.pack.questions:
        if loaded.pack.form > 1 and not least <= len(one.prompt.split()) <= most:
            yield one


def long_answer(loaded: LoadedPack) -> Iterator[Question]:
    """Find questions whose model answer fills more than a screen."""
    for one in loaded.pack.questions:
        if loaded.pack.form > 1 and words_beside_code(one.model_answer) > MOST_ANSWER_WORDS:
            yield one


def unknown_origin(loaded: LoadedPack) -> Iterator[Question]:
    """Find questions split from one that is not there: mistyped, or in another folder."""
    ids = {one.id for one in loaded.pack.questions}
    return (one for one in loaded.pack.questions if one.split_from and one.split_from not in ids)


def _missing(loaded: LoadedPack, key: str) -> Iterator[PackProblem]:
    for question, place in loaded.located():
        if loaded.pack.form > 1 and not getattr(question, key):
            yield place.problem((key,), "is missing; form 2 requires it")


def _of_other_length(loaded: LoadedPack, key: str, words: tuple[int, int]) -> Iterator[PackProblem]:
    for question, place in loaded.located():
        text = getattr(question, key)
        if text and (reason := _other_length(text, words)):
            yield place.problem((key,), reason)


def _other_length(text: str, words: tuple[int, int]) -> str:
    """Say why a text is too short or too long; nothing: it is neither."""
    least, most = words
    number = len(text.split())
    return "" if least <= number <= most else f"has {counted(number, 'word')}; {least} to {most} are taken"


def _labels(loaded: LoadedPack) -> Iterator[tuple[Place, Path, KeyPoint]]:
    for question, place in loaded.located():
        for index, point in enumerate(question.key_points):
            yield place, ("key_points", index, "label"), point
