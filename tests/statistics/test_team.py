"""Team figures of played rounds: participation, knowledge by topic, what is held, and averages of few."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.question import Question
from bot.domain.series import Results, Series
from bot.domain.statistics.floor import Mean, ViewRules
from bot.domain.statistics.team import Team, TopicKnowledge
from bot.errors import RightsError
from bot.ports.store import Transaction
from bot.services.statistics.scopes import scope_for
from tests.services.processes import process
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor, pack, question
from tests.worlds.playing import BOTH, HALF, NOTHING, meet, play
from tests.worlds.reading import rows
from tests.worlds.world import World

DI, EVE, FAY = actor("Di"), actor("Eve"), actor("Fay")
FOUR = {ANA: BOTH, BO: HALF, CY: HALF, DI: NOTHING}


async def team(world: World, period: str = "all") -> Team:
    def read(tx: Transaction) -> Team:
        series = world.app.services.managing.named(tx, ADMIN.workspace, "daily")
        assert series is not None
        return world.app.services.statistics.team(tx, scope_for(tx, ADMIN, series), period)

    return await world.app.call(read)


def by_topic(found: Team) -> dict[str, TopicKnowledge]:
    return {one.topic: one for one in found.topics}


async def set_up(world: World) -> Series:
    world.packs.held["basics"] = pack(
        *(question(n, topics=("storage" if n % 2 else "network", "other")) for n in range(1, 9))
    )
    await meet(world, ANA, BO, CY, DI, EVE, FAY)
    return await world.set_up(results=Results.NONE)


async def test_participation_by_round_week_and_series(world: World) -> None:
    await set_up(world)
    await play(world, {ANA: BOTH})
    await play(world, {ANA: BOTH, BO: HALF})
    await play(world, {})

    found = await team(world)

    assert [(one.name, one.possible, one.answers, one.rate, one.rounds) for one in found.rounds] == [
        ("2026-12-07", 1, 1, 1.0, 1),
        ("2026-12-08", 2, 2, 1.0, 1),
        ("2026-12-09", 2, 0, 0.0, 1),
    ]
    assert [(one.name, one.possible, one.answers, one.rounds) for one in found.weeks] == [("2026-W50", 5, 3, 3)]
    assert [(one.name, one.possible, one.answers, one.rounds) for one in found.by_series] == [("daily", 5, 3, 3)]
    assert (found.members, found.series, found.period) == (2, "daily", "all")
    # The terminal's messages are a microsecond apart.
    waits = [one.first_after for one in found.rounds]
    assert [wait if wait is None else wait // timedelta(seconds=1) for wait in waits] == [0, 0, None]


async def test_who_is_away_is_not_missed_and_managers_see_until_when(world: World) -> None:
    await set_up(world)
    await play(world, {ANA: BOTH, BO: HALF})
    until = date(2026, 12, 10)
    await world.app.call(world.app.services.absences.begin, BO, BO.member, until)
    await play(world, {ANA: BOTH})
    await play(world, {ANA: BOTH, BO: HALF})

    found = await team(world)
    people = await world.command(ADMIN, "stats people all")

    assert [(one.possible, one.answers) for one in found.rounds] == [(2, 2), (1, 1), (2, 2)]
    assert [(row[0], row[1], row[4]) for row in rows(people)] == [
        ("Ana", "3 of 3", "2026-12-09"),
        ("Bo", "2 of 2", "2026-12-09, away until 2026-12-10"),
    ]


async def test_knowledge_is_the_share_of_key_points_met_by_main_topic(world: World) -> None:
    await set_up(world)
    played = [await play(world, FOUR), await play(world, FOUR)]
    topics = {one.question.main_topic for one in played if one.question}

    found = by_topic(await team(world))

    # Of eight key points each time four were met: both, one, one and none.
    assert {topic: (found[topic].met, found[topic].weeks) for topic in topics} == {
        topic: (Mean(0.5), (("2026-W50", Mean(0.5)),)) for topic in topics
    }


async def test_average_of_two_is_withheld_and_counted_as_left_out(world: World) -> None:
    await set_up(world)
    played = await play(world, {ANA: BOTH, BO: HALF})
    assert played.question is not None

    found = by_topic(await team(world))[played.question.main_topic]

    assert (found.met, found.met.is_withheld, found.held.is_withheld) == (Mean(None, 1), True, True)


async def test_average_less_the_published_three_needs_three_more(world: World) -> None:
    await set_up(world)
    series = await world.series()
    await world.app.call(
        world.app.services.managing.change, ADMIN, series, replace(series.settings, results=Results.TOP)
    )
    five = await play(world, {**FOUR, EVE: BOTH})
    six = await play(world, {**FOUR, EVE: BOTH, FAY: BOTH})
    assert (five.published, six.published) == (3, 3)

    found = await team(world)

    # Both rounds were of this week, of one topic each or of the same.
    assert sum(one.met.left_out for one in found.topics) == 1
    assert [one.met.value for one in found.topics if one.met.value is not None] == [pytest.approx(8 / 12)]


class FailingGrader:
    """Finds the first of two key points, and fails on one answer."""

    name = "keypoints"
    is_metered = False

    def grade(self, question: Question, answer: str) -> Judgement:  # noqa: ARG002 - the port's signature
        if answer == NOTHING:
            raise ValueError(answer)
        return Judgement(0.5, (PointFinding(Finding.COVERED), PointFinding(Finding.NOT_FOUND)), "Half.")


async def test_average_is_withheld_where_all_were_named_but_one_that_is_hidden(world: World) -> None:
    await set_up(world)
    series = await world.series()
    await world.app.call(
        world.app.services.managing.change, ADMIN, series, replace(series.settings, results=Results.ALL)
    )
    await world.command(DI, "privacy hide")
    failing = process(world, grader=FailingGrader())

    # Eve is named too, and has no score: less those of Ana, Bo and Cy, an average would be Di's.
    played = await play(failing, {ANA: HALF, BO: HALF, CY: HALF, DI: HALF, EVE: NOTHING})
    found = await team(world)

    assert played.published == 3
    assert [(one.met, one.weeks) for one in found.topics] == [(Mean(None, 1), (("2026-W50", Mean(None, 1)),))]


async def test_floor_is_the_workspaces(world: World) -> None:
    await set_up(world)
    await play(world, FOUR)
    assert [one.met.value for one in (await team(world)).topics] == [0.5]

    await world.app.call(lambda tx: tx.statistics.set_rules(ADMIN.workspace, ViewRules(floor=5)))
    assert [one.met for one in (await team(world)).topics] == [Mean(None, 1)]

    await world.app.call(lambda tx: tx.statistics.set_rules(ADMIN.workspace, ViewRules(floor=0)))
    assert [one.met for one in (await team(world)).topics] == [Mean(0.5)]


async def test_what_is_held_and_how_many_have_a_topic(world: World) -> None:
    await set_up(world)
    await play(world, {ANA: BOTH, BO: BOTH, CY: HALF})

    at_once = (await team(world)).topics[0]
    await world.after(days=40)
    later = (await team(world)).topics[0]

    # What was known at once is held for some days; what was half known comes back tomorrow.
    assert (at_once.held, at_once.people) == (Mean(1.0), 3)
    assert (later.held, later.people) == (Mean(0.0), 0)


async def test_only_managers_have_a_scope(world: World) -> None:
    series = await set_up(world)

    with pytest.raises(RightsError, match="Only managers of daily and administrators may do this"):
        await world.app.call(scope_for, ANA, series)
