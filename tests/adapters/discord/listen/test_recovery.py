"""What is made good after Discord did not answer, or Askaday did not listen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.discord.connect.client import Shards
from tests.servers.fake_discord import Fault
from tests.servers.fake_discord.permissions import HISTORY
from tests.worlds.discord import DiscordWorld, discord_world, running

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
LIST = "GET /channels/{channel_id}/messages"
READ = "GET /channels/{channel_id}/messages/{message_id}"
RENAME = "PATCH /channels/{channel_id}"


async def stopped_after(world: DiscordWorld, *texts: str) -> None:
    """Ask a question, let ana answer, and end the process."""
    await world.set_up()
    await world.at(NINE)
    for text in texts:
        world.discord.say(world.people["ana"], world.thread(), text)
    await world.recorded(len(texts))
    await world.stop()


async def test_connection_that_cannot_begin_is_made_anew(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await stopped_after(world)
        asked = len(world.discord.transcript.of("GET /gateway/bot"))
        world.discord.faults.plan("GET /gateway/bot", Fault("drop"))

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            again = len(world.discord.transcript.of("GET /gateway/bot")) - asked
    assert again == 2


async def test_deletion_that_nobody_told_of_is_found(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await stopped_after(world, "lanterns", "Nothing for the boss's eyes.")
        world.discord.delete(world.discord.messages(world.thread(), by=world.people["ana"])[1])

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            await world.recorded(3)

            answers = await world.answers(await world.open_round())
    assert answers == [("ana", "lanterns")]


async def test_answer_that_cannot_be_read_is_not_taken_for_deleted(tmp_path: Path) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await stopped_after(world, "lanterns")
        world.discord.forbid(world.bot, world.place, HISTORY)

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            await world.until(lambda: [asked.status for asked in world.discord.transcript.of(READ)] == [403])

            answers = await world.answers(await world.open_round())
    assert answers == [("ana", "lanterns")]


@pytest.mark.parametrize(("status", "times"), [(503, 3), (401, 1)])
async def test_thread_that_could_not_be_read_is_read_again(tmp_path: Path, status: int, times: int) -> None:
    database = tmp_path / "askaday.db"
    async with discord_world(database=database) as world:
        await stopped_after(world, "drums")
        world.discord.say(world.people["bo"], world.thread(), "lanterns")
        world.discord.faults.plan(LIST, Fault("status", status=status), times=times)

        async with running(world.discord, world.bot, world.clock, database) as (world.app, world.connection):
            await world.recorded(2)

            answers = await world.answers(await world.open_round())
    assert answers == [("ana", "drums"), ("bo", "lanterns")]


@pytest.mark.parametrize(
    ("fault", "soon"),
    # A refused token holds up all of the server, which is then looked at only now and then.
    [(Fault("limit", seconds=30), 1), (Fault("status", status=401), 10)],
    ids=str,
)
async def test_thread_that_could_not_be_renamed_is_renamed_soon(fault: Fault, soon: int) -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        # The card is changed before its thread, by a route that begins so, too.
        for planned in (Fault("delay", seconds=0), fault):
            world.discord.faults.plan(RENAME, planned)

        await world.at(FIVE)
        for minutes in range(1, soon + 1):
            # Where its token was refused it looks whether that holds.
            await world.until(lambda: world.connection.is_ready)
            await world.at(FIVE + timedelta(minutes=minutes))

        assert world.discord.faults.met == {"delay": 1, fault.name: 1}
        assert world.thread().name == "Closed: Storage · associate"


async def test_connection_that_ends_is_told_in_a_line_and_so_is_that_there_is_another() -> None:
    async with discord_world() as world:
        told: list[str] = []
        world.connection.reach.listen(told.append)

        world.discord.gateway.is_down = True
        await world.discord.gateway.cut(1006)
        await world.until(lambda: len(told) == 1)
        world.discord.gateway.is_down = False
        await world.until(lambda: len(told) == 2)

    assert told == [
        "There is no connection to Discord just now. Trying again; nothing is lost. `askaday doctor` says more.",
        "Discord is reached again.",
    ]


async def test_connection_of_two_shards_is_there_again_when_both_are() -> None:
    async with discord_world(shards=Shards([0, 1], 2)) as world:
        gateway, own = world.discord.gateway, (int(world.guild.id) >> 22) % 2
        await world.set_up()
        await world.at(NINE)
        told: list[str] = []
        world.connection.reach.listen(told.append)

        gateway.silent = {0, 1}
        await gateway.cut(1006)
        await world.until(lambda: len(told) == 1 and gateway.unanswered == 2)
        await gateway.speak(own)
        # What comes over the shard that is back was heard of after its return.
        world.discord.say(world.people["ana"], world.thread(), "lanterns")
        await world.recorded(1)
        alone = [*told]
        await gateway.speak(1 - own)
        await world.until(lambda: len(told) > 1)

    lost = "There is no connection to Discord just now. Trying again; nothing is lost. `askaday doctor` says more."
    assert alone == [lost]
    assert told == [lost, "Discord is reached again."]


async def test_login_alone_does_not_bring_a_lost_connection_back() -> None:
    async with discord_world() as world:
        await world.set_up()
        told: list[str] = []
        world.connection.reach.listen(told.append)
        world.discord.gateway.is_down = True
        await world.discord.gateway.cut(1006)
        await world.until(lambda: len(told) == 1)
        asked = len(world.discord.transcript.of("GET /gateway/bot"))

        world.discord.faults.plan("POST /channels", Fault("status", status=401))
        await world.at(NINE)
        # It logs in anew for that, and then asks for the gateway.
        await world.until(lambda: len(world.discord.transcript.of("GET /gateway/bot")) > asked)

    assert told[1:] == []


async def test_connection_that_discord_has_made_anew_is_told_to_nobody() -> None:
    async with discord_world(pause=60.0) as world:
        told: list[str] = []
        world.connection.reach.listen(told.append)

        await world.discord.gateway.ask_to_reconnect()
        await world.until(lambda: world.discord.gateway.resumed == 1)
        await world.stop()

    assert told == []


async def test_nothing_is_sent_through_a_connection_that_ended() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.connection.close()

        await world.at(NINE)

        sent = world.discord.messages(world.place)
        played = await world.open_round()
    assert sent == []
    assert played.card_message is None
