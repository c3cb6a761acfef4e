import subprocess
import sys
from itertools import islice
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from bot.ports.store import Transaction
from tests.worlds.builders import CHANNEL, WORKSPACE

ROOT = Path(__file__).parents[3]
ENOUGH = 400


def _kept(tx: Transaction) -> tuple[set[int], set[int]]:
    left, right = (
        {int(revision.message) for revision in tx.answers.revisions(WORKSPACE, CHANNEL, thread)}
        for thread in ("left", "right")
    )
    return left, right


async def test_killed_process_leaves_every_answered_call_and_none_half_written(tmp_path: Path) -> None:
    path = tmp_path / "askaday.db"
    command = [sys.executable, "-m", "tests.adapters.sqlite.stream", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: ASYNC220 - the test has nothing else to do
        assert process.stdout is not None
        answered = [int(line) for line in islice(process.stdout, ENOUGH)]
        process.kill()
        # Whole lines that were still on their way; the last may be cut.
        answered += [int(line) for line in process.stdout if line.endswith("\n")]

    store = SqliteStore.open(path)
    left, right = await store.call(_kept)

    assert len(answered) >= ENOUGH
    assert left == right
    assert set(answered) - left == set()
    assert await store.check() == []
    await store.close()
