"""Moodle's GIFT: `::title:: question { =right ~wrong # why }`; kinds it does not know are named.

See https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from bot.errors import PackError, PackProblem
from bot.packs.importing.drafts import Draft, Drafts, Option
from bot.packs.importing.forms.moodle import accepted
from bot.packs.importing.naming import Naming
from bot.packs.validation import Place

_TITLE = re.compile(r"::((?:[^:\\]|\\.|:(?!:))*)::\s*", re.DOTALL)
_MARKUP = re.compile(r"\[(html|markdown|moodle|plain)\]\s*")
_TRUTH: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,6})?)%")
_CATEGORY = re.compile(r"\$CATEGORY:\s*(.*)")


class _Unknown(Exception):  # noqa: N818 - no error of the project: it never leaves this module
    """A question that cannot be asked; says why."""


def drafts_of_gift(text: str, file: str, naming: Naming) -> Drafts:
    """Read GIFT.

    Raises:
        PackError: it holds no questions.
    """
    drafts: list[Draft] = []
    problems: list[PackProblem] = []
    number = 0
    for line, category, block in _blocks(text):
        number += 1
        place = Place(file, prefix=f"question {number}: ", start=line)
        try:
            fields = _fields(block)
        except _Unknown as error:
            problems.append(place.problem((), str(error)))
            continue
        drafts.append(Draft(naming.named({**fields, **({"category": category} if category else {})}), place))
    if not number:
        raise PackError([PackProblem(file, None, "holds no questions: GIFT has them as text { answers }")])
    naming.require()
    return Drafts(drafts, {}, Place(file), problems, (), number)


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Give line, category and text of each question: blank lines outside of braces part them."""
    category, start, depth = "", 0, 0
    held: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if depth == 0 and line.lstrip().startswith("//"):
            continue
        found = _CATEGORY.match(line.strip()) if depth == 0 and not held else None
        if found:
            category = found[1].rpartition("/")[2].strip()
        elif line.strip() or depth > 0:
            if not held:
                start = number
            held.append(line)
            depth = max(0, depth + _braces(line))
        elif held:
            yield start, category, "\n".join(held)
            held = []
    if held:
        yield start, category, "\n".join(held)


def _braces(line: str) -> int:
    bare = re.sub(r"\\.", "", line)
    return bare.count("{") - bare.count("}")


def _fields(block: str) -> dict[str, Any]:
    title = _TITLE.match(block.lstrip())
    rest = block.lstrip()[title.end() if title else 0 :]
    markup = _MARKUP.match(rest)
    rest = rest[markup.end() if markup else 0 :]
    start, end = _unescaped(rest, "{"), _unescaped(rest, "}")
    if start < 0:
        raise _Unknown("has no answers in braces: a description, which asks nothing")
    if end < start:
        raise _Unknown("has a brace that is not closed")
    before, inside, behind = rest[:start].strip(), rest[start + 1 : end].strip(), rest[end + 1 :].strip()
    prompt = (
        _plain(before)
        if not behind
        else _plain(f"{before} _____ {behind}" if re.search(r"\w", behind) else f"{before} _____{behind}")
    )
    general, _, inside = _general(inside)
    return {"question": prompt, **_answers(inside), **({"explanation": _plain(general)} if general else {})}


def _general(inside: str) -> tuple[str, str, str]:
    """Take off the feedback that stands for the whole question: `#### text`."""
    at = inside.find("####")
    return (inside[at + 4 :].strip(), "", inside[:at].strip()) if at >= 0 else ("", "", inside)


def _answers(inside: str) -> dict[str, Any]:
    if not inside:
        raise _Unknown("is an essay, which has no answer to learn from")
    truth, _, whys = inside.partition("#")
    if truth.strip().upper() in _TRUTH:
        is_true = _TRUTH[truth.strip().upper()]
        wrong, _, right = whys.partition("#")
        whys_by = (
            {is_true: right.strip(), not is_true: wrong.strip()} if right else {is_true: "", not is_true: wrong.strip()}
        )
        return {
            "options": [
                Option(name, value is is_true, _plain(whys_by[value]))
                for name, value in (("True", True), ("False", False))
            ]
        }
    if inside.startswith("#"):
        return _number(inside[1:])
    parts = list(_parts(inside))
    if not parts:
        raise _Unknown("has answers of a kind that is not known: they begin with = or ~")
    if any("->" in text for _, text, _ in parts):
        raise _Unknown("matches pairs, which cannot be asked")
    if all(right for right, _, _ in parts):
        return accepted([text for _, text, _ in parts], parts[0][2], is_number=False)
    return {"options": [Option(text, right, why) for right, text, why in parts]}


def _number(text: str) -> dict[str, Any]:
    first = next((part for part in re.split(r"[=~]", text) if part.strip()), "")
    value, _, why = first.partition("#")
    value = _WEIGHT.sub("", value).strip()
    low, dots, high = value.partition("..")
    if dots:
        sentence = f"The answer lies between {low.strip()} and {high.strip()}."
        return {"answer": sentence, "explanation": _plain(why)}
    number, tolerance = (*value.split(":", 1), "")[:2]
    if not re.fullmatch(r"-?[\d.,]{1,30}(?:[eE][+-]?\d{1,3})?", number.strip()):
        raise _Unknown(f"has “{number.strip()[:40]}” where a number belongs")
    return accepted([number.strip()], _plain(why), is_number=True, tolerance=tolerance or "0")


def _parts(inside: str) -> Iterator[tuple[bool, str, str]]:
    """Give each answer: whether it is right, its text and why."""
    marks = [found.start() for found in re.finditer(r"(?<!\\)[=~]", inside)]
    for at, end in zip(marks, [*marks[1:], len(inside)], strict=False):
        body = inside[at + 1 : end].strip()
        weight = _WEIGHT.match(body)
        right = inside[at] == "=" or bool(weight and float(weight[1]) > 0)
        body = body[weight.end() if weight else 0 :]
        hash_at = _unescaped(body, "#")
        text, why = (body, "") if hash_at < 0 else (body[:hash_at], body[hash_at + 1 :])
        yield right, _plain(text), _plain(why)


def _unescaped(text: str, sign: str) -> int:
    """Give where a sign stands first without a backslash before it; -1: nowhere."""
    at = text.find(sign)
    while at > 0 and text[at - 1] == "\\":
        at = text.find(sign, at + 1)
    return at


def _plain(text: str) -> str:
    return re.sub(r"\\([~=#{}:\\])", r"\1", text.replace("\\n", "\n")).strip()
