"""`askaday init`: from a token to a `.env` that is right, at a terminal."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pexpect
import pytest

from adapters.slack.operate.manifest import app_manifest
from bot.cards.naming import CommandNames
from bot.cli.init import slack_app_address
from tests.cli.askaday import ASKADAY, Outcome, askaday, clean_environment
from tests.waiting import PATIENCE

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_APP_TOKEN": "xapp-1-A1-2-abc", "DISCORD_TOKEN": "1.x.token"}
SERVER = "postgresql://askaday:hush@127.0.0.1:1/askaday"
#: Nobody is there: what doctor and the invitation ask for fails at once.
NOWHERE = {"ASKADAY_SLACK_API": "http://127.0.0.1:1/", "ASKADAY_DISCORD_API": "http://127.0.0.1:1"}


def start(folder: Path) -> pexpect.spawn:
    environment = clean_environment(folder, TERM="xterm", ASKADAY_MODEL_DIR=str(folder / "model"), **NOWHERE)
    command = [*("init", "--no-model")]
    return pexpect.spawn(
        str(ASKADAY), command, cwd=folder, env=environment, encoding="utf-8", timeout=PATIENCE, dimensions=(50, 200)
    )


def test_what_is_asked_is_written_and_looked_at(tmp_path: Path) -> None:
    play = start(tmp_path)
    play.expect("Where does your team talk")
    play.sendline("irc")
    play.expect("'irc' is none of them. Type slack, discord or both.")
    play.sendline("both")
    play.expect("https://api.slack.com/apps.new_app=1&manifest_json=")
    play.expect("Open it in a browser")
    play.sendline("n")
    play.expect("SLACK_BOT_TOKEN: ")
    play.sendline(TOKENS["SLACK_APP_TOKEN"])
    play.expect("this is SLACK_APP_TOKEN; the one for here begins with xoxb-")
    play.sendline(TOKENS["SLACK_BOT_TOKEN"])
    play.expect("SLACK_APP_TOKEN: ")
    play.sendline(TOKENS["SLACK_APP_TOKEN"])
    play.expect("discord.com/developers/applications")
    play.sendline("n")
    play.expect("DISCORD_TOKEN: ")
    play.sendline(TOKENS["DISCORD_TOKEN"])
    play.expect("Your time zone")
    play.sendline("Berln")
    play.expect("Did you mean Europe/Berlin")
    play.sendline("Europe/Berlin")
    play.expect("file, or postgresql://")
    play.sendline("mysql://db/askaday")
    play.expect("That is no place: a file, or an address of PostgreSQL, is needed.")
    play.sendline(SERVER)
    play.expect("Wrote ")
    play.expect("grader     keypoints compares words")
    play.expect("/qotd setup packs=aws zone=Europe/Berlin at=09:00 days=mon-fri")
    play.expect("askaday discord invite")
    play.expect(pexpect.EOF)
    play.close()

    written = tmp_path / ".env"
    assert (play.exitstatus, written.stat().st_mode & 0o777) == (0, 0o600)
    assert [line for line in written.read_text().splitlines() if not line.startswith("#")] == [
        *(f"{name}={token}" for name, token in TOKENS.items()),
        f"ASKADAY_DATABASE={SERVER}",
        "ASKADAY_FETCH_MODEL=no",
    ]


@pytest.mark.parametrize("kind", ["a file", "a link that leads nowhere"])
def test_nothing_is_overwritten(tmp_path: Path, kind: str) -> None:
    before = tmp_path / ".env"
    if kind == "a file":
        before.write_text("DISCORD_TOKEN=1.mine\n")
    else:
        before.symlink_to("nowhere")

    done = askaday(tmp_path, "init")

    said = f"askaday: {tmp_path}/.env is there already. `askaday doctor` says what is missing in it.\n"
    assert done == Outcome(2, "", said)
    assert before.is_symlink() or before.read_text() == "DISCORD_TOKEN=1.mine\n"


@pytest.mark.skipif(not Path("/proc").exists(), reason="a folder in which not even root can make a file")
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_asked() -> None:
    done = askaday(Path("/proc"), "init")

    said = (
        "Nothing can be written to /proc: No such file or directory. Run it in a folder that this account may write to."
    )
    assert done == Outcome(2, "", f"askaday: {said}\n")


def test_whoever_leaves_has_nothing_written(tmp_path: Path) -> None:
    # Nobody is at a terminal here.
    done = askaday(tmp_path, "init")

    assert (done.status, list(tmp_path.iterdir())) == (2, [])
    assert done.err.endswith("Nothing was written. Run it in a terminal, or fill in .env by hand.\n")


def test_slack_makes_the_app_from_the_manifest_in_the_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    address = urlsplit(slack_app_address())
    asked = parse_qs(address.query)

    assert (address.netloc, address.path, asked["new_app"]) == ("api.slack.com", "/apps", ["1"])
    assert json.loads(asked["manifest_json"][0]) == app_manifest(CommandNames("qotd", "aws-quiz", "qotd-manage"))


def test_who_stops_it_reads_that_nothing_was_written(tmp_path: Path) -> None:
    play = start(tmp_path)
    play.expect("Where does your team talk")
    play.sendintr()
    play.expect("Stopped. Nothing was written.")
    play.expect(pexpect.EOF)
    assert [file.name for file in tmp_path.iterdir() if file.name == ".env"] == []
