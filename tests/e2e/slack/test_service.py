"""`askaday run` over HTTP: installed from a web page, from the first question to the reveal."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from adapters.slack.connect.http_mode import EVENTS_PATH
from adapters.slack.connect.vault import new_key
from tests.cli.askaday import ASKADAY, askaday, clean_environment
from tests.e2e.slack.process import SlackProcess, whole_form
from tests.servers.fake_slack import App, FakeSlack, Rules
from tests.waiting import PATIENCE
from tests.worlds.slack_service import consent

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

FORM = {"zone": "UTC", "at": "23:59", "packs": ["aws"], "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}


@dataclass
class ServiceProcess(SlackProcess):
    """A workspace that has not installed Askaday yet, and a service that it can install it from."""

    app: App = field(kw_only=True)
    key: str = field(default_factory=new_key)
    #: What it has logged so far.
    log: str = ""

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SLACK_SIGNING_SECRET": self.app.signing_secret,
            "SLACK_CLIENT_ID": self.app.client_id,
            "SLACK_CLIENT_SECRET": self.app.client_secret,
            "ASKADAY_SECRET_KEYS": self.key,
            "ASKADAY_PUBLIC_URL": "https://askaday.example.com",
            "ASKADAY_HTTP_HOST": "127.0.0.1",
            "PORT": "0",
            "ASKADAY_SLACK_API": self.slack.base_url,
            # Where Bolt would keep installations by itself.
            "HOME": str(self.folder),
        }

    async def start(self) -> None:
        """Start Askaday, wait until it listens, and tell Slack where."""
        self.running = await asyncio.create_subprocess_exec(
            ASKADAY,
            "run",
            cwd=self.folder,
            env=clean_environment(self.folder, **self.settings, ASKADAY_LOG_FORMAT="json"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert self.running.stdout is not None
        async with asyncio.timeout(PATIENCE):
            async for line in self.running.stdout:
                self.log += line.decode()
                if (said := json.loads(line))["event"] == "listening for HTTP":
                    self.app.request_url = f"http://127.0.0.1:{said['port']}{EVENTS_PATH}"
                    return

    async def stop(self) -> int | None:
        """Tell it to stop, and give its exit status."""
        assert self.running is not None
        self.running.send_signal(signal.SIGTERM)
        out, _ = await asyncio.wait_for(self.running.communicate(), PATIENCE)
        self.log += out.decode()
        status, self.running = self.running.returncode, None
        return status

    async def install(self) -> None:
        """Install it in the workspace, and invite it to the channel."""
        address = str(self.app.request_url).removesuffix(EVENTS_PATH)
        async with aiohttp.ClientSession() as browser:
            back, cookie = await consent(browser, address, self.team.id)
            async with browser.get(back, headers={"Cookie": cookie}) as done:
                assert done.status == 200
        [installed] = [one for one in self.slack.state.installations_in(self.team) if one.app is self.app]
        self.team.channels[self.channel].members.add(installed.bot_user)


@asynccontextmanager
async def service_process(folder: Path) -> AsyncIterator[ServiceProcess]:
    async with FakeSlack(rules=Rules(message_pace=0, tiers=False)) as slack:
        app = slack.add_app(request_url="http://127.0.0.1:1/", rotation=True)
        team = slack.add_workspace("acme", people=("ana",), channels=("general",), install=False)
        boss = slack.add_user(team, "boss", is_admin=True)
        team.channels[team.channel("general")].members.add(boss)
        process = ServiceProcess(slack, team, folder, app=app)
        try:
            yield process
        finally:
            if process.running is not None:
                process.running.kill()
                await process.running.wait()


async def test_service_is_installed_asks_and_reveals(tmp_path: Path) -> None:
    async with service_process(tmp_path) as service:
        slack, team, channel = service.slack, service.team, service.channel
        ana, boss = team.user("ana"), team.user("boss")
        await service.start()
        await service.install()
        await slack.command(boss, channel, "/qotd", "setup")
        await service.seen(lambda: slack.modal(boss) is not None)
        form = await whole_form(slack, boss, service.seen)
        saved = await slack.submit(boss, form, {**FORM, "channel": channel})
        await slack.command(boss, channel, "/qotd", "open")
        await service.seen(lambda: len(service.cards()) == 1)
        stopped = await service.stop()

        await service.start()
        ts = await slack.say(ana, channel, "It depends.", thread_ts=service.cards()[0].ts)
        await service.seen(lambda: slack.state.message(channel, ts).reactions != {})
        await slack.command(boss, channel, "/qotd", "close")
        await service.seen(lambda: len(service.cards()) == 2 and service.cards()[0].text.startswith("Closed"))
        doctor = await asyncio.to_thread(askaday, tmp_path, "doctor", **service.settings)
        stopped_again = await service.stop()

    assert (saved.error, saved.errors) == (None, {})
    assert [card.text.split()[0] for card in service.cards()] == ["Closed:", "Revealed:"]
    assert (stopped, stopped_again, doctor.status) == (0, 0, 0)
    assert [name for name in await asyncio.to_thread(os.listdir, tmp_path) if not name.startswith("askaday.db")] == []
    secrets = [service.app.client_secret, service.app.signing_secret, service.key, *slack.state.tokens]
    assert [secret for secret in secrets if secret in service.log + doctor.out] == []


async def test_service_says_that_it_is_well_until_it_is_stopped(tmp_path: Path) -> None:
    async with service_process(tmp_path) as service:
        await service.start()
        address = str(service.app.request_url).removesuffix(EVENTS_PATH)

        async with aiohttp.ClientSession() as browser:
            async with browser.get(f"{address}/healthz") as health:
                answered = (health.status, await health.text())
            status = await service.stop()
            with pytest.raises(aiohttp.ClientConnectorError):
                await browser.get(f"{address}/healthz")

    assert (answered, status) == ((200, "ok"), 0)


async def test_port_that_is_taken_ends_it_with_a_sentence(tmp_path: Path) -> None:
    async with service_process(tmp_path) as service:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            outcome = await asyncio.to_thread(askaday, tmp_path, "run", **{**service.settings, "PORT": str(port)})

    assert outcome.status == 1
    assert f"askaday: Nothing can be served at 127.0.0.1, port {port}: Address already in use." in outcome.err
    assert "Traceback" not in outcome.err
