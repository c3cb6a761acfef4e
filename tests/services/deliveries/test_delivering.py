from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.card import Card, Heading
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.rounds import Round, RoundState
from bot.domain.series import SeriesState
from bot.errors import DeliveryError
from bot.services.deliveries.holding import wait_before
from bot.services.deliveries.owing import delivery_key, owe_note, tell_managers, tell_members
from tests.services.processes import PERMANENT, TEMPORARY, Platform, catch_up, die_in_tick, process
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, text_card
from tests.worlds.titles import BOARD, CLOSED, QUESTION, REVEAL, REVEALED
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)
ROOT_DIRECT = "direct:root"
LEASE = timedelta(minutes=2)


async def opened(world: World, **changes: Any) -> Round:
    await world.set_up(**changes)
    await world.at(NINE)
    return await world.last_round()


async def outcome(world: World) -> dict[DeliveryKind, tuple[DeliveryState, int]]:
    owed = await world.deliveries((await world.last_round()).id)
    return {delivery.kind: (delivery.state, delivery.attempts) for delivery in owed}


async def test_card_is_sent_once_and_the_round_knows_where_it_is(world: World) -> None:
    played = await opened(world)

    [card] = world.posted()
    [delivery] = await world.deliveries(played.id)
    assert card == delivery.card
    assert (delivery.state, delivery.attempts, delivery.message) == (DeliveryState.SENT, 1, played.card_message)
    assert (played.thread, played.channel) == (played.card_message, "general")


async def test_reply_that_was_lost_leads_to_one_message(world: World) -> None:
    world.messenger.lose_next_reply(TEMPORARY)
    await world.set_up()

    await world.at(NINE)
    before = (await world.last_round()).card_message
    await world.after(seconds=5)

    assert before is None
    assert title(world.posted()) == [QUESTION]
    assert await outcome(world) == {DeliveryKind.CARD: (DeliveryState.SENT, 2)}
    assert (await world.last_round()).card_message is not None


async def test_every_reply_lost_leads_to_one_message_each(world: World) -> None:
    played = await opened(world)
    for _ in range(2):
        world.messenger.lose_next_reply(TEMPORARY)

    await world.at(CLOSE)
    await catch_up(world, timedelta(minutes=1))

    assert (title(world.posted()), title(world.posted(played.thread))) == ([CLOSED, BOARD], REVEALED)


async def outage(world: World, calls: int) -> None:
    """Lose the reply to the first send, and fail in the calls that follow, as when a platform goes down."""
    world.messenger.lose_next_reply(TEMPORARY)
    await world.after()
    for _ in range(calls):
        world.messenger.fail_next(TEMPORARY)


async def test_reply_that_was_lost_at_the_start_of_a_long_outage_leads_to_one_message(world: World) -> None:
    await world.set_up()
    world.clock.travel(NINE)
    await outage(world, calls=20)

    await catch_up(world, timedelta(hours=6))

    assert title(world.posted()) == [QUESTION]
    assert await outcome(world) == {DeliveryKind.CARD: (DeliveryState.SENT, 22)}


async def test_notice_whose_reply_was_lost_at_the_start_of_a_long_outage_comes_once(world: World) -> None:
    series = await world.set_up()
    await world.app.call(tell_managers, series, text_card(), code="x", now=MONDAY)
    await outage(world, calls=20)

    await catch_up(world, timedelta(hours=6))

    assert title(world.posted(channel=ROOT_DIRECT)) == ["A title"]


@pytest.mark.parametrize(
    ("attempt", "retry_after", "seconds"),
    [
        (1, None, 1),
        (2, None, 2),
        (3, None, 4),
        (10, None, 512),
        (11, None, 900),
        (10_000, None, 900),
        (1, 0.0, 1),
        (3, 3.0, 4),
        (1, 30.0, 30),
        (2, 7200.0, 7200),
    ],
)
def test_wait_before_another_attempt(attempt: int, retry_after: float | None, seconds: float) -> None:
    assert wait_before(attempt, retry_after) == timedelta(seconds=seconds)


async def test_temporary_failure_is_tried_again_after_the_backoff_and_not_before(world: World) -> None:
    for _ in range(2):
        world.messenger.fail_next(TEMPORARY)
    await world.set_up()

    attempts = []
    for seconds in (0, 0.9, 1, 2.9, 3):
        await world.at(NINE + timedelta(seconds=seconds))
        attempts.append((await outcome(world))[DeliveryKind.CARD])

    pending, sent = DeliveryState.PENDING, DeliveryState.SENT
    assert attempts == [(pending, 1), (pending, 1), (pending, 2), (pending, 2), (sent, 3)]
    assert (await world.series()).state is SeriesState.ACTIVE


async def test_platform_that_asks_to_wait_is_not_called_before(world: World) -> None:
    world.messenger.fail_next(DeliveryError("Slower, please.", permanent=False, retry_after=42.5))
    await world.set_up()
    await world.at(NINE)

    await world.after(seconds=42)
    before = await outcome(world)
    await world.after(seconds=0.5)

    assert before == {DeliveryKind.CARD: (DeliveryState.PENDING, 1)}
    assert await outcome(world) == {DeliveryKind.CARD: (DeliveryState.SENT, 2)}


async def test_permanent_failure_pauses_the_series_and_tells_each_manager_once(world: World) -> None:
    await world.app.call(lambda tx: tx.members.seen(ANA))
    await world.app.call(lambda tx: tx.members.seen(BO))
    world.messenger.refusals[CHANNEL] = PERMANENT
    await world.set_up(managers=frozenset({"root", "ana", "never-seen"}))

    await world.at(NINE)
    await catch_up(world, timedelta(days=3))

    series = await world.series()
    assert (series.state, series.pause_reason, series.next_due) == (SeriesState.PAUSED, "The channel is gone.", None)
    told = {who: title(world.posted(channel=f"direct:{who}")) for who in ("root", "ana", "bo")}
    assert told == {"root": ["A series was paused"], "ana": ["A series was paused"], "bo": []}
    assert title(world.posted()) == []


async def test_reveal_and_board_that_fail_permanently_tell_once(world: World) -> None:
    await opened(world, remind_before=timedelta(hours=1))
    await world.at(CLOSE - timedelta(hours=1))
    platform = Platform(world.messenger, failures={REVEAL: PERMANENT})

    refusing = process(world, platform)
    await refusing.at(CLOSE)
    await catch_up(refusing, timedelta(hours=1))

    states = {kind: state for kind, (state, _) in (await outcome(world)).items()}
    assert states == {
        DeliveryKind.CARD: DeliveryState.SENT,
        DeliveryKind.REMINDER: DeliveryState.SENT,
        DeliveryKind.REVEAL: DeliveryState.WAITING,
        DeliveryKind.ANSWER: DeliveryState.PENDING,
        DeliveryKind.BOARD: DeliveryState.PENDING,
        DeliveryKind.UPDATE: DeliveryState.PENDING,
    }
    assert (await world.last_round()).state is RoundState.CLOSED
    assert title(world.posted(channel=ROOT_DIRECT)) == ["A series was paused"]


async def test_series_that_was_resumed_and_fails_again_tells_again(world: World) -> None:
    world.messenger.refusals[CHANNEL] = PERMANENT
    await opened(world)
    await world.at(CLOSE)
    await world.app.call(world.app.services.managing.resume, ADMIN, await world.series())

    await catch_up(world, timedelta(days=1))

    assert title(world.posted(channel=ROOT_DIRECT)) == ["A series was paused", "A series was paused"]
    assert (await world.series()).state is SeriesState.PAUSED


async def test_two_failures_at_once_tell_once(world: World) -> None:
    series = await world.set_up()
    for day in (1, 2):
        key = delivery_key(series, "n", day)
        await world.app.call(owe_note, series, text_card(), key=key, now=MONDAY)
    platform = Platform(world.messenger, failures={"A title": PERMANENT})

    await process(world, platform).after()

    assert title(world.posted(channel=ROOT_DIRECT)) == ["A series was paused"]


async def test_platform_that_does_not_answer_in_time_is_tried_again(world: World) -> None:
    await world.set_up()
    hanging = Platform(world.messenger, stuck={"sent"})
    delivering = replace(
        world.app.ticking.delivering, messengers={"console": hanging}, send_timeout=timedelta(milliseconds=20)
    )
    impatient = replace(world, app=replace(world.app, ticking=replace(world.app.ticking, delivering=delivering)))

    await impatient.at(NINE)
    before = await outcome(world)
    await world.after(seconds=5)

    assert before == {DeliveryKind.CARD: (DeliveryState.PENDING, 1)}
    assert await outcome(world) == {DeliveryKind.CARD: (DeliveryState.SENT, 2)}
    assert title(world.posted()) == [QUESTION]


async def test_note_that_fails_permanently_pauses_the_series(world: World) -> None:
    await world.set_up()
    world.messenger.refusals[CHANNEL] = PERMANENT

    await world.at(NINE + timedelta(hours=5))

    assert (await world.series()).state is SeriesState.PAUSED


async def test_update_that_fails_permanently_pauses_nothing(world: World) -> None:
    played = await opened(world)
    world.chat.delete(played.card_message or "")

    await world.at(CLOSE)

    states = {kind: state for kind, (state, _) in (await outcome(world)).items()}
    assert states == {
        DeliveryKind.CARD: DeliveryState.SENT,
        DeliveryKind.REVEAL: DeliveryState.SENT,
        DeliveryKind.ANSWER: DeliveryState.SENT,
        DeliveryKind.BOARD: DeliveryState.SENT,
        DeliveryKind.UPDATE: DeliveryState.FAILED,
    }
    assert (await world.series()).state is SeriesState.ACTIVE
    assert title(world.posted(channel=ROOT_DIRECT)) == []


async def test_direct_message_that_fails_permanently_pauses_nothing(world: World) -> None:
    series = await world.set_up()
    platform = Platform(world.messenger, failures={"A title": PERMANENT})
    await world.app.call(tell_managers, series, text_card(), code="x", now=MONDAY)

    await process(world, platform).after()
    await catch_up(world, timedelta(minutes=5))

    assert (await world.series()).state is SeriesState.ACTIVE
    assert world.posted(channel=ROOT_DIRECT) == []


async def test_managers_are_told_the_same_once(world: World) -> None:
    series = await world.set_up()

    for code in ("x", "x", "y"):
        await world.app.call(tell_managers, series, text_card(code), code=code, now=MONDAY)
    await world.after()

    [told] = world.posted(channel=ROOT_DIRECT)
    assert [block.text for block in told.blocks if isinstance(block, Heading)] == ["x", "y"]


async def test_what_waits_for_another_is_sent_after_it(world: World) -> None:
    played = await opened(world)
    platform = Platform(world.messenger, failures={REVEAL: TEMPORARY})

    await process(world, platform).at(CLOSE)
    before = await outcome(world)
    await catch_up(world, timedelta(minutes=1))

    assert before[DeliveryKind.REVEAL] == (DeliveryState.PENDING, 1)
    assert before[DeliveryKind.BOARD] == before[DeliveryKind.UPDATE] == (DeliveryState.PENDING, 0)
    assert (title(world.posted()), title(world.posted(played.thread))) == ([CLOSED, BOARD], REVEALED)


async def test_update_of_a_card_that_was_never_posted_fails(world: World) -> None:
    series = await world.set_up()
    await world.app.call(
        lambda tx: tx.deliveries.add(
            key="u1",
            workspace=WORKSPACE,
            kind=DeliveryKind.UPDATE,
            channel="general",
            card=Card("Closed"),
            due_at=MONDAY,
            series_id=series.id,
        )
    )

    await world.after()

    owed = await world.app.call(lambda tx: tx.deliveries.get(1))
    assert owed is not None
    assert (owed.state, owed.error) == (DeliveryState.FAILED, "The card to update was never posted.")


@pytest.mark.parametrize("where", ["send", "sent"])
async def test_crash_around_sending_leads_to_one_card(world: World, where: str) -> None:
    await world.set_up()
    world.clock.travel(NINE)
    platform = Platform(world.messenger, stuck={where})
    await die_in_tick(process(world, platform), platform)
    posted_before = title(world.posted())
    revived = process(world)

    await revived.at(NINE + LEASE - timedelta(microseconds=1))
    held = await outcome(world)
    await revived.at(NINE + LEASE)
    await revived.after(hours=1)

    assert posted_before == ([QUESTION] if where == "sent" else [])
    assert held == {DeliveryKind.CARD: (DeliveryState.SENDING, 1)}
    assert title(world.posted()) == [QUESTION]
    assert await outcome(world) == {DeliveryKind.CARD: (DeliveryState.SENT, 2)}


async def test_crash_around_the_reveal_leads_to_one_of_each(world: World) -> None:
    played = await opened(world)
    world.clock.travel(CLOSE)
    platform = Platform(world.messenger, stuck={"sent"})
    await die_in_tick(process(world, platform), platform)

    await catch_up(process(world), LEASE)

    assert (title(world.posted()), title(world.posted(played.thread))) == ([CLOSED, BOARD], REVEALED)


async def test_message_the_messenger_breaks_on_does_not_hold_up_others(world: World) -> None:
    series = await world.set_up()
    platform = Platform(world.messenger, failures={"broken": ValueError("a bug in a renderer")})
    for who, code in (("ana", "broken"), ("root", "whole")):
        await world.app.call(tell_members, series, {who}, text_card(code), code=code, now=MONDAY)

    await process(world, platform).after()
    before = [title(world.posted(channel=channel)) for channel in ("direct:ana", ROOT_DIRECT)]
    await world.after(minutes=2)

    after = [title(world.posted(channel=channel)) for channel in ("direct:ana", ROOT_DIRECT)]
    assert (before, after) == ([[], ["whole"]], [["broken"], ["whole"]])


async def test_deliveries_of_a_platform_that_is_off_wait_for_it(world: World) -> None:
    series = await world.set_up()
    await world.app.call(tell_managers, series, text_card(), code="x", now=MONDAY)
    await world.app.ticking.place_due()
    delivering = world.app.ticking.delivering
    off = type(delivering)(delivering.store, delivering.clock, {})

    tried = [await off.deliver_due(), await delivering.deliver_due(), await delivering.deliver_due()]

    assert tried == [0, 1, 0]
    assert title(world.posted(channel=ROOT_DIRECT)) == ["A title"]


async def test_card_sent_after_its_round_is_gone_is_recorded(world: World) -> None:
    await world.set_up()
    await world.app.call(
        lambda tx: tx.deliveries.add(
            key="c1", workspace=WORKSPACE, kind=DeliveryKind.CARD, channel="general", card=Card("Q"), due_at=MONDAY
        )
    )

    await world.after()

    owed = await world.app.call(lambda tx: tx.deliveries.get(1))
    assert owed is not None
    assert owed.state is DeliveryState.SENT
