"""The console as a process of its own, at a terminal and in a pipe."""

import os
import subprocess
import sys

import pexpect

from tests.waiting import PATIENCE

COMMAND = [sys.executable, "-m", "tests.adapters.console.play"]

# The prompt, and codes before the cursor stands behind it.
PROMPT = r"\n?> ?\x1b"

PIPED = """
╭──────────────────────────────────────────────────────────────────────────────╮
│ Question 1                                                                   │
│                                                                              │
│ What is S3?                                                                  │
│                                                                              │
│ Closes Tuesday 3 June, 09:00 (Europe/Berlin)                                 │
│                                                                              │
│ Type /answer TEXT · /hint · /flag REASON                                     │
╰─────────────────────────────────────────────────────────────────── #general ─╯
  You: S3 keeps objects
> /hint

╭──────────────────────────────────────────────────────────────────────────────╮
│ You: hint round:1                                                            │
╰────────────────────────────────────────────────────────── only you see this ─╯
"""


def test_pipe_is_played_to_its_end_without_codes() -> None:
    done = subprocess.run(
        COMMAND, input="S3 keeps objects\n/hint\n", capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == PIPED


def test_empty_input_shows_the_question_and_leaves() -> None:
    done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "\n".join(PIPED.splitlines()[:10]) + "\n"


def test_quit_leaves_though_the_pipe_stays_open() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as playing:
        assert playing.stdin
        assert playing.stderr
        playing.stdin.write("/quit\n")
        playing.stdin.flush()

        assert playing.wait(timeout=PATIENCE) == 0
        assert playing.stderr.read() == ""


def test_terminal_is_played_until_ctrl_d() -> None:
    environment = os.environ | {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}  # nobody answers where the cursor is
    with pexpect.spawn(
        COMMAND[0], COMMAND[1:], env=environment, encoding="utf-8", timeout=PATIENCE, dimensions=(40, 80)
    ) as playing:
        playing.expect("Question 1")
        playing.expect(PROMPT)
        playing.send("/hint\r")
        playing.expect("You: hint round:1")
        playing.expect(PROMPT)
        playing.send("S3 keeps objects\r")
        playing.expect("You.*: S3 keeps objects")
        playing.expect(PROMPT)
        playing.send("\x04")
        playing.expect(pexpect.EOF)
        playing.close()

        assert (playing.exitstatus, "Traceback" in playing.before) == (0, False)


def test_ctrl_c_clears_a_line_and_leaves_an_empty_one() -> None:
    environment = os.environ | {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    with pexpect.spawn(
        COMMAND[0], COMMAND[1:], env=environment, encoding="utf-8", timeout=PATIENCE, dimensions=(40, 80)
    ) as playing:
        playing.expect("Question 1")
        playing.expect(PROMPT)
        playing.send("half a line")
        playing.expect("half a line")
        playing.send("\x03")
        playing.expect(PROMPT)
        playing.send("/hint\r")
        playing.expect("You: hint round:1")
        playing.expect(PROMPT)
        playing.send("\x03")
        playing.expect(pexpect.EOF)
        playing.close()

        assert (playing.exitstatus, "Traceback" in playing.before) == (0, False)
