"""The weekly digest in Discord: a direct message with a picture that is uploaded, and buttons that work there."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.series import Results
from tests.adapters.discord.outcomes import FULL, said
from tests.servers.fake_discord import Fault
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.records import Message
from tests.worlds.discord import DiscordWorld, discord_world, shown

pytestmark = pytest.mark.documents(also_without=True)

NINE, FIVE = datetime(2026, 12, 7, 9, tzinfo=UTC), datetime(2026, 12, 7, 17, tzinfo=UTC)
MONDAY_AFTER = datetime(2026, 12, 14, 8, tzinfo=UTC)
SEND = "POST /channels/{channel_id}/messages"


async def with_a_digest(world: DiscordWorld, *faults: Fault) -> Message:
    """Play a week whose digest comes, and give its message."""
    boss = world.people["boss"]
    await world.set_up(results=Results.NONE)
    await said(world, await world.discord.command(boss, world.place, "qotd-manage digest", {"when": "on"}))
    await world.at(NINE)
    world.discord.say(world.people["ana"], world.thread(), FULL)
    await world.recorded(1)
    await world.at(FIVE)
    # The slots that were missed meanwhile are told before.
    await world.at(MONDAY_AFTER.replace(hour=7))
    for fault in faults:
        world.discord.faults.plan(SEND, fault)
    await world.at(MONDAY_AFTER)
    await world.until(lambda: [one for one in world.discord.direct(boss) if "Week 50" in shown(one)])
    [digest] = [one for one in world.discord.direct(boss) if "Week 50" in shown(one)]
    return digest


def galleries(message: Message) -> list[str]:
    return [item["media"]["url"] for part in walk(message.components) for item in part.get("items") or []]


async def test_digest_has_one_picture_that_is_uploaded_and_its_text_does_not_draw_it_again() -> None:
    async with discord_world() as world:
        digest = await with_a_digest(world)

        with Image.open(BytesIO(world.discord.transcript.files["chart.png"])) as picture:
            assert (picture.format, picture.width) == ("PNG", 720)
        assert galleries(digest) == ["attachment://chart.png"]
        assert "1 answer to 1 question: 100 % of those possible." in shown(digest)
        assert "Answers by week" not in shown(digest)


async def test_buttons_of_a_digest_work_in_the_direct_message() -> None:
    async with discord_world() as world:
        boss = world.people["boss"]
        digest = await with_a_digest(world)

        ended = await said(world, await world.discord.press(boss, digest, "No more digests"))

        assert ended.splitlines()[0] == "## No more digests"
        assert await world.app.call(lambda tx: tx.digests.of_member(world.workspace, boss.id, 1)) is None


async def test_picture_that_discord_refuses_keeps_nobody_from_the_digest() -> None:
    async with discord_world() as world:
        digest = await with_a_digest(world, Fault("status", status=400, code=50035))

        assert galleries(digest) == []
        assert "1 answer to 1 question: 100 % of those possible." in shown(digest)
