"""Private reminders: to those who usually answer and have not, only where most of them have not."""

from datetime import timedelta
from typing import Any

from bot.domain.deliveries import DeliveryKind
from bot.domain.members import Actor
from bot.domain.series import PrivateReminder
from tests.services.played import CLOSE, HALF, NINE, opened
from tests.services.processes import TEMPORARY
from tests.worlds.builders import ANA, BO, CY, actor, schedule
from tests.worlds.reading import text_of
from tests.worlds.world import World, title

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVERY_DAY = schedule(weekdays=frozenset(range(7)))
EVA = actor("Eva")


async def _played(world: World, *days: tuple[Actor, ...], **changes: Any) -> None:
    """Play a day with each of these who answer it, and open the one after, whose reminder is due in seven hours."""
    await world.set_up(remind_before=PrivateReminder(HOUR), schedule=EVERY_DAY, **changes)
    for number, present in enumerate(days):
        await world.at(NINE + number * DAY)
        for who in present:
            await world.say(who, HALF)
        await world.at(CLOSE + number * DAY)
    await world.at(NINE + len(days) * DAY)


def _reminded(world: World, *who: Actor) -> list[str]:
    return [one.name for one in who if title(world.posted(channel=f"direct:{one.member}"))]


async def test_those_who_usually_answer_and_have_not_are_reminded_once_each(world: World) -> None:
    await _played(world, (ANA, BO, CY, EVA), (ANA, BO, CY), (ANA, BO, CY), (ANA, BO))
    await world.say(ANA, HALF)

    for _ in range(2):
        await world.at(CLOSE + 4 * DAY - HOUR)

    assert _reminded(world, ANA, BO, CY, EVA) == ["Bo", "Cy"]
    [card] = world.posted(channel="direct:bo")
    assert (card.title, text_of(card).split("**")[::2]) == (
        "Still time to answer",
        ["", " is still open (daily). A sentence or two are enough."],
    )
    assert [(action.name, action.target) for action in card.actions] == [
        ("answer", f"round:{(await world.last_round()).id}")
    ]
    played = await world.last_round()
    assert title(world.posted(played.thread)) == []


async def test_nobody_is_reminded_where_half_of_them_have_answered(world: World) -> None:
    await _played(world, (ANA, BO))
    await world.say(ANA, HALF)

    await world.at(CLOSE + DAY - HOUR)

    assert _reminded(world, ANA, BO) == []


async def test_nobody_is_reminded_of_the_first_question(world: World) -> None:
    await opened(world, remind_before=PrivateReminder(HOUR))

    await world.at(CLOSE - HOUR)

    assert _reminded(world, ANA, BO) == []


async def test_a_private_reminder_that_comes_after_the_close_is_not_sent(world: World) -> None:
    await _played(world, (ANA, BO))
    world.messenger.fail_next(TEMPORARY)
    await world.at(CLOSE + DAY - HOUR)
    await world.command(actor("Root", is_admin=True), "close")

    await world.after(minutes=30)

    owed = await world.deliveries((await world.last_round()).id)
    private = [one for one in owed if one.kind is DeliveryKind.PRIVATE_REMINDER]
    assert sorted((one.channel, one.state.value) for one in private) == [("ana", "failed"), ("bo", "sent")]


async def test_what_is_owed_privately_goes_with_its_members_data(world: World) -> None:
    await _played(world, (ANA, BO))
    await world.at(CLOSE + DAY - HOUR)
    before = _reminded(world, ANA, BO)

    await world.press(ANA, "erase-all")
    owed = await world.deliveries((await world.last_round()).id)

    assert before == ["Ana", "Bo"]
    assert [one.channel for one in owed if one.kind is DeliveryKind.PRIVATE_REMINDER] == ["bo"]


async def test_who_has_left_is_not_reminded_and_does_not_count_as_usual(world: World) -> None:
    await _played(world, (ANA, BO, CY))
    world.messenger.left = {"cy", "bo"}
    await world.say(ANA, HALF)

    # Of those who are still there all have answered.
    await world.at(CLOSE + DAY - HOUR)
    of_the_first = _reminded(world, ANA, BO, CY)
    world.messenger.left = {"cy"}
    await world.at(CLOSE + DAY)
    await world.at(NINE + 2 * DAY)
    await world.at(CLOSE + 2 * DAY - HOUR)

    assert (of_the_first, _reminded(world, ANA, BO, CY)) == ([], ["Ana", "Bo"])


async def test_all_are_reminded_where_the_platform_does_not_say_who_is_there(world: World) -> None:
    await _played(world, (ANA, BO))
    world.messenger.people_refusal = TEMPORARY

    await world.at(CLOSE + DAY - HOUR)

    assert _reminded(world, ANA, BO) == ["Ana", "Bo"]
