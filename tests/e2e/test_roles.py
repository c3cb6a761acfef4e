"""One process hears people and another one works: both of them together are one Askaday, on both platforms."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.discord.process import discord_process
from tests.e2e.slack.process import slack_process, whole_form
from tests.servers.postgres import new_database
from tests.waiting import until

FORM = {"zone": "UTC", "at": "23:59", "packs": ["aws"], "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
SETTINGS = {"packs": "aws", "zone": "UTC", "settings": "at=23:59 days=daily"}


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    with new_database() as url:
        yield {"ASKADAY_DATABASE": url}


async def test_worker_sends_in_slack_what_was_asked_for_where_people_are_heard(
    tmp_path: Path, database: dict[str, str]
) -> None:
    for name in ("connect", "work"):
        (tmp_path / name).mkdir()
    async with slack_process(tmp_path / "connect") as hears:
        hears.more = database
        works = replace(hears, folder=tmp_path / "work")
        slack, boss, ana = hears.slack, hears.team.user("boss"), hears.team.user("ana")
        try:
            await hears.begin("--role", "connect")
            await works.begin("--role", "work")
            await slack.sockets.wait_connected(slack.app)
            await slack.invite(hears.team.bot_user, hears.channel, by=boss)
            await until(lambda: slack.bot_messages(slack.direct_message(boss)))
            await slack.command(boss, hears.channel, "/qotd", "setup")
            await until(lambda: slack.modal(boss) is not None)
            form = await whole_form(slack, boss, hears.seen)
            outcome = await slack.submit(boss, form, {**FORM, "channel": hears.channel})
            slack.faults.hold("chat.postMessage", takes_effect=True)
            await slack.command(boss, hears.channel, "/qotd", "open")
            await until(hears.cards)
            # The worker does not know yet that the card is there, nor the other process whose thread this is.
            ts = await slack.say(ana, hears.channel, "Somebody answers.", thread_ts=hears.cards()[0].ts)
            await slack.settled()
            slack.faults.let_go()
            await until(lambda: slack.state.message(hears.channel, ts).reactions)
            await slack.command(boss, hears.channel, "/qotd", "close")
            await until(lambda: hears.cards()[0].text.startswith("Closed"))
            await until(lambda: len(hears.in_thread()) >= 2)
        finally:
            for one in (hears, works):
                if one.running is not None:
                    one.running.kill()
                    await one.ended()

    assert (outcome.error, outcome.errors) == (None, {})
    assert [text.text.split(": ")[0] for text in hears.in_thread()][:2] == ["Reveal", "Model answer"]
    assert ['"role": "connect"' in hears.log, '"role": "work"' in works.log] == [True, True]


async def test_worker_sends_in_discord_without_a_connection_to_its_gateway(
    tmp_path: Path, database: dict[str, str]
) -> None:
    for name in ("connect", "work"):
        (tmp_path / name).mkdir()
    async with discord_process(tmp_path / "connect") as hears:
        hears.more = database
        works = replace(hears, folder=tmp_path / "work")
        discord, boss, channel = hears.discord, hears.boss, hears.channel
        try:
            await hears.begin("--role", "connect")
            await works.begin("--role", "work")
            await until(lambda: hears.connections == 1)
            said = await hears.said(await discord.command(boss, channel, "qotd-manage setup", SETTINGS))
            discord.faults.hold("POST /channels/{channel_id}/messages/{message_id}/threads", takes_effect=True)
            await discord.command(boss, channel, "qotd-manage open")
            await until(lambda: discord.state.guilds[hears.guild.id].threads_of(channel.id))
            [thread] = discord.state.guilds[hears.guild.id].threads_of(channel.id)
            # The worker does not know yet that the thread is there, nor the other process whose it is.
            answer = discord.say(boss, thread, "Somebody answers.")
            # What Discord tells comes in the order in which it happened.
            await hears.said(await discord.command(boss, channel, "qotd dashboard"))
            discord.faults.let_go()
            await until(lambda: answer.reactions)
            await discord.command(boss, channel, "qotd-manage close")
            await until(lambda: hears.titles() == ["## Closed", "Revealed"])
        finally:
            for one in (hears, works):
                if one.running is not None:
                    one.running.kill()
                    await one.ended()

    assert said.startswith("## daily is set up")
    assert answer.reactions == {"👀": [hears.bot.user.id]}
    assert hears.connections == 1
    assert "Traceback" not in works.log + hears.log
