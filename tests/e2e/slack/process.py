"""`askaday run` as a process of its own on a fake Slack in this one; both in real time."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.askaday import ASKADAY, clean_environment
from tests.servers.fake_slack import Asked, FakeSlack, Message, Rules, View, Workspace
from tests.waiting import PATIENCE


@dataclass
class SlackProcess:
    """A workspace with a channel, and Askaday that is started and stopped as often as a test likes."""

    slack: FakeSlack
    team: Workspace
    folder: Path
    running: asyncio.subprocess.Process | None = None
    #: Settings beside those of Slack.
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def log(self) -> str:
        return (self.folder / "askaday.log").read_text()

    @property
    def channel(self) -> str:
        return self.team.channel("general")

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": self.team.bot_token,
            "SLACK_APP_TOKEN": self.slack.app.app_token,
            "ASKADAY_SLACK_API": self.slack.base_url,
            **self.more,
        }

    async def start(self) -> None:
        """Start Askaday and wait until it is connected."""
        await self.begin()
        await asyncio.wait_for(self.slack.sockets.wait_connected(self.slack.app), PATIENCE)

    async def begin(self, *words: str) -> None:
        """Start Askaday, and wait for nothing."""
        environment = clean_environment(self.folder, **self.settings, ASKADAY_LOG_FORMAT="json")
        with (self.folder / "askaday.log").open("ab") as log:
            self.running = await asyncio.create_subprocess_exec(
                ASKADAY,
                "run",
                *words,
                cwd=self.folder,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def ended(self) -> int:
        """Wait until the process has ended, and give its exit status."""
        assert self.running is not None
        status = await asyncio.wait_for(self.running.wait(), PATIENCE)
        self.running = None
        return status

    def strike(self, number: signal.Signals, when: Callable[[Asked], bool]) -> None:
        """Send a signal when Slack has done what Askaday asked for, and has not answered yet."""

        def struck(asked: Asked) -> None:
            if when(asked):
                self.slack.transcript.watchers.remove(struck)
                assert self.running is not None
                os.kill(self.running.pid, number)

        self.slack.transcript.watchers.append(struck)

    async def seen(self, when: Callable[[], bool]) -> None:
        """Wait until the fake shows something."""
        changed = asyncio.Event()

        def look(_asked: Asked) -> None:
            changed.set()

        self.slack.transcript.watchers.append(look)
        async with asyncio.timeout(PATIENCE):
            while not when():
                changed.clear()
                await changed.wait()
        self.slack.transcript.watchers.remove(look)

    def forget_claims(self) -> None:
        """Let the time pass for which a process that died had claimed messages."""
        with closing(sqlite3.connect(self.folder / "askaday.db")) as database, database:
            database.execute("UPDATE deliveries SET ready_at = due_at WHERE state = 'sending'")

    def cards(self) -> list[Message]:
        return self.slack.bot_messages(self.channel)

    def in_thread(self) -> list[Message]:
        card = self.cards()[0]
        return [one for one in self.slack.thread(self.channel, card.ts) if one.app_id and one.ts != card.ts]


@asynccontextmanager
async def slack_process(folder: Path) -> AsyncIterator[SlackProcess]:
    rules = Rules(message_pace=0, tiers=False)
    async with FakeSlack(rules=rules) as slack:
        team = slack.add_workspace("acme", people=("ana", "bo"), channels=())
        boss = slack.add_user(team, "boss", is_admin=True)
        slack.add_channel(team, "general", members=(team.user("ana"), team.user("bo"), boss))
        process = SlackProcess(slack, team, folder)
        try:
            yield process
        finally:
            if process.running is not None:
                process.running.kill()
                await process.running.wait()


async def whole_form(slack: FakeSlack, who: str, seen: Callable[[Callable[[], bool]], Awaitable[None]]) -> View:
    """Press "More" in the form that somebody has open, and give it with all of its fields."""

    def whole() -> View | None:
        form = slack.modal(who)
        return form if form and "days" in [block.get("block_id") for block in form.blocks] else None

    first = slack.modal(who)
    assert first is not None
    await slack.press(who, first, "askaday:more:0")
    await seen(lambda: whole() is not None)
    form = whole()
    assert form is not None
    return form
