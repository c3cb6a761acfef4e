"""Standard output that may be full or closed: said in one line, never as a traceback."""

import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Output(io.FileIO):
    """A descriptor that is written to as long as that works; then the program is interrupted, as by Ctrl-C."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.has_failed = False

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write; what cannot be written is dropped, so that what runs can end in good order."""
        if not self.has_failed:
            try:
                return super().write(data)
            except OSError as error:
                self._give_up(error)
        return memoryview(data).nbytes

    def _give_up(self, error: OSError) -> None:
        self.has_failed = True
        # Where the reader of a pipe went away (`| head`), nobody misses the rest.
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"askaday: Standard output cannot be written: {error.strerror}. Send it elsewhere.\n")
        signal.raise_signal(signal.SIGINT)


@contextmanager
def checked_output(failure: int) -> Iterator[None]:
    """Watch standard output inside, and exit with the status `failure` if not all could be written."""
    output = Output(_descriptor())
    sys.stdout = _text(output, sys.stdout)
    try:
        yield
    finally:
        with suppress(KeyboardInterrupt):
            sys.stdout.flush()
        if output.has_failed:
            sys.exit(failure)


def _descriptor() -> int:
    # Python has no standard output where it was closed (`>&-`). What is open for reading alone fails in its place, and
    # keeps the descriptor from becoming another file's.
    return os.open(os.devnull, os.O_RDONLY) if sys.stdout is None else sys.stdout.fileno()


def _text(output: Output, before: TextIO | None) -> io.TextIOWrapper:
    buffer = io.BufferedWriter(output)
    if not isinstance(before, io.TextIOWrapper):
        return io.TextIOWrapper(buffer, encoding="utf-8")
    return io.TextIOWrapper(
        buffer, before.encoding, before.errors, line_buffering=before.line_buffering, write_through=before.write_through
    )
