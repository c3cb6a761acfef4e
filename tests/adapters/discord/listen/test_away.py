"""Being away in Discord: a form asks for the day, and the command has a field for each of its options."""

from datetime import date

from tests.adapters.discord.outcomes import said
from tests.worlds.discord import DiscordWorld, discord_world

DAY = date(2027, 1, 7)


async def away(world: DiscordWorld) -> list[tuple[str, date]]:
    today = world.clock.now().date()
    found = await world.app.call(lambda tx: tx.absences.between(world.workspace, today, today))
    return [(one.member, one.until) for one in found]


async def test_form_of_ones_own_page_and_command_take_a_day() -> None:
    async with discord_world() as world:
        await world.set_up()
        ana, bo = world.people["ana"], world.people["bo"]
        page = await world.discord.command(ana, world.place, "qotd me")
        await said(world, page)

        opened = await world.discord.press(ana, page.message, "I'm away …")
        outcome = await world.discord.submit(ana, opened, {"text": DAY.isoformat()})
        told = await said(world, outcome)
        await said(world, await world.discord.command(bo, world.place, "qotd away", {"until": "2027-01-07"}))
        both = await away(world)
        await said(world, await world.discord.command(ana, world.place, "qotd away", {"off": True}))

        assert "You are away until Thursday 7 January" in told
        assert sorted(both) == sorted([(ana.id, DAY), (bo.id, DAY)])
        assert await away(world) == [(bo.id, DAY)]
