"""`askaday init`: from a token to a `.env` that is right, at a terminal."""

import asyncio
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pexpect
import pytest

from adapters.slack.operate.manifest import app_manifest
from bot.cards.naming import CommandNames
from bot.cli.init import slack_app_address
from bot.cli.machine_zone import likely_zone
from bot.cli.slack import as_json
from tests.cli.askaday import Outcome, askaday, at_terminal
from tests.servers.fake_discord import FakeDiscord
from tests.waiting import until_it_reads

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_APP_TOKEN": "xapp-1-A1-2-abc", "DISCORD_TOKEN": "1.x.token"}
SERVER = "postgresql://askaday:hush@127.0.0.1:1/askaday"
MANIFEST = app_manifest(CommandNames("qotd", "aws-quiz", "qotd-manage"))
#: Nobody is there: what doctor and the invitation ask for fails at once.
NOWHERE = {"ASKADAY_SLACK_API": "http://127.0.0.1:1/", "ASKADAY_DISCORD_API": "http://127.0.0.1:1"}


def start(folder: Path, **settings: str) -> pexpect.spawn:
    # Wide enough for a sentence with a folder in it.
    elsewhere = {"ASKADAY_MODEL_DIR": str(folder / "model"), "COLUMNS": "300", **NOWHERE, **settings}
    return at_terminal(folder, "init", "--no-model", **elsewhere)


def test_what_is_asked_is_written_and_looked_at(tmp_path: Path) -> None:
    play = start(tmp_path)
    play.expect("Where does your team talk")
    play.sendline("irc")
    play.expect("'irc' is none of them. Type slack, discord or both.")
    play.sendline("Both")
    play.expect("Taken as both.")
    play.expect(f"from the manifest in {tmp_path}/slack-manifest.json. By hand:\r\n")
    play.expect("  https://api.slack.com/apps.new_app=1\r\n  From a manifest, the workspace, Next, JSON, ")
    play.expect("Open it in a browser")
    play.sendline("n")
    play.expect("SLACK_BOT_TOKEN: ")
    play.sendline("")
    play.expect("SLACK_BOT_TOKEN: nothing was typed. Paste it, or leave with Ctrl-C.")
    play.sendline(TOKENS["SLACK_APP_TOKEN"])
    play.expect("this is SLACK_APP_TOKEN; the one for here begins with xoxb-")
    play.sendline(TOKENS["SLACK_BOT_TOKEN"])
    play.expect("SLACK_APP_TOKEN: ")
    play.sendline(TOKENS["SLACK_APP_TOKEN"])
    play.expect("discord.com/developers/applications")
    play.sendline("n")
    play.expect("DISCORD_TOKEN: ")
    play.sendline("abc")
    play.expect("DISCORD_TOKEN: a token has three parts with dots between them; it is under Bot, Reset Token.")
    play.sendline(TOKENS["DISCORD_TOKEN"])
    play.expect("Your time zone")
    play.sendline("Berln")
    play.expect("Did you mean Europe/Berlin")
    play.sendline("Berlin")
    play.expect("Taken as Europe/Berlin.")
    play.expect("file, or postgresql://")
    play.sendline("mysql://db/askaday")
    play.expect("That cannot be used: a file, or an address of PostgreSQL, is needed.")
    play.sendline(SERVER)
    play.expect("Wrote ")
    play.expect("grader     keypoints compares words")
    play.expect(f"What FAILED above has to be fixed first; tokens and the database stand in {tmp_path}/.env.")
    play.expect("Then `askaday doctor` looks again, and when nothing fails any more:")
    play.expect("`askaday run`, on a machine that stays on.")
    play.expect("/qotd setup packs=aws zone=Europe/Berlin at=09:00 days=mon-fri")
    play.expect("askaday discord invite")
    play.expect(pexpect.EOF)
    play.close()

    written = tmp_path / ".env"
    assert (play.exitstatus, written.stat().st_mode & 0o777) == (1, 0o600)
    assert json.loads((tmp_path / "slack-manifest.json").read_text()) == MANIFEST
    assert [line for line in written.read_text().splitlines() if not line.startswith("#")] == [
        *(f"{name}={token}" for name, token in TOKENS.items()),
        f"ASKADAY_DATABASE={SERVER}",
        "ASKADAY_FETCH_MODEL=no",
    ]
    assert likely_zone(written) == "Europe/Berlin"


async def test_where_all_is_well_it_goes_on_to_run(tmp_path: Path) -> None:
    async with FakeDiscord() as discord:
        bot = discord.add_app()
        bot.token = TOKENS["DISCORD_TOKEN"]
        play = start(tmp_path, ASKADAY_DISCORD_API=discord.address)
        said = await asyncio.to_thread(answer_for_discord, play)

    assert (play.exitstatus, "FAILED" in said, (tmp_path / "slack-manifest.json").exists()) == (0, False, False)
    assert "Next: `askaday run`, on a machine that stays on. Then:\r\n  Discord: open https://" in said


def answer_for_discord(play: pexpect.spawn) -> str:
    """Answer every question, and give what is said behind the last."""
    for question, answer in (
        ("Where does your team talk", "discord"),
        ("Open it in a browser", "n"),
        ("DISCORD_TOKEN \\(", TOKENS["DISCORD_TOKEN"]),
        ("Your time zone", ""),
        ("file, or postgresql://", ""),
    ):
        play.expect(question)
        play.sendline(answer)
    play.expect(pexpect.EOF)
    play.close()
    return str(play.before)


@pytest.mark.parametrize("kind", ["another file", "a folder"])
def test_what_is_in_the_place_of_the_manifest_stays(tmp_path: Path, kind: str) -> None:
    theirs = tmp_path / "slack-manifest.json"
    if kind == "a folder":
        theirs.mkdir()
    else:
        theirs.write_text("{}")
    play = start(tmp_path)
    play.expect("Where does your team talk")
    play.sendline("slack")
    play.expect(f"{theirs} is there already, and is another one. Move it away, then begin again.")
    play.expect(pexpect.EOF)
    play.close()

    assert (play.exitstatus, (tmp_path / ".env").exists()) == (2, False)
    assert theirs.is_dir() or theirs.read_text() == "{}"


@pytest.mark.skipif(not Path("/proc").exists(), reason="a file that not even root can read")
def test_a_manifest_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    theirs = tmp_path / "slack-manifest.json"
    theirs.symlink_to("/proc/self/mem")
    play = start(tmp_path)
    play.expect("Where does your team talk")
    play.sendline("slack")
    play.expect(f"{theirs} cannot be written: Input/output error. Run it in a folder that this account may write to.")
    play.expect(pexpect.EOF)
    play.close()

    assert (play.exitstatus, (tmp_path / ".env").exists()) == (2, False)


def test_settings_that_cannot_be_used_are_told_before_anything_is_asked(tmp_path: Path) -> None:
    done = askaday(tmp_path, "init", ASKADAY_COMMAND="/QOTD")

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("askaday: Some settings cannot be used.\n  ASKADAY_COMMAND: ")


@pytest.mark.parametrize("kind", ["a file", "a link that leads nowhere"])
def test_nothing_is_overwritten(tmp_path: Path, kind: str) -> None:
    before = tmp_path / ".env"
    if kind == "a file":
        before.write_text("DISCORD_TOKEN=1.mine\n")
    else:
        before.symlink_to("nowhere")

    done = askaday(tmp_path, "init")

    how = "`askaday doctor` says what is missing in it; to be asked again, move it away."
    said = f"askaday: {tmp_path}/.env is there already. {how}\n"
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
    assert done.err.endswith(" No .env was written. Run it in a terminal, or fill in .env by hand.\n")


def test_slack_makes_the_app_from_the_manifest_in_the_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    address = urlsplit(slack_app_address())
    asked = parse_qs(address.query)

    assert (address.netloc, address.path, asked["new_app"]) == ("api.slack.com", "/apps", ["1"])
    assert json.loads(asked["manifest_json"][0]) == MANIFEST


@pytest.mark.parametrize("at", ["Where does your team talk", "Open it in a browser", "SLACK_BOT_TOKEN \\("])
def test_who_stops_it_reads_that_no_settings_were_written(tmp_path: Path, at: str) -> None:
    # An earlier try has left it.
    (tmp_path / "slack-manifest.json").write_text(f"{as_json(MANIFEST)}\n", "utf-8")
    play = start(tmp_path)
    for question, answer in (("Where does your team talk", "slack"), ("Open it in a browser", "n"), (at, "")):
        play.expect(question)
        if question == at:
            break
        play.sendline(answer)
    until_it_reads(play.pid)
    play.sendintr()
    play.expect("askaday: Stopped. No .env was written.")
    play.expect(pexpect.EOF)
    play.close()
    assert (play.exitstatus, (tmp_path / ".env").exists()) == (2, False)
