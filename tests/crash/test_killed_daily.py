"""A week of two processes on one PostgreSQL of which one is killed each day: everything is there, and there once."""

import os
import re
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from tests.crash.campaign import PLACES, Which, calm, problems
from tests.crash.pair import Pair
from tests.crash.points import noted
from tests.crash.process import Askaday
from tests.crash.week import SETTLED, Outcome, Week
from tests.servers.postgres import new_database
from tests.waiting import until
from tests.worlds.builders import MONDAY

pytestmark = [pytest.mark.processes, pytest.mark.repeats]

#: How what a process calls begins when it connects to Slack or to Discord's gateway.
CONNECTING = ("GET link/", "GET gateway")
MORNING = timedelta(hours=1)
A_MOMENT = timedelta(seconds=1)
DAYS = range(7)
LAST = MONDAY + timedelta(days=DAYS[-1])


class KilledDaily:
    """Plays a week; each morning one process is killed in the middle: who is connected, or who is not."""

    def __init__(self, week: Week) -> None:
        assert isinstance(week.askaday, Pair)
        self.week, self.pair = week, week.askaday
        #: Who was killed, by day, and whether that one was connected.
        self.killed: list[tuple[int, bool]] = []

    async def play(self) -> Outcome:
        week = self.week
        await week._born()
        acts = list(week.place.acts)
        for day in DAYS:
            tomorrow = MONDAY + timedelta(days=day + 1)
            await self._kill(day, is_connected=day % 2 == 0)
            while acts and (acts[0].at is None or acts[0].at < tomorrow):
                assert await week._done(acts.pop(0))
        for act in acts:
            assert await week._done(act)
        await week._stop()
        return await week._outcome()

    async def _kill(self, day: int, *, is_connected: bool) -> None:
        week, morning = self.week, MONDAY + timedelta(days=day) + MORNING
        await week._until(morning - A_MOMENT)
        [one] = [one for one in self.pair._both if connects(one) is is_connected]
        week.clock.travel(morning)
        before, connected = passed(one), week.place.connections
        assert one._pipe is not None
        pipe = one._pipe
        pipe.send(("time", morning, dict(one.marks())))
        # In the middle of what the morning brings, if it brings anything.
        await until(lambda: passed(one) >= before + 2 + day or pipe.poll())
        os.kill(one.pid, signal.SIGKILL)
        await until(lambda: one.is_gone)
        if is_connected:
            await until(lambda: week.place.connections > connected)
        await week._born()
        await week._until(week.clock.now() + SETTLED)
        self.killed.append((day, is_connected))


def passed(one: Askaday) -> int:
    """Count the points that a process has passed."""
    return one.notes(one.starts).read_bytes().count(b"\n")


def connects(one: Askaday) -> bool:
    """Say whether it is this process that is connected: who is stays so to its end."""
    return any(
        point.kind == "before call" and (point.what == "GET " or point.what.startswith(CONNECTING))
        for point in noted(one.notes(one.starts))
    )


@pytest.mark.parametrize("place", PLACES)
async def test_week_of_two_processes_one_of_which_is_killed_each_day(tmp_path: Path, place: str) -> None:
    as_it_must = await calm(Which(place, "postgresql", 2))
    with new_database() as url:
        async with PLACES[place](tmp_path, url, new=Pair) as week:
            played = KilledDaily(week)
            outcome = await played.play()
            assert isinstance(as_it_must.outcome, Outcome)
            found = problems(week, outcome, as_it_must.outcome)

    # What the last night's copy has left where it was killed goes with the next one.
    assert [one for one in found if not re.fullmatch(rf"\.askaday-{LAST:%Y%m%d}T.*\.partial lies about", one)] == []
    assert played.killed == [(day, day % 2 == 0) for day in DAYS]
