"""The model answer stays in the store until the reveal."""

from dataclasses import asdict
from datetime import timedelta

from structlog.testing import capture_logs

from bot.domain.series import AnswerMode
from bot.errors import DeliveryError, Scope
from tests.services.processes import TEMPORARY, Platform, catch_up, process
from tests.worlds.builders import ADMIN, ANA, MONDAY, pack, question
from tests.worlds.titles import REVEAL
from tests.worlds.world import World

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)
SECRETS = ("turquoise lanterns", "Elephants guard", "blue-green lamps", "docs.aws.amazon.com")


def leaks(*places: object) -> list[str]:
    said = "".join(map(str, places))
    return [secret for secret in SECRETS if secret in said]


async def test_model_answer_is_nowhere_before_the_close(world: World) -> None:
    world.packs.held = {"basics": pack(question())}
    world.draw_all()
    with capture_logs() as logs:
        await world.set_up(remind_before=timedelta(hours=1), low_pool=5)
        world.messenger.fail_next(TEMPORARY)
        await catch_up(world, timedelta(hours=2))
        await world.say(ANA, "My own words")
        played = await world.last_round()
        cards = [
            await world.press(ANA, action, f"round:{played.id}", "A doubt") for action in ("hint", "answer", "flag")
        ]
        cards += [await world.command(ADMIN, text) for text in ("preview", "me", "queue", "help", "stats")]
        await catch_up(world, CLOSE - world.clock.now() - timedelta(seconds=1))
    posted = [world.posted(), world.posted(played.thread), world.posted(channel="direct:root")]

    owed = [asdict(delivery) for delivery in await world.deliveries(played.id)]

    assert leaks(posted, owed, cards, logs, world.output.getvalue()) == []
    assert [delivery["kind"] for delivery in owed] == ["card", "reminder"]
    await world.at(CLOSE)
    assert leaks(world.posted(played.thread)) == ["turquoise lanterns", "Elephants guard", "docs.aws.amazon.com"]


async def test_model_answer_and_answers_are_in_no_log_line_however_it_goes(world: World) -> None:
    platform = Platform(world.messenger, failures={REVEAL: ValueError("a bug in a renderer")})
    with capture_logs() as logs:
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)
        await world.say(ANA, "sesame")
        world.messenger.fail_next(DeliveryError("The thread is gone.", permanent=True, scope=Scope.THREAD))
        await process(world, platform).at(CLOSE)
        await catch_up(world, timedelta(minutes=5))

    events = [entry["event"] for entry in logs]
    assert events == ["the thread could not be read back", "Askaday failed at a delivery", "not delivered"]
    assert leaks(logs) == []
    assert "sesame" not in str(logs)
