"""Whether a platform can be reached, for who looks on."""

from collections.abc import Callable

from bot.errors import AskadayError


class Reach:
    """Knows whether a platform answers; who listens hears of it once, each time that changes."""

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
        if self._tell is not None:
            self._tell(trouble or f"{self._platform} is reached again.")
