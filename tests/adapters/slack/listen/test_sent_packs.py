"""Packs that managers send to Askaday in a direct message."""

import pytest

from tests.worlds.slack import SlackWorld, slack_world

BANK = b"question,option 1,option 2,answer\nWhich shelf number one is painted green?,The upper,The lower,A\n"


async def send(world: SlackWorld, who: str, content: bytes = BANK, name: str = "shelves.csv") -> list[str]:
    """Send a file directly, and give what Askaday says to that."""
    member = world.person(who)
    place = world.slack.direct_message(member)
    before = len(world.slack.bot_messages(place))
    await world.slack.share_file(member, place, name, content=content)
    await world.settled()
    return [one.text for one in world.slack.bot_messages(place)[before:]]


async def test_bank_is_shown_and_used_by_a_button() -> None:
    async with slack_world() as world:
        await world.set_up()
        [shown] = await send(world, "boss")
        boss = world.person("boss")
        [message] = world.slack.bot_messages(world.slack.direct_message(boss))
        await world.press(boss, message, "use")
        packs = await world.app.call(lambda tx: tx.series.of_workspace(world.workspace())[0].settings.packs)
        used = world.slack.bot_messages(world.slack.direct_message(boss))[-1].text

    assert shown.splitlines()[0] == "A pack: shelves"
    assert "Which shelf number one is painted green?" in shown
    assert packs == ("basics", "shelves")
    assert "The pack is in use" in used


async def test_who_runs_nothing_is_greeted_and_told_so_and_no_file_is_fetched() -> None:
    async with slack_world() as world:
        await world.set_up()
        told = await send(world, "ana")
        kept = await world.app.call(lambda tx: tx.own_packs.offered(1))

    assert ["I have not read your file" in one and "one good question a day" in one for one in told] == [True]
    assert kept is None


async def test_app_without_the_scope_says_what_is_missing() -> None:
    async with slack_world() as world:
        await world.set_up()
        for token in world.slack.state.tokens.values():
            token.installation.scopes = token.installation.scopes - {"files:read"}
        told = await send(world, "boss")

    assert ["the app needs the scope files:read" in one for one in told] == [True]


@pytest.mark.parametrize("url", ["https://files.example.org/a.csv", "http://169.254.169.254/latest", "ftp://x"])
async def test_only_slacks_own_files_are_fetched(url: str) -> None:
    async with slack_world() as world:
        await world.set_up()
        member = world.person("boss")
        place = world.slack.direct_message(member)
        await world.slack.share_file(member, place, "a.csv", content=BANK, at=url)
        await world.settled()
        [told] = world.slack.bot_messages(place)

    assert "Slack named a file that is not its own." in told.text
