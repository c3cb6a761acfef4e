"""`askaday run` and `askaday discord invite` with Discord, each as a process of its own."""

import asyncio
from pathlib import Path

from adapters.discord.connect.access import refused_token
from adapters.discord.connect.permissions import invite
from tests.cli.askaday import Outcome, askaday
from tests.e2e.discord.process import discord_process
from tests.servers.fake_discord import FakeDiscord

SETTINGS = {"packs": "aws", "zone": "UTC", "settings": "at=23:59 days=daily"}


async def test_question_is_asked_and_revealed_by_two_processes(tmp_path: Path) -> None:
    async with discord_process(tmp_path) as run:
        discord, boss, channel = run.discord, run.boss, run.channel
        await run.start()
        set_up = await run.said(await discord.command(boss, channel, "qotd-manage setup", SETTINGS))
        await discord.command(boss, channel, "qotd-manage open")
        await run.until(lambda: run.titles() == ["## Question of the day"])
        stopped = await run.stop()

        await run.start()
        [card] = run.cards()
        form = await discord.press(boss, card, "Flag")
        await discord.command(boss, channel, "qotd-manage close")
        await run.until(lambda: run.titles() == ["## Closed", "Revealed"])
        doctor = await asyncio.to_thread(askaday, tmp_path, "doctor", **run.settings)
        stopped_again = await run.stop()

    assert set_up.startswith("## daily is set up")
    assert form.modal["title"] == "Flag this question"
    assert (stopped, stopped_again, doctor.status) == (0, 0, 0)
    assert [text for text in (run.log, doctor.out, doctor.err) if run.bot.token in text] == []
    assert "Traceback" not in run.log


async def test_invitation_is_printed(tmp_path: Path) -> None:
    async with FakeDiscord() as server:
        bot = server.add_app()
        settings = {"DISCORD_TOKEN": bot.token, "ASKADAY_DISCORD_API": server.address}

        printed = await asyncio.to_thread(askaday, tmp_path, "discord", "invite", **settings)
        wrong = await asyncio.to_thread(
            askaday, tmp_path, "discord", "invite", **{**settings, "DISCORD_TOKEN": "1.wrong"}
        )

    assert (printed.status, printed.out, printed.err) == (0, f"{invite(int(bot.id))}\n", "")
    assert (wrong.status, wrong.out) == (1, "")
    assert wrong.err == f"askaday: {refused_token()}\n"


def test_invitation_without_a_token_is_misuse(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "discord", "invite")

    assert (outcome.status, outcome.out) == (2, "")
    hint = "It goes into .env; docs/discord.md says where it is found."
    assert outcome.err == f"askaday: DISCORD_TOKEN is not set. {hint}\n"


def test_invitation_while_discord_is_away_is_a_sentence(tmp_path: Path) -> None:
    settings = {"DISCORD_TOKEN": "1.token", "ASKADAY_DISCORD_API": "http://127.0.0.1:1"}

    outcome = askaday(tmp_path, "discord", "invite", **settings)

    assert outcome == Outcome(1, "", "askaday: Discord cannot be reached: Connection refused.\n")


async def test_wrong_token_ends_it_with_a_sentence(tmp_path: Path) -> None:
    async with FakeDiscord() as server:
        settings = {"DISCORD_TOKEN": "1.wrong", "ASKADAY_DISCORD_API": server.address, "ASKADAY_LOG_LEVEL": "error"}

        outcome = await asyncio.to_thread(askaday, tmp_path, "run", **settings)

    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err == f"askaday: {refused_token()}\n"
