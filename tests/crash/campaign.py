"""Every point once: what nothing befalls says which there are, and what each other time must come to.

    python -m tests.crash 1-40 --slots 4

build/crash.json says what was covered, of how many, and with which commit. What is covered is not done again; with
`--again` only what was covered with the code that is checked out counts, so that it goes on over several runs, too.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

from tests.crash import commands
from tests.crash.discord_place import discord_week
from tests.crash.pair import Pair
from tests.crash.points import KINDS, Point, noted
from tests.crash.process import ANEW, FORKED, Askaday, Context
from tests.crash.slack_place import slack_week
from tests.crash.week import Outcome, Week
from tests.keeper import run_folder
from tests.servers.postgres import new_database

#: Multiples of it are spread evenly over the fractions.
_SPREAD = (5**0.5 - 1) / 2
RECORD = Path(__file__).parents[2] / "build" / "crash.json"
#: Where weeks take place.
PLACES = {"slack": slack_week, "discord": discord_week}
#: What an operator does has no place.
COMMANDS = "commands"
SQLITE, POSTGRES = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRES)
#: With two processes, one of so many points is tried.
OF_TWO = 10
#: At one of so many points everything runs in interpreters that start anew, as an operator starts them.
OF_STARTS = 50


@dataclass(frozen=True)
class Calm:
    """What nothing befell."""

    points: list[Point]
    #: How a week ended, or what is left of a scene of commands.
    outcome: Outcome | list[str]


@dataclass(frozen=True)
class Which:
    """What is played."""

    place: str
    database: str
    #: How many of Askaday there are on the database.
    processes: int = 1

    @property
    def name(self) -> str:
        """Say it."""
        return f"{self.place} {self.database}" + (f" {self.processes}" if self.processes > 1 else "")


#: All that there is: of a file only one process is the owner.
EVERY = (
    *(Which(place, database) for place in PLACES for database in DATABASES),
    *(Which(place, POSTGRES, 2) for place in PLACES),
    *(Which(COMMANDS, database) for database in DATABASES),
)


@dataclass(frozen=True)
class Death:
    """What came of one."""

    number: int
    #: Where it was; empty: nobody came to that point.
    at: str
    #: What came out otherwise than it must.
    found: list[str]


@dataclass(frozen=True)
class Covered:
    """A point at which a process died, and all ended as it must."""

    at: str
    #: The code that was checked out; empty in what was written before this was noted.
    commit: str = ""


@dataclass
class Campaign:
    """How far one is."""

    place: str
    database: str
    processes: int = 1
    #: How many points there are, and how many of them are to be tried.
    points: int = 0
    wanted: int = 0
    #: By their numbers.
    covered: dict[str, Covered] = field(default_factory=dict)
    #: By its number, the point and what came out otherwise than it must.
    failed: dict[str, str] = field(default_factory=dict)
    #: Points of two processes to which neither came, for each week shares its work out anew.
    missed: list[int] = field(default_factory=list)

    @property
    def which(self) -> Which:
        """Say which one it is."""
        return Which(self.place, self.database, self.processes)

    def begin(self, points: int) -> None:
        """Note how many points there are."""
        self.points = points
        self.wanted = points if self.processes == 1 else -(-points // OF_TWO)

    def note(self, death: Death, commit: str) -> None:
        """Keep what came of a death with the code of a commit."""
        number = str(death.number)
        if death.found:
            self.covered.pop(number, None)
            self.failed[number] = f"{death.at}: {death.found}"
        elif death.at:
            self.failed.pop(number, None)
            self.covered[number] = Covered(death.at, commit)
        else:
            self.missed.append(death.number)

    def left(self, first: int = 1, last: int = sys.maxsize, *, commit: str = "") -> list[int]:
        """Give the numbers of a slice that are not covered, spread: whoever stops early has seen all of it.

        Where a commit is given, what was covered or missed with another is left, too.
        """
        order = self._order()
        done = {n for n in order if (one := self.covered.get(str(n))) and commit in {"", one.commit}}
        numbers = [n for n in order if n not in done and (commit or n not in self.missed)]
        return [n for n in numbers[: max(0, self.wanted - len(done))] if first <= n <= last]

    def _order(self) -> Sequence[int]:
        numbers = range(1, self.points + 1)
        if self.processes > 1:
            return Random(self.which.name).sample(numbers, self.points)
        return sorted(numbers, key=lambda n: n * _SPREAD % 1)

    def line(self, commit: str) -> str:
        """Say in a line how far it is, and how much of it is of the code that is checked out."""
        # A run before may have had more of them.
        covered = [one for number, one in self.covered.items() if int(number) <= self.points]
        kinds = Counter(_kind(one.at) for one in covered)
        own = sum(one.commit == commit for one in covered)
        said = f"{self.which.name}: {len(covered)} of {self.wanted} points covered"
        of_all = f" (a seeded tenth of {self.points})" if self.processes > 1 else ""
        return f"{said}{of_all}, {own} of them with {commit}, {dict(sorted(kinds.items()))}, {len(self.failed)} failed"


def _kind(at: str) -> str:
    return next(kind for kind in KINDS if at.startswith(kind))


async def calm(which: Which) -> Calm:
    """Play what nothing befalls.

    Raises:
        AssertionError: it does not end as it must, which is nothing to compare others with.
    """
    if which.place == COMMANDS:
        return Calm(*await commands.calm_points(which.database))
    with ExitStack() as stack:
        async with week_of(which, stack) as week:
            outcome = await week.play()
            assert problems(week, outcome, outcome) == []
            points = noted(week.askaday.notes(1))
    # A watch that is no longer round anything would find nothing, and cover all of it.
    assert {point.kind for point in points} == set(KINDS)
    return Calm(points, outcome)


async def die(which: Which, number: int, calm: Calm) -> Death:
    """Play it once more with a death at a point."""
    context = ANEW if number % OF_STARTS == 1 else FORKED
    if isinstance(calm.outcome, list):
        try:
            met, found = await commands.died(which.database, number, calm.outcome, context)
        except (AssertionError, LookupError, TimeoutError) as error:
            return Death(number, "", [f"{type(error).__name__}: {error}"])
        return Death(number, f"{met.kind} {met.what}" if met else "", found)
    with ExitStack() as stack:
        # Of what is written while nobody listens, the events come later in half of the weeks, and else never.
        async with week_of(which, stack, context, is_lossy=number % 2 == 0) as week:
            try:
                found = problems(week, await week.play(number), calm.outcome)
            except (AssertionError, LookupError, TimeoutError) as error:
                found = [f"{type(error).__name__}: {error}"]
            met = week.met
            return Death(number, f"{met.kind} {met.what}" if week.deaths or found else "", found)


def week_of(
    which: Which, stack: ExitStack, context: Context = FORKED, *, is_lossy: bool = False, own: str = ""
) -> AbstractAsyncContextManager[Week]:
    """Give a week before its beginning, on a database of its `own` or one that the stack holds with its folder."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    on_file = which.database == SQLITE
    database = own or (str(folder / "askaday.db") if on_file else stack.enter_context(new_database()))
    new = partial(Askaday if which.processes == 1 else Pair, context=context)
    return PLACES[which.place](folder, database, new=new, is_lossy=is_lossy)


def problems(week: Week, outcome: Outcome, calm: Outcome) -> list[str]:
    """Say what of a week came out otherwise than in one that nothing befell, or than people said."""
    found = [
        f"{where}: {seen} instead of {calm.seen[where]}"
        for where, seen in outcome.seen.items()
        if seen != calm.seen[where]
    ]
    if outcome.answers != week.place.said():
        found.append(f"answers {outcome.answers} instead of {week.place.said()}")
    if outcome.drills != calm.drills:
        found.append(f"drills {outcome.drills} instead of {calm.drills}")
    return [*found, *outcome.owed, *outcome.wrong]


def checked_out() -> str:
    """Say which code is checked out: its commit, and whether anything was changed since."""
    described = ["git", "describe", "--always", "--exclude=*", "--dirty=-changed"]
    folder = Path(__file__).parent
    return subprocess.run(described, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def read(record: Path) -> dict[str, Campaign]:
    """Give what was covered so far, by name."""
    kept = json.loads(record.read_text("utf-8")) if record.exists() else []
    campaigns = [Campaign(**one | {"covered": _covered(one["covered"])}) for one in kept]
    return {campaign.which.name: campaign for campaign in campaigns}


def _covered(kept: dict[str, dict[str, str] | str]) -> dict[str, Covered]:
    # At first it was the point alone.
    return {number: Covered(one) if isinstance(one, str) else Covered(**one) for number, one in kept.items()}


def write(record: Path, campaigns: Iterable[Campaign]) -> None:
    """Keep it for the next slice, whole or not at all."""
    record.parent.mkdir(exist_ok=True)
    partial = record.with_suffix(".partial")
    partial.write_text(json.dumps([asdict(one) for one in campaigns], indent=1), "utf-8")
    partial.replace(record)


def run(some: Sequence[Which], first: int, last: int, slots: int, until: float, *, again: bool = False) -> bool:
    """Cover a slice of the points of some campaigns, side by side, until an instant; False: something failed.

    What was covered with other code than is checked out is covered `again` or not.
    """
    # They share one server of PostgreSQL, which is in the run's folder.
    run_folder()
    campaigns, commit = read(RECORD), checked_out()
    with ProcessPoolExecutor(slots, mp_context=get_context("spawn")) as pool:
        begun = {which: pool.submit(_calm, which) for which in some}
        calms = {which: one.result() for which, one in begun.items()}
        for which, one in calms.items():
            campaigns.setdefault(which.name, Campaign(which.place, which.database, which.processes)).begin(
                len(one.points)
            )
        left = {which: campaigns[which.name].left(first, last, commit=commit if again else "") for which in some}
        for round_ in _turns(left, slots):
            if time.time() >= until:
                break
            for done in as_completed(pool.submit(_die, which, number, calms[which]) for which, number in round_):
                which, death = done.result()
                campaigns[which.name].note(death, commit)
                for problem in death.found:
                    print(f"{which.name}, point {death.number}, {death.at}: {problem}", flush=True)  # noqa: T201
            write(RECORD, campaigns.values())
    for which in some:
        print(campaigns[which.name].line(commit), flush=True)  # noqa: T201
    return not any(one.failed for one in campaigns.values())


def _turns(left: Mapping[Which, list[int]], slots: int) -> Iterable[list[tuple[Which, int]]]:
    """Let all campaigns take turns, a few points at a time."""
    queue = [
        (which, n)
        for turn in range(max(map(len, left.values())))
        for which, ns in left.items()
        for n in ns[turn : turn + 1]
    ]
    for start in range(0, len(queue), 4 * slots):
        yield queue[start : start + 4 * slots]


def _calm(which: Which) -> Calm:
    return asyncio.run(calm(which))


def _die(which: Which, number: int, calm: Calm) -> tuple[Which, Death]:
    return which, asyncio.run(die(which, number, calm))
