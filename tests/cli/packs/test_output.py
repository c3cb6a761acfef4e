"""How packs look on a terminal; in a pipe they are plain lines (`tests/packs/test_packs_cli.py`)."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pexpect

from tests.cli.askaday import ASKADAY, askaday, clean_environment
from tests.packs.samples import HEADER, make_pack, question_text
from tests.waiting import PATIENCE

QUESTION = question_text(
    HEADER + "at_least: 1\nhint: Think.\nauthor: Me\nreferences: [{title: T, url: 'https://example.org'}]\n"
)

#: Askaday as it is called, but that it shows at once how far an import is, and not from one second on.
AT_ONCE = (
    sys.executable,
    "-c",
    "from bot.__main__ import main; from bot.cli.packs import importing; importing._PATIENCE = 0; main()",
)


def shown(folder: Path, *words: str, term: str, program: Sequence[str] = (str(ASKADAY),)) -> str:
    """Run a command on a terminal of 100 columns and give all that it shows."""
    make_pack(folder / "team", {"standby.md": QUESTION})
    environment = clean_environment(folder, ASKADAY_PACKS="team", TERM=term, NO_COLOR="1")
    # With both, Rich takes them for a terminal that calls itself dumb, too.
    environment |= {"COLUMNS": "100", "LINES": "50"}
    play = pexpect.spawn(
        program[0],
        [*program[1:], *words],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(50, 100),
    )
    everything = str(play.read())
    play.close()
    assert play.exitstatus == 0
    return everything


def on_a_terminal(folder: Path, *words: str) -> list[str]:
    """Run a command on a terminal without colours and give its lines without what frames them."""
    return [line.strip(" │┃┏┓┡┩└┘━─╇┴┳┐┌╔╗╚╝║═") for line in shown(folder, *words, term="dumb").splitlines()]


def test_list_is_a_table(tmp_path: Path) -> None:
    lines = on_a_terminal(tmp_path, "packs", "list")

    rows = [[cell.strip() for cell in line.replace("┃", "│").split("│")] for line in lines if line]
    assert rows[0] == ["Name", "Title", "Version", "Language", "Licence", "Questions"]
    assert [row for row in rows if row[0] == "demo"] == [["demo", "Demo", "1.0.0", "en", "MIT", "1"]]


def test_show_pack_cuts_prompts_at_the_edge(tmp_path: Path) -> None:
    make_pack(
        tmp_path / "other", {"standby.md": QUESTION.replace("does a standby do?", "is " + "very " * 30 + "much?")}
    )

    lines = on_a_terminal(tmp_path, "packs", "show", "other")

    assert [line for line in lines if line] == [
        "Demo (demo), 1 question",
        "standby associate · databases",
        "What is " + "very " * 17 + "very…",
    ]


def test_import_shows_how_far_it_is(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("prompt,answer\nWhat?,This is it.\n", encoding="utf-8")

    everything = shown(tmp_path, "packs", "import", "q.csv", "--out", "new", term="xterm", program=AT_ONCE)

    assert "Importing ━" in everything
    assert everything.splitlines()[-1] == "Wrote 1 question to new."


def test_show_renders_the_markdown(tmp_path: Path) -> None:
    lines = on_a_terminal(tmp_path, "packs", "show", "demo/standby")

    assert [line for line in lines if line] == [
        "demo/standby",
        "associate · databases",
        "Prompt",
        "What does a standby do?",
        "Hint: Think.",
        "Model answer",
        "A standby takes over.",
        "Key points (1 of 1 needed)",
        "• A standby takes over.",
        "References",
        "• T: https://example.org",
        "Verified 2026-01-01, review by 2026-06-01, by Me",
    ]


def test_home_folder_is_found_where_no_shell_puts_it(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()

    exported = askaday(tmp_path, "packs", "export", "aws", "--out=~/aws.json", HOME=str(tmp_path))
    checked = askaday(tmp_path, "packs", "check", "~/nothing", HOME=str(tmp_path))
    nobody = askaday(tmp_path, "packs", "check", "~no-such-person/x", HOME=str(tmp_path))

    assert (exported.status, sorted(one.name for one in tmp_path.iterdir())) == (0, ["aws.json", "packs"])
    assert f"There is no file or folder “{tmp_path}/nothing”." in checked.err
    assert "nobody of that name has a home folder here" in nobody.err
