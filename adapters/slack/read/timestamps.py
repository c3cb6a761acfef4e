"""Slack's `ts`: the id of a message, which is also the instant at which it was posted.

It is kept as text wherever it is an id: as a float it loses digits. https://docs.slack.dev/messaging/retrieving-messages
"""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(ts: str) -> datetime:
    """Give the instant of a `ts` to the microsecond, aware UTC."""
    seconds, _, fraction = ts.partition(".")
    return _EPOCH + timedelta(seconds=int(seconds), microseconds=int(f"{fraction:0<6}"[:6]))


def timestamp(at: datetime) -> str:
    """Give the `ts` of an instant."""
    microseconds = (at - _EPOCH) // _MICROSECOND
    return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"
