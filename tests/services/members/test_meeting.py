"""A newcomer is told once how it goes, and who is silent for two weeks is asked once; one button ends all that."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.console.send.messenger import ConsoleMessenger
from bot.domain.card import Small
from bot.domain.members import Contact
from bot.errors import RefusedError
from bot.ports.store import Transaction
from bot.services.upgrading import tell_upgraded
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, schedule
from tests.worlds.playing import HALF, open_round, play
from tests.worlds.reading import small
from tests.worlds.world import World, new_world, title

DAY = timedelta(days=1)
HELLO = "How the question of the day goes"
STILL = "Still there?"


class Deaf(ConsoleMessenger):
    """A platform that does not tell who joins."""

    hears_joins = False


@pytest.fixture
async def deaf() -> AsyncIterator[World]:
    async with new_world(messenger=Deaf) as world:
        yield world


def told(world: World, who: str = "ana") -> list[str]:
    return title(world.posted(channel=f"direct:{who}"))


async def join(world: World, who: str = "ana", channel: str = CHANNEL) -> None:
    await world.app.call(world.app.services.meeting.joined, WORKSPACE, channel, who)
    await world.after(seconds=1)


async def pass_days(world: World, days: int) -> None:
    """Go through days one after another, up to the evening."""
    for _ in range(days):
        morning = (world.clock.now() + DAY).replace(hour=9, minute=0, second=0)
        await world.at(morning)
        await world.at(morning + timedelta(hours=8))


async def test_who_joins_is_told_once_how_it_goes(world: World) -> None:
    await world.set_up()
    for _ in range(2):
        await join(world)
    await join(world, "bo", "random")

    [card] = world.posted(channel="direct:ana")
    assert (card.title, told(world, "bo")) == (HELLO, [])
    assert [(action.name, action.target) for action in card.actions] == [("practise", ""), ("quiet", "series:1")]


async def test_who_is_known_already_is_no_newcomer(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})
    await join(world)

    assert told(world) == []


async def test_where_nobody_hears_of_joins_the_first_answer_or_press_brings_it(deaf: World) -> None:
    await deaf.set_up()
    played = await open_round(deaf)
    await deaf.say(ANA, HALF, thread=played.thread)
    await deaf.press(BO, "hint", f"round:{played.id}")
    await deaf.after(seconds=1)
    await deaf.press(BO, "hint", f"round:{played.id}")
    await deaf.after(days=1)

    assert [told(deaf, who) for who in ("ana", "bo")] == [[HELLO], [HELLO]]


async def test_who_runs_a_series_is_told_nothing_of_how_it_goes(deaf: World) -> None:
    await deaf.set_up(managers=frozenset({"ana"}))
    played = await open_round(deaf)
    for who in (ANA, ADMIN, BO):
        await deaf.press(who, "hint", f"round:{played.id}")
    await deaf.after(seconds=1)

    assert [told(deaf, who) for who in ("ana", "root", "bo")] == [[], [], [HELLO]]


async def test_command_alone_brings_no_welcome(deaf: World) -> None:
    await deaf.set_up()
    await deaf.command(ANA, "help")
    await deaf.after(seconds=1)

    assert told(deaf) == []


async def test_who_is_silent_for_two_weeks_is_asked_once(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})
    await pass_days(world, 13)
    before = told(world)
    await pass_days(world, 2)
    asked = told(world)
    await pass_days(world, 30)

    assert (before, asked, told(world)) == ([], [STILL], [STILL])


async def test_whatever_somebody_does_begins_the_two_weeks_anew(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF, BO: HALF})
    await pass_days(world, 9)
    await world.press(ANA, "help")
    await play(world, {BO: HALF})
    await pass_days(world, 10)

    assert [told(world, who) for who in ("ana", "bo")] == [[], []]


async def test_silence_counts_while_questions_are_asked(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})
    await world.command(ADMIN, "pause")
    await pass_days(world, 20)
    paused = told(world)
    await world.command(ADMIN, "resume")
    await pass_days(world, 8)

    assert (paused, told(world)) == ([], [STILL])


async def test_leave_me_alone_ends_all_and_me_turns_it_on_again(world: World) -> None:
    await world.set_up()
    await join(world)
    done = await world.press(ANA, "quiet", "series:1")
    await pass_days(world, 20)
    me = await world.command(ANA, "me")
    again = await world.press(ANA, me.actions[0].name, me.actions[0].target)
    last = await world.command(ANA, "me")

    assert (done.title, told(world)) == ("No more of these", [HELLO])
    assert [(one.actions[0].name, one.actions[0].label) for one in (me, last)] == [
        ("loud", "Write to me again"),
        ("quiet", "No private messages"),
    ]
    assert again.title == "I write to you again"


async def test_keep_going_changes_nothing(world: World) -> None:
    await world.set_up()
    await world.press(ANA, "help")

    stay = await world.press(ANA, "stay", "series:1")

    contact = await world.app.call(lambda tx: tx.contacts.of_member(WORKSPACE, "ana"))
    assert (stay.title, contact is not None and contact.is_quiet) == ("Good to know", False)


async def test_who_asks_for_reminders_wants_to_be_written_to(world: World) -> None:
    await world.set_up()
    await world.press(ANA, "quiet", "series:1")
    await world.command(ANA, "nudge on 9:00", "aws-quiz")

    contact = await world.app.call(lambda tx: tx.contacts.of_member(WORKSPACE, "ana"))
    assert contact is not None
    assert not contact.is_quiet


async def test_who_left_is_asked_nothing(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})
    await world.app.call(world.app.services.meeting.left, WORKSPACE, "ana")
    await pass_days(world, 20)

    assert told(world) == []


async def test_two_weeks_of_who_was_known_before_begin_with_the_upgrade(world: World) -> None:
    await world.set_up()

    def known(tx: Transaction) -> None:
        for who in (ANA, BO):
            tx.members.seen(who)
            tx.contacts.save(Contact(0, WORKSPACE, who.member))
        tx.connection.execute("UPDATE contacts SET is_upgraded = 1")  # type: ignore[attr-defined]  # SQLite's own

    await world.app.call(known)
    await tell_upgraded(world.app.store, world.clock)
    await join(world)
    await pass_days(world, 13)
    before = [told(world, who) for who in ("ana", "bo")]
    await pass_days(world, 2)

    assert (before, [told(world, who) for who in ("ana", "bo")]) == ([[], []], [[STILL], [STILL]])


async def test_first_question_welcomes_the_channel_and_no_other(world: World) -> None:
    await world.set_up(schedule=schedule(weekdays=frozenset(range(7))))
    await open_round(world)
    first = world.posted()[-1]
    await world.at(MONDAY + DAY + timedelta(hours=1))
    second = world.posted()[-1]

    hello = "Hello! A question like this comes every day at 09:00: you answer, then I show mine."
    assert first.blocks[0] == Small(hello)
    assert hello not in small(second)


async def test_press_that_is_refused_meets_nobody(deaf: World) -> None:
    await deaf.set_up()
    with pytest.raises(RefusedError):
        await deaf.press(ANA, "hint", "round:99")
    await deaf.after(seconds=1)

    assert (told(deaf), await deaf.app.call(lambda tx: tx.contacts.of_member(WORKSPACE, "ana"))) == ([], None)


async def test_who_erases_their_data_is_not_met_by_that(deaf: World) -> None:
    await deaf.set_up()
    await play(deaf, {ANA: HALF})
    await deaf.command(ANA, "privacy erase yes")

    assert await deaf.app.call(lambda tx: tx.contacts.of_member(WORKSPACE, "ana")) is None
