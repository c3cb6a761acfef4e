"""Every point of a week once: a week that nothing befalls says which there are, and what each other must come to.

    python -m tests.crash 1-40

build/crash.json says what was covered, of how many; what is covered is not done again.
"""

import asyncio
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol

from tests.crash.points import KINDS, Point, noted
from tests.crash.slack_place import slack_week
from tests.crash.week import Outcome, Week

#: Multiples of it are spread evenly over the fractions.
_SPREAD = (5**0.5 - 1) / 2
RECORD = Path(__file__).parents[2] / "build" / "crash.json"


class NewWeek(Protocol):
    """Gives a week on a platform, before its beginning."""

    def __call__(self, folder: Path, database: str, *, is_lossy: bool = False) -> AbstractAsyncContextManager[Week]:
        """Give it, in an empty folder and on an empty database."""
        ...


#: Where weeks take place.
PLACES: dict[str, NewWeek] = {"slack": slack_week}
#: By the kind of database, its address in a folder.
DATABASES: dict[str, Callable[[Path], str]] = {"sqlite": lambda folder: str(folder / "askaday.db")}


@dataclass(frozen=True)
class Calm:
    """A week that nothing befell."""

    points: list[Point]
    outcome: Outcome


@dataclass
class Campaign:
    """All points of the weeks on one platform and one kind of database."""

    place: str
    database: str
    #: How many points there are.
    points: int = 0
    #: By its number, the point at which a process died; of those that ended as they must.
    covered: dict[str, str] = field(default_factory=dict)
    #: By its number, the point and what came out otherwise than it must.
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Say which one it is."""
        return f"{self.place} {self.database}"

    async def calm(self) -> Calm:
        """Play the week that nothing befalls.

        Raises:
            AssertionError: it does not end as it must, which is nothing to compare others with.
        """
        with tempfile.TemporaryDirectory() as folder:
            async with self._week(Path(folder)) as week:
                outcome = await week.play()
                assert problems(week, outcome, outcome) == []
                points = noted(week.askaday.notes(1))
        # A watch that is no longer round anything would find nothing, and cover all of it.
        assert {point.kind for point in points} == set(KINDS)
        self.points = len(points)
        return Calm(points, outcome)

    async def die_at(self, number: int, calm: Calm) -> list[str]:
        """Play the week once more with a death at a point, and give what came out otherwise."""
        with tempfile.TemporaryDirectory() as folder:
            # Of what is written while nobody listens, the events come later in half of the weeks, and else never.
            async with self._week(Path(folder), is_lossy=number % 2 == 0) as week:
                try:
                    found = problems(week, await week.play(number), calm.outcome)
                except (AssertionError, LookupError, TimeoutError) as error:
                    found = [f"{type(error).__name__}: {error}"]
                met = week.met
        name = f"{met.kind} {met.what}"
        if found:
            self.failed[str(number)] = f"{name}: {found}"
        elif week.deaths == 1:
            self.failed.pop(str(number), None)
            self.covered[str(number)] = name
        return found

    def left(self, first: int, last: int) -> Iterable[int]:
        """Give the numbers of a slice that are not covered, spread: whoever stops early has seen all of the week."""
        numbers = [n for n in range(first, min(last, self.points) + 1) if str(n) not in self.covered]
        return sorted(numbers, key=lambda n: n * _SPREAD % 1)

    def line(self) -> str:
        """Say in a line how far it is."""
        kinds = Counter(
            " ".join(one.split()[:-1]) if "ledgement" in one or "call" in one else one.split()[0]
            for one in self.covered.values()
        )
        return (
            f"{self.name}: {len(self.covered)} of {self.points} points covered {dict(kinds)}, {len(self.failed)} failed"
        )

    def _week(self, folder: Path, *, is_lossy: bool = False) -> AbstractAsyncContextManager[Week]:
        return PLACES[self.place](folder, DATABASES[self.database](folder), is_lossy=is_lossy)


def problems(week: Week, outcome: Outcome, calm: Outcome) -> list[str]:
    """Say what of a week came out otherwise than in one that nothing befell, or than people said."""
    found = [
        f"{where}: {seen} instead of {calm.seen[where]}"
        for where, seen in outcome.seen.items()
        if seen != calm.seen[where]
    ]
    if outcome.answers != week.place.said():
        found.append(f"answers {outcome.answers} instead of {week.place.said()}")
    if replace(outcome, seen={}, answers=[], owed=[], wrong=[]) != replace(
        calm, seen={}, answers=[], owed=[], wrong=[]
    ):
        found.append(f"drills {outcome.drills} instead of {calm.drills}")
    return [*found, *outcome.owed, *outcome.wrong]


def read(record: Path) -> dict[str, Campaign]:
    """Give what was covered so far, by name."""
    kept = json.loads(record.read_text("utf-8")) if record.exists() else []
    return {campaign.name: campaign for campaign in (Campaign(**one) for one in kept)}


def write(record: Path, campaigns: Iterable[Campaign]) -> None:
    """Keep it for the next slice."""
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps([asdict(one) for one in campaigns], indent=1), "utf-8")


async def run(first: int, last: int) -> bool:
    """Cover a slice of the points of every campaign; False: something failed."""
    campaigns = read(RECORD)
    for place in PLACES:
        for database in DATABASES:
            campaign = campaigns.setdefault(f"{place} {database}", Campaign(place, database))
            calm = await campaign.calm()
            for number in campaign.left(first, last):
                for problem in await campaign.die_at(number, calm):
                    print(f"{campaign.name}, point {number}: {problem}", flush=True)  # noqa: T201
                write(RECORD, campaigns.values())
            print(campaign.line(), flush=True)  # noqa: T201
    write(RECORD, campaigns.values())
    return not any(one.failed for one in campaigns.values())


def main(slice_: str) -> None:
    """Run a slice such as 1-40; all of it where none is named."""
    first, _, last = slice_.partition("-")
    sys.exit(0 if asyncio.run(run(int(first or 1), int(last or first or sys.maxsize))) else 1)
