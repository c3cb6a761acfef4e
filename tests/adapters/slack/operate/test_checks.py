"""What `askaday doctor` says of Slack, each trouble by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from adapters.finding import Finding
from adapters.slack.connect.permissions import NEEDED, OPTIONAL
from tests.worlds.slack import SlackWorld, slack_world

NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)
REINSTALL = 'Paste the manifest of `askaday slack manifest` under "App Manifest", and install the app again.'


def grant(world: SlackWorld, scopes: Sequence[str]) -> None:
    [installation] = world.slack.state.installations
    installation.scopes = frozenset(scopes)


SHORTCUTS = (
    "Slack does not tell whether the menu of a message has Best answer, Flag and Suggest as question. "
    'If it does not, paste the manifest of `askaday slack manifest` under "App Manifest" and save it; '
    "the scope commands is enough"
)


async def findings(world: SlackWorld, **newest: datetime) -> list[tuple[str, str]]:
    """Give what was found, with how bad it is."""
    series = await world.app.call(lambda tx: list(tx.series.all()))
    found = await world.connection.check(series, newest or {world.workspace(): NOON})
    return [("FAILED" if f.is_wrong else "WARNING" if f.is_doubtful else "", f.text) for f in found]


async def troubles(world: SlackWorld, **newest: datetime) -> list[tuple[str, str]]:
    return [found for found in await findings(world, **newest) if found[0]]


async def test_all_is_well() -> None:
    async with slack_world(connect=False) as world:
        await world.set_up()
        grant(world, [*NEEDED, *OPTIONAL])

        found = await findings(world)

        assert found == [
            ("", "SLACK_APP_TOKEN opens a connection"),
            ("", f"The token for {world.workspace()} is good"),
            ("", "All needed scopes are granted"),
            ("", f"The last event from {world.workspace()} came in on 2026-12-07 at 12:00 UTC"),
            ("", "daily: Askaday is in #general"),
            ("", SHORTCUTS),
        ]


async def test_scope_is_missing() -> None:
    async with slack_world(connect=False) as world:
        grant(world, [*NEEDED.keys() - {"channels:history", "reactions:write"}, *OPTIONAL])

        assert await troubles(world) == [
            (
                "FAILED",
                (
                    "Scopes are missing: channels:history (reading answers in public channels), reactions:write "
                    f"(acknowledging answers with an emoji). {REINSTALL}"
                ),
            )
        ]


async def test_scope_is_not_used() -> None:
    async with slack_world(connect=False) as world:
        grant(world, [*NEEDED, *OPTIONAL, "team:read"])

        assert await troubles(world) == [("WARNING", f"Scopes that Askaday does not use: team:read. {REINSTALL}")]


async def test_optional_scope_is_missing_where_nobody_needs_it() -> None:
    async with slack_world(connect=False) as world:
        grant(world, list(NEEDED))

        optional = (
            "usergroups:read (user groups as managers or reviewers), files:read (packs that managers send as files), "
            "files:write (handing people their own data as files)"
        )
        said = f"Not granted, and not needed so far: {optional}"
        assert ("", said) in await findings(world)
        assert await troubles(world) == []


async def test_optional_scope_is_missing_where_a_group_manages() -> None:
    async with slack_world(connect=False) as world:
        await world.set_up(managers=frozenset({world.person("boss"), "S0001"}))
        grant(world, list(NEEDED))

        assert await troubles(world) == [
            ("WARNING", f"User groups have no rights in daily: usergroups:read is missing. {REINSTALL}")
        ]


async def test_no_event_came_in() -> None:
    async with slack_world(connect=False) as world:
        await world.set_up()
        grant(world, [*NEEDED, *OPTIONAL])

        assert await troubles(world, elsewhere=NOON) == [
            (
                "WARNING",
                (
                    f"No event from {world.workspace()} has come in for a week. If somebody answered a question in its "
                    'thread, look under "Event Subscriptions": it has to be on, with the bot events that '
                    "`askaday slack manifest` lists."
                ),
            )
        ]


async def test_bot_is_not_in_the_channel() -> None:
    async with slack_world(connect=False) as world:
        await world.set_up()
        grant(world, [*NEEDED, *OPTIONAL])
        await world.slack.leave(world.team.bot_user, world.channel)

        said = "daily: in #general: Askaday is not in the channel: invite it there with /invite @Askaday"
        assert await troubles(world) == [("FAILED", said)]


async def test_channel_is_archived() -> None:
    async with slack_world(connect=False) as world:
        await world.set_up()
        grant(world, [*NEEDED, *OPTIONAL])
        await world.slack.archive(world.channel, world.person("boss"))

        said = "daily: in #general: the channel is archived: bring it back, or choose another one"
        assert await troubles(world) == [("FAILED", said)]


async def test_channel_is_unknown() -> None:
    async with slack_world(connect=False) as world:
        await world.set_up()
        grant(world, [*NEEDED, *OPTIONAL])
        del world.team.channels[world.channel]

        [(verdict, said)] = await troubles(world)

        assert (verdict, said[:7]) == ("FAILED", "daily: ")
        assert "/invite @Askaday" in said


async def test_app_token_is_refused() -> None:
    async with slack_world(connect=False) as world:
        grant(world, [*NEEDED, *OPTIONAL])
        world.slack.faults.refuse("apps.connections.open", "invalid_auth", times=1)

        said = (
            'SLACK_APP_TOKEN: Slack does not accept it (invalid_auth). Under "Basic Information", App-Level Tokens, '
            "generate one with connections:write, and set it."
        )
        assert await troubles(world) == [("FAILED", said)]


async def test_app_token_is_not_blamed_where_slack_has_trouble() -> None:
    async with slack_world(connect=False) as world:
        grant(world, [*NEEDED, *OPTIONAL])
        world.slack.faults.refuse("apps.connections.open", "internal_error", times=1)

        assert await troubles(world) == [("FAILED", "SLACK_APP_TOKEN: Slack has trouble (internal_error).")]


async def test_bot_token_is_refused() -> None:
    async with slack_world(connect=False) as world:
        world.slack.revoke(world.team.bot_token)

        [(verdict, said)] = await troubles(world)

        assert (verdict, said[:17]) == ("FAILED", "SLACK_BOT_TOKEN: ")
        assert "token_revoked" in said


async def test_series_of_a_workspace_without_a_token() -> None:
    async with slack_world(connect=False) as world:
        series = await world.set_up()

        found = await world.connection.check([replace(series, workspace="slack:T9")], {})

        assert found[-2] == Finding("No token is for slack:T9, which has series", is_wrong=True)
