"""What must not happen when the machine's clock is moved, or differs from the platform's."""

from datetime import datetime, timedelta

from adapters.console.send.channel import Chat
from adapters.console.send.messenger import ConsoleMessenger
from adapters.console.send.screen import Screen, terminal
from bot.ports.clock import TravelClock
from tests.servers.fake_discord import Fault
from tests.services.played import CLOSE, NINE, SETTLED, WHOLE, opened, shown
from tests.services.processes import TEMPORARY, Slow, process
from tests.worlds.builders import ANA
from tests.worlds.discord import discord_world
from tests.worlds.slack import slack_world
from tests.worlds.titles import BOARD, CLOSED, QUESTION, REVEALED
from tests.worlds.world import World, title

TEN_MINUTES = timedelta(minutes=10)


class Behind(TravelClock):
    """A platform's clock, which is behind ours."""

    def __init__(self, ours: TravelClock, by: timedelta) -> None:
        self._ours = ours
        self._by = by

    def now(self) -> datetime:
        return self._ours.now() - self._by


async def tick_and_jump(world: World, platform: Slow, jump: timedelta) -> None:
    """Tick until a call is held up, move the clock, tick again, and let it go."""
    while not platform.reached.is_set():  # a close that takes longer than a tick waits owes its reveal to the next one
        await world.app.ticking.tick()
    world.clock.travel(world.clock.now() + jump)
    await world.app.ticking.tick()
    platform.let_go.set()
    # What was held up is done, then what it has made due.
    await world.app.ticking.finish()
    await world.app.ticking.tick()
    await world.app.ticking.finish()


async def test_send_in_flight_while_the_clock_moves_is_not_sent_again(world: World) -> None:
    platform = Slow(world.messenger, stuck={"send"})
    sending = process(world, platform)
    await world.set_up()
    world.clock.travel(NINE)

    await tick_and_jump(sending, platform, TEN_MINUTES)

    assert title(world.posted()) == [QUESTION]
    assert platform.transcript == [f"send {QUESTION}"]


async def test_reveal_in_flight_while_the_clock_moves_is_not_sent_again(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    platform = Slow(world.messenger, stuck={"send"})
    sending = process(world, platform)
    world.clock.travel(CLOSE)

    await tick_and_jump(sending, platform, timedelta(hours=1))

    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)
    assert platform.transcript == SETTLED


async def test_close_under_way_while_the_clock_moves_is_not_begun_again(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    platform = Slow(world.messenger, stuck={"read"})
    closing = process(world, platform)
    world.clock.travel(CLOSE)

    await tick_and_jump(closing, platform, timedelta(hours=9))

    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)
    assert platform.transcript == SETTLED


async def test_lost_reply_of_a_platform_whose_clock_is_behind_leads_to_one_card(world: World) -> None:
    chat = Chat(Behind(world.clock, TEN_MINUTES))
    world.chat = chat
    world.messenger.wrapped = ConsoleMessenger(chat, Screen(terminal(file=world.output, width=100)))
    world.messenger.lose_next_reply(TEMPORARY)
    await world.set_up()

    await world.at(NINE)
    await world.after(seconds=5)

    assert title(world.posted()) == [QUESTION]
    assert (await world.last_round()).card_message is not None


async def test_lost_reply_of_a_slack_whose_clock_is_behind_leads_to_one_card() -> None:
    async with slack_world() as world:
        world.slack.state.clock = Behind(world.clock, TEN_MINUTES)
        await world.set_up()
        world.slack.faults.drop("chat.postMessage", takes_effect=True)

        await world.at(NINE)
        await world.at(NINE + timedelta(seconds=5))

        assert len(world.cards()) == 1


async def test_lost_reply_of_a_discord_whose_clock_is_behind_leads_to_one_card() -> None:
    async with discord_world() as world:
        world.discord.state.clock = Behind(world.clock, TEN_MINUTES)
        await world.set_up()
        world.discord.faults.plan("POST /channels/{channel_id}/messages", Fault("drop", takes_effect=True))

        await world.at(NINE)
        await world.at(NINE + timedelta(minutes=20))  # Discord has forgotten the nonce by then

        assert len(world.discord.messages(world.place, by=world.bot.user)) == 1
