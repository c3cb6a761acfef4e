"""Who counts in Slack: people, also those who post through an app; no app's own bot, and not Askaday itself."""

from datetime import UTC, datetime

import pytest

from tests.worlds.slack import SlackWorld, slack_world

pytestmark = pytest.mark.documents(also_without=True)

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."


async def texts(world: SlackWorld) -> list[str]:
    played = (await world.rounds())[-1]
    revisions = await world.app.call(
        lambda tx: tx.answers.revisions(played.workspace, played.channel, played.thread or "")
    )
    return [f"{revision.happening} {revision.text}".rstrip() for revision in revisions]


@pytest.mark.parametrize("read_back", [False, True])
async def test_who_posts_through_an_app_has_answered_and_an_apps_bot_has_not(read_back: bool) -> None:
    async with slack_world() as world:
        robot = world.slack.add_user(world.team, "robot", is_bot=True)
        world.team.channels[world.channel].members.add(robot)
        await world.set_up()
        await world.at(NINE)
        [card] = world.cards()
        if read_back:
            world.slack.app.events = frozenset()
        for who in (world.person("ana"), robot):
            await world.slack.say(who, card.channel, FULL, thread_ts=card.ts, through="B0APP")
        ana = world.slack.thread(card.channel, card.ts)[-2]
        await world.settled()
        heard = await texts(world)
        await world.at(FIVE)

        answers = await world.answers()
    assert (ana.user, ana.bot_id) == (world.person("ana"), "B0APP")
    assert heard == ([] if read_back else [f"posted {FULL}"])
    assert answers == [(world.person("ana"), FULL)]


async def test_askadays_own_messages_are_kept_by_nobody() -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        await world.at(FIVE)
        await world.settled()

        thread = world.cards()[0]
        kept = await world.app.call(lambda tx: list(tx.answers.revisions(world.workspace(), thread.channel, thread.ts)))
    assert kept == []


@pytest.mark.parametrize(
    ("refusal", "counts"),
    [
        ("missing_scope", True),
        ("no_permission", True),
        ("method_not_supported_for_channel_type", True),
        ("user_not_found", False),
        ("user_not_visible", False),
    ],
)
async def test_answer_through_an_app_is_not_lost_for_a_refusal_that_says_nothing_of_its_author(
    refusal: str, counts: bool
) -> None:
    async with slack_world() as world:
        await world.set_up()
        await world.at(NINE)
        [card] = world.cards()
        world.forget_people()
        world.slack.faults.refuse("users.info", refusal, times=100)
        await world.slack.say(world.person("ana"), card.channel, FULL, thread_ts=card.ts, through="B0APP")
        await world.settled()

        heard = await texts(world)
    assert heard == ([f"posted {FULL}"] if counts else [])


@pytest.mark.parametrize(
    ("refusal", "named"), [("missing_scope", False), ("no_permission", False), ("user_not_found", True)]
)
async def test_nobody_is_said_to_have_left_for_a_refusal_that_says_nothing_of_them(refusal: str, named: bool) -> None:
    async with slack_world() as world:
        world.slack.faults.refuse("users.info", refusal)

        names = await world.connection.members.names(world.workspace(), [world.person("ana")])
    assert names == ({world.person("ana"): "somebody who left"} if named else {})
