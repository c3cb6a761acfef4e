"""Answering by choosing: the order of the choices, what is picked, what it is worth."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from bot.domain.grading import Judgement
from bot.domain.question import Choice, Question
from bot.domain.text import count

#: What choices are called by, in the order they are shown.
LETTERS = ascii_lowercase[:8]
#: The share of the score that a choice earns where the question could have been answered in words.
QUICK_LEAVES = 0.5
#: A letter as people type it: `b`, `B)`, `(c)`, `*d*`.
_LONE = re.compile(rf"[(\[*_`]*([{LETTERS}])[)\].:*_`]*")
_BETWEEN = re.compile(r"[\s,;+&/]+(?:and\s+)?")
#: What is longer says more than letters.
_LONGEST_LETTERS = 40


def shuffled(question: Question, seed: str) -> Sequence[Choice]:
    """Give the choices in an order that is the same each time this seed is asked this question."""
    options = question.choices[: len(LETTERS)]
    return sorted(options, key=lambda one: hashlib.sha256(f"{seed} {question.ref} {one.text}".encode()).hexdigest())


def options_for(question: Question, workspace: str, member: str) -> Sequence[Choice]:
    """Give the choices in the order in which a member sees them, this time and every time."""
    return shuffled(question, f"{workspace} {member}")


def is_single(options: Sequence[Choice]) -> bool:
    """Say whether just one of the choices is right."""
    return sum(option.right for option in options) == 1


def toggled(picked: str, letter: str) -> str:
    """Pick a letter, or take it back if it was picked."""
    return "".join(sorted(set(picked) ^ {letter}))


def letters_of(options: Sequence[Choice]) -> str:
    """Give the letters that the choices have."""
    return LETTERS[: len(options)]


def picked_texts(options: Sequence[Choice], picked: Collection[str]) -> str:
    """Give what was picked, in words."""
    return "; ".join(option.text for option in _picked(options, picked))


def _picked(options: Sequence[Choice], picked: Collection[str]) -> list[Choice]:
    return [option for letter, option in zip(LETTERS, options, strict=False) if letter in picked]


def judged(options: Sequence[Choice], picked: Collection[str]) -> Judgement:
    """Judge what was picked: a wrong one takes away what a right one gives, down to nothing."""
    chosen = _picked(options, picked)
    right = sum(option.right for option in chosen)
    wrong = len(chosen) - right
    wanted = sum(option.right for option in options)
    reason = f"{right} of {count(wanted, 'right choice')} found"
    reason += f", {count(wrong, 'wrong one', 'wrong ones')} picked." if wrong else "."
    return Judgement(max(0, right - wrong) / wanted if wanted else 0.0, (), reason)


def judged_quick(question: Question, picked: Collection[int], *, could_be_words: bool) -> Judgement:
    """Judge what a member chose of a question, by the places of the choices in it.

    Where words could have been given, and there are points that they could have met, a choice earns a part.
    """
    letters = {LETTERS[place] for place in picked if place < len(LETTERS)}
    judgement = judged(question.choices[: len(LETTERS)], letters)
    if not could_be_words or not question.key_points or judgement.score is None:
        return judgement
    reason = f"{judgement.reason} A choice earns half of the score; words can earn all of it."
    return replace(judgement, score=judgement.score * QUICK_LEAVES, reason=reason)


def lone_letters(text: str) -> str:
    """Give the letters that a message consists of, each once; empty: it says something else."""
    parts = _BETWEEN.split(text.strip().casefold()) if len(text) <= _LONGEST_LETTERS else []
    found = [_LONE.fullmatch(part) for part in parts]
    return "".join(sorted({match[1] for match in found if match})) if all(found) else ""


@dataclass(frozen=True, slots=True)
class Pick:
    """What a member chose, apart from the order in which they saw it."""

    #: The places of the choices in the question.
    places: frozenset[int] = frozenset()
    #: What they say to it; empty: nothing.
    why: str = ""

    def write(self) -> str:
        """Give it as the text of a revision."""
        return f"{' '.join(map(str, sorted(self.places)))}\n{self.why}"

    @classmethod
    def read(cls, text: str) -> "Pick":
        """Give what `write` wrote."""
        places, _, why = text.partition("\n")
        return cls(frozenset(int(place) for place in places.split() if place.isdecimal()), why)


@dataclass(frozen=True, slots=True)
class Choosing:
    """How what people choose is read where a question can be answered by choosing."""

    question: Question
    workspace: str
    #: Whether it can be answered in words, too; then these replace a choice.
    takes_words: bool

    @property
    def is_single(self) -> bool:
        """Say whether one choice replaces another."""
        return is_single(self.question.choices)

    def places(self, member: str, letters: str) -> frozenset[int]:
        """Give the choices behind letters as the member sees them; letters that none has are passed over."""
        options = options_for(self.question, self.workspace, member)
        chosen = [option for letter, option in zip(LETTERS, options, strict=False) if letter in letters]
        return frozenset(self.question.choices.index(option) for option in chosen)

    def letters(self, member: str, places: Collection[int]) -> str:
        """Give the letters that choices have for a member."""
        options = options_for(self.question, self.workspace, member)
        chosen = [option for place, option in enumerate(self.question.choices) if place in places]
        return "".join(letter for letter, option in zip(LETTERS, options, strict=False) if option in chosen)

    def typed(self, text: str) -> str | None:
        """Give the letters that a message in the thread chooses; None: it is no choice.

        Several are one only where several choices are right. What no choice is called is a choice of nothing.
        """
        found = lone_letters(text)
        if not found or (len(found) > 1 and self.is_single):
            return None
        return "".join(letter for letter in found if letter in LETTERS[: len(self.question.choices)])

    def texts(self, places: Collection[int]) -> str:
        """Give what was chosen, in words."""
        chosen = [option.text for place, option in enumerate(self.question.choices) if place in places]
        return "; ".join(chosen)
