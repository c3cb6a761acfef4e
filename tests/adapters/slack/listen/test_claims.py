"""I said that, in Slack: claimed on one's own result, decided in a message that goes on in its place."""

from datetime import UTC, datetime

from tests.worlds.slack import SlackWorld, slack_world

FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
OWN_WORDS = "It stores turquoise lanterns. At the gates stand grey beasts."


async def _closed(world: SlackWorld, words: str = OWN_WORDS) -> str:
    """Let ana answer the question of a day, and give who she is."""
    ana = world.person("ana")
    await world.set_up()
    await world.at(FIVE.replace(hour=9))
    [card] = world.cards()
    await world.reply(ana, words, card)
    await world.at(FIVE)
    return ana


async def test_point_is_claimed_and_accepted_in_place() -> None:
    async with slack_world() as world:
        ana, boss = await _closed(world), world.person("boss")
        await world.press(ana, world.cards()[0], "mine")
        [result] = world.slack.ephemerals(ana)

        await world.press(ana, result, "claim")
        claimed = result.text
        await world.command(boss, "disputes")
        [queue] = world.slack.ephemerals(boss)
        asked = queue.text
        await world.press(boss, queue, "accept")
        await world.press(ana, world.cards()[0], "mine")

        assert "Elephants guard marble gates. — claimed; a reviewer will decide" in claimed
        assert "At the gates stand grey beasts." in asked
        assert "ana" not in asked
        assert queue.text.splitlines()[1] == "You accepted 1 claim."
        assert "2 of 2 key points recognised" in world.slack.ephemerals(ana)[-1].text
        assert len(world.slack.ephemerals(boss)) == 1


async def test_of_several_points_one_is_chosen_in_place() -> None:
    async with slack_world() as world:
        ana = await _closed(world, "Something else altogether.")
        await world.press(ana, world.cards()[0], "mine")
        [result] = world.slack.ephemerals(ana)

        await world.press(ana, result, "claim")
        offered = result.text.splitlines()[0]
        await world.press(ana, result, "said")

        assert offered == "Which of these did you say?"
        assert result.text.count("claimed; a reviewer will decide") == 1
        assert world.slack.ephemerals(ana) == [result]
