"""Answering a private question by choosing: the order of the choices, what is picked, what it is worth."""

import hashlib
from collections.abc import Sequence
from string import ascii_lowercase

from bot.domain.grading import Judgement
from bot.domain.question import Choice, Question
from bot.domain.text import count

#: What choices are called by, in the order they are shown.
LETTERS = ascii_lowercase[:8]


def shuffled(question: Question, seed: str) -> Sequence[Choice]:
    """Give the choices in an order that is the same each time this seed is asked this question."""
    options = question.choices[: len(LETTERS)]
    return sorted(options, key=lambda one: hashlib.sha256(f"{seed} {question.ref} {one.text}".encode()).hexdigest())


def is_single(options: Sequence[Choice]) -> bool:
    """Say whether just one of the choices is right."""
    return sum(option.right for option in options) == 1


def toggled(picked: str, letter: str) -> str:
    """Pick a letter, or take it back if it was picked."""
    return "".join(sorted(set(picked) ^ {letter}))


def letters_of(options: Sequence[Choice]) -> str:
    """Give the letters that the choices have."""
    return LETTERS[: len(options)]


def picked_texts(options: Sequence[Choice], picked: str) -> str:
    """Give what was picked, in words."""
    return "; ".join(option.text for letter, option in zip(LETTERS, options, strict=False) if letter in picked)


def judged(options: Sequence[Choice], picked: str) -> Judgement:
    """Judge what was picked: a wrong one takes away what a right one gives, down to nothing."""
    chosen = [option for letter, option in zip(LETTERS, options, strict=False) if letter in picked]
    right = sum(option.right for option in chosen)
    wrong = len(chosen) - right
    wanted = sum(option.right for option in options)
    reason = f"{right} of {count(wanted, 'right choice')} found"
    reason += f", {count(wrong, 'wrong one', 'wrong ones')} picked." if wrong else "."
    return Judgement(max(0, right - wrong) / wanted if wanted else 0.0, (), reason)
