"""Packs that managers send to Askaday in a direct message."""

from tests.servers.fake_discord.records import Message
from tests.worlds.discord import DiscordWorld, discord_world, shown

BANK = b"question,option 1,option 2,answer\nWhich shelf number one is painted green?,The upper,The lower,A\n"


async def send(world: DiscordWorld, who: str, content: bytes = BANK) -> Message:
    """Send a file directly, and give what Askaday says to that."""
    person = world.people[who]
    place = world.discord.state.direct_message(world.bot.user, person)
    world.discord.say(person, place, "", file="shelves.csv", content=content)
    await world.until(lambda: world.discord.messages(place, by=world.bot.user))
    return world.discord.messages(place, by=world.bot.user)[-1]


async def test_bank_is_shown_and_used_by_a_button() -> None:
    async with discord_world() as world:
        await world.set_up()
        message = await send(world, "boss")
        before = shown(message)
        await world.discord.press(world.people["boss"], message, "Use in daily")
        packs = await world.kept(
            lambda tx: tx.series.of_workspace(world.workspace)[0].settings.packs, lambda found: len(found) > 1
        )

    assert "A pack: shelves" in before
    assert "Which shelf number one is painted green?" in before
    assert packs == ("basics", "shelves")


async def test_who_runs_nothing_is_greeted_and_told_so_and_discord_is_asked_nothing() -> None:
    async with discord_world() as world:
        await world.set_up()
        told = shown(await send(world, "ana"))
        kept = await world.app.call(lambda tx: tx.own_packs.offered(1))
        asked = [one.path for one in world.discord.transcript.requests if "/members/" in one.path]

    assert "I have not read your file" in told
    assert "I ask a team one good question a day" in told
    assert (kept, asked) == (None, [])


async def test_file_that_is_too_large_is_refused() -> None:
    async with discord_world() as world:
        await world.set_up()
        told = shown(await send(world, "boss", b"x" * (5 * 2**20 + 1)))

    assert "It is larger than 5 MB." in told
