"""Where typed lines come from, and which of them leave."""

import os
from collections.abc import AsyncGenerator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console.listen.lines import piped_lines, typed_lines
from tests.adapters.console.play import Play


async def _piped(data: bytes) -> AsyncGenerator[str, None]:
    reading, writing = os.pipe()
    try:
        os.write(writing, data)
        os.close(writing)
        async for line in piped_lines(reading):
            yield line
    finally:
        os.close(reading)


async def test_pipe_is_read_to_its_end() -> None:
    play = Play()
    sent = await play.open(1)

    await play.repl.play(_piped("S3 keeps objects \U0001f600\r\n/qotd stats\nno line end".encode()))

    assert [text for *_, text in play.told()] == ["S3 keeps objects \U0001f600", "no line end"]
    assert play.told()[0][1] == sent.thread
    assert play.shown()[1:4] == ["> /qotd stats", "You: qotd stats", "only you see this"]


async def test_pipe_with_bytes_that_are_no_text_is_read_all_the_same() -> None:
    lines = [line async for line in _piped(b"caf\xe9 \x1b[31m\xed\xa0\xbd\n")]

    assert lines == ["caf\ufffd \x1b[31m\ufffd\ufffd\ufffd"]


async def test_pipe_that_is_closed_early_takes_nothing_from_the_next_file() -> None:
    reading, writing = os.pipe()
    lines = piped_lines(reading)
    os.write(writing, b"one\n")
    heard = [await anext(lines)]

    os.close(reading)
    next_reading, next_writing = os.pipe()
    os.write(next_writing, b"another's\n")
    os.write(writing, b"two\n")
    os.close(writing)
    heard += [line async for line in lines]

    assert (next_reading, heard) == (reading, ["one", "two"])
    assert os.read(next_reading, 100) == b"another's\n"
    os.close(next_reading)
    os.close(next_writing)


@pytest.mark.parametrize("typed", ["/quit ", "/QUIT", "quit", "Exit", "/exit", "q", "/q"])
async def test_who_leaves_leaves_the_rest_of_the_pipe_alone(typed: str) -> None:
    play = Play()
    await play.open(1)

    await play.repl.play(_piped(f"one\n{typed}\ntwo\n".encode()))

    assert [text for *_, text in play.told()] == ["one"]


async def test_a_sentence_that_begins_so_is_an_answer() -> None:
    play = Play()
    await play.open(1)

    await play.repl.play(_piped(b"quit the loop\n"))

    assert [text for *_, text in play.told()] == ["quit the loop"]


async def test_a_command_of_that_name_is_a_command() -> None:
    play = Play(commands={"q": ()})
    await play.open(1)
    play.shown()

    await play.repl.play(_piped(b"/q\n"))

    assert "You: q" in play.shown()


async def test_typed_lines_are_handled_until_ctrl_d() -> None:
    play = Play()
    await play.open(1)

    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text("/hint\rS3 keeps objects\r\x04")
        await play.repl.play(typed_lines(play.repl.words, play.repl.toolbar))

    assert play.shown() == ["> /hint", "You: hint round:1", "only you see this", "You: S3 keeps objects"]


async def test_ctrl_c_clears_what_is_typed_and_ends_an_empty_line() -> None:
    play = Play()

    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text("/qotd\r/qotd stats\x03/hint\r\x03")
        await play.repl.play(typed_lines(play.repl.words, play.repl.toolbar))

    assert play.shown()[:4] == ["> /qotd", "You: qotd", "only you see this", "> /hint"]
