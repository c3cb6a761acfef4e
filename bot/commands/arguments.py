"""What a command takes: declared once, read from what was typed, or handed over by a platform that takes it apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from bot.commands.words import Words, split
from bot.errors import InputError


class Kind(Enum):
    """What a value is. All are texts but for numbers, percentages and `YES_NO`, which are `int` and `bool`."""

    TEXT = auto()
    NUMBER = auto()
    PERCENT = auto()
    YES_NO = auto()
    #: By name, mention or id.
    MEMBER = auto()
    CHANNEL = auto()
    SERIES = auto()
    PERIOD = auto()
    TOPIC = auto()
    PACKS = auto()
    ZONE = auto()
    #: Any number of `key=value`, as they were typed.
    SETTINGS = auto()


@dataclass(frozen=True, slots=True)
class Argument:
    """One thing that a command takes."""

    name: str
    about: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    choices: tuple[str, ...] = ()
    #: Least and greatest of a number.
    between: tuple[int, int] = (0, 0)
    #: What it has to be, and how it is typed: for the sentence about what is none.
    sought: str = ""
    example: str = ""
    #: It is typed as `name=value`; otherwise by its place.
    is_key: bool = False
    #: It takes all words that are left.
    is_phrase: bool = False
    #: A word that is none of its choices is the next argument's.
    is_optional_word: bool = False
    #: The word that stands before it where it is typed; without that word it is not there. A phrase begins with it,
    #: wherever it stands.
    word: str = ""

    def begins(self, words: Sequence[str]) -> int | None:
        """Say at which place of words it begins, its own word included; None: it is not there."""
        if not self.word:
            return 0 if words else None
        places = [place for place, word in enumerate(words) if word.casefold() == self.word]
        return places[0] if places and (self.is_phrase or places[0] == 0) else None


def typed(arguments: Sequence[Argument], text: str) -> tuple[dict[str, Any], str]:
    """Read arguments from what was typed; give those that are there by name, and the words nobody takes.

    Raises:
        InputError: a quotation mark is not closed, a number is none, or a key is given twice.
    """
    if whole := next((one for one in arguments if one.kind is Kind.SETTINGS), None):
        return ({whole.name: text} if text else {}), ""
    keys = {one.name: one for one in arguments if one.is_key}
    said = split(text, keys)
    said.check_once()
    given: dict[str, Any] = {key: _read(keys[key], value) for key, value in said.options.items()}
    left = list(said.words)
    for one in (one for one in arguments if one.kind is Kind.YES_NO):
        given |= {one.name: True} if any(word.casefold() == one.name for word in left) else {}
        left = [word for word in left if word.casefold() != one.name]
    for one in (one for one in arguments if not one.is_key and one.kind is not Kind.YES_NO):
        left = _take(one, left, given)
    return given, " ".join(left)


def _take(one: Argument, left: list[str], given: dict[str, Any]) -> list[str]:
    begins = one.begins(left)
    if begins is None:
        return left
    before, left = left[:begins], left[begins:]
    if one.word:
        given[one.name] = ""
        left = left[1:]
    if one.is_optional_word and left and left[0].casefold() not in one.choices:
        return left
    if left:
        taken = len(left) if one.is_phrase else 1
        given[one.name] = _read(one, " ".join(left[:taken]))
        left = left[taken:]
    return [*before, *left]


def _read(one: Argument, text: str) -> object:
    if one.kind not in {Kind.NUMBER, Kind.PERCENT}:
        return text
    digits = text.removesuffix("%") if one.kind is Kind.PERCENT else text
    low, high = one.between
    if not digits.isdecimal() or len(digits) > len(str(high)) or not low <= int(digits) <= high:
        raise InputError(f"{text!r} is no {one.sought}.", hint=f"For example `{one.example}`.")
    return int(digits)


def settings_of(given: Mapping[str, Any]) -> Words:
    """Give the settings among arguments: those with a name of their own, and those that were typed together."""
    said = split(str(given.get("settings", "")))
    others = {key: str(value) for key, value in given.items() if key != "settings"}
    twice = dict.fromkeys(others.keys() & said.options.keys(), "is given more than once: write it once.")
    return Words(said.words, {**said.options, **others}, {**said.wrong, **twice})
