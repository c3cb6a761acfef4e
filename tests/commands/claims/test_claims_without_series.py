"""Claims of drills that no series asks any more: administrators decide on them, for there are no reviewers."""

from tests.worlds.builders import ADMIN, ANA, CY, pack, question
from tests.worlds.playing import HALF, drill_score
from tests.worlds.world import World, title


async def test_claim_of_a_drill_that_no_series_asks_is_decided_by_administrators(world: World) -> None:
    world.packs.held = {
        "basics": pack(question(1, topics=("lamps",))),
        "other": pack(question(2, pack="other"), name="other"),
    }
    await world.set_up(reviewers=frozenset({"cy"}))
    await world.command(ANA, "lamps", "aws-quiz")
    drill = await world.app.call(lambda tx: tx.drills.get(1))
    assert drill is not None
    assert drill.question.pack == "basics"
    await world.press(ANA, "answer", "drill:1", f"{HALF} At the gates stand grey beasts.")
    await world.press(ANA, "claim", "drill:1")

    await world.command(ADMIN, "setup packs=other")
    of_reviewers = await world.command(CY, "disputes")
    shown = await world.command(ADMIN, "disputes")
    await world.press(ADMIN, "accept", shown.actions[0].target)
    await world.after(seconds=1)

    assert of_reviewers.actions == ()
    assert await drill_score(world) == 1
    assert title(world.posted(channel="direct:ana")) != []
