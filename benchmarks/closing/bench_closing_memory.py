"""Memory of a process of its own that closes rounds of 300 answers with `semantic` and plays drills."""

import asyncio
import sys
from dataclasses import dataclass

from benchmarks import ROOT
from benchmarks.closing.load import close_and_drill
from benchmarks.figures import Figure, Progress, at_most
from benchmarks.simulate import resident

#: In MiB.
_MOST = 200.0


@dataclass(frozen=True, slots=True)
class Size:
    """How many rounds are closed, each with how many answers to another question, and how many drills follow."""

    rounds: int = 4
    answers: int = 300
    #: Twice as many as rubrics are kept.
    drills: int = 32
    grader: str = "semantic"


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Play it once: the reference is what is promised."""
    played = (str(size.rounds), str(size.answers), str(size.drills), size.grader)
    command = (sys.executable, "-m", "benchmarks.closing.bench_closing_memory", *played)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    printed, _ = await process.communicate()
    progress(1.0)
    title = f"memory after {size.rounds} rounds of {size.answers} answers and {size.drills} drills, {size.grader}"
    return at_most(title, [int(printed) / 2**20], [_MOST], unit="MiB", ratio=1)


async def main(rounds: str, answers: str, drills: str, grader: str) -> None:
    """Play it, and print how many bytes the process has then."""
    await close_and_drill(grader, int(answers), int(rounds), int(drills))
    print(resident())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
