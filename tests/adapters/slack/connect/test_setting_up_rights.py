"""Who may set a series up in Slack, as Slack tells it: administrators, and who invited Askaday to the channel."""

from pathlib import Path
from typing import cast

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.members import Members
from adapters.slack.wire import Json
from bot.services.access.appointing import new_word
from tests.servers.fake_slack import Message
from tests.worlds.slack import SlackWorld, slack_world


async def invited(world: SlackWorld, by: str) -> str:
    """Let somebody invite Askaday to a channel of their own, and give its id."""
    quiet = world.slack.add_channel(world.team, "quiet", members=(by, world.person("ana"), world.person("bo")))
    await world.slack.invite(world.team.bot_user, quiet, by=by)
    await world.settled()
    await world.app.ticking.tick()
    return quiet


def direct(world: SlackWorld, who: str) -> list[Message]:
    return world.slack.bot_messages(world.slack.direct_message(who))


async def series(world: SlackWorld) -> list[tuple[str, frozenset[str]]]:
    found = await world.app.call(lambda tx: tx.series.of_workspace(world.workspace()))
    return [(one.channel, one.settings.managers) for one in found]


async def test_inviter_who_is_no_administrator_sets_up_with_the_button_and_manages_the_series() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        quiet = await invited(world, ana)

        [welcome] = direct(world, ana)
        await world.press(ana, welcome, "setup")
        await world.submit(ana)

        assert await series(world) == [(quiet, frozenset({ana}))]


async def test_inviter_who_has_left_the_channel_is_refused_like_a_member() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        quiet = await invited(world, ana)
        await world.slack.leave(ana, quiet)
        await world.settled()

        [welcome] = direct(world, ana)
        await world.press(ana, welcome, "setup")

        assert world.slack.modal(ana) is None
        assert await series(world) == []


async def test_inviter_counts_no_more_once_askaday_was_removed() -> None:
    async with slack_world() as world:
        ana, bo = world.person("ana"), world.person("bo")
        quiet = await invited(world, ana)
        await world.slack.leave(world.team.bot_user, quiet)
        await world.slack.invite(world.team.bot_user, quiet, by=bo)
        await world.settled()

        refused = await world.command(ana, "setup", channel=quiet)
        await world.command(bo, "setup", channel=quiet)

        assert refused.acknowledged
        assert world.slack.modal(ana) is None
        assert world.slack.modal(bo) is not None


async def test_inviter_of_another_workspace_is_nobody_here() -> None:
    async with slack_world(teams=2) as world:
        ana, twin = (team.user("ana") for team in world.teams)
        await invited(world, ana)

        await world.command(twin, "setup", channel=world.teams[1].channel("general"))

        assert world.slack.modal(twin) is None


async def test_member_is_refused_by_name_and_has_the_form_sent_to_inviter_and_administrator() -> None:
    async with slack_world() as world:
        ana, bo, boss = (world.person(name) for name in ("ana", "bo", "boss"))
        quiet = await invited(world, ana)

        await world.command(bo, "setup", channel=quiet)
        [refusal] = world.slack.ephemerals(bo)
        refused = refusal.text
        await world.press(bo, refusal, "ask")
        await world.app.ticking.tick()
        await world.press(boss, direct(world, boss)[-1], "setup")
        form = world.slack.modal(boss)
        offered = str(form and form.body).partition("'initial_conversation': '")[2].partition("'")[0]
        await world.submit(boss)

        assert refused == (
            "Only administrators of this workspace, and whoever invited Askaday to this channel, may set it up here: "
            "ana or boss."
        )
        assert [len(direct(world, who)) for who in (ana, boss)] == [2, 1]
        assert offered == quiet
        assert await series(world) == [(quiet, frozenset({boss}))]


async def test_who_left_the_workspace_is_neither_named_nor_asked() -> None:
    async with slack_world() as world:
        ana, bo = world.person("ana"), world.person("bo")
        quiet = await invited(world, ana)
        world.team.users[ana].deleted = True

        await world.command(bo, "setup", channel=quiet)
        [refusal] = world.slack.ephemerals(bo)

        assert "here: boss." in refusal.text


async def test_word_of_a_claim_in_a_direct_message_makes_an_administrator_who_sets_up(tmp_path: Path) -> None:
    async with slack_world(teams=2, database=tmp_path / "askaday.db") as world:
        ana, bo = world.person("ana"), world.person("bo")
        stranger = world.teams[1].user("ana")
        word = new_word(world.app.services.appointing.words, world.workspace(), world.clock)

        for who in (stranger, ana, bo):
            await world.slack.say(who, world.slack.direct_message(who), f"Here: {word}")
            await world.settled()
        told = [direct(world, who)[-1].text.splitlines()[0] for who in (stranger, ana, bo)]
        await world.command(ana, "setup")
        await world.submit(ana)

        no_more = "This word is not good here, or no more."
        assert told == [no_more, "Thank you", no_more]
        assert await series(world) == [(world.channel, frozenset({ana}))]


async def test_who_is_named_by_the_operator_administers_that_workspace_alone() -> None:
    # The ids of people and workspaces are the same each time.
    async with slack_world(teams=2) as world:
        named = tuple((world.workspace(world.teams[0]), team.user("ana")) for team in world.teams)
    async with slack_world(teams=2, managers=named) as world:
        ana, twin = (team.user("ana") for team in world.teams)

        for team, who in zip(world.teams, (ana, twin), strict=True):
            await world.command(who, "setup", channel=team.channel("general"))

        assert named[0] == (world.workspace(), ana)
        assert [world.slack.modal(who) is None for who in (ana, twin)] == [False, True]


async def test_people_without_an_administrator_among_them_are_listed_once_an_hour() -> None:
    asked: list[str] = []

    class Nobody:
        async def read(self, _workspace: str, method: str, _arguments: Json) -> Json:
            asked.append(method)
            return {"members": []}

    members = Members(cast("Calls", Nobody()))

    found = [await members.administrators("slack:T1") for _ in range(2)]

    assert (found, asked) == ([{}, {}], ["users.list"])
