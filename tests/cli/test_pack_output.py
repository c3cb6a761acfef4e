"""How packs look on a terminal; in a pipe they are plain lines (`tests/packs/test_packs_cli.py`)."""

from pathlib import Path

import pexpect

from tests.cli.askaday import ASKADAY, clean_environment
from tests.packs.samples import HEADER, make_pack, question_text

QUESTION = question_text(
    HEADER + "at_least: 1\nhint: Think.\nauthor: Me\nreferences: [{title: T, url: 'https://example.org'}]\n"
)


def on_a_terminal(folder: Path, *words: str) -> list[str]:
    """Run a command on a terminal without colours and give its lines without what frames them."""
    make_pack(folder / "team", {"standby.md": QUESTION})
    environment = clean_environment(folder, ASKADAY_PACKS="team", TERM="dumb", NO_COLOR="1")
    play = pexpect.spawn(
        str(ASKADAY), list(words), cwd=folder, env=environment, encoding="utf-8", timeout=60, dimensions=(50, 100)
    )
    shown = str(play.read())
    play.close()
    assert play.exitstatus == 0
    return [line.strip(" │┃┏┓┡┩└┘━─╇┴┳┐┌╔╗╚╝║═") for line in shown.splitlines()]


def test_list_is_a_table(tmp_path: Path) -> None:
    lines = on_a_terminal(tmp_path, "packs", "list")

    rows = [[cell.strip() for cell in line.replace("┃", "│").split("│")] for line in lines if line]
    assert rows[0] == ["Name", "Title", "Version", "Language", "Licence", "Questions"]
    assert [row for row in rows if row[0] == "demo"] == [["demo", "Demo", "1.0.0", "en", "MIT", "1"]]


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
