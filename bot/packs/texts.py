"""The kinds of text a pack is made of, each with one normal form, so that every format carries it unchanged."""

import re
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from bot.packs.outline import faults

# Line feed and tab are the only control characters that Markdown, YAML, CSV and chat windows all carry.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_URL = TypeAdapter(HttpUrl)


def is_name(text: str) -> bool:
    """Say whether packs and questions can be called so."""
    return len(text) <= _LONGEST_NAME and re.fullmatch(_NAME, text) is not None


def tidy(text: str) -> str:
    r"""Give text with `\n` line ends, without blank lines before it and white space after it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    blank = _BLANK_LINES.match(text)
    return text[blank.end() :] if blank else text


def _readable(text: str) -> str:
    found = _CONTROL.search(text)
    if found:
        raise PydanticCustomError(
            "control", "holds the control character U+{code}; take it out", {"code": f"{ord(found[0]):04X}"}
        )
    if not text:
        raise PydanticCustomError("empty", "is empty")
    return text


def _one_line(text: str) -> str:
    return _readable(" ".join(text.split()))


def _markdown(text: str) -> str:
    text = _readable(tidy(text))
    found = faults(text)
    if found:
        raise PydanticCustomError("markdown", "{faults}", {"faults": "; ".join(reason for _, reason in found)})
    return text


def _calendar_date(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("date", "must be a date like 2026-11-21 (saw {saw})", {"saw": str(value)[:40]})


def _address(text: str) -> str:
    try:
        _URL.validate_python(text)
    except ValidationError:
        raise PydanticCustomError(
            "address", "must be a web address that begins with https:// (saw {saw})", {"saw": text[:80]}
        ) from None
    return text


_LONGEST_NAME: Final = 40
_NAME: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DOMAIN: Final = r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"
_EXAM_PART: Final = r"^[A-Z0-9]+(-[A-Z0-9]+)*/[0-9]{1,2}(\.[0-9]{1,2})?$"
_LANGUAGE_TAG: Final = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
#: What each pattern asks for, in words.
IN_WORDS: Final = MappingProxyType(
    {
        _NAME: "lower-case letters, digits and single hyphens, like cloud-basics",
        _DOMAIN: "a host in lower case and nothing more, like docs.aws.amazon.com",
        _EXAM_PART: "an exam and a part of its guide, like SAP-C02/2.4",
        _LANGUAGE_TAG: "a language tag like en or pt-BR",
    }
)
#: How names are made up, as a sentence.
NAME_HINT: Final = f"Use {IN_WORDS[_NAME]}; at most {_LONGEST_NAME} characters."

#: What packs and questions are called by: lower-case words with hyphens.
Name = Annotated[str, Field(strict=True, max_length=_LONGEST_NAME, pattern=_NAME)]
#: The full name of a web host, in lower case.
Domain = Annotated[str, Field(strict=True, max_length=253, pattern=_DOMAIN)]
#: An exam and a part of its guide: a domain, or a domain and a task.
ExamPart = Annotated[str, Field(strict=True, max_length=40, pattern=_EXAM_PART)]
#: A BCP 47 tag.
LanguageTag = Annotated[str, Field(strict=True, pattern=_LANGUAGE_TAG)]
#: One line of text or inline Markdown; runs of white space count as one space.
Line = Annotated[str, Field(strict=True, min_length=1), AfterValidator(_one_line)]
#: Markdown blocks without level-1 headings, which mark the parts of a question file.
Markdown = Annotated[str, Field(strict=True, min_length=1), AfterValidator(_markdown)]
#: A date of the calendar, written as in ISO 8601.
Day = Annotated[date, BeforeValidator(_calendar_date)]
#: An http or https address, kept as it was written.
Address = Annotated[
    str, Field(strict=True, json_schema_extra={"format": "uri"}), AfterValidator(_one_line), AfterValidator(_address)
]
