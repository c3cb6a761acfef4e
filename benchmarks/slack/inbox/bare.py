"""A bare aiohttp worker: `python -m benchmarks.slack.inbox.bare BASE_URL APP_TOKEN DATABASE BOT_TOKEN,…`.

It writes each reply as one row with a commit of its own, acknowledges it, and waits for no reaction.
"""

import asyncio
import json
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp

_INSERT = "INSERT OR IGNORE INTO revisions VALUES (?, ?, ?, ?, 'posted', ?, ?, ?, ?, ?)"


class Bare:
    """What it takes to answer."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession, database: Path) -> None:
        self.base_url = base_url
        self.session = session
        self.tokens: dict[str, str] = {}
        self.thread = ThreadPoolExecutor(1)
        self.tasks: set[asyncio.Task[None]] = set()
        self.connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA synchronous = FULL")

    async def call(self, method: str, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call a method."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.post(f"{self.base_url}{method}", json=arguments, headers=headers) as answer:
            return dict(await answer.json())

    async def identify(self, tokens: list[str]) -> None:
        """Find out which workspaces the tokens are for."""
        for token in tokens:
            self.tokens[(await self.call("auth.test", token, {}))["team_id"]] = token

    async def take(self, socket: aiohttp.ClientWebSocketResponse, envelope: dict[str, Any]) -> None:
        """Write a reply, acknowledge it, and react."""
        payload = envelope["payload"]
        event, team = payload["event"], payload["team_id"]
        row = (f"slack:{team}", event["channel"], event["thread_ts"], event["ts"], event["ts"], event["ts"])
        values = (*row, event["user"], event["text"], event["ts"])
        await asyncio.get_running_loop().run_in_executor(self.thread, self.connection.execute, _INSERT, values)
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        reaction = {"channel": event["channel"], "timestamp": event["ts"], "name": "eyes"}
        await self.call("reactions.add", self.tokens[team], reaction)

    async def serve(self, app_token: str) -> None:
        """Take what comes over the connection."""
        opened = await self.call("apps.connections.open", app_token, {})
        async with self.session.ws_connect(opened["url"]) as socket:
            async for message in socket:
                envelope = json.loads(message.data)
                if envelope["type"] == "events_api" and envelope["payload"]["event"].get("thread_ts"):
                    task = asyncio.create_task(self.take(socket, envelope))
                    self.tasks.add(task)
                    task.add_done_callback(self.tasks.discard)
                elif "envelope_id" in envelope:
                    await socket.send_json({"envelope_id": envelope["envelope_id"]})


async def main(base_url: str, app_token: str, database: str, tokens: str) -> None:
    async with aiohttp.ClientSession() as session:
        bare = Bare(base_url, session, Path(database))
        await bare.identify(tokens.split(","))
        await bare.serve(app_token)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
