"""What time a chat platform says it is: every answer over HTTP bears it."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp


def time_heard(heard: Callable[[datetime], None]) -> aiohttp.TraceConfig:
    """Give a trace for a session of aiohttp that hands on the Date of each answer, in whole seconds.

    https://www.rfc-editor.org/rfc/rfc9110#name-date
    """

    async def answered(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        try:
            instant = parsedate_to_datetime(answer.response.headers.get("Date", ""))
        except ValueError:  # none, or none that can be read
            return
        heard(instant if instant.tzinfo else instant.replace(tzinfo=UTC))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(answered)
    return trace
