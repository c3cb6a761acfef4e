"""Who somebody is in Slack at this moment, for pages: nothing vouches for them there but what Slack is asked."""

from tests.worlds.slack import slack_world


async def test_slack_is_asked_for_rights_groups_and_whether_they_are_still_there() -> None:
    async with slack_world() as world:
        ana, boss = world.person("ana"), world.person("boss")
        group = world.slack.add_usergroup(world.team, [ana])
        people, workspace = world.connection.messenger.people, world.workspace()
        found = [await people.actor(workspace, one, [group]) for one in (ana, boss, "U0NOBODY")]
        world.team.users[boss].is_admin = False
        world.team.users[ana].deleted = True
        world.connection.members._people.clear()  # a minute later

        later = [await people.actor(workspace, one, [group]) for one in (ana, boss)]

    known, known_later = (
        [(one.member, one.is_admin, set(one.groups)) if one else None for one in asked] for asked in (found, later)
    )
    assert known == [(ana, False, {group}), (boss, True, set()), None]
    assert known_later == [None, (boss, False, set())]


async def test_the_link_to_the_pages_is_shown_to_who_asked_alone() -> None:
    async with slack_world(web="on", public_url="https://askaday.example.com") as world:
        await world.set_up()
        ana = world.person("ana")
        await world.command(ana, "dashboard")
        [shown] = world.slack.ephemerals(ana)

        others = [world.slack.ephemerals(world.person(name)) for name in ("bo", "boss")]

    assert str(shown).count("https://askaday.example.com/sign-in/") >= 1
    assert others == [[], []]
