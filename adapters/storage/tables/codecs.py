"""How values stand in columns: instants and days as text that sorts, records as JSON."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, TypeVar

from pydantic import TypeAdapter

from bot.domain.card import Card
from bot.domain.grading import Judgement
from bot.domain.question import Question
from bot.domain.series import SeriesSettings


class DamagedValueError(ValueError):
    """A column holds what this program never writes there."""


T = TypeVar("T")
E = TypeVar("E", bound=Enum)

CARD = TypeAdapter(Card)
JUDGEMENT = TypeAdapter(Judgement)
QUESTION = TypeAdapter(Question)
SETTINGS = TypeAdapter(SeriesSettings)
MESSAGES = TypeAdapter(tuple[str, ...])


def workspaces_of(platform: str) -> tuple[str, str]:
    """Give between which two texts, the second not included, the names of a platform's workspaces are."""
    return f"{platform}:", f"{platform};"


def instant_text(instant: datetime) -> str:
    """Write an instant as UTC with microseconds: one width, so that text sorts as time does.

    Raises:
        ValueError: the instant has no time zone.
    """
    if instant.tzinfo is not UTC:
        if instant.tzinfo is None:
            raise ValueError(f"The instant {instant} has no time zone.")
        instant = instant.astimezone(UTC)
    return instant.isoformat(timespec="microseconds")


def optional_instant_text(instant: datetime | None) -> str | None:
    """Write an instant where there is one."""
    return None if instant is None else instant_text(instant)


def read_instant(text: str) -> datetime:
    """Read an instant."""
    try:
        return datetime.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise DamagedValueError(text) from error


def optional_instant(text: str | None) -> datetime | None:
    """Read an instant where there is one."""
    return None if text is None else read_instant(text)


def optional_day_text(day: date | None) -> str | None:
    """Write a local date where there is one."""
    return None if day is None else day.isoformat()


def read_day(text: str) -> date:
    """Read a local date."""
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise DamagedValueError(text) from error


def optional_day(text: str | None) -> date | None:
    """Read a local date where there is one."""
    return None if text is None else read_day(text)


def met_text(met: Sequence[bool]) -> str:
    """Write which key points were met, as "110"."""
    return "".join("1" if one else "0" for one in met)


def read_met(text: str) -> tuple[bool, ...]:
    """Read which key points were met."""
    return tuple(one == "1" for one in text)


def read_time(text: str) -> time:
    """Read a local time."""
    try:
        return time.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise DamagedValueError(text) from error


def read_enum(kind: type[E], value: object) -> E:
    """Read a value of an enumeration."""
    try:
        return kind(value)
    except ValueError as error:
        raise DamagedValueError(value) from error


def json_text(adapter: TypeAdapter[Card] | TypeAdapter[Judgement] | TypeAdapter[SeriesSettings], value: object) -> str:
    """Write a record as JSON."""
    return adapter.dump_json(value).decode()  # type: ignore[arg-type]  # the caller names the record's own adapter


def read_record(adapter: TypeAdapter[T], text: str) -> T:
    """Read a record from JSON."""
    try:
        return adapter.validate_json(text)
    except ValueError as error:
        raise DamagedValueError(text) from error


def read_json(text: str) -> Any:
    """Read JSON of no record of ours."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise DamagedValueError(text) from error


def content_hash(content: str) -> str:
    """Name a snapshot by its content."""
    return hashlib.sha256(content.encode()).hexdigest()
