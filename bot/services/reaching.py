"""Whether a platform can be reached, for whoever looks on."""

from collections.abc import Callable

import structlog

from bot.errors import AskadayError

log = structlog.get_logger()


class Reach:
    """Knows whether a platform answers; the log and whoever listens hear of it once, each time that changes."""

    def __init__(self, platform: str) -> None:
        """Begin with a platform that is taken to answer; `platform` is its name as people write it."""
        self._platform = platform
        self._tell: Callable[[str], None] | None = None
        #: What to tell people while it does not answer; empty: it does.
        self.trouble = ""

    def listen(self, tell: Callable[[str], None]) -> None:
        """Tell somebody what is wrong now, and each change from now on."""
        self._tell = tell
        if self.trouble:
            tell(self.trouble)

    def lost(self, error: AskadayError) -> None:
        """Take note that it did not answer, and is tried again."""
        self._change(f"{error.message} Trying again; nothing is lost. `askaday doctor` says more.")

    def found(self) -> None:
        """Take note that it answered."""
        self._change("")

    def _change(self, trouble: str) -> None:
        if trouble == self.trouble:
            return
        self.trouble = trouble
        said = trouble or f"{self._platform} is reached again."
        # Where a terminal listens, the log that it shows has errors alone.
        (log.warning if trouble else log.info)(said)
        if self._tell is not None:
            self._tell(said)
