"""Connections over HTTP: how many there may be, and how long a request may take to arrive.

uvicorn limits neither: `limit_concurrency` counts connections that say nothing as well, and above it refuses everybody,
so that whoever opens enough of them shuts all others out; `timeout_keep_alive` ends with the first byte. A proxy in
front would do it, but nobody has to run one. So the time and the number are kept here, in uvicorn's own protocol.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds within which a request must be complete, from its first byte or the connection; Slack gives up after three.
LONGEST = 10.0
#: How many connections there may be; then the one that has been without a whole request for longest makes room.
MOST = 200


class ImpatientProtocol(H11Protocol):
    """Ends connections on which no request gets complete."""

    #: Ends the connection, unless a request is complete before; None: it is, or none has begun.
    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin to wait for a request; make room for it."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait for the rest, if there is one."""
        super().data_received(data)
        if self._is_complete():
            self._stop()
        elif self._due is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Leave a connection without a request to uvicorn's own patience."""
        super().on_response_complete()
        if self.timeout_keep_alive_task is not None:
            self._stop()

    @property
    def waits_until(self) -> float | None:
        """Say when the connection ends for want of a request, by the loop's clock; None: one is worked on."""
        handle = self._due or self.timeout_keep_alive_task
        return handle.when() if handle is not None else None

    def _is_complete(self) -> bool:
        """Say whether a whole request is being worked on."""
        cycle: Any = self.cycle
        return cycle is not None and not cycle.more_body and not cycle.response_complete

    def _wait(self) -> None:
        self._due = self.loop.call_later(LONGEST, self._give_up)

    def _stop(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _give_up(self) -> None:
        self._due = None
        self.transport.abort()

    def _make_room(self) -> None:
        """End the connection that has waited for longest; this one where all others are being answered."""
        others = [one for one in self.connections if isinstance(one, ImpatientProtocol) and one is not self]
        waiting = [(since, number) for number, one in enumerate(others) if (since := one.waits_until) is not None]
        oldest = others[min(waiting)[1]] if waiting else self
        oldest.transport.abort()
