"""Closing where the workspace or the channel refuses Askaday: the close waits until it is taken again."""

from datetime import timedelta

import pytest

from bot.domain.card import Heading
from bot.domain.rounds import Round, RoundState
from bot.domain.series import ChannelLoss, PausedFor, SeriesState
from bot.errors import DeliveryError, RefusedError, Scope
from tests.services.played import CLOSE, HALF, WHOLE, answers, opened, say_unheard, shown
from tests.services.processes import Slow, catch_up, process
from tests.worlds.builders import ADMIN, ANA, CHANNEL, WORKSPACE
from tests.worlds.reading import text_of
from tests.worlds.titles import BOARD, CLOSED, REVEALED
from tests.worlds.world import World, title

EITHER = pytest.mark.parametrize("scope", [Scope.WORKSPACE, Scope.CHANNEL])


async def refused_until(world: World, scope: Scope, *, minutes: int) -> Round:
    """Close while it is refused: at once, 1, 2, 4, 8, 16, 32 and 64 minutes after it, then every hour."""
    played = await opened(world)
    await world.say(ANA, WHOLE)
    say_unheard(world, played, "bo", HALF)
    world.messenger.refuse_reading(DeliveryError("Refused.", permanent=True, scope=scope), times=8)
    await catch_up(world, CLOSE + timedelta(minutes=minutes) - world.clock.now())
    return played


async def back(world: World, scope: Scope) -> None:
    lifecycle = world.app.services.lifecycle
    if scope is Scope.WORKSPACE:
        await world.app.call(lifecycle.workspace_back, WORKSPACE)
    else:
        await world.app.call(lifecycle.channel_back, WORKSPACE, CHANNEL)


@EITHER
async def test_round_whose_thread_is_refused_waits_until_it_is_not(world: World, scope: Scope) -> None:
    played = await refused_until(world, scope, minutes=123)
    before = (await world.last_round()).state, (await world.series()).paused_for
    await catch_up(world, timedelta(minutes=1))

    assert before == (RoundState.OPEN, PausedFor(scope.value))
    assert (await world.series()).state is SeriesState.ACTIVE
    assert await answers(world) == {"ana": WHOLE, "bo": HALF}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


@EITHER
@pytest.mark.parametrize("said", ["", "resume", "close", "reveal"])
async def test_round_that_waits_closes_once_it_is_taken_again(world: World, scope: Scope, said: str) -> None:
    played = await refused_until(world, scope, minutes=65)

    if said:
        await world.command(ADMIN, said)
    else:
        await back(world, scope)
    await world.after(seconds=0)

    assert await answers(world) == {"ana": WHOLE, "bo": HALF}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_round_that_waits_for_another_channel_is_left_alone(world: World) -> None:
    await refused_until(world, Scope.CHANNEL, minutes=65)

    await world.app.call(world.app.services.lifecycle.channel_back, WORKSPACE, "elsewhere")
    await world.after(seconds=0)

    assert (await world.last_round()).state is RoundState.OPEN


async def test_managers_are_told_once_that_a_round_waits_for_its_channel(world: World) -> None:
    await opened(world)
    await world.app.call(world.app.services.lifecycle.channel_gone, WORKSPACE, CHANNEL, ChannelLoss.REMOVED)
    world.messenger.refuse_reading(DeliveryError("Not in the channel.", permanent=True), times=99)
    # Of what members did not ask for, one message a day.
    await catch_up(world, timedelta(days=3))

    told = world.posted(channel="direct:root")
    assert title(told) == ["A series was paused", "A question is waiting to close"]
    assert text_of(told[1]).replace("\\", "") == (
        "The question of Monday 7 December (**daily**) could not be closed in time, since its thread could not be "
        "read: Not in the channel.\n\nIt closes, and its reveal comes, once that is put right: what was answered in "
        "time counts. `/qotd close` tries it at once. If the channel will not come back, `/qotd setup channel=…` moves "
        "the series; the question then closes without the replies that Askaday could not read, and `/qotd reveal` "
        "posts its reveal in the new channel."
    )


async def test_round_whose_series_has_moved_closes_without_what_cannot_be_read(world: World) -> None:
    played = await refused_until(world, Scope.CHANNEL, minutes=65)
    refused = DeliveryError("Refused.", permanent=True, scope=Scope.CHANNEL)
    world.messenger.refuse_reading(refused, times=1)
    world.messenger.refusals[CHANNEL] = refused
    series, managing = await world.series(), world.app.services.managing

    await world.app.call(managing.set_up, ADMIN, series.name, "elsewhere", series.settings)
    await world.after(seconds=0)
    closed = await world.last_round()
    await world.app.call(managing.post_owed, ADMIN, await world.series())
    await world.after(seconds=0)

    assert (closed.id, closed.state) == (played.id, RoundState.CLOSED)
    assert await answers(world) == {"ana": WHOLE}
    assert title(world.posted(channel="elsewhere")) == [*REVEALED, BOARD]


async def test_managers_are_not_told_of_a_workspace_that_takes_no_message(world: World) -> None:
    await refused_until(world, Scope.WORKSPACE, minutes=123)
    waiting = await world.app.call(lambda tx: len(tx.rounds.waiting()))
    await catch_up(world, timedelta(days=1))

    assert waiting == 1
    assert world.posted(channel="direct:root") == []


async def test_reveal_says_that_it_tries_a_close_again(world: World) -> None:
    await refused_until(world, Scope.CHANNEL, minutes=65)
    series, managing = await world.series(), world.app.services.managing
    other = await world.app.call(managing.set_up, ADMIN, "other", "elsewhere", series.settings)

    with pytest.raises(RefusedError, match="other owes nothing"):
        await world.app.call(managing.post_owed, ADMIN, other)
    said = await world.command(ADMIN, "reveal")

    assert (said.title, text_of(said)) == (
        "Trying again",
        "The thread of the question that waits to close is read again; its reveal follows if that works.",
    )


async def test_managers_are_told_each_time_that_a_close_pauses_their_series(world: World) -> None:
    await opened(world)
    world.messenger.refuse_reading(DeliveryError("Not in the channel.", permanent=True), times=99)
    await catch_up(world, timedelta(days=1))
    await world.command(ADMIN, "resume")
    await catch_up(world, timedelta(days=2))

    first, second = world.posted(channel="direct:root")
    assert (await world.series()).state is SeriesState.PAUSED
    assert [one.text for one in first.blocks if isinstance(one, Heading)] == [
        "A series was paused",
        "A question is waiting to close",
    ]
    assert text_of(second).replace("\\", "") == (
        "**daily** is paused: Not in the channel. It asks again once that is put right; `/qotd setup channel=…` gives "
        "it another one, and `/qotd resume` lets it go on."
    )


@EITHER
@pytest.mark.parametrize(("said", "state"), [("preview", SeriesState.ACTIVE), ("pause", SeriesState.PAUSED)])
async def test_close_that_is_let_go_while_it_is_refused_is_tried_again_at_once(
    world: World, scope: Scope, said: str, state: SeriesState
) -> None:
    await refused_until(world, scope, minutes=65)
    await world.command(ADMIN, said)
    slow = Slow(world.messenger, stuck={"read"})
    slow.failures["read"] = DeliveryError("Refused.", permanent=True, scope=scope)
    one = process(world, slow)
    one.clock.travel(CLOSE + timedelta(minutes=124))
    await one.app.ticking.tick()
    await slow.reached.wait()
    await back(world, scope)
    slow.let_go.set()
    await one.app.ticking.finish(timedelta(seconds=20))
    slow.failures.clear()

    assert ((await world.series()).state, (await world.last_round()).state) == (state, RoundState.OPEN)
    await one.after(minutes=1)
    assert await answers(world) == {"ana": WHOLE, "bo": HALF}
