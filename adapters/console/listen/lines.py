"""Where typed lines come from: a person at a terminal, or a pipe."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from threading import Thread


async def typed_lines(words: Callable[[], Sequence[str]], toolbar: Callable[[], str]) -> AsyncGenerator[str, None]:
    """Give what a person types, until Ctrl-D, or Ctrl-C where nothing is typed; else that clears the line.

    What is printed meanwhile appears above the prompt.

    Args:
        words: what can be completed now; an entry may be several words.
        toolbar: the line at the bottom, asked for every second.
    """
    # Slow imports, and only for who types.
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - see above
    from prompt_toolkit.completion import DynamicCompleter, WordCompleter  # noqa: PLC0415 - see above
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - see above

    session: PromptSession[str] = PromptSession(
        completer=DynamicCompleter(lambda: WordCompleter(list(words()), sentence=True)),
        bottom_toolbar=toolbar,
        # Whoever takes the line prints it in its own form, the same as for a pipe.
        erase_when_done=True,
        refresh_interval=1.0,
    )
    with patch_stdout(raw=True), suppress(EOFError):
        while True:
            try:
                line = await session.prompt_async("> ")
            except KeyboardInterrupt:
                if not session.default_buffer.text:
                    return
                continue
            yield line


async def piped_lines(descriptor: int) -> AsyncGenerator[str, None]:
    """Give the lines of an open file or pipe until its end; bytes that are no UTF-8 are replaced."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    # The thread's own: it may read on when nobody listens any more, and the caller's number may be another file's then.
    own = os.dup(descriptor)

    def read() -> None:
        # The loop may be closed while this waits for input that nobody needs any more.
        with suppress(RuntimeError):
            # A terminal that went away is the end, too.
            with suppress(OSError), os.fdopen(own, encoding="utf-8", errors="replace") as source:
                for line in source:
                    loop.call_soon_threadsafe(lines.put_nowait, line.rstrip("\n"))
            loop.call_soon_threadsafe(lines.put_nowait, None)

    # Not the loop's executor, whose threads are waited for at the end: a pipe may stay open for ever.
    Thread(target=read, name="input", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
