"""Fixtures that several folders share."""

import gc
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from types import FrameType
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.costs import mark_what_costs
from tests.documents import leave_out_without_documents
from tests.keeper import run_folder
from tests.waiting import mark_what_waits

if TYPE_CHECKING:
    from tests.worlds.world import World

# What Hypothesis says of slow examples is said of the machine.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# The traceback that structlog prints of itself is drawn with all local variables, which takes up to a second.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

_LAST_LINE = 10.0


def interrupted(number: int, frame: FrameType | None) -> None:
    """Do what Python does by itself; asyncio.Runner leaves a handler alone that is not Python's own.

    With Python's own it sets one for each step of each asynchronous test, and signal.signal() then writes out the
    handler before, with the task and all that a fixture has made: that took a third of the whole suite.
    """
    signal.default_int_handler(number, frame)


# A shell that starts the suite in the background lets it ignore SIGINT, and what tests start inherits that.
signal.signal(signal.SIGINT, interrupted)


# What is imported and collected stays to the end: it is not looked through for garbage, neither now nor beside tests.
gc.disable()


def pytest_configure() -> None:
    run_folder()


def pytest_collection_finish() -> None:
    gc.freeze()
    # Of a test little is left when it ends, and 700 new objects are there in no time.
    gc.set_threshold(20_000)
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out_without_documents(config, items)
    mark_what_waits(items)
    mark_what_costs(items)


@pytest.fixture
async def world() -> AsyncIterator["World"]:
    # Not above: the process that hands the tests out would import all of Askaday before its workers can begin.
    from tests.worlds.world import new_world  # noqa: PLC0415

    async with new_world() as made:
        yield made


@pytest.fixture(autouse=True)
def no_heartbeats() -> Iterator[None]:
    """Hold that no test leaves a thread of discord.py's: it would call a loop that is closed, in some later test."""
    yield
    found = [one for one in threading.enumerate() if one.name.startswith("keep-alive-handler")]
    for thread in found:
        # One that was stopped may be at its last line; one that was not sleeps for up to 41 s.
        thread.join(_LAST_LINE)
    assert [one.name for one in found if one.is_alive()] == []
