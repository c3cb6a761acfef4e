"""Reading back what was posted, page by page, and going on later where Slack's limits stopped it.

Apps that are sold outside the Marketplace get one page of 15 messages a minute:
https://docs.slack.dev/reference/methods/conversations.replies
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters.slack.connect.calls import Calls
from adapters.slack.wire import Json
from bot.errors import DeliveryError

#: Slack recommends at most so many: https://docs.slack.dev/reference/methods/conversations.replies
_PAGE = 200
#: Seconds for which a listing that was interrupted can be resumed; after that what was read is too old.
_RESUMABLE = 30 * 60


@dataclass(slots=True)
class _Progress:
    """How far a listing came."""

    started: float
    messages: list[Json] = field(default_factory=list)
    cursor: str = ""


class History:
    """Lists messages."""

    def __init__(self, calls: Calls, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._calls = calls
        self._monotonic = monotonic
        self._interrupted: dict[tuple[str, ...], _Progress] = {}

    async def messages(self, workspace: str, method: str, arguments: Mapping[str, str]) -> list[Json]:
        """Give all messages that `conversations.history` or `conversations.replies` lists, in Slack's order.

        Raises:
            DeliveryError: a page could not be read. What was read is kept: the same listing goes on from there.
        """
        key = (workspace, method, *arguments.values())
        progress = self._resumed(key)
        try:
            await self._read_on(progress, workspace, method, arguments)
        except DeliveryError as error:
            if not error.permanent and progress.cursor:
                self._interrupted[key] = progress
            raise
        return progress.messages

    def _resumed(self, key: tuple[str, ...]) -> _Progress:
        oldest = self._monotonic() - _RESUMABLE
        self._interrupted = {name: one for name, one in self._interrupted.items() if one.started > oldest}
        return self._interrupted.pop(key, None) or _Progress(self._monotonic())

    async def _read_on(self, progress: _Progress, workspace: str, method: str, arguments: Mapping[str, str]) -> None:
        while True:
            paging = {"cursor": progress.cursor} if progress.cursor else {}
            asked = {**arguments, "limit": _PAGE, "include_all_metadata": True, **paging}
            page = await self._calls.read(workspace, method, asked)
            progress.messages += page.get("messages") or []
            # A page with less than was asked for is not the last one; one without a cursor is.
            progress.cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not progress.cursor:
                return
