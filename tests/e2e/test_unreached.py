"""`askaday run` where nobody can reach it: it says so in a line, and shows no traceback."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.askaday import ASKADAY, at_terminal, clean_environment, leave

TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "DISCORD_TOKEN": "1.x.token",
    "ASKADAY_SLACK_API": "http://127.0.0.1:1/",
    "ASKADAY_DISCORD_API": "http://127.0.0.1:1",
}


def test_a_terminal_is_told_which_platforms_cannot_be_reached(tmp_path: Path) -> None:
    play = at_terminal(tmp_path, "run", **TOKENS)
    seen = []
    for said in ("running in this terminal", "Slack cannot be reached: Conn", "Discord cannot be reached: Conn"):
        play.expect(said)
        seen.append(play.before)

    assert (leave(play), "Traceback" in "".join(seen) + str(play.before)) == (0, False)


def test_a_terminal_without_tokens_is_told_what_makes_them(tmp_path: Path) -> None:
    play = at_terminal(tmp_path, "run")
    play.expect("running in this terminal. Slack and Discord are off; `askaday init` sets them up.")

    assert leave(play) == 0


def logged(folder: Path, until: str, **settings: str) -> list[dict[str, str]]:
    command, environment = [str(ASKADAY), "run"], clean_environment(folder, **settings)
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        lines = []
        for line in running.stderr:
            lines.append(json.loads(line))
            if lines[-1]["event"].startswith(until):
                break
        running.send_signal(signal.SIGTERM)
        running.communicate()
    return lines


def test_the_log_tells_a_lost_connection_in_a_line(tmp_path: Path) -> None:
    lines = logged(tmp_path, "Failed to connect", **TOKENS)

    assert (lines[-1]["level"], [line for line in lines if "exception" in line]) == ("warning", [])


@pytest.mark.parametrize(
    ("file", "settings", "said"),
    [
        (None, {}, "(there is no .env in {}): nobody can reach Askaday. `askaday init` sets them up."),
        (
            "#\n",
            {},
            "(.env in {} holds none): nobody can reach Askaday. Set their tokens in .env.",
        ),
    ],
)
def test_the_log_says_that_nobody_can_reach_it(
    tmp_path: Path, file: str | None, settings: dict[str, str], said: str
) -> None:
    if file:
        (tmp_path / ".env").write_text(file)

    lines = logged(tmp_path, "running", **settings)

    expected = f"No Slack or Discord token is set {said.format(tmp_path)}"
    assert [line["level"] for line in lines if line["event"] == expected] == ["warning"]
