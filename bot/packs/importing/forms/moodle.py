"""Moodle XML: questions with choices, short answers and numbers; kinds it does not know are named."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bot.domain.text import count
from bot.errors import PackError, PackProblem
from bot.packs.importing.drafts import Draft, Drafts, Option
from bot.packs.importing.naming import Naming
from bot.packs.validation import Place

_KNOWN: Final = frozenset({"multichoice", "multichoiceset", "truefalse", "shortanswer", "numerical", "essay"})


def drafts_of_moodle(text: str, file: str, naming: Naming) -> Drafts:
    """Read Moodle XML; no entity but XML's own five is taken, and nothing outside the file is read.

    Raises:
        PackError: it is no such XML, or holds no question of a kind that can be asked.
    """
    drafts: list[Draft] = []
    unknown: Counter[str] = Counter()
    unanswered = 0
    root = ""
    try:
        for number, kind, category, element in _questions(text):
            root = "quiz"
            if kind not in _KNOWN:
                unknown[kind] += 1
                continue
            fields = {**_fields(element, kind), **({"category": category} if category else {})}
            if kind == "essay" and "answer" not in fields:
                unanswered += 1
                continue
            drafts.append(Draft(naming.named(fields), Place(file, prefix=f"question {number}: ")))
    except ParseError as error:
        raise PackError(
            [PackProblem(file, error.position[0], f"is no valid XML: {str(error).split(':')[0]}")]
        ) from None
    except DefusedXmlException as error:
        what = "an entity" if "Entities" in type(error).__name__ else "a document type or a reference to a file"
        raise PackError(
            [PackProblem(file, None, f"declares {what} of its own, which is not read; take it out")]
        ) from None
    problems = [
        PackProblem(file, None, f"{count(number, 'question')} of the kind “{kind}”, which cannot be asked")
        for kind, number in unknown.items()
    ]
    if not drafts and not problems:
        raise PackError(
            [
                PackProblem(
                    file,
                    None,
                    "holds no <question> of Moodle"
                    if root or "<quiz" in text
                    else "is XML, and not Moodle's: a <quiz> with <question> in it",
                )
            ]
        )
    remarks = (
        [f"{count(unanswered, 'essay')} without a grader's note {'was' if unanswered == 1 else 'were'} left out"]
        if unanswered
        else []
    )
    naming.require()
    return Drafts(drafts, {}, Place(file), problems, remarks, len(drafts) + unanswered + unknown.total())


def _questions(text: str) -> Iterator[tuple[int, str, str, Element]]:
    """Give number, kind, category and element of each question; categories stand between them."""
    number, category = 0, ""
    parents: list[Element] = []
    for event, element in iterparse(
        io.BytesIO(text.encode("utf-8", "replace")), events=("start", "end"), forbid_dtd=True
    ):
        if event == "start":
            parents.append(element)
            continue
        parents.pop()
        if element.tag != "question":
            continue
        kind = element.get("type", "")
        if kind == "category":
            category = _path_end(_content(element, "category"))
        else:
            number += 1
            yield number, kind, category, element
        if parents:
            parents[-1].clear()  # what was read is not kept


def _path_end(path: str) -> str:
    end = path.replace("//", " - ").rpartition("/")[2].strip()
    return (
        ""
        if end.casefold() in ("", "top", "$course$", "$module$", "$system$") or end.casefold().startswith("default for")
        else end
    )


def _fields(element: Element, kind: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "question": _content(element, "questiontext"),
        "explanation": _content(element, "generalfeedback"),
    }
    tags = [tag.findtext("text") or "" for tag in element.iterfind("tags/tag")]
    if tags:
        fields["tags"] = tags
    answers = [
        (_share(one), (one.findtext("text") or "").strip(), _content(one, "feedback"))
        for one in element.iterfind("answer")
    ]
    right = [(text, why) for share, text, why in answers if share > 0]
    if kind == "truefalse":
        truth = next((text for text, _ in right), "")
        fields["options"] = [
            Option(name, name.casefold() == truth.casefold(), _why(answers, name)) for name in ("True", "False")
        ]
    elif kind.startswith("multichoice"):
        fields["options"] = [Option(text, share > 0, why) for share, text, why in answers]
    elif kind == "essay":
        note = _content(element, "graderinfo")
        if note:
            fields["answer"] = note
    elif right:
        tolerance = element.findtext("answer/tolerance") or "0"
        fields |= accepted([text for text, _ in right], right[0][1], is_number=kind == "numerical", tolerance=tolerance)
    return fields


def accepted(answers: list[str], why: str, *, is_number: bool, tolerance: str = "0") -> dict[str, Any]:
    """Give the fields of a question with short answers: the first is the model, the others are wordings of it."""
    first = answers[0]
    if is_number or re.fullmatch(r"-?\d{1,12}(?:[.,]\d{1,12})?", first):
        exactly = tolerance.strip() in ("", "0", "0.0")
        sentence = f"The answer is {first}." if exactly else f"The answer is {first}, give or take {tolerance}."
        return {"answer": sentence, "synonyms": list(answers), "explanation": why}
    return {"answer": first, "synonyms": answers[1:], "explanation": why}


def _why(answers: list[tuple[float, str, str]], name: str) -> str:
    return next((why for _, text, why in answers if text.casefold() == name.casefold()), "")


def _share(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _content(element: Element, name: str) -> str:
    found = element.find(name)
    return (found.findtext("text") or "").strip() if found is not None else ""
