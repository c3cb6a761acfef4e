"""Texts that say nearly the same, by the word stems they share."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

# The shipped pack's most alike prompts share 28 % of their stems and its most alike key points of one question 27 %;
# a text in which every fourth word is changed still shares 60 % with what it was. In between there is room.
MOST_ALIKE: Final = 0.5

#: So many earlier texts, the first ones, are kept to be looked up for each of a text's rarer words.
_MOST_FOUND: Final = 200
#: A text is held against so many of those at most, first those that have most of its rarer words: what says nearly the
#: same has more of them than anything else. In a bank of 5,000 questions with 200 this took half of the time.
_MOST_COMPARED: Final = 20


def near_duplicate_prompts(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find prompts that ask nearly what an earlier one of the pack asks; each once, with the first such."""
    questions = loaded.pack.questions
    stems = [word_stems(question.prompt, loaded.pack.language) for question in questions]
    for later, earlier in _near_duplicates(stems):
        reason = f"asks nearly the same as “{questions[earlier].id}”"
        yield loaded.places[questions[later].id].problem(("prompt",), reason)


def near_duplicate_key_points(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find key points that say nearly what an earlier one of the question says; each once, with the first such."""
    for question, place in loaded.located():
        stems = [word_stems(point.text, loaded.pack.language) for point in question.key_points]
        for later, earlier in _near_duplicates(stems):
            yield place.problem(("key_points", later, "text"), f"says nearly the same as key point {earlier + 1}")


def _near_duplicates(texts: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Give each text that is much like an earlier one, and the first of these, by their places."""
    return ((place, earlier[0]) for place, earlier in alike(texts, MOST_ALIKE))


def alike(texts: Sequence[Sequence[str]], most: float) -> Iterator[tuple[int, Sequence[int]]]:
    """Give each text that shares more than `most` (0..1) of its words with earlier ones, and these, by their places.

    Texts are their stems, as `word_stems` gives them: tuples, of which many take a seventh of as many sets.
    Two texts that share more than half of all their words share a word of the rarer half of each, as all texts use
    them, and so with any other share: only these are looked up. Of equal texts only the first is among the earlier.
    """
    uses = Counter(chain.from_iterable(texts))
    found_in: dict[str, list[int]] = defaultdict(list)
    first: dict[Sequence[str], int] = {}
    for place, stems in enumerate(texts):
        rarer = sorted(stems, key=lambda stem: (uses[stem], stem))[: len(stems) - math.floor(most * len(stems))]
        candidates = _likely([found_in[stem] for stem in rarer])
        own = frozenset(stems)
        earlier = {one for one in candidates if likeness(own, texts[one]) > most}
        if stems and stems in first:
            earlier.add(first[stems])
        if earlier:
            yield place, sorted(earlier)
        if stems not in first:  # of equal texts the first stands for all
            first[stems] = place
            for stem in rarer:
                if len(found_in[stem]) < _MOST_FOUND:
                    found_in[stem].append(place)


def _likely(places: Iterable[Sequence[int]]) -> Iterator[int]:
    found = Counter(chain.from_iterable(places))
    return (place for place, _ in found.most_common(_MOST_COMPARED))


def likeness(one: frozenset[str], other: Collection[str]) -> float:
    """Give the share of all stems that both have: 0..1 (the Jaccard index), 0 where there are none."""
    both = len(one.intersection(other))
    every = len(one) + len(other) - both
    return both / every if every else 0.0


def word_stems(text: str, language: str) -> tuple[str, ...]:
    """Give the stems of a text's words, each once, in order; a language without a stemmer keeps its words whole."""
    words = re.findall(r"\w+", text.casefold())
    algorithm = _ALGORITHMS.get(language.partition("-")[0].casefold())
    return tuple(sorted({_stem(algorithm, word) for word in words} if algorithm else {*words}))


@lru_cache(maxsize=50_000)
def _stem(algorithm: str, word: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - slow: it brings a module for each of thirty languages

    stem: str = snowballstemmer.stemmer(algorithm).stemWord(word)
    return stem


#: Snowball's names of some languages by their BCP 47 tags.
_ALGORITHMS: Final = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
}
