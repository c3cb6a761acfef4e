"""Key points as a program proposes them, from a model answer alone: a start, which a person has to finish."""

import re
from collections.abc import Iterator
from typing import Any, Final

_MOST_POINTS: Final = 7
#: Of plain sentences fewer are taken: not each of them is a point.
_MOST_SENTENCES: Final = 4
_FEWEST_WORDS: Final = 4
_LONGEST_POINT: Final = 200
_LABEL_WORDS: Final = 4
_TOP_ITEM = re.compile(r"(?:- |\d{1,2}[.)] |#{2,6} (?:\d{1,2}[.)]\s{0,3})?)(\S.*)")
_HEAD = re.compile(r"(.{3,80}?)(?::\s|:$| \u2013 | - )")
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)|.+")
_MARKUP = re.compile(r"[`*]|^#+ |^[-+] |^\d{1,2}[.)] ")
_WORD = re.compile(r"[^\W_][\w'\u2019-]*")
_SMALL: Final = frozenset(
    re.findall(
        r"[\w$]+",
        """a about all also an and any are as at be because been but by can does each every for from has have how if in
    into is it its itself may more most must no not of on once one only or other own same so such than that the
    their them then there these they this to use used was were what when where which while who will with you your""",
    )
)


def proposed_points(answer: str) -> list[dict[str, Any]]:
    """Propose key points with labels, as plain fields; of an answer without a word there are none."""
    points: list[dict[str, Any]] = []
    labels: set[str] = set()
    for text in statements(answer):
        label = _label(text)
        fields = {"text": text, **({"label": label} if label and label.casefold() not in labels else {})}
        labels.add(label.casefold())
        points.append(fields)
    return points


def statements(answer: str) -> list[str]:
    """Give what an answer is built on: the heads of its lists and headings, else its sentences."""
    points: list[str] = []
    for line in _prose_lines(answer):
        found = _TOP_ITEM.match(line)
        point = _statement(found[1]) if found else ""
        if len(point.split()) >= _FEWEST_WORDS and point not in points:
            points.append(point)
        if len(points) == _MOST_POINTS:
            break
    if points:
        return points
    sentences = [one for text in _paragraphs(answer) for one in _sentences(text) if _WORD.search(one)]
    long = [one for one in dict.fromkeys(sentences) if len(one.split()) >= _FEWEST_WORDS]
    return long[:_MOST_SENTENCES] or sentences[:1]


def _prose_lines(answer: str) -> Iterator[str]:
    inside_code = False
    for line in answer.split("\n"):
        if line.lstrip().startswith("```"):
            inside_code = not inside_code
        elif not inside_code:
            yield line


def _paragraphs(answer: str) -> Iterator[str]:
    """Give list items by themselves and other lines together up to the next blank one."""
    held: list[str] = []
    for line in (*_prose_lines(answer), ""):
        begins = _TOP_ITEM.match(line) is not None
        if held and (begins or not line.strip()):
            yield " ".join(held)
            held = []
        if line.strip():
            held.append(_plain(line))


def _statement(item: str) -> str:
    text = _plain(item)
    head = _HEAD.match(text)
    if head and len(head[1].split()) >= _FEWEST_WORDS:
        return head[1]
    return next(iter(_sentences(text)), "")


def _sentences(text: str) -> list[str]:
    return [_short(" ".join(found[0].split())) for found in _SENTENCE.finditer(text[:20_000]) if found[0].strip()]


def _plain(line: str) -> str:
    return _MARKUP.sub("", line.strip()).strip().removesuffix(":")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_POINT else text[:_LONGEST_POINT].rsplit(" ", 1)[0] + " …"


def _label(point: str) -> str:
    """Give the first telling words of a point: two at least, or none."""
    words = [word for word in _WORD.findall(point) if word.casefold() not in _SMALL][:_LABEL_WORDS]
    label = " ".join(words)
    return label[0].upper() + label[1:] if len(words) > 1 else ""
