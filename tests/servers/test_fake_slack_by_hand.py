import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

ROOT = Path(__file__).parents[2]


async def test_serving_by_hand_prints_addresses_and_posts() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-m", "tests.servers.fake_slack", cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    head = [(await process.stdout.readline()).decode() for _ in range(5)]
    base_url, token, _, channel = (line.split()[-1] for line in head[:4])
    client = AsyncWebClient(token=token, base_url=base_url)

    await client.chat_postMessage(channel=channel, text="Good morning")
    called = await process.stdout.readline()
    arguments = await process.stdout.readuntil(b"\n}\n")
    process.stdin.write(b"nobody\n")
    advice = await process.stdout.readline()
    process.terminate()
    await process.communicate()

    assert called.endswith(b" chat.postMessage ok\n")
    assert json.loads(arguments) == {"channel": channel, "text": "Good morning"}
    assert advice == b"Type a name of ann, bob, cid, #general, a colon, and a text or a /command.\n"
