"""Which channel of Slack is meant, and what keeps Askaday from asking there, said before anything is posted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.series import Series
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
NEW = "setup name=second packs=basics zone=UTC"


async def told(world: SlackWorld, text: str) -> str:
    """Give what `boss` is told of a command."""
    boss = world.person("boss")
    before = len(world.whispered(boss))
    await world.command(boss, text)
    return "\n".join(world.whispered(boss)[before:])


async def channels(world: SlackWorld) -> list[str]:
    return await world.app.call(lambda tx: [series.channel for series in tx.series.all()])


@pytest.mark.parametrize(
    "written", ["#interviews", "interviews", "<#{}|interviews>", "<https://x.slack.com/archives/{}>"]
)
async def test_channel_is_found_by_its_name_link_and_mention(written: str) -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        # It is not on the first page.
        for number in range(200):
            world.slack.add_channel(world.team, f"other-{number}", members=(boss,))
        wanted = world.slack.add_channel(world.team, "interviews", members=(boss,))

        await told(world, f"{NEW} channel={written.format(wanted)}")
        found = await channels(world)

    assert found == [wanted]


async def test_channel_that_is_mistyped_is_refused_with_the_nearest_that_is_not_private() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        world.slack.add_channel(world.team, "interviews", members=(boss,))
        hidden = world.slack.add_channel(world.team, "interveiws-hr", members=(boss,), private=True)
        await world.slack.invite(world.team.bot_user, hidden, by=boss)
        await world.settled()

        said = await told(world, f"{NEW} channel=#interveiws")
        found = await channels(world)

    assert "Askaday sees no channel 'interveiws'. Did you mean #interviews?" in said
    assert found == []


async def test_set_up_and_open_say_that_askaday_is_not_in_the_channel() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        wanted = world.slack.add_channel(world.team, "interviews", members=(boss,))

        said = await told(world, f"{NEW} channel={wanted}")
        refused = await told(world, "open series=second")
        rounds = await world.rounds()

    lacking = "Askaday is not in the channel: invite it there with /invite @Askaday."
    assert f"⚠️ In #interviews: {lacking}" in said
    assert refused == f"Nothing can be asked in #interviews: {lacking}"
    assert rounds == []


async def test_set_up_says_that_the_channel_is_archived() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        wanted = world.slack.add_channel(world.team, "interviews", members=(boss,))
        await world.slack.archive(wanted, boss)

        said = await told(world, f"{NEW} channel={wanted}")

    assert "⚠️ In #interviews: the channel is archived: bring it back, or choose another one." in said


async def test_set_up_in_a_direct_message_wants_a_channel() -> None:
    async with slack_world() as world:
        boss = world.person("boss")
        place = world.slack.direct_message(boss)

        await world.command(boss, NEW, channel=place)
        said = "\n".join(world.whispered(boss))
        found = await channels(world)

    assert "channel: is needed, since no series can ask here; for example channel=#general." in said
    assert found == []


async def test_series_whose_channel_is_none_is_paused_with_advice_that_helps() -> None:
    async with slack_world() as world:
        series = await world.set_up()
        settings = series.settings
        await world.app.call(lambda tx: tx.series.set_settings(series.id, channel="interviews", settings=settings))
        await world.at(NINE)
        [paused] = await world.app.call(lambda tx: list(tx.series.all()))
        doctor = await found(world, paused)
        blank = await found(world, replace(paused, name="Team A"))

    assert paused.pause_reason.startswith(
        "'interviews' is no channel of Slack's: choose one with /qotd setup channel=#NAME."
    )
    assert doctor == [
        "daily: 'interviews' is no channel of Slack's. Choose one with `/qotd setup series=daily channel=#NAME`."
    ]
    assert blank == [
        "Team A: 'interviews' is no channel of Slack's. Choose one with `/qotd setup series=\"Team A\" channel=#NAME`."
    ]


async def found(world: SlackWorld, series: Series) -> list[str]:
    findings = await world.connection.check([series], {})
    return [one.text for one in findings if one.is_wrong]
