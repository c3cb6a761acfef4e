"""Packs are read anew when the process that serves is told to: by SIGHUP, which `askaday packs reload` sends."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import AskadayError, RefusedError

if TYPE_CHECKING:
    from bot.services.authoring.reloading import Reloading

#: Windows has no such signal.
_SIGNAL: signal.Signals | None = getattr(signal, "SIGHUP", None)
_NOBODY = "No Askaday serves the database {database}, so there is nobody to tell."
_HINT = "Packs are read when it starts. One that is played at a terminal is started again."


@asynccontextmanager
async def reading_anew(database: Path, reloading: "Reloading") -> AsyncIterator[None]:
    """Read packs anew whenever the signal comes; a file beside the database says which process takes it."""
    if _SIGNAL is None:
        yield
        return
    asked, loop, file = asyncio.Event(), asyncio.get_running_loop(), _file(database)
    loop.add_signal_handler(_SIGNAL, asked.set)
    reader = asyncio.create_task(_read_when(asked, reloading))
    _write(file, str(os.getpid()))
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink()
        # From here on it does nothing rather than end the process in the middle of its end.
        loop.remove_signal_handler(_SIGNAL)
        signal.signal(_SIGNAL, signal.SIG_IGN)
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)


def forget_crashed(database: Path) -> None:
    """Take away the number that a crash left behind, once this process holds the database."""
    with suppress(OSError):
        _file(database).unlink()


async def _read_when(asked: asyncio.Event, reloading: "Reloading") -> None:
    import structlog  # slow import

    while True:
        await asked.wait()
        # What comes while packs are read is another reading: files may have changed behind the first one.
        asked.clear()
        try:
            await reloading.reload()
        except (AskadayError, OSError) as error:
            structlog.get_logger().error("packs were not read anew", error=str(error))


def tell_running(database: Path) -> int:
    """Tell the process that serves a database to read packs anew, and give its number.

    Raises:
        RefusedError: there is none, or the system has no such signal.
    """
    if _SIGNAL is None:
        said = "A running Askaday cannot be told on this system, which has no SIGHUP."
        raise RefusedError(said, hint="Stop it and start it again: packs are read at the start.")
    from adapters.storage.sqlite.file.lock import is_held  # slow import

    nobody = RefusedError(_NOBODY.format(database=database), hint=_HINT)
    try:
        number = int(_file(database).read_text())
    except (OSError, ValueError):
        raise nobody from None
    # A file that a crash left behind names a process that is gone, or by now another one.
    if not is_held(database):
        raise nobody
    try:
        os.kill(number, _SIGNAL)
    except ProcessLookupError:
        raise nobody from None
    except PermissionError:
        said = f"The process {number} that serves {database} belongs to another account."
        raise RefusedError(said, hint="Run this as the account that Askaday runs under.") from None
    return number


def _file(database: Path) -> Path:
    resolved = database.resolve()
    return resolved.with_name(f"{resolved.name}.pid")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)  # there is none where the database is on a server
    file.touch(mode=0o600)
    file.write_text(text)
