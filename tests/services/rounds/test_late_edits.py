"""A message that was posted before the close, and is only known as it was edited after it."""

from datetime import timedelta

from bot.domain.answers import Answer, Happening, Revision, assemble
from tests.services.played import CLOSE, HALF, NINE, WHOLE, answers, opened, points, say_unheard
from tests.worlds.builders import ANA, BO
from tests.worlds.world import World

MINUTE = timedelta(minutes=1)
SCORE_LEFT = (None, "edited after the close, and not seen before")


async def close_late(world: World) -> None:
    """Close the question a minute late, as after an outage."""
    await world.at(CLOSE + MINUTE)


async def judged(world: World) -> dict[str, tuple[float | None, str]]:
    """Give the score and the problem of each answer of the newest round."""
    played = await world.last_round()
    found = await world.app.call(lambda tx: tx.grades.of_round(played.id))
    return {member: (ledger[-1].judgement.score, ledger[-1].judgement.problem) for member, ledger in found.items()}


async def told(world: World) -> list[str]:
    played = await world.last_round()
    owed = await world.deliveries(played.id)
    return [one.card.title for one in owed if one.kind == "direct"]


async def test_message_known_only_as_edited_after_the_close_is_kept_and_left_to_a_reviewer(world: World) -> None:
    played = await opened(world)
    message = say_unheard(world, played, "ana", HALF)
    world.clock.travel(CLOSE)
    world.chat.edit(message, WHOLE)

    await close_late(world)

    assert await answers(world) == {"ana": WHOLE}
    assert await judged(world) == {"ana": SCORE_LEFT}
    assert await points(world) == {"ana": 2}
    assert await told(world) == ["An answer to grade by hand"]


async def test_what_was_said_in_time_counts_beside_what_was_edited_late(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, HALF)
    message = say_unheard(world, played, "ana", "Something else.")
    world.clock.travel(CLOSE)
    world.chat.edit(message, "Elephants guard marble gates.")

    await close_late(world)

    [(score, problem)] = (await judged(world)).values()
    assert (score, problem) == (0.5, SCORE_LEFT[1])
    assert await answers(world) == {"ana": f"{HALF}\nElephants guard marble gates."}


async def test_edit_after_the_close_of_a_message_that_was_seen_changes_nothing(world: World) -> None:
    await opened(world)
    message = await world.say(BO, HALF)
    world.clock.travel(CLOSE)
    await world.edit(BO, message, WHOLE)

    await close_late(world)

    assert await answers(world) == {"bo": HALF}
    assert await judged(world) == {"bo": (0.5, "")}
    assert await told(world) == []


def revision(happening: Happening, at: int, text: str = "", *, posted: int = 0) -> Revision:
    member = None if happening is Happening.DELETED else "ana"
    return Revision("1", happening, NINE + at * MINUTE, NINE + posted * MINUTE, member, text)


def test_order_of_arrival_does_not_matter_for_what_is_edited_late() -> None:
    posted, late = revision(Happening.POSTED, 0, "in time"), revision(Happening.EDITED, 20, "late")
    later = revision(Happening.EDITED, 30, "later")

    found = [assemble(known, NINE + 10 * MINUTE) for known in ([late], [later, late], [late, posted], [posted, later])]

    only_late = Answer("ana", "late", ("1",), NINE, NINE + 20 * MINUTE, in_time="")
    in_time = Answer("ana", "in time", ("1",), NINE, NINE)
    assert found == [(only_late,), (only_late,), (in_time,), (in_time,)]


def test_what_was_posted_late_or_is_gone_counts_nothing() -> None:
    gone = [revision(Happening.EDITED, 20, "late"), revision(Happening.DELETED, 30)]
    posted_late = [revision(Happening.EDITED, 20, "late", posted=15)]

    assert [assemble(known, NINE + 10 * MINUTE) for known in (gone, posted_late)] == [(), ()]
