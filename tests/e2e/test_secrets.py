"""What a real process with all secrets leaves where others may look: no secret, and no answer before its reveal."""

import asyncio
import socket
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from tests.cli.askaday import askaday
from tests.crash.process import Askaday
from tests.crash.slack_place import slack_week
from tests.crash.team import WHOLE

pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the process list is read from /proc")

#: Acts after which the question of Monday is open and answered by everybody.
ANSWERED = 5
#: Of the model answer of each question, which nobody has written in an answer.
MODEL = "turquoise lanterns ("
#: By variable; those of Slack are the fake's.
SECRETS = {
    "ASKADAY_LLM_KEY": "sk-hush-of-the-model",
    "ASKADAY_METRICS_TOKEN": "hush-of-the-figures-0123456789",
    "ASKADAY_SECRET_KEYS": "MDEyMzQ1Njc4OWh1c2gwMTIzNDU2Nzg5aHVzaDAxMjM=",
}


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def leaks(where: dict[str, bytes], words: list[str]) -> list[tuple[str, str]]:
    return [(name, word) for name, held in where.items() for word in words if word.encode() in held]


def files(folder: Path, pattern: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob(pattern) if path.is_file()}


def in_files(folder: Path, secrets: dict[str, str]) -> dict[str, str]:
    """Write each secret into a file, and give the variables that name them."""
    folder.mkdir()
    for name, secret in secrets.items():
        (folder / name).write_text(f"{secret}\n")
    return {f"{name}_FILE": str(folder / name) for name in secrets}


async def metrics(port: int) -> bytes:
    token = {"Authorization": f"Bearer {SECRETS['ASKADAY_METRICS_TOKEN']}"}
    async with (
        aiohttp.ClientSession(headers={"Host": "askaday.example.com", **token}) as client,
        client.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.status == 200
        return await answer.read()


async def test_no_secret_and_no_unrevealed_answer_is_where_others_may_look(tmp_path: Path) -> None:
    work, port = tmp_path / "work", free_port()
    work.mkdir()
    async with slack_week(work, str(work / "askaday.db")) as week:
        assert isinstance(week.askaday, Askaday)
        own = week.askaday.settings
        tokens = {name: own.pop(name) for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")}
        secrets = SECRETS | tokens
        own |= in_files(tmp_path / "secrets", secrets)
        own |= {"ASKADAY_LLM_URL": "http://localhost:1/v1", "ASKADAY_LLM_MODEL": "tiny", "ASKADAY_LOG_LEVEL": "debug"}
        own |= {"ASKADAY_WEB": "on", "ASKADAY_PUBLIC_URL": "https://askaday.example.com", "PORT": str(port)}
        await week.begin(ANSWERED)
        process = Path(f"/proc/{week.askaday.pid}")
        seen = {name: (process / name).read_bytes() for name in ("cmdline", "comm")}
        seen |= {"metrics": await metrics(port)} | files(work, "*.log")
        for words in (("doctor",), ("stats",), ("audit",), ("report", str(work / "report.html")), ("run",)):
            outcome = await asyncio.to_thread(askaday, work, *words, **own)
            seen[words[0]] = f"{outcome.out}{outcome.err}".encode()
        exported = await asyncio.to_thread(askaday, work, "export", str(work / "export"), **own)
        wrong = {**own, "SLACK_BOT_TOKEN": tokens["SLACK_APP_TOKEN"], "SLACK_BOT_TOKEN_FILE": ""}
        seen["refused settings"] = (await asyncio.to_thread(askaday, work, "run", **wrong)).err.encode()
        copies = files(work / "backups", "*") | files(work / "export", "*") | files(work, "askaday.db*")
        status = await week.askaday.stop()

    # A backup and an export are the operator's own and hold what was answered; the model answer is in neither yet.
    assert (exported.status, status, len(copies) > 2) == (0, 0, True)
    assert leaks(seen, ["running"]) == [("askaday.log", "running")]
    assert leaks({"any": b"".join(copies.values())}, [WHOLE]) == [("any", WHOLE)]
    assert leaks(seen | copies, list(secrets.values())) == []
    assert leaks(seen, [WHOLE, MODEL]) == []
