"""The benchmarks run, and give what build/bench.json is to hold; with numbers too small to say how fast anything is."""

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import chdir
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks import large_memory
from benchmarks.__main__ import kept, write
from benchmarks.closing import bench_closing_commands, bench_closing_meaning, bench_closing_memory, bench_closing_words
from benchmarks.figures import Figure, Progress, at_least, at_most, quantity
from benchmarks.idle import large_idle
from benchmarks.pages import bench_pages, large_pages
from benchmarks.pages import load as pages_load
from benchmarks.reading import bench_leaderboard, bench_participation, bench_statistics
from benchmarks.recording import bench_recording, bench_recording_postgres
from benchmarks.recording import load as recording_load
from benchmarks.scheduling import bench_startup, bench_tick, large_opening
from benchmarks.slack import (
    bench_slack_inbox,
    bench_slack_inbox_goal,
    bench_slack_neighbours,
    bench_slack_storm,
    large_processes,
)
from bot.cli.year.kind import Kind

pytestmark = pytest.mark.repeats

ROOT = Path(__file__).parent.parent
Measured = Callable[[Progress], Awaitable[Figure]]
FIGURE = Figure("a", 6.0, 2.0, 3.0, "s", ">= 2", met=True)


@pytest.fixture
def project() -> Iterator[Path]:
    """Measure in a folder that pytest did not make.

    Whoever runs pytest as well closes all of its folders to other users, such as the one that PostgreSQL runs as.
    """
    with TemporaryDirectory() as folder, chdir(folder):
        yield Path(folder)


async def _recording(progress: Progress) -> Figure:
    size = recording_load.Size(callers=4, answers_each=5, reference_rows=10, repetitions=2)
    return await bench_recording.measure(progress, size)


async def _recording_postgres(progress: Progress) -> Figure:
    size = recording_load.Size(callers=4, answers_each=5, reference_rows=20, repetitions=2)
    return await bench_recording_postgres.measure(progress, size)


async def _leaderboard(progress: Progress) -> Figure:
    size = bench_leaderboard.Size(members=20, rounds=20, reference_rounds=10, repetitions=2)
    return await bench_leaderboard.measure(progress, size)


async def _participation(progress: Progress) -> Figure:
    size = bench_participation.Size(members=3, rounds=100, reference_rounds=60, repetitions=2)
    return await bench_participation.measure(progress, size)


async def _memory(progress: Progress) -> Figure:
    return await large_memory.measure(progress, large_memory.Size(channels=2, days=2))


async def _opening(progress: Progress) -> Figure:
    return await large_opening.measure(progress, large_opening.Size(series=100, repetitions=1))


async def _tick(progress: Progress) -> Figure:
    return await bench_tick.measure(progress, bench_tick.Size(series=100, reference_series=20, repetitions=3))


async def _startup(progress: Progress) -> Figure:
    return await bench_startup.measure(progress, bench_startup.Size(repetitions=1))


async def _closing_words(progress: Progress) -> Figure:
    return await bench_closing_words.measure(progress, bench_closing_words.Size(answers=20))


async def _closing_meaning(progress: Progress) -> Figure:
    size = bench_closing_meaning.Size(answers=20, grader="lexical")  # the model need not be installed
    return await bench_closing_meaning.measure(progress, size)


async def _closing_memory(progress: Progress) -> Figure:
    size = bench_closing_memory.Size(rounds=2, answers=20, drills=2, grader="lexical")
    return await bench_closing_memory.measure(progress, size)


async def _closing_commands(progress: Progress) -> Figure:
    return await bench_closing_commands.measure(progress, bench_closing_commands.Size(answers=20))


_FEW = bench_slack_inbox.Size(replies=6, workspaces=2, repetitions=1)


async def _inbox(progress: Progress) -> Figure:
    return await bench_slack_inbox.measure(progress, _FEW)


async def _inbox_goal(progress: Progress) -> Figure:
    return await bench_slack_inbox_goal.measure(progress, _FEW)


async def _neighbours(progress: Progress) -> Figure:
    size = bench_slack_neighbours.Size(few=2, many=6, repetitions=1)
    return await bench_slack_neighbours.measure(progress, size)


async def _storm(progress: Progress) -> Figure:
    return await bench_slack_storm.measure(progress, bench_slack_storm.Size(workspaces=2, channels=3))


@pytest.mark.parametrize(
    ("measure", "described"),
    [
        (_closing_words, ("closing 20 answers, lexical", "s", "<= 1")),
        (_closing_meaning, ("closing 20 answers, lexical", "s", "<= 1")),
        (_closing_memory, ("memory after 2 rounds of 20 answers and 2 drills, lexical", "MiB", "<= 1")),
        (_closing_commands, ("slowest command, closing 20 answers", "s", "<= 1")),
        (_recording, ("recording answers, 4 callers", "answers/s", ">= 5")),
        (_recording_postgres, ("recording answers on PostgreSQL, 4 callers", "answers/s", ">= 0.8")),
        (_leaderboard, ("leaderboard, 400 answers", "ms", "<= 1.5")),
        (_participation, ("participation of a month, 300 answers", "ms", "<= 1.5")),
        (_memory, ("memory after 2 days of 2 channels", "MiB", "<= 1.1")),
        (_opening, ("start, 100 series", "s", "<= 1.5")),
        (_tick, ("tick, 100 series", "µs", "<= 1.5")),
        (_inbox, ("Slack replies, 2 workspaces", "replies/s", ">= 0.6")),
        (_inbox_goal, ("Slack replies, 2 workspaces, goal", "replies/s", ">= 1")),
        (_neighbours, ("2 Slack replies beside 6", "ms", "<= 2")),
        (_storm, ("storm of 6 Slack cards", "cards/s", ">= 0.6")),
        (_startup, ("askaday --help", "s", "<= 4")),
    ],
)
async def test_benchmark_gives_its_record(project: Path, measure: Measured, described: tuple[str, str, str]) -> None:
    shares: list[float] = []

    figure = await measure(shares.append)

    assert (figure.name, figure.unit, figure.expected) == described
    assert figure.ratio == pytest.approx(figure.figure / figure.reference)
    sign, bound = figure.expected.split()
    assert figure.met is (figure.ratio >= float(bound) if sign == ">=" else figure.ratio <= float(bound))
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert list((project / "build").glob("*")) == []


@pytest.mark.parametrize(
    ("measure", "title", "bound"),
    [(bench_pages.measure, "page", 15), (large_pages.measure, "page of 3 workspaces", 25)],
)
async def test_pages_are_measured_as_they_are_opened_again_and_after_a_write(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    measure: Callable[[Progress, pages_load.Size], Awaitable[Sequence[Figure]]],
    title: str,
    bound: int,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    shares: list[float] = []

    size = pages_load.Size(days=7, warm=2, cold=1, kind=Kind.TEAM, workspaces=3)
    figures = await measure(shares.append, size)

    kinds = ("overview", "questions", "people", "me", "queue", "series")
    names = [f"{title}, {kind}{when}" for kind in kinds for when in ("", ", after a write")]
    assert [(one.name, one.unit, one.expected) for one in figures] == [(name, "ms", f"<= {bound}") for name in names]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert list((project / "build").glob("*")) == []


async def test_several_processes_send_each_card_once(project: Path) -> None:
    shares: list[float] = []

    size = bench_slack_storm.Size(workspaces=2, channels=3)
    [figure] = await large_processes.measure(shares.append, size, (large_processes.ONE, 2))

    assert (figure.name, figure.unit, figure.expected) == ("storm of 6 cards, 2 processes", "cards/s", ">= 1")
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert list((project / "build").glob("*")) == []


async def test_idle_process_is_measured_beside_its_libraries_where_red_cannot_be_installed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shares: list[float] = []

    def refused(_folder: Path) -> Path:
        raise subprocess.CalledProcessError(1, "pip", stderr="looking\nno such version\n")

    figures = await large_idle.measure(shares.append, large_idle.Size(members=3, looks=1), refused)

    name = "resident memory idle, both platforms connected, beside its libraries"
    assert [(one.name, one.unit, one.expected) for one in figures] == [(name, "MiB", "<= 2")]
    assert capsys.readouterr().err == "There is no Red-DiscordBot to compare with: no such version\n"
    assert shares == [1 / 3, 2 / 3, 1.0]
    assert list((project / "build").glob("*")) == []


async def test_every_figure_of_a_team_is_measured_against_the_rows_it_is_made_of(project: Path) -> None:
    shares: list[float] = []

    figures = await bench_statistics.measure(shares.append, bench_statistics.Size(days=7, repetitions=1))

    titles = (
        *("team, a quarter", "team, all time", "team, all series and time", "forecast"),
        *("questions, a quarter", "questions, all time", "people, a quarter", "weekly digest"),
        "Home of an administrator",
    )
    names = [f"statistics: {title}, {when}" for title in titles for when in ("after a write", "anew")]
    assert [one.name for one in figures] == names
    assert {(one.unit, one.expected) for one in figures} == {("ms", "<= 15 or <= 100 ms")}
    assert [one.met for one in figures] == [one.ratio <= 15 or one.figure <= 100 for one in figures]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert list((project / "build").glob("*")) == []


@pytest.mark.parametrize(("ratio", "met"), [(3.0, True), (3.1, False)])
def test_at_least_compares_medians(ratio: float, met: bool) -> None:
    expected = Figure("a", 6.0, 2.0, 3.0, "s", f">= {ratio:g}", met=met)

    assert at_least("a", [1.0, 6.0, 90.0], [2.0, 2.0, 0.0], unit="s", ratio=ratio) == expected


@pytest.mark.parametrize(("ratio", "met"), [(3.0, True), (2.9, False)])
def test_at_most_compares_medians(ratio: float, met: bool) -> None:
    expected = Figure("a", 6.0, 2.0, 3.0, "s", f"<= {ratio:g}", met=met)

    assert at_most("a", [1.0, 6.0, 90.0], [2.0, 2.0, 0.0], unit="s", ratio=ratio) == expected


def test_quantities_in_words() -> None:
    assert [quantity(n) for n in (400, 1_500, 100_000, 1_000_000)] == ["400", "1500", "100 thousand", "1 million"]


def test_file_holds_the_fields_of_a_figure(tmp_path: Path) -> None:
    write(tmp_path / "build" / "bench.json", [FIGURE])

    [record] = json.loads((tmp_path / "build" / "bench.json").read_text(encoding="utf-8"))
    assert record == {
        "name": "a",
        "figure": 6.0,
        "reference": 2.0,
        "ratio": 3.0,
        "unit": "s",
        "expected": ">= 2",
        "met": True,
    }


def test_named_benchmarks_leave_the_others_in_the_file(tmp_path: Path) -> None:
    target = tmp_path / "bench.json"
    write(target, [FIGURE, replace(FIGURE, name="b")])

    new = replace(FIGURE, figure=7.0)
    write(target, [new], kept(target, [new]))

    assert json.loads(target.read_text(encoding="utf-8")) == [asdict(replace(FIGURE, name="b")), asdict(new)]


@pytest.mark.parametrize("text", [None, "{"])
def test_file_that_cannot_be_read_holds_nothing(tmp_path: Path, text: str | None) -> None:
    target = tmp_path / "bench.json"
    if text is not None:
        target.write_text(text, encoding="utf-8")

    assert kept(target, [FIGURE]) == []


def test_unknown_benchmark_is_misuse_and_writes_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "nonsense"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    said = "There is no benchmark nonsense; there are "
    assert (done.returncode, done.stdout, done.stderr[: len(said)]) == (2, "", said)
    assert list(tmp_path.iterdir()) == []
