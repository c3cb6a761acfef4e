"""Questions of a page by their marks: a heading, a number, bold type or "Q:", and behind it an answer or options.

A line begins a question if an answer or options stand between it and the next line of its kind. Of the kinds, the one
is taken that begins most questions; what stands between them without an answer is a section, or an unanswered question.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.packs.importing.drafts import Option
from bot.packs.importing.options import LETTERED, TICKED, right_by_key, split_lines
from bot.packs.importing.pages.ending import end_of_answer

#: Which kind of line begins questions is told by so many lines.
_SAMPLE: Final = 20_000
_ANSWER = re.compile(
    r"(?:(?:show|view|see|reveal|click(?: here)? (?:to|for)(?: see| show| reveal)?) (?:the )?)?(?:the )?"
    r"(?:(?:correct|right|model|sample|expected|best|suggested) )?"
    r"(?:answers?|ans|solution|correct option|right option|correct choice|correct)"
    r"(?:\(s\))?(?: key)?(?: is| are)?\s{0,3}"
    r"(?:[*_]{0,3}\s{0,3}[:.\u2013\u2014-]{1,3}\s{0,3}[*_]{0,3}|[*_]{0,3}$|\s(?=[A-J](?:\W|$)))\s{0,3}(.*)",
    re.IGNORECASE,
)
_SHORT_ANSWER = re.compile(r"A[*_]{0,3}\s{0,3}:[*_]{0,3}\s{0,3}(.*)")
_EXPLANATION = re.compile(
    r"(?:explanation|rationale|reason|reasoning|feedback|justification)[*_]{0,3}\s{0,3}(?::[*_]{0,3}\s{0,3}|$)(.*)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(difficulty|level|topics?|tags?|category|hint|reference|source)[*_]{0,3}\s{0,3}:[*_]{0,3}\s{0,3}(\S.*)",
    re.IGNORECASE,
)
_LONE_KEY = re.compile(r"\s{0,12}\(?([A-J](?:\s?[,&]\s?[A-J]){0,7}|[A-J]{1,5})[.)]?\s*")
_LABEL = re.compile(
    r"(?:Q|Question|QUESTION)\s{0,2}#?(\d{0,5})[*_]{0,3}\s{0,2}(?:[.:)\u2013\u2014-][*_]{0,3}\s*(.*)|$)"
)
_NUMBERED = re.compile(r"\s{0,3}[*_]{0,3}#?(\d{1,5})[.)\]:][*_]{0,3}\s+(\S.*)")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_BOLD = re.compile(r"(?:\*\*|__)(\S.*?)(?:\*\*|__)\s*:?")
_SUMMARY = "\x01"
_KEY_TITLE = re.compile(r"\W{0,6}(?:answer key|answers?|solutions?|key)\W{0,6}", re.IGNORECASE)
_KEY_ENTRY = re.compile(r"(\d{1,5})\s{0,2}[.):=-]?\s{0,2}([A-J](?:\s?[,&]\s?[A-J]){0,7})(?=[\s,;|]|$)")
_BULLET = re.compile(r"\s{0,6}[-*+\u2022]\s+(\S.*)")
#: Characters of an answer that is one of the options of a list without letters: a letter names none of them.
_SHORTEST_TEXT: Final = 2
_LONGEST_TEXT: Final = 500
#: What may stand before a label: marks of lists, quotations, headings and emphasis.
_MARKS: Final = "#>*_-+\u2022 \t"
_DETAILS = re.compile(r"</?details\b[^<>]{0,200}>", re.IGNORECASE)
_SUMMARY_TAG = re.compile(r"<summary>(.{0,2000}?)</summary>", re.IGNORECASE)
_INNER_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(slots=True)
class MarkedQuestion:
    """A question as it stands on the page; its lines are 1-based."""

    number: int
    line: int
    section: str
    fields: dict[str, Any]


@dataclass(slots=True)
class MarkedPage:
    """What was found on a page."""

    questions: list[MarkedQuestion] = field(default_factory=list)
    #: Lines that seem to begin a question for which there is no answer.
    unanswered: list[int] = field(default_factory=list)
    #: The title of the page; empty: it has none.
    title: str = ""
    #: The lines behind the last answer, in which the page speaks of itself, without blank ones.
    behind: list[str] = field(default_factory=list)
    #: The line at which they begin; None: there are none.
    ends_at: int | None = None
    #: No line says what an answer is: what stands below each question was taken for it.
    is_unmarked: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    #: Inside of a code fence.
    code: bool = False

    @property
    def bare(self) -> str:
        """Give it without the marks before it."""
        return self.text.strip().lstrip(_MARKS)


def read_marked(text: str) -> MarkedPage:
    r"""Find the questions of a page with `\n` line ends; there may be none."""
    lines, keys = _without_key(list(_lines(text)))
    kinds = ["label", "number", *(f"heading{level}" for level in range(1, 7)), "summary", "bold", "asking"]
    sample = lines[:_SAMPLE]
    best = max(kinds, key=lambda kind: (len(_begins(sample, kind)[0]), -kinds.index(kind)))
    starts, others = _begins(lines, best)
    page = MarkedPage()
    if not starts:
        best, starts = _asked(lines, kinds)
        page.is_unmarked = bool(starts)
    if starts:
        end = _end(lines, starts[-1])
        page.behind = [line.text for line in lines[end:] if line.text.strip()]
        page.ends_at = lines[end].number if page.behind else None
        lines, others = lines[:end], [place for place in others if place < end]
    sections = _sections(lines, set(starts))
    page.title = sections[0][1] if sections and (not starts or sections[0][0] < starts[0]) else ""
    ends = [*starts[1:], len(lines)][: len(starts)]
    at, section = 0, ""
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        while at < len(sections) and sections[at][0] < start:
            section = sections[at][1]
            at += 1
        behind = sections[at][0] if at < len(sections) else len(lines)
        named = _number(lines[start], best)
        below = lines[start + 1 : min(end, behind)]
        below = [_Line(lines[start].number, "Answer:"), *below] if page.is_unmarked else below
        fields = _fields(_head(lines[start], best), below, keys.get(named or number))
        page.questions.append(MarkedQuestion(number, lines[start].number, section, fields))
    page.unanswered = _unanswered(lines, best, starts, others)
    return page


def _end(lines: Sequence[_Line], start: int) -> int:
    """Give where what belongs to the last question ends, which begins at a line."""
    below = range(start + 1, len(lines))
    last = max((place for place in below if _is_mark(lines, place) or _explains(lines[place])), default=start)
    bare = lines[last].bare.removeprefix(_SUMMARY)
    labelled = _ANSWER.fullmatch(bare) or _SHORT_ANSWER.fullmatch(bare) or _EXPLANATION.fullmatch(bare)
    begun = last > start and (labelled is None or bool(labelled[1].strip()))
    return last + 1 + end_of_answer([line.text for line in lines[last + 1 :]], begun=begun)


def is_markdown(text: str) -> bool:
    """Say whether a page has marks of Markdown, which plain text has not."""
    return bool(
        re.search(r"^(?:#{1,6} \S|```|\s{0,6}[-*+] \[[ xX]\] |<details)|\*\*\S|\]\(https?://", text, re.MULTILINE)
    )


def _lines(text: str) -> Iterator[_Line]:
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        opened = re.match(r"\s{0,12}(`{3,}|~{3,})", line)
        if opened and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opened[1]
            yield _Line(number, line.rstrip(), code=True)
        elif fence or "<" not in line:
            yield _Line(number, line.rstrip(), code=bool(fence))
        else:
            shown = _SUMMARY_TAG.sub(
                lambda found: f"\n{_SUMMARY}{_INNER_TAG.sub('', found[1]).strip()}\n", _DETAILS.sub("\n", line)
            )
            yield from (_Line(number, part.rstrip()) for part in shown.split("\n") if part.strip() or not line.strip())


def _without_key(lines: list[_Line]) -> tuple[list[_Line], dict[int, str]]:
    """Take a list of keys off the end: "Answers", and below it "1. B" and so on."""
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].text
        if _KEY_TITLE.fullmatch(text):
            found = [_KEY_ENTRY.findall(line.text) for line in lines[place + 1 :] if line.text.strip()]
            keys = {int(number): key for entries in found for number, key in entries}
            return (lines[:place], keys) if len(keys) > 1 and all(found) else (lines, {})
        if text.strip() and not _KEY_ENTRY.match(text.strip(" |-*")):
            break
    return lines, {}


def _head(line: _Line, kind: str) -> str:
    """Give the text of a line that is of a kind; "" where only a number stands there."""
    text = line.text.strip()
    if kind.startswith("heading"):
        text = text.lstrip("#").strip()
    if kind == "bold" or re.fullmatch(r"(?:\*\*|__)[^*_]{1,2000}(?:\*\*|__):?", text):
        text = text.strip("*_: ") if kind != "number" else text
    if kind == "summary":
        return text.removeprefix(_SUMMARY)
    labelled = _LABEL.fullmatch(text.lstrip(_MARKS))
    if labelled:
        text = labelled[2] or ""
    elif numbered := _NUMBERED.fullmatch(text):
        text = numbered[2]
    return text.strip().removeprefix("**").removesuffix("**").strip() if text.count("**") in (1, 2) else text


def _number(line: _Line, kind: str) -> int | None:
    text = line.text.strip().lstrip("#* ")
    found = _LABEL.fullmatch(text) if kind == "label" else _NUMBERED.fullmatch(text)
    return int(found[1]) if found and found[1] else None


def _is_of(line: _Line, kind: str) -> bool:
    if line.code or not line.text.strip():
        return False
    if kind.startswith("heading"):
        found = _HEADING.fullmatch(line.text)
        is_so = found is not None and len(found[1]) == int(kind[-1])
    else:
        is_so = bool(_KINDS[kind](line))
    return is_so and not _is_answer(line) and not _explains(line)


_KINDS: Final[Mapping[str, Callable[[_Line], object]]] = {
    "label": lambda line: _LABEL.fullmatch(line.bare),
    "number": lambda line: _NUMBERED.fullmatch(line.text) and not TICKED.match(line.text),
    "summary": lambda line: line.text.startswith(_SUMMARY),
    "bold": lambda line: _BOLD.fullmatch(line.text.strip()),
    "asking": lambda line: not line.text[0].isspace() and line.text.endswith("?") and not _BULLET.match(line.text),
}


def _is_answer(line: _Line) -> bool:
    if line.code:
        return False
    bare = line.bare.removeprefix(_SUMMARY)
    return _ANSWER.fullmatch(bare) is not None


def _explains(line: _Line) -> bool:
    return not line.code and _EXPLANATION.fullmatch(line.bare) is not None


def _begins(lines: Sequence[_Line], kind: str) -> tuple[list[int], list[int]]:
    """Give the lines of a kind with an answer before the next one, and the others."""
    starts: list[int] = []
    others: list[int] = []
    current: int | None = None
    has_answer = False
    for place, line in enumerate(lines):
        if _is_of(line, kind):
            if current is not None:
                (starts if has_answer else others).append(current)
            current, has_answer = place, False
        elif current is not None and not has_answer:
            has_answer = _is_mark(lines, place)
    if current is not None:
        (starts if has_answer else others).append(current)
    return starts, others


def _is_mark(lines: Sequence[_Line], place: int) -> bool:
    """Say whether a line is an answer, or an option with another one behind it."""
    line = lines[place]
    if line.code or not line.text:
        return False
    if _is_answer(line) or TICKED.match(line.text):
        return True
    if _SHORT_ANSWER.fullmatch(line.bare):
        return True
    found = LETTERED.match(line.text)
    if found and found[1] in "Aa":
        following = next((one.text for one in lines[place + 1 : place + 4] if one.text.strip()), "")
        other = LETTERED.match(following)
        return other is not None and other[1] in "Bb"
    return False


def _asked(lines: Sequence[_Line], kinds: Sequence[str]) -> tuple[str, list[int]]:
    """Give the kind of line that most often asks something and has text below it, and these lines."""
    found: dict[str, list[int]] = {}
    for kind in kinds[:-1]:  # without a mark, a question in running text is none
        places = [place for place, line in enumerate(lines) if _is_of(line, kind)]
        ends = [*places[1:], len(lines)]
        found[kind] = [
            place
            for place, end in zip(places, ends, strict=False)
            if _head(lines[place], kind).endswith("?") and any(one.text.strip() for one in lines[place + 1 : end])
        ]
    best = max(found, key=lambda kind: len(found[kind]))
    return best, found[best]


def _sections(lines: Sequence[_Line], starts: set[int]) -> list[tuple[int, str]]:
    return [
        (place, found[2].strip("#* "))
        for place, line in enumerate(lines)
        if not line.code and place not in starts and not _is_answer(line) and (found := _HEADING.fullmatch(line.text))
        and len(found[1]) <= _deepest(lines, starts)
        and not _explains(line)
    ]  # fmt: skip


def _deepest(lines: Sequence[_Line], starts: set[int]) -> int:
    """Give the level of headings that may stand above questions: those of questions themselves, or the second."""
    first = min(starts, default=None)
    found = _HEADING.fullmatch(lines[first].text) if first is not None else None
    return len(found[1]) if found else 2


def _unanswered(lines: Sequence[_Line], kind: str, starts: Sequence[int], others: Sequence[int]) -> list[int]:
    """Give the lines, among those without an answer, that ask something or are numbered in turn with the others."""
    numbers = {_number(lines[place], kind) for place in starts} - {None}
    held = set(numbers)
    found = []
    for place in others:
        number = _number(lines[place], kind)
        in_turn = number is not None and number not in held and ((number - 1) in held or (number + 1) in held)
        asks = _head(lines[place], kind).endswith("?") and kind != "asking"
        if starts and (in_turn if number is not None and numbers else asks):
            found.append(lines[place].number)
            held.add(number)
    return found


def _fields(head: str, lines: Sequence[_Line], key: str | None) -> dict[str, Any]:
    """Give the fields of a question by the lines below its first."""
    parts: dict[str, list[str]] = {"question": [head] if head else [], "answer": [], "explanation": []}
    fields: dict[str, Any] = {}
    into = "question"
    for line in lines:
        answer = None if line.code else _answer_in(line, parts, lines)
        explained = None if line.code else _EXPLANATION.fullmatch(line.bare)
        labelled = None if line.code or (into == "answer" and parts["answer"] == []) else _LABELLED.fullmatch(line.bare)
        if answer is not None and into == "question":
            into = "answer"
            parts[into] += [answer] if answer else []
        elif explained:
            into = "explanation"
            parts[into] += [explained[1]] if explained[1] else []
        elif labelled:
            fields[labelled[1].casefold()] = labelled[2].strip("*_ ")
        else:
            parts[into].append(line.text.removeprefix(_SUMMARY))
    before, options, behind = split_lines(parts["question"])
    if len(options) > 1:
        fields["options"] = _bold_ones(options)
        parts["question"] = list(before)
        _take_key(fields, parts, behind)
    elif found := _bulleted(parts["question"], parts["answer"]):
        parts["question"], fields["options"] = found
    if key is not None and "correct" not in fields and not any(parts["answer"]):
        fields["correct"] = key
    return {**{name: _trimmed(held) for name, held in parts.items() if any(held)}, **fields}


def _answer_in(line: _Line, parts: dict[str, list[str]], lines: Sequence[_Line]) -> str | None:
    bare = line.bare.removeprefix(_SUMMARY)
    found = _ANSWER.fullmatch(bare)
    if found:
        return found[1].strip()
    short = _SHORT_ANSWER.fullmatch(bare)
    has_b = any((other := LETTERED.match(one.text)) is not None and other[1] == "B" for one in lines[:12])
    return short[1].strip() if short and any(parts["question"]) and not has_b else None


def _take_key(fields: dict[str, Any], parts: dict[str, list[str]], behind: Sequence[str]) -> None:
    """Take what stands behind the options: a lone letter is the key, other text explains it."""
    rest = [line for line in behind if line.strip()]
    if rest and _LONE_KEY.fullmatch(rest[0]) and not any(parts["answer"]):
        fields["correct"] = rest[0].strip().strip("().")
        rest = rest[1:]
    if rest:
        parts["explanation"] = [*rest, *parts["explanation"]]


def _bold_ones(options: list[Option]) -> list[Option]:
    """Take bold type for a mark, where some options have it and some have not."""
    bold = [one.text.endswith("**") for one in options]
    if any(one.right is not None for one in options) or not any(bold) or all(bold):
        return options
    return [Option(one.text.strip("* "), is_bold) for one, is_bold in zip(options, bold, strict=True)]


def _bulleted(question: list[str], answer: list[str]) -> tuple[list[str], list[Option]] | None:
    """Take a list at the end of a question for its options, where the answer is one of them word for word."""
    end = len(question)
    while end and not question[end - 1].strip():
        end -= 1
    start = end
    while start and _BULLET.fullmatch(question[start - 1]):
        start -= 1
    options = [Option(found[1]) for line in question[start:end] if (found := _BULLET.fullmatch(line))]
    first = next(filter(str.strip, answer), "")
    names_one = _SHORTEST_TEXT <= len(first.strip(" .*()")) <= _LONGEST_TEXT and len(options) > 1
    if not names_one or right_by_key(options, first) is None:
        return None
    return question[:start], options


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and (not lines[end - 1].strip() or re.fullmatch(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*", lines[end - 1])):
        end -= 1
    return tuple(lines[start:end])
