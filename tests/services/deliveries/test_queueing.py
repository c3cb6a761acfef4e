"""Nobody is sent more than one private message a day unasked: which one, and what becomes of the others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.card import Heading
from bot.domain.deliveries import DeliveryState, Urgency
from bot.domain.members import Contact
from bot.domain.series import PrivateReminder
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_privately, reply_to, tell_managers
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, schedule, settings, text_card
from tests.worlds.playing import HALF, open_round, play
from tests.worlds.world import World, title

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def owe(world: World, name: str, urgency: Urgency, member: str = "ana", **more: Any) -> None:
    """Owe a member a message of that name."""
    series = await world.series()

    def work(tx: Transaction) -> None:
        now = world.clock.now()
        owe_privately(tx, WORKSPACE, member, text_card(name), key=name, now=now, urgency=urgency, series=series, **more)

    await world.app.call(work)


def told(world: World, member: str = "ana") -> list[str]:
    return title(world.posted(channel=f"direct:{member}"))


async def states(world: World, names: Sequence[str]) -> list[DeliveryState]:
    def read(tx: Transaction) -> list[DeliveryState]:
        found = [one for number in range(1, 30) if (one := tx.deliveries.get(number))]
        return [next(one.state for one in found if one.key == name) for name in names]

    return await world.app.call(read)


async def test_most_urgent_goes_out_and_the_others_on_the_next_mornings(world: World) -> None:
    await world.set_up()
    for urgency in (Urgency.SILENCE, Urgency.NUDGE, Urgency.DECISION, Urgency.WELCOME, Urgency.REMINDER):
        await owe(world, urgency.name.lower(), urgency)
    days: list[list[str]] = []
    for day in range(6):
        await world.at(MONDAY + day * DAY + HOUR)
        days.append(told(world)[len([name for names in days for name in names]) :])

    assert days == [["reminder"], ["welcome"], ["decision"], ["nudge"], ["silence"], []]


async def test_what_loses_waits_for_the_next_morning(world: World) -> None:
    await world.set_up()
    await owe(world, "first", Urgency.WELCOME)
    await owe(world, "second", Urgency.WELCOME)
    await world.after(seconds=1)
    await world.at(MONDAY + DAY + timedelta(minutes=59))
    before = told(world)
    await world.at(MONDAY + DAY + HOUR)

    assert (before, told(world)) == (["first"], ["first", "second"])


async def test_what_comes_later_on_that_day_waits_too_and_others_do_not_wait_for_it(world: World) -> None:
    await world.set_up()
    await owe(world, "first", Urgency.NUDGE)
    await world.after(hours=1)
    await owe(world, "urgent", Urgency.REMINDER)
    await owe(world, "of bo", Urgency.SILENCE, "bo")
    await world.after(hours=1)

    assert (told(world), told(world, "bo")) == (["first"], ["of bo"])


@pytest.mark.parametrize(("lapses", "state"), [(HOUR, DeliveryState.FAILED), (2 * DAY, DeliveryState.SENT)])
async def test_what_is_stale_lapses(world: World, lapses: timedelta, state: DeliveryState) -> None:
    await world.set_up()
    await owe(world, "welcome", Urgency.WELCOME)
    await owe(world, "nudge", Urgency.NUDGE, lapses_at=world.clock.now() + lapses)
    await world.after(seconds=1)
    await world.at(MONDAY + DAY + HOUR)

    assert await states(world, ["welcome", "nudge"]) == [DeliveryState.SENT, state]


async def test_day_is_that_of_the_series_or_of_the_members_own_zone(world: World) -> None:
    await world.set_up(schedule=schedule(zone="Pacific/Auckland"))
    await world.command(ANA, "nudge on 9:00 America/Los_Angeles", "aws-quiz")
    for member in ("ana", "bo"):
        await owe(world, f"first {member}", Urgency.WELCOME, member)
        await owe(world, f"second {member}", Urgency.WELCOME, member)
    await world.after(seconds=1)
    # Nine in the morning of Tuesday is 20:00 UTC of Monday in Auckland, and 17:00 UTC of Tuesday in Los Angeles; there
    # Monday's eight o'clock UTC was midnight.
    await world.at(MONDAY + timedelta(hours=12))
    in_auckland = [told(world, "ana"), told(world, "bo")]
    await world.at(MONDAY + timedelta(hours=33))

    assert in_auckland == [["first ana"], ["first bo", "second bo"]]
    assert [told(world, "ana"), told(world, "bo")] == [["first ana", "second ana"], ["first bo", "second bo"]]


async def test_who_wants_to_be_left_alone_is_sent_nothing_but_notices_and_replies(world: World) -> None:
    series = await world.set_up(managers=frozenset({"ana"}))
    await owe(world, "waits", Urgency.WELCOME)
    await world.app.call(lambda tx: tx.contacts.save(Contact(0, WORKSPACE, "ana", is_quiet=True)))
    await owe(world, "not owed", Urgency.NUDGE)
    played = await world.app.call(lambda tx: tx.rounds.add(series.id, WORKSPACE, MONDAY.date()))
    assert played is not None
    now = world.clock.now()
    await world.app.call(tell_managers, series, text_card("trouble"), code="x", now=now)
    await world.app.call(reply_to, series, "ana", text_card("reply"), code="y", now=now, round_id=played.id)

    await world.after(seconds=1)

    assert sorted(told(world)) == ["reply", "trouble"]
    assert await states(world, ["waits"]) == [DeliveryState.FAILED]


async def test_replies_go_out_at_once_and_take_no_place(world: World) -> None:
    series = await world.set_up()
    played = await world.app.call(lambda tx: tx.rounds.add(series.id, WORKSPACE, MONDAY.date()))
    assert played is not None
    for code in ("one", "two"):
        now = world.clock.now()
        await world.app.call(reply_to, series, "ana", text_card(code), code=code, now=now, round_id=played.id)
    await owe(world, "welcome", Urgency.WELCOME)

    await world.after(seconds=1)

    assert sorted(told(world)) == ["one", "two", "welcome"]


async def test_notices_are_one_a_day_a_series_and_join(world: World) -> None:
    daily = await world.set_up()
    other = await world.set_up("other", "ops")
    for series, name in ((daily, "a"), (other, "b")):
        await world.app.call(tell_managers, series, text_card(name), code=name, now=world.clock.now())
    await world.after(seconds=1)
    first = told(world, "root")
    for name in ("c", "d"):
        await world.app.call(tell_managers, daily, text_card(name), code=name, now=world.clock.now())
    await world.after(hours=3)
    later = told(world, "root")
    await world.at(MONDAY + DAY + HOUR)

    joined = world.posted(channel="direct:root")[-1]
    assert (sorted(first), later, told(world, "root")[2:]) == (["a", "b"], first, ["2 things to look at"])
    assert [block.text for block in joined.blocks if isinstance(block, Heading)] == ["c", "d"]


async def test_decisions_go_out_together_and_keep_the_others_waiting_for_one_day(world: World) -> None:
    await world.set_up()
    for name in ("a", "b", "c"):
        await owe(world, name, Urgency.DECISION)
    await owe(world, "nudge", Urgency.NUDGE)
    await world.after(seconds=1)
    [joined] = world.posted(channel="direct:ana")
    await world.at(MONDAY + DAY + HOUR)

    assert [block.text for block in joined.blocks if isinstance(block, Heading)] == ["a", "b", "c"]
    assert told(world) == ["3 things to look at", "nudge"]
    assert await states(world, ["a", "b", "c"]) == [DeliveryState.SENT] * 3


async def test_two_ticks_at_once_send_one(world: World) -> None:
    await world.set_up()
    await owe(world, "first", Urgency.WELCOME)
    await owe(world, "second", Urgency.WELCOME)
    numbers = await world.app.call(lambda tx: tx.deliveries.to_place(world.clock.now(), 10))
    placing = world.app.ticking.queueing

    given = [await world.app.call(placing.place_due, number) for number in (*numbers, *numbers, 1, 2)]

    assert (len(numbers), given) == (1, [True, False, False, False])
    await world.after(seconds=1)
    assert told(world) == ["first"]


async def regular(world: World) -> None:
    """Let ana and bo answer two days, and open the question of the third at nine: its reminder is planned for four."""
    await world.set_up(remind_before=PrivateReminder(HOUR))
    for _ in range(2):
        await play(world, {ANA: HALF, BO: HALF})


async def test_place_is_kept_for_a_reminder_that_is_planned_for_later_that_day(world: World) -> None:
    await regular(world)
    # At eight, before the question of the day is asked.
    await world.at(MONDAY + 2 * DAY)
    midnight = MONDAY + 3 * DAY - timedelta(hours=8)
    await owe(world, "nudge", Urgency.NUDGE, lapses_at=midnight)
    await owe(world, "of bo", Urgency.NUDGE, "bo", lapses_at=midnight)
    await owe(world, "of cy", Urgency.NUDGE, "cy")
    await open_round(world)
    before = [told(world, who) for who in ("ana", "bo", "cy")]
    await world.say(BO, HALF)
    for hour in range(1, 8):
        await world.at(MONDAY + 2 * DAY + HOUR + hour * HOUR)
    after = [told(world, who) for who in ("ana", "bo", "cy")]
    await world.at(MONDAY + 3 * DAY + HOUR)

    assert before == [[], [], ["of cy"]]
    # Half of them have answered: nobody is reminded, and both get what was kept back.
    assert after == [["nudge"], ["of bo"], ["of cy"]]


async def test_reminder_takes_the_place_that_was_kept_for_it(world: World) -> None:
    await regular(world)
    await open_round(world)
    midnight = MONDAY + 3 * DAY - timedelta(hours=8)
    for who in ("ana", "bo"):
        await owe(world, f"nudge {who}", Urgency.NUDGE, who, lapses_at=midnight)
        await owe(world, f"decision {who}", Urgency.DECISION, who)
    for hour in range(10):
        await world.at(MONDAY + 2 * DAY + HOUR + hour * HOUR)
    that_day = [told(world, who) for who in ("ana", "bo")]
    # A decision that has waited for a day does not wait for the next day's reminder, too.
    await world.at(MONDAY + 3 * DAY + HOUR)

    assert that_day == [["Still time to answer"]] * 2
    assert [told(world, who)[1:] for who in ("ana", "bo")] == [["decision ana"], ["decision bo"]]


async def test_nudge_waits_for_the_reminder_of_its_day_and_comes_if_there_is_none(world: World) -> None:
    await regular(world)
    # Of two questions one at least is not the one that is asked that day, of which nobody is reminded.
    for number in (1, 2):
        await world.command(ANA, "", "aws-quiz")
        await world.press(ANA, "show", f"drill:{number}")
    await world.command(ANA, "nudge on 9:30 UTC", "aws-quiz")
    await world.at(MONDAY + 2 * DAY + HOUR)
    await world.at(MONDAY + 2 * DAY + HOUR + timedelta(minutes=30))
    before = told(world)
    await world.say(ANA, HALF)
    await world.at(MONDAY + 2 * DAY + 3 * HOUR)

    assert (before, len(told(world))) == ([], 1)


async def test_a_person_has_one_place_a_day_where_ids_are_the_same_everywhere(world: World) -> None:
    world.messenger.is_everywhere = True
    queueing = replace(world.app.ticking.queueing, shared=frozenset({"console"}))
    object.__setattr__(world.app.ticking, "queueing", queueing)
    series = await world.set_up()
    there = replace(ADMIN, workspace="console:other")
    other = await world.app.call(world.app.services.managing.set_up, there, "daily", CHANNEL, settings())

    def work(tx: Transaction) -> None:
        now = world.clock.now()
        for where, name, urgency in ((series, "nudge", Urgency.NUDGE), (other, "welcome", Urgency.WELCOME)):
            tx.contacts.meet(where.workspace, "ana", None)
            owe_privately(tx, where.workspace, "ana", text_card(name), key=name, now=now, urgency=urgency, series=where)

    await world.app.call(work)
    await world.after(seconds=1)
    first = await states(world, ["welcome", "nudge"])
    await world.at(MONDAY + DAY + HOUR)

    assert first == [DeliveryState.SENT, DeliveryState.QUEUED]
    assert await states(world, ["welcome", "nudge"]) == [DeliveryState.SENT, DeliveryState.SENT]
