"""Logs: the form that was chosen, those of libraries too, and nothing in them that is not theirs to tell."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import structlog

from bot.config.settings import Settings
from bot.logs import configure_logs


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    root, scheduler = logging.getLogger(), logging.getLogger("apscheduler")
    before = (root.handlers, root.level, scheduler.level)
    configured = structlog.get_config()
    yield
    root.handlers, level, scheduler_level = before
    root.setLevel(level)
    scheduler.setLevel(scheduler_level)
    structlog.configure(**configured)


def configured(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, **chosen: Any) -> io.StringIO:
    monkeypatch.setattr("sys.stderr", stream)
    configure_logs(Settings(_env_file=None, **chosen))
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_logs_to_a_file_are_json_lines_with_level_and_utc_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = configured(monkeypatch, io.StringIO())

    structlog.get_logger().info("opened", round=7)
    logging.getLogger("library").warning("careful: %s", "é")

    first, second = lines(stream)
    assert (first["event"], first["round"], first["level"]) == ("opened", 7, "info")
    assert (second["event"], second["level"]) == ("careful: é", "warning")
    assert first["timestamp"].endswith("Z")
    assert second["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("stream", "form", "is_json"),
    [
        (io.StringIO, "auto", True),
        (Terminal, "auto", False),
        (io.StringIO, "text", False),
        (Terminal, "json", True),
    ],
)
def test_logs_form(monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], form: str, *, is_json: bool) -> None:
    written = configured(monkeypatch, stream(), log_format=form)

    structlog.get_logger().warning("opened")

    assert written.getvalue().startswith("{") == is_json


@pytest.mark.parametrize(
    ("level", "heard"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_logs_level_for_the_engine_and_for_libraries(
    monkeypatch: pytest.MonkeyPatch, level: str, heard: list[str]
) -> None:
    stream = configured(monkeypatch, io.StringIO(), log_level=level)

    for name in ("debug", "info", "warning", "error"):
        getattr(structlog.get_logger(), name)("ours")
        getattr(logging.getLogger("library"), name)("theirs")

    assert [line["level"] for line in lines(stream) if line["event"] == "ours"] == heard
    assert [line["level"] for line in lines(stream) if line["event"] == "theirs"] == heard


@pytest.mark.parametrize(("level", "heard"), [("debug", ["warning", "error"]), ("error", ["error"])])
def test_logs_of_the_scheduler_are_warnings_at_least(
    monkeypatch: pytest.MonkeyPatch, level: str, heard: list[str]
) -> None:
    stream = configured(monkeypatch, io.StringIO(), log_level=level)

    for name in ("info", "warning", "error"):
        getattr(logging.getLogger("apscheduler.executors"), name)("ran")

    assert [line["level"] for line in lines(stream)] == heard


@pytest.mark.parametrize("form", ["text", "json"])
def test_logs_of_an_error_show_no_local_variables(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    stream = configured(monkeypatch, io.StringIO(), log_format=form)

    fail_with("the model answer")

    assert "ZeroDivisionError" in stream.getvalue()
    assert "the model answer" not in stream.getvalue()


def fail_with(secret: str) -> None:
    try:
        len(secret) // 0
    except ZeroDivisionError:
        structlog.get_logger().exception("grading failed")


def test_logs_configured_twice_say_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, io.StringIO())
    stream = configured(monkeypatch, io.StringIO())

    structlog.get_logger().info("once")

    assert [line["event"] for line in lines(stream)] == ["once"]


@pytest.mark.parametrize(
    ("library", "error"),
    [
        ("slack_sdk.web", OSError(111, "Connection refused")),
        ("discord.http", TimeoutError("no hello")),
        ("slack_bolt.AsyncApp", aiohttp.ServerDisconnectedError("gone")),
    ],
)
def test_a_lost_connection_is_one_line(monkeypatch: pytest.MonkeyPatch, library: str, error: Exception) -> None:
    stream = configured(monkeypatch, io.StringIO())

    logging.getLogger(library).error("Attempting a reconnect in %ss", 2, exc_info=error)

    [line] = lines(stream)
    told = f"Attempting a reconnect in 2s ({type(error).__name__}: {error})"
    assert (line["event"], line["level"], "exception" in line) == (told, "error", False)


@pytest.mark.parametrize("library", ["slack_sdk.socket_mode.aiohttp", "discord.client", "discord.shard"])
@pytest.mark.parametrize(("level", "heard"), [("info", ["warning"]), ("error", [])])
def test_a_lost_connection_that_askaday_tells_of_is_but_a_warning(
    monkeypatch: pytest.MonkeyPatch, library: str, level: str, heard: list[str]
) -> None:
    stream = configured(monkeypatch, io.StringIO(), log_level=level)

    logging.getLogger(library).error("Retrying", exc_info=OSError(111, "Connection refused"))

    assert [(line["level"], "exception" in line) for line in lines(stream)] == [(one, False) for one in heard]


@pytest.mark.parametrize(("library", "error"), [("discord.client", ValueError("x")), ("aiohttp.web", OSError("x"))])
def test_other_errors_of_libraries_keep_their_traceback(
    monkeypatch: pytest.MonkeyPatch, library: str, error: Exception
) -> None:
    stream = configured(monkeypatch, io.StringIO())

    logging.getLogger(library).error("Ignoring exception", exc_info=error)

    [line] = lines(stream)
    assert (line["event"], line["exception"].splitlines()[-1]) == ("Ignoring exception", f"{type(error).__name__}: x")


def test_what_discord_warns_of_and_nobody_needs_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = configured(monkeypatch, io.StringIO())

    logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")
    logging.getLogger("discord.gateway").warning("WebSocket closed with %s", 1006)

    assert [line["event"] for line in lines(stream)] == ["WebSocket closed with 1006"]
