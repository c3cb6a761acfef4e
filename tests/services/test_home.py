"""What a member sees at a glance."""

from datetime import date, datetime, timedelta

from bot.domain.members import Actor
from bot.domain.reporting import (
    HomeFigures,
    ManagedSeries,
    OpenQuestion,
    OwnLine,
    TopicScore,
    weak_topics,
    weakest_first,
)
from bot.domain.statistics.people import KnowledgeLevel, TopicLevel
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, MONDAY, WORKSPACE, actor, pack, question
from tests.worlds.playing import BOTH, HALF, NOTHING, open_round, play, play_days
from tests.worlds.world import World

NINE = MONDAY + timedelta(hours=1)


async def home(world: World, who: Actor = ANA) -> HomeFigures:
    return await world.app.call(world.app.services.home.figures, who)


def days(*numbers: int) -> tuple[datetime, ...]:
    return tuple(NINE + timedelta(days=number) for number in numbers)


async def test_home_before_anything_is_set_up(world: World) -> None:
    assert await home(world) == HomeFigures((), (), (), ())


async def test_home_of_a_member(world: World) -> None:
    await world.set_up()
    await world.set_up("weekly", channel="other")
    await play(world, {ANA: HALF, BO: BOTH})
    played = await open_round(world)
    await world.say(ANA, HALF, thread=played.thread)

    figures = await home(world)

    assert figures.own == (OwnLine("daily", 1, 1, 6, 2, 1), OwnLine("weekly", 0, 0, 0, None, 2))
    assert [(one.series, one.is_answered) for one in figures.open_questions] == [("daily", True), ("weekly", False)]
    assert figures.open_questions[0] == OpenQuestion(
        round_id=played.id,
        series="daily",
        title="Storage · associate",
        closes_at=played.closes_at,
        zone="UTC",
        channel=CHANNEL,
        card_message=played.card_message,
        is_answered=True,
    )
    assert (figures.weak_topics, figures.managed) == ((), ())


async def test_home_leaves_out_what_can_no_longer_be_answered(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    assert played.closes_at is not None
    world.clock.travel(played.closes_at)

    assert (await home(world)).open_questions == ()


async def test_home_of_a_manager(world: World) -> None:
    world.packs.held = {"basics": pack(*(question(n) for n in range(1, 6)))}
    await world.set_up(managers=frozenset({"ana"}), low_pool=0)
    await world.set_up("paused", channel="other")
    await world.command(ADMIN, "pause series=paused")
    await open_round(world)

    figures = await home(world)
    of_admin = await home(world, ADMIN)

    assert figures.managed == (ManagedSeries(1, "daily", figures.managed[0].schedule, "UTC", days(1, 2, 3), ""),)
    assert figures.managed[0].schedule.endswith(".")
    assert [(one.name, one.slots, one.pause_reason) for one in of_admin.managed] == [
        ("daily", days(1, 2, 3), ""),
        ("paused", (), "a manager asked for it"),
    ]


async def test_home_names_topics_that_were_answered_badly_in_rounds_and_drills(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: NOTHING, BO: HALF})
    once = (await home(world)).weak_topics
    await world.command(ANA, "", "aws-quiz")
    await world.press(ANA, "answer", "drill:1", HALF)

    assert once == ()
    assert (await home(world)).weak_topics == (TopicScore("storage", 0.25, 2),)
    assert (await home(world, BO)).weak_topics == ()


async def test_home_of_a_stranger(world: World) -> None:
    await world.set_up()
    await play_days(world, {ANA: HALF}, 2)

    figures = await home(world, actor("Stranger"))

    assert figures == HomeFigures((OwnLine("daily", 0, 0, 0, None, 1),), (), (), ())


def test_weak_topics_weakest_first_and_at_most_five() -> None:
    scores = [TopicScore(f"t{number}", number / 20, 2) for number in reversed(range(12))]

    found = weak_topics([*scores, TopicScore("once", 0.0, 1), TopicScore("good", 0.5, 9)])

    assert [score.topic for score in found] == ["t0", "t1", "t2", "t3", "t4"]


async def test_home_has_levels_by_topic_and_a_managers_line_from_the_statistics(world: World) -> None:
    await world.set_up(managers=frozenset({"root"}))
    await play_days(world, {ANA: BOTH, BO: NOTHING}, 5)
    await play(world, {ANA: BOTH, CY: BOTH})
    await world.press(BO, "flag", "round:1", "wrong")
    await world.command(CY, "away until 2026-12-31")

    mine, theirs = await home(world), await home(world, ADMIN)

    assert mine.topics == (TopicLevel("storage", KnowledgeLevel.STRONG, 6),)
    assert (await home(world, BO)).topics == (TopicLevel("storage", KnowledgeLevel.WEAK, 5),)
    assert (mine.away_until, (await home(world, CY)).away_until) == (None, date(2026, 12, 31))
    [line] = theirs.managed
    assert (line.took_part, line.members, line.to_decide) == (2, 2, 1)


async def test_weak_topics_are_practised_by_one_press(world: World) -> None:
    questions = [question(n, topics=("lamps" if n % 2 else "storage",)) for n in range(1, 41)]
    world.packs.held = {"basics": pack(*questions)}
    await world.set_up()
    for number in range(1, 9):
        asked = await world.command(ANA, "storage", "aws-quiz")
        await world.press(ANA, "answer", asked.actions[0].target, NOTHING if number < 3 else BOTH)
    for _ in range(2):
        await world.at(world.clock.now() + timedelta(hours=2))
        asked = await world.command(ANA, "lamps", "aws-quiz")
        await world.press(ANA, "answer", asked.actions[0].target, NOTHING)
    await world.at(world.clock.now() + timedelta(hours=2))

    await world.press(ANA, "practise-weak")
    drill = await world.app.call(lambda tx: tx.drills.latest(WORKSPACE, "ana"))

    assert [one.topic for one in (await home(world)).weak_topics] == ["lamps"]
    assert drill is not None
    assert drill.question.topics == ("lamps",)


def test_topics_come_weakest_first_once_each_and_at_most_twelve() -> None:
    many = [TopicLevel(f"t{n:02}", KnowledgeLevel.SOLID, 5) for n in range(20)]
    found = weakest_first(
        [*many, TopicLevel("weak", KnowledgeLevel.WEAK, 5), TopicLevel("t03", KnowledgeLevel.STRONG, 9)]
    )

    assert [one.topic for one in found] == ["weak", "t00", "t01", "t02", *(f"t{n:02}" for n in range(4, 12))]
