from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.packs.app import packs_app
from bot.packs.folder import read_pack
from tests.packs.samples import HEADER, make_pack

BARE = HEADER.replace("key_points:\n  - text: A standby takes over.\n", "")
CHOICES = "choices: [{text: A copy, right: true}, {text: A log}]   # a comment that stays\n"
ANSWER = "It takes over when the primary fails. Clients connect again."
BODY = f"# Prompt\n\nWhat does a standby do?\n\n# Model answer\n\n{ANSWER}\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(packs_app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("header", [BARE, BARE + CHOICES], ids=["in words", "with choices"])
def test_key_points_are_proposed_with_labels_and_marked(tmp_path: Path, header: str) -> None:
    pack = make_pack(tmp_path / "demo", {"standby.md": f"---\n{header}---\n\n{BODY}"})

    result = run("draft", pack)

    assert result.stdout.split("\n")[:2] == ["standby", "Proposed key points for 1 question."]
    text = (pack / "questions" / "standby.md").read_text(encoding="utf-8")
    points = (
        "key_points:\n- text: It takes over when the primary fails.\n  label: Takes over primary fails\ndraft: true\n"
    )
    assert text == f"---\n{header}{points}---\n\n{BODY}"
    (question,) = read_pack(pack).pack.questions
    assert [point.text for point in question.key_points] == ["It takes over when the primary fails."]
    assert question.draft


def test_what_has_key_points_stays_as_it_is(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "demo")
    before = (pack / "questions" / "standby.md").read_bytes()

    assert run("draft", pack).stdout == "Proposed key points for 0 questions.\n"
    assert (pack / "questions" / "standby.md").read_bytes() == before


def test_a_draft_is_listed_by_the_check_and_refused_by_a_strict_one(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "demo", {"standby.md": f"---\n{HEADER}draft: true\n---\n\n{BODY}"})
    file = pack / "questions" / "standby.md"
    reason = "draft: its key points are proposed; finish them, then take this line out [drafted-key-points]"

    plain, strict = run("check", pack), run("check", pack, "--strict")

    assert [line for line in plain.stdout.split("\n") if "drafted" in line] == [f"{file}:9: advice: {reason}"]
    assert [line for line in strict.stderr.split("\n") if "drafted" in line] == [f"{file}:9: {reason}"]
    assert (plain.exit_code, strict.exit_code) == (0, 1)


def test_no_pack_and_no_sentence(tmp_path: Path) -> None:
    pack = make_pack(
        tmp_path / "demo", {"standby.md": f"---\n{BARE}---\n\n# Prompt\n\nWhy?\n\n# Model answer\n\n```\nx\n```\n"}
    )

    result = run("draft", pack)

    assert (result.exit_code, result.stdout) == (1, "Proposed key points for 0 questions.\n")
    assert result.stderr == (
        f"{pack}/questions/standby.md: has a model answer without a sentence to propose key points from\n"
        "askaday: 1 problem in 1 file. These were left as they are.\n"
    )
