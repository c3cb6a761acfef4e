"""The number of answers on an open card: once in half a minute, and never over the closed card."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from adapters.console.send.messenger import ConsoleMessenger
from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.series import AnswerMode
from bot.ports.messenger import Sent
from tests.services.processes import TEMPORARY
from tests.worlds.builders import ANA, BO, CY, MONDAY, actor
from tests.worlds.playing import HALF, open_round
from tests.worlds.reading import small
from tests.worlds.titles import CLOSED
from tests.worlds.world import World, new_world

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)


class CountingMessenger(ConsoleMessenger):
    """The console as a platform whose cards can be updated; it keeps what it was told to show."""

    counts_answers = True
    updates: tuple[Card, ...] = ()

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        await super().update(workspace, sent, card)
        self.updates = (*self.updates, card)


@pytest.fixture
async def counting() -> AsyncIterator[World]:
    async with new_world(messenger=CountingMessenger) as made:
        yield made


def footers(world: World) -> list[str]:
    """Give the last line of each update of a card."""
    counting = world.messenger.wrapped
    assert isinstance(counting, CountingMessenger)
    return [small(card)[-1] for card in counting.updates]


def minute(number: int, second: int = 0) -> datetime:
    return NINE + timedelta(minutes=number, seconds=second)


async def test_answers_of_half_a_minute_are_counted_at_its_end(counting: World) -> None:
    await counting.set_up()
    played = await open_round(counting)
    for second, who in ((10, ANA), (20, BO), (29, ANA)):
        await counting.at(minute(0, second))
        await counting.say(who, HALF)
    early = footers(counting)

    await counting.at(minute(0, 30))

    [card] = counting.posted()
    assert (early, footers(counting)) == ([], ["2 answers so far."])
    assert (card.title, card.actions[0].target) == ("Question of the day: Storage · associate", f"round:{played.id}")


async def test_count_is_updated_once_in_half_a_minute_at_most(counting: World) -> None:
    await counting.set_up()
    await open_round(counting)
    for second, who in ((29, ANA), (59, BO)):
        await counting.at(minute(0, second))
        await counting.say(who, HALF)
    await counting.at(minute(5, 10))
    message = await counting.say(CY, HALF)
    await counting.at(minute(5, 20))
    await counting.delete(message)

    await counting.at(minute(9))

    assert footers(counting) == ["1 answer so far.", "2 answers so far.", "2 answers so far."]


async def test_updates_of_a_crowd_are_due_half_a_minute_apart(counting: World) -> None:
    await counting.set_up()
    played = await open_round(counting)
    for second in range(0, 120, 4):
        await counting.at(minute(0, second))
        await counting.say(actor(f"Member {second}"), HALF)

    await counting.at(minute(3))

    due = [one.due_at for one in await counting.deliveries(played.id) if one.kind is DeliveryKind.UPDATE]
    assert due == [minute(0, 30), minute(1), minute(1, 30), minute(2)]
    assert footers(counting) == [f"{answers} answers so far." for answers in (8, 15, 23, 30)]


async def test_sealed_answers_are_counted(counting: World) -> None:
    await counting.set_up(answer_mode=AnswerMode.SEALED)
    played = await open_round(counting)

    await counting.press(ANA, "answer", f"round:{played.id}", HALF)
    await counting.at(minute(1))

    assert footers(counting) == ["1 answer so far."]


async def test_the_same_message_twice_and_a_late_one_are_no_news(counting: World) -> None:
    await counting.set_up()
    played = await open_round(counting)
    message = await counting.say(ANA, HALF)
    await counting.at(minute(1))

    await counting.record(message.revision, ANA, played.thread or "")
    await counting.at(CLOSE)
    await counting.say(BO, HALF, thread=played.thread)
    await counting.after(minutes=5)

    assert footers(counting) == ["1 answer so far.", "1 answer. The model answer is in the thread."]


async def test_count_that_is_due_after_the_close_is_not_shown(counting: World) -> None:
    await counting.set_up()
    played = await open_round(counting)
    await counting.at(CLOSE - timedelta(seconds=30))
    await counting.say(ANA, HALF)

    await counting.at(CLOSE)
    await counting.after(minutes=1)

    assert footers(counting) == ["1 answer. The model answer is in the thread."]
    states = {delivery.state for delivery in await counting.deliveries(played.id)}
    assert states == {DeliveryState.SENT}


async def test_count_that_failed_before_the_close_shows_the_closed_card(counting: World) -> None:
    await counting.set_up()
    await open_round(counting)
    await counting.at(CLOSE - timedelta(seconds=61))
    await counting.say(ANA, HALF)
    counting.messenger.fail_next(TEMPORARY)
    await counting.at(CLOSE - timedelta(seconds=1))

    for _ in range(3):
        await counting.after(seconds=5)

    assert footers(counting) == [
        *("1 answer. The model answer is still to come.", "1 answer. The model answer is in the thread.")
    ]
    assert counting.posted()[0].title == CLOSED


async def test_count_that_arrives_after_another_process_has_closed_is_put_right(counting: World) -> None:
    await counting.set_up()
    played = await open_round(counting)
    await counting.at(CLOSE - timedelta(seconds=61))
    await counting.say(ANA, HALF)
    counting.clock.travel(CLOSE - timedelta(seconds=30))
    delivering = counting.app.ticking.delivering
    _, [parcel] = await counting.app.call(delivering._claim)
    await counting.at(CLOSE)

    await delivering._deliver(parcel)
    late = counting.posted()[0].title
    await counting.after()

    assert (late, counting.posted()[0].title) == ("Question of the day: Storage · associate", CLOSED)
    updates = [d.state for d in await counting.deliveries(played.id) if d.kind is DeliveryKind.UPDATE]
    assert updates == [DeliveryState.SENT, DeliveryState.SENT]


async def test_counts_of_an_outage_are_shown_once(counting: World) -> None:
    await counting.set_up()
    await open_round(counting)
    for number, who in enumerate((ANA, BO, CY)):
        await counting.at(minute(number, 30))
        counting.messenger.fail_next(TEMPORARY)
        await counting.say(who, HALF)

    await counting.at(minute(20))
    await counting.after(seconds=5)

    assert footers(counting) == ["3 answers so far."]


async def test_platform_that_does_not_count_is_owed_no_update(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.say(ANA, HALF)

    await world.after(minutes=1)

    assert [delivery.kind for delivery in await world.deliveries(played.id)] == [DeliveryKind.CARD]
