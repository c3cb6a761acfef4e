"""Who is away is asked nothing: no reminder, no nudge, and no question that counts as missed."""

from datetime import timedelta

import pytest

from bot.domain.deliveries import Urgency
from bot.domain.series import PrivateReminder
from bot.domain.streaks import Streak
from bot.errors import InputError, RightsError
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_privately, tell_managers
from tests.worlds.builders import ADMIN, ANA, BO, CY, MONDAY, WORKSPACE, schedule, text_card
from tests.worlds.playing import HALF, meet, open_round, play
from tests.worlds.reading import rows
from tests.worlds.world import World, title

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERY_DAY = schedule(weekdays=frozenset(range(7)))
AWAY = "You are away until Thursday 10 December"


def told(world: World, member: str = "ana") -> list[str]:
    return title(world.posted(channel=f"direct:{member}"))


async def streak(world: World, member: str = "ana") -> Streak:
    series = await world.series()
    return await world.app.call(lambda tx: tx.standings.streaks(series.id)[member])


async def test_days_away_are_as_days_without_a_question(world: World) -> None:
    await world.set_up(schedule=EVERY_DAY)
    for _ in range(10):
        await play(world, {ANA: HALF, BO: HALF})
    earned = await streak(world)
    await world.at(MONDAY + 10 * DAY)
    card = await world.command(ANA, "away until 2026-12-20")
    for _ in range(3):
        await play(world, {BO: HALF})
    away = await streak(world)
    await play(world, {BO: HALF})

    assert (earned, card.title) == (Streak(10, 10, 10, 1), "You are away until Sunday 20 December")
    assert (away, await streak(world)) == (earned, Streak(10, 10, 10, 0))
    figures = {row[0]: row[1] for row in rows(await world.command(ADMIN, "stats people all"))}
    assert figures["Ana"].split()[-1] == "11"


async def test_an_answer_given_while_away_counts(world: World) -> None:
    await world.set_up(schedule=EVERY_DAY)
    await play(world, {ANA: HALF})
    await world.at(MONDAY + DAY)
    await world.command(ANA, "away until thursday")
    await play(world, {ANA: HALF})

    assert await streak(world) == Streak(2, 2, 2, 0)


async def test_who_is_away_is_reminded_of_nothing_and_keeps_nobody_from_being_reminded(world: World) -> None:
    await world.set_up(schedule=EVERY_DAY, remind_before=PrivateReminder(HOUR))
    for _ in range(2):
        await play(world, {ANA: HALF, BO: HALF, CY: HALF})
    await world.at(MONDAY + 2 * DAY)
    await world.command(ANA, "away until 2026-12-20")
    played = await open_round(world)
    await world.say(CY, HALF, thread=played.thread)
    # Of the two who are there one has answered: that is half, and nobody is reminded.
    await world.at(MONDAY + 2 * DAY + 8 * HOUR)
    half = [told(world, who) for who in ("ana", "bo", "cy")]
    await world.at(MONDAY + 3 * DAY + HOUR)
    await world.at(MONDAY + 3 * DAY + 8 * HOUR)

    assert half == [[], [], []]
    assert [told(world, who) for who in ("ana", "bo", "cy")] == [[], ["Still time to answer"], ["Still time to answer"]]


async def test_weeks_away_make_nobody_a_rare_guest(world: World) -> None:
    await world.set_up(schedule=EVERY_DAY, remind_before=PrivateReminder(HOUR))
    for _ in range(4):
        await play(world, {ANA: HALF, BO: HALF})
    await world.at(MONDAY + 4 * DAY)
    await world.command(ANA, "away until 2026-12-20")
    for _ in range(9):
        await play(world, {BO: HALF})
    await world.at(MONDAY + 13 * DAY + HOUR)
    await world.at(MONDAY + 13 * DAY + 8 * HOUR)

    assert told(world) == ["Still time to answer"]


async def test_nothing_is_sent_unasked_and_what_is_of_use_later_waits(world: World) -> None:
    await world.set_up(schedule=EVERY_DAY)
    await meet(world, ANA)
    await world.command(ANA, "away until thursday")
    series = await world.series()

    def owe(tx: Transaction) -> None:
        now = world.clock.now()
        for urgency, lapses_at in ((Urgency.NUDGE, now + 3 * HOUR), (Urgency.DECISION, None), (Urgency.AWAY, None)):
            owe_privately(
                tx, WORKSPACE, "ana", text_card(urgency.name), key=urgency.name, now=now, urgency=urgency,
                series=series, lapses_at=lapses_at,
            )  # fmt: skip

    await world.app.call(owe)
    await world.after(seconds=1)
    at_once = told(world)
    await world.at(MONDAY + 3 * DAY)
    before = told(world)
    await world.at(MONDAY + 3 * DAY + HOUR)

    assert (at_once, before, told(world)) == (["AWAY"], ["AWAY"], ["AWAY", "DECISION"])


async def test_who_comes_back_early_is_told_what_waited(world: World) -> None:
    await world.set_up()
    await world.command(ANA, "away until thursday")
    series = await world.series()
    now = world.clock.now()
    await world.app.call(
        lambda tx: owe_privately(
            tx, WORKSPACE, "ana", text_card("waits"), key="w", now=now, urgency=Urgency.DECISION, series=series
        )
    )
    await world.after(hours=1)
    before = told(world)
    card = await world.press(ANA, "back", "away:1")
    await world.after(seconds=1)

    assert (before, card.title, told(world)) == ([], "You are not away", ["waits"])


async def test_time_away_is_no_silence(world: World) -> None:
    await world.set_up(schedule=EVERY_DAY)
    await play(world, {ANA: HALF, BO: HALF})
    await world.at(MONDAY + DAY)
    await world.command(ANA, "away until 2026-12-31")
    for day in range(2, 24 + 13):
        await world.at(MONDAY + day * DAY + HOUR)
    before = (told(world), told(world, "bo"))
    for day in range(24 + 13, 24 + 16):
        await world.at(MONDAY + day * DAY + HOUR)

    assert (before, told(world)) == (([], ["Still there?"]), ["Still there?"])


async def test_form_of_the_button_takes_a_day_and_tells_what_is_none(world: World) -> None:
    await world.set_up()
    card = await world.command(ANA, "me")
    [away] = [action for action in card.actions if action.name == "away"]
    form = await world.app.desk.answer_form(ANA, away.target)
    taken = await world.press(ANA, "away", away.target, "Thursday")
    again = await world.command(ANA, "me")

    assert (form.label, taken.title) == ("Your first day back", AWAY)
    assert [action.name for action in again.actions] == ["quiet", "back"]
    with pytest.raises(InputError, match="'soon' is no date"):
        await world.press(ANA, "away", away.target, "soon")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("away until", "Until which day"),
        ("away until today", "has begun already"),
        ("away until 2026-12-07", "has begun already"),
        ("away until 2028-01-01", "more than a year ahead"),
        ("away @bo until friday", "Only those who manage a series"),
        ("away @bo off", "Only those who manage a series"),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_changes_nothing(world: World, said: str, problem: str) -> None:
    await world.set_up()
    await meet(world, BO)

    with pytest.raises((InputError, RightsError), match=problem):
        await world.command(ANA, said)

    assert await world.app.call(lambda tx: tx.absences.between(WORKSPACE, MONDAY.date(), MONDAY.date() + DAY)) == []


async def test_manager_says_it_for_somebody_who_is_told_and_can_say_no(world: World) -> None:
    await world.set_up()
    await meet(world, ANA)
    card = await world.command(ADMIN, "away @ana until thursday")
    await world.after(seconds=1)
    [said] = world.posted(channel="direct:ana")
    [back] = said.actions
    await world.press(ANA, back.name, back.target)

    assert (card.title, said.title) == ("Ana is away until Thursday 10 December", AWAY)
    assert await world.app.call(lambda tx: tx.absences.away(WORKSPACE, MONDAY.date())) == frozenset()


async def test_trouble_is_told_to_those_who_are_there(world: World) -> None:
    series = await world.set_up(managers=frozenset({"ana", "bo"}))
    leaving = {"one": ANA, "two": BO, "three": ADMIN}
    for code, who in leaving.items():
        await world.command(who, "away until friday")
        await world.app.call(tell_managers, series, text_card(code), code=code, now=world.clock.now())
        await world.after(seconds=1)
        await world.after(days=1, hours=1)

    everything = list(leaving)
    assert [told(world, who) for who in ("ana", "bo", "root")] == [["three"], ["one", "three"], everything]


async def test_absence_is_exported_and_erased_with_its_member(world: World) -> None:
    await world.set_up()
    await world.command(ANA, "away until thursday")
    kept = await world.app.call(world.app.services.privacy.export, ANA)
    await world.press(ANA, "erase-all")

    assert [(row["since"], row["until"]) for row in kept["absences"]] == [("2026-12-07", "2026-12-10")]
    assert await world.app.call(lambda tx: tx.absences.away(WORKSPACE, MONDAY.date())) == frozenset()
