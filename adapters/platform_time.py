"""What time a chat platform says it is: every answer over HTTP bears it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from types import SimpleNamespace

import aiohttp


def hear(headers: Mapping[str, str], heard: Callable[[datetime], None]) -> None:
    """Hand on the Date of an answer, in whole seconds, if it bears one that can be read.

    https://www.rfc-editor.org/rfc/rfc9110#name-date
    """
    instant = _instant(headers.get("Date", ""))
    if instant is not None:
        heard(instant)


# Hundreds of answers bear the same second.
@lru_cache(maxsize=16)
def _instant(date: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(date)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def time_heard(heard: Callable[[datetime], None]) -> aiohttp.TraceConfig:
    """Give a trace for a session of aiohttp that hands on the Date of each answer."""

    async def answered(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        hear(answer.response.headers, heard)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(answered)
    return trace
