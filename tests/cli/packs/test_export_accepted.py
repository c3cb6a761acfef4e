"""`askaday packs export --workspace`: a copy of a pack with what reviewers accepted."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.judging.wordings import Saying, Wording
from bot.domain.question import Question
from bot.packs.folder import read_pack
from bot.packs.writing import write_pack
from tests.cli.askaday import askaday
from tests.contracts.stored import NOON, OTHER_WORKSPACE
from tests.memory_store import file_store
from tests.worlds.builders import WORKSPACE, pack, question
from tests.worlds.world import new_world

GATES = "Elephants guard marble gates."
SAID = Wording(0, WORKSPACE, "basics/question-1", GATES, "Beasts at the door", Saying.WORDING, "ana", "cy", NOON)
ROWS = (
    SAID,
    replace(SAID, text="Nobody guards it", saying=Saying.CONTRARY),
    replace(SAID, workspace=OTHER_WORKSPACE, text="Somebody else's words"),
    replace(SAID, ref="others/question-1", text="Of another pack"),
    replace(SAID, point="A point of long ago.", text="It was said"),
)


@pytest.fixture
async def taught(tmp_path: Path) -> Path:
    write_pack(pack(question(), question(2)), tmp_path / "basics")
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await world.app.call(lambda tx: [tx.wordings.add(one) for one in ROWS])
    return tmp_path


def expected() -> Question:
    lanterns, gates = question().key_points
    alt, contrary = (*gates.alt, "Beasts at the door"), (*gates.contrary, "Nobody guards it")
    return replace(question(), key_points=(lanterns, replace(gates, alt=alt, contrary=contrary)))


def test_copy_has_what_was_accepted_and_is_else_the_same(taught: Path) -> None:
    before = read_pack(taught / "basics").pack

    outcome = askaday(taught, "packs", "export", "basics", "--workspace", WORKSPACE, "--out", "copy")

    copied = read_pack(taught / "copy").pack
    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.splitlines() == [
        "2 sentences accepted in console:test added to basics.",
        "left out: basics/question-1 has no key point “A point of long ago.” any more: “It was said”",
    ]
    assert copied.by_ref["basics/question-1"] == expected()
    assert replace(copied, questions=()) == replace(before, questions=())
    assert copied.by_ref["basics/question-2"] == before.by_ref["basics/question-2"]
    assert read_pack(taught / "basics").pack == before


def test_with_a_form_it_is_one_file(taught: Path) -> None:
    outcome = askaday(
        taught, "packs", "export", "basics", "--workspace", WORKSPACE, "--format", "yaml", "--out", "basics.yaml"
    )
    askaday(taught, "packs", "import", "basics.yaml", "--out", "again")

    assert outcome.status == 0
    assert read_pack(taught / "again").pack.by_ref["basics/question-1"] == expected()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--workspace", WORKSPACE), "A copy of a pack needs a folder. Add --out and a new folder, or --format json."),
        (("--workspace", WORKSPACE, "--out", "basics"), "is not empty; name a new folder, or empty this one first"),
        (("--workspace", "slack:T9", "--out", "new"), "There is no workspace 'slack:T9'. Workspaces: console:test."),
    ],
)
def test_what_cannot_be_is_said_and_writes_nothing(taught: Path, options: tuple[str, ...], told: str) -> None:
    outcome = askaday(taught, "packs", "export", "basics", *options)

    assert outcome.status != 0
    assert told in outcome.err
    assert not (taught / "new").exists()
