"""Whether Slack itself takes a card of each kind, as `askaday doctor` asks it."""

from collections.abc import Mapping

import pytest

from adapters.finding import Finding
from adapters.slack.operate import validating
from bot.cards.samples import cards
from bot.domain.card import Card, Text
from bot.domain.question import Question
from tests.content.shipped import shipped_pack
from tests.worlds.slack import SlackWorld, slack_world


def sample() -> Question:
    return next(one for one in shipped_pack().pack.questions if one.choices and one.key_points)


async def findings(world: SlackWorld) -> list[Finding]:
    [installation] = (await world.connection.workspaces.all()).values()
    return await validating.check_cards(installation.api, sample())


async def test_slack_takes_a_card_of_each_kind() -> None:
    async with slack_world(connect=False) as world:
        found = await findings(world)
        asked = [one.method for one in world.slack.transcript.of("blocks.validate")]

    assert found == [Finding(f"Slack takes a card of each kind ({len(cards(sample()))})")]
    assert len(asked) >= len(cards(sample()))


async def test_older_blocks_stand_for_those_that_have_not_come_yet() -> None:
    async with slack_world(connect=False) as world:
        world.team.without_blocks |= {"data_visualization", "data_table"}

        assert [one.is_wrong for one in await findings(world)] == [False]


async def test_a_card_that_slack_does_not_take_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Question) -> Mapping[str, Card]:
        return {"Hint": Card("A hint", (Text("Look at the queue."),)), "Too long": Card("x" * 151, (Text("y"),))}

    monkeypatch.setattr(validating, "cards", broken)
    async with slack_world(connect=False) as world:
        world.team.without_blocks |= {"markdown", "section", "rich_text", "context", "header"}

        found = await findings(world)

    assert [(one.text.partition(":")[0], one.is_wrong) for one in found] == [
        ("Slack does not take the card 'Hint'", True),
        ("Slack does not take the card 'Too long'", True),
    ]
    assert "/blocks/" in found[0].text


async def test_slack_that_asks_to_slow_down_is_left_alone() -> None:
    async with slack_world(connect=False) as world:
        world.slack.faults.limit("blocks.validate", 30)

        found = await findings(world)

    said = f"Slack was not asked further about cards, after 0 of {len(cards(sample()))} kinds of cards: "
    assert [(one.text[: len(said)], one.is_doubtful) for one in found] == [(said, True)]
