"""Options of a question: read from lists, tables, lines and one text, and which of them are right."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.packs.importing.drafts import Option

_LETTERS: Final = "abcdefghij"
#: "A. text", "(b) text", "- C) text", "**D.** text"; the letter stands alone.
LETTERED: Final = re.compile(
    r"\s{0,12}(?:[-*+\u2022]\s{1,4})?\(?\*{0,2}([A-Ja-j])\*{0,2}[.):\u3001]\*{0,2}(?:\s+|(?=[A-Z]{2}))(\S.*)"
)
#: "- [x] text": a list of tasks.
TICKED: Final = re.compile(r"\s{0,12}(?:[-*+\u2022]|\d{1,2}[.)])\s{1,4}\[([ xX\u2713\u2714])\]\s+(\S.*)")
_MARKED_RIGHT = re.compile(
    r"\s*(?:\((?:correct|right|x)\)|\[(?:correct|right|x)\]|\u2713|\u2714|\u2705|<-+|\u2190)\s*$", re.IGNORECASE
)
_PARTS = re.compile(r"[,;/|&\s]+|\band\b")
_NUMBERED = re.compile(r"(?:option|choice|answer|ans|opt)[\s_-]?([a-j]|\d{1,2})", re.IGNORECASE)
_HEAD = re.compile(r"\(?([A-Ja-j]|\d{1,2})[.):](?:\s+(.*))?$", re.DOTALL)
_TEXT = ("text", "option", "answer", "choice", "value", "content", "answertext", "answer_text", "body", "title", "html")
_RIGHT = ("right", "correct", "iscorrect", "is_correct", "isright", "is_right", "is_answer", "isanswer", "istrue")
_WHY = ("why", "feedback", "explanation", "rationale", "comment", "reason")
_LABEL = ("label", "letter", "key", "id", "identifier")


def options_of(value: Any) -> list[Option]:
    """Read options from what a file has for them: a list of texts or objects, an object by letters, or one text."""
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Mapping):
        return [replace(_option(text), label=str(label)) for label, text in value.items()]
    if not isinstance(value, (list, tuple)):
        return []
    options = [_option(one) for one in value]
    texts = unlettered([one.text for one in options])
    return [replace(one, text=text) for one, text in zip(options, texts, strict=True)]


def unlettered(texts: Sequence[str]) -> Sequence[str]:
    """Take letters off the beginning of texts, if they stand there in turn."""
    found = [LETTERED.match(text) for text in texts]
    letters = "".join(one[1].casefold() for one in found if one)
    return [one[2] for one in found if one] if texts and letters == _LETTERS[: len(texts)] else texts


def split_lines(lines: Sequence[str]) -> tuple[Sequence[str], list[Option], Sequence[str]]:
    """Part the lines of a text into what stands before its options, the options, and what stands behind them.

    Options are ticked list items, or lines lettered in turn from A on; an indented line below one goes on with it.
    """
    start = next((place for place in range(len(lines)) if _begins(lines, place)), None)
    if start is None:
        return lines, [], ()
    ticked = TICKED.match(lines[start]) is not None
    options: list[Option] = []
    place = start
    while place < len(lines):
        line = lines[place]
        found = TICKED.match(line) if ticked else LETTERED.match(line)
        if found and (ticked or found[1].casefold() == _LETTERS[len(options) : len(options) + 1]):
            options.append(Option(found[2].strip(), found[1] != " ") if ticked else _option(found[2].strip()))
        elif line.strip() and line[0].isspace() and options and lines[place - 1].strip():
            options[-1] = replace(options[-1], text=f"{options[-1].text} {line.strip()}")
        elif line.strip():
            break
        place += 1
    return lines[:start], options, lines[place:]


def _begins(lines: Sequence[str], place: int) -> bool:
    found = LETTERED.match(lines[place])
    if TICKED.match(lines[place]):
        return True
    if not found or found[1] not in "Aa":
        return False
    following = (line for line in lines[place + 1 : place + 6] if line.strip())
    return any((other := LETTERED.match(line)) is not None and other[1] in "Bb" for line in following)


def right_by_key(options: Sequence[Option], key: Any, *, first: int = 1) -> list[bool] | None:
    """Say of each option whether a key names it: by letter, number (from `first` on) or text; None: it names none.

    A key may name several: "B, D", "1,3", "AC", or a list.
    """
    named: set[int] = set()
    for one in key if isinstance(key, (list, tuple)) else [key]:
        places = _places(options, one, first)
        if not places:
            return None
        named |= places
    return [place in named for place in range(len(options))] if named else None


def _places(options: Sequence[Option], key: Any, first: int) -> set[int]:
    if isinstance(key, Mapping):
        key = _value(key, _TEXT) if _value(key, _TEXT) is not None else _value(key, _LABEL)
    if isinstance(key, float) and key.is_integer():
        key = int(key)
    said = str(key).strip().strip("*`_\"'").strip()
    texts = [_plainly(option.text) for option in options]
    if _plainly(said) in texts:
        return {place for place, text in enumerate(texts) if text == _plainly(said)}
    labelled = {
        place for place, option in enumerate(options) if option.label and option.label.casefold() == said.casefold()
    }
    if labelled:
        return labelled
    head = _HEAD.match(said)
    if head and head[2] and _plainly(head[2]) in texts:
        return {texts.index(_plainly(head[2]))}
    if len(said) > 40:  # noqa: PLR2004 - a key that names letters is short
        return set()
    parts = [part for part in _PARTS.split(said) if part]
    if len(parts) == 1 and said.isupper() and said.isalpha() and len(set(said)) == len(said):
        parts = list(said)
    elif _NUMBERED.fullmatch(said):
        parts = [said]
    found = [_place(options, part, first) for part in parts]
    if all(one is not None for one in found):
        return {one for one in found if one is not None}
    listed = [_plainly(part) for part in re.split(r"[,;|\n]", said)]
    return {texts.index(part) for part in listed} if all(part in texts for part in listed) else set()


def _place(options: Sequence[Option], part: str, first: int) -> int | None:
    mark = part.strip("().:'\"*[]")
    numbered = _NUMBERED.fullmatch(mark)
    if numbered:
        mark, first = numbered[1], 1
    place = -1
    if mark.isascii() and mark.isdigit() and len(mark) <= 2:  # noqa: PLR2004 - nobody has a hundred options
        place = int(mark) - first
    elif len(mark) == 1 and mark.casefold() in _LETTERS:
        place = _LETTERS.index(mark.casefold())
    labels = [option.label.casefold() for option in options]
    if mark and mark.casefold() in labels:
        return labels.index(mark.casefold())
    return place if 0 <= place < len(options) else None


def numbers_in(key: Any) -> set[int]:
    """Give the numbers of a key that holds nothing else."""
    found: set[int] = set()
    for one in key if isinstance(key, (list, tuple)) else [key]:
        parts = [part for part in _PARTS.split(str(one)[:40].strip()) if part]
        if isinstance(one, bool) or not parts or not all(part.isascii() and part.isdigit() for part in parts):
            return set()
        found |= {int(part) for part in parts}
    return found


def _from_text(text: str) -> list[Option]:
    if text.lstrip().startswith(("[", "{")):
        try:
            return options_of(json.loads(text))
        except (json.JSONDecodeError, RecursionError):
            pass
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        before, options, _ = split_lines(lines)
        return options if options and not before else options_of(lines)
    inline = list(inline_options(text)[1])
    if inline:
        return inline
    mark = next((mark for mark in ("|", ";", " / ", ",") if mark in text), "\n")
    return options_of([part.strip() for part in text.split(mark) if part.strip()])


_INLINE = re.compile(r"(?:(?<=\s)|^)\(?([A-Ha-h])[.)]\s")


def inline_options(text: str) -> tuple[str, Iterable[Option]]:
    """Part "Which? A) One B) Two" into the question and its options; without two letters in turn there are none."""
    found: list[re.Match[str]] = []
    for one in _INLINE.finditer(text):
        if one[1].casefold() == _LETTERS[len(found) : len(found) + 1]:
            found.append(one)
    if len(found) < 2:  # noqa: PLR2004 - one option is no choice
        return text, ()
    ends = [*(one.start() for one in found[1:]), len(text)]
    parts = [text[one.end() : end].strip(" \t\n;,") for one, end in zip(found, ends, strict=True)]
    return text[: found[0].start()].strip(), [_option(part) for part in parts]


def _option(value: Any) -> Option:
    if isinstance(value, Option):
        return value
    if not isinstance(value, Mapping):
        text = "" if value is None else str(value).strip()
        marked = _MARKED_RIGHT.search(text[-20:])
        if marked and text[: len(text) - len(marked[0])].strip():
            return Option(text[: len(text) - len(marked[0])].strip(), True)
        return Option(text)
    right = _value(value, _RIGHT)
    share = _value(value, ("fraction", "score", "weight", "points"))
    if right is None and isinstance(share, (int, float)):
        right = share > 0
    text, why, label = (_value(value, names) for names in (_TEXT, _WHY, _LABEL))
    shown = label if text is None else text
    called = "" if label is None or text is None else str(label)
    return Option(str(shown or "").strip(), None if right is None else is_true(right), str(why or ""), called)


def is_true(value: Any) -> bool:
    """Say whether a mark means yes."""
    return str(value).strip().casefold() in {"true", "1", "1.0", "yes", "y", "x", "t", "right", "correct"}


def _value(entries: Mapping[str, Any], names: Sequence[str]) -> Any:
    small = {str(key).casefold(): value for key, value in entries.items()}
    return next((small[name] for name in names if small.get(name) is not None), None)


def _plainly(text: str) -> str:
    return " ".join(text.casefold().strip(" .*`_\"'").split())
