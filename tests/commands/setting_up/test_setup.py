"""Setting a series up and changing it."""
# ruff: noqa: RUF001 - what phones and other keyboards write is what is read here

from datetime import date, time, timedelta

import pytest

from bot.commands.forms import setup_form
from bot.commands.setting_up.settings import SETTINGS
from bot.domain.calendar.schedule import CloseAfter
from bot.domain.card import Moment, Text
from bot.domain.scoring import PointRules
from bot.errors import FormError, InputError, RightsError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, WORKSPACE, actor, pack, question, schedule
from tests.worlds.playing import meet
from tests.worlds.reading import rows, small
from tests.worlds.world import World

NEW = "setup packs=basics zone=UTC"


async def all_series(world: World) -> list[str]:
    return await world.app.call(lambda tx: [s.name for s in tx.series.of_workspace(WORKSPACE)])


async def test_setup_without_settings_shows_the_form(world: World) -> None:
    card = await world.command(ANA, "setup")

    assert card.title == "Set up a series"
    assert await all_series(world) == []


async def test_setup_creates_the_series_of_the_channel(world: World) -> None:
    card = await world.command(ADMIN, f'{NEW} at=9:00 closes="at 17:00" holidays=DE')

    series = await world.series()
    assert card.title == "daily is set up"
    assert card.blocks[:2] == (
        Text("**Monday to Friday: asked 09:00, revealed 17:00** (UTC), except holidays in DE."),
        Text("It draws from basics. You manage it."),
    )
    assert [type(block) for block in card.blocks[2:]] == [Moment]
    assert [action.name for action in card.actions] == ["open", "skip", "setup"]
    assert (series.channel, series.settings.managers) == (CHANNEL, frozenset({"root"}))


async def test_setup_changes_the_series_of_the_channel_whatever_its_name(world: World) -> None:
    await world.command(ADMIN, f"{NEW} name=Weekly")

    card = await world.command(ADMIN, "setup at=10:00")

    assert card.title == "Weekly is set up"
    assert (await world.series("weekly")).settings.schedule.at == time(10)
    assert await all_series(world) == ["Weekly"]


async def test_setup_in_another_channel_never_changes_a_series_by_default_name(world: World) -> None:
    await world.command(ADMIN, NEW)
    before = await world.series()

    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, f"{NEW} at=10:00", channel="random")

    assert caught.value.fields == {"name": "is needed, because daily is in another channel; for example name=weekly."}
    assert await world.series() == before


async def test_setup_second_series_in_one_channel(world: World) -> None:
    await world.command(ADMIN, NEW)
    await world.command(ADMIN, f"{NEW} name=weekly days=mon")

    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, "setup at=10:00")

    assert caught.value.fields == {"series": "is needed, because several ask here: daily or weekly."}
    assert await all_series(world) == ["daily", "weekly"]


async def test_setup_series_names_one_too_and_a_channel_can_be_chosen(world: World) -> None:
    await world.command(ADMIN, f"{NEW} series=weekly channel=<#C7|ops>")

    assert (await world.series("weekly")).channel == "C7"


async def test_setup_names_of_managers_become_ids(world: World) -> None:
    world_actor = actor("Dee", member="U42")
    await world.app.call(lambda tx: tx.members.seen(world_actor))

    await world.command(ADMIN, f"{NEW} managers=@dee,S9 reviewers=Dee")

    series = await world.series()
    assert (series.settings.managers, series.settings.reviewers) == (
        frozenset({"U42", "S9", "root"}),
        frozenset({"U42"}),
    )


async def test_setup_with_several_bad_fields_keeps_nothing(world: World) -> None:
    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, "setup zone=Mars at=25:00 packs=basics answers=maybe")

    assert sorted(caught.value.fields) == ["answers", "at", "zone"]
    assert await all_series(world) == []


@pytest.mark.parametrize("name", ["x" * 41, '"a\x07b"'])
async def test_setup_bad_name(world: World, name: str) -> None:
    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, f"{NEW} name={name}")

    assert caught.value.fields == {"name": "is at most 40 printable characters, for example name=daily."}


@pytest.mark.parametrize(
    ("packs", "said"),
    [
        ("nope,basics,no", "packs: there is no nope or no. Packs: basics."),
        (",", "packs: a series needs at least one. Packs: basics."),
    ],
)
async def test_setup_bad_packs(world: World, packs: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        await world.command(ADMIN, f"setup zone=UTC packs={packs}")

    assert str(caught.value) == said


async def test_setup_takes_settings_as_people_write_them(world: World) -> None:
    line = "packs=basics zone=berlin at=9 days=mon–fri closes=‘after 8 hours’ holidays=UK skip=2026–12–24..2026–12–26"

    await world.command(ADMIN, f"setup {line} every=１ points=2，8，2")

    found = (await world.series()).settings
    assert (found.schedule.zone, found.schedule.at, found.schedule.weekdays) == (
        "Europe/Berlin",
        time(9),
        frozenset(range(5)),
    )
    assert (found.schedule.closes, found.schedule.holidays) == (CloseAfter(timedelta(hours=8)), "GB")
    assert found.schedule.skip_dates == {date(2026, 12, day) for day in (24, 25, 26)}
    assert found.points == PointRules(2, 8, 2)


async def test_setup_by_a_member_is_refused_and_says_who_may(world: World) -> None:
    with pytest.raises(RightsError) as new:
        await world.command(ANA, "setup packs=nope zone=UTC")
    await meet(world, BO)
    await world.command(ADMIN, f"{NEW} managers=bo")
    with pytest.raises(RightsError) as change:
        await world.command(ANA, "setup packs=nope")

    assert str(new.value) == (
        "Only administrators of this workspace, and whoever invited Askaday to this channel, may set it up here."
    )
    assert str(change.value) == "Only managers of daily and administrators may do this."


async def test_setup_by_a_manager_changes_their_series_only(world: World) -> None:
    await meet(world, BO)
    await world.command(ADMIN, f"{NEW} managers=bo")

    await world.command(BO, "setup at=11:00")
    with pytest.raises(RightsError):
        await world.command(BO, f"{NEW} name=second")

    assert (await world.series()).settings.schedule.at == time(11)
    assert await all_series(world) == ["daily"]


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ("storrage:2,storage:1", "'storrage' is no topic of basics. Did you mean `storage`?"),
        ("zebras:1", "'zebras' is no topic of basics. Topics: storage."),
    ],
)
async def test_setup_refuses_topics_that_no_chosen_pack_has(world: World, topics: str, said: str) -> None:
    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, f"{NEW} topics={topics}")

    assert caught.value.fields == {"topics": said}
    assert await all_series(world) == []


async def test_setup_of_something_else_takes_topics_that_packs_no_longer_have(world: World) -> None:
    await world.command(ADMIN, f"{NEW} topics=storage:2")
    world.packs.held = {"basics": pack(question(1, topics=("networks",)))}

    await world.command(ADMIN, "setup at=10:00")

    assert (await world.series()).settings.topic_weights == {"storage": 2}


@pytest.mark.parametrize("field", ["channel", "name", "at", "days", "zone", "packs", "points", "grader"])
async def test_setup_refuses_settings_without_a_value(world: World, field: str) -> None:
    await world.command(ADMIN, NEW)
    before = await world.series()

    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, f"setup {field}=")

    assert caught.value.fields == {field: f"needs a value, for example {SETTINGS[field].example}."}
    assert await world.series() == before


async def test_setup_refuses_people_nobody_knows(world: World) -> None:
    await meet(world, ANA, actor("Twin", member="t1"), actor("Twin", member="t2"))

    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, f"{NEW} managers=@anna,@ana,<@U7> reviewers=@twin")

    def said(who: str) -> str:
        return (
            f"nobody, or more than one, is known here as {who}; choose them from the list after @, or give their ids."
        )

    assert caught.value.fields == {"managers": said("'anna'"), "reviewers": said("'twin'")}
    assert await all_series(world) == []


async def test_setup_takes_people_who_were_named_before(world: World) -> None:
    await world.set_up(managers=frozenset({"root", "never-seen"}))

    await world.command(ADMIN, "setup managers=root,never-seen reviewers=never-seen")

    settings = (await world.series()).settings
    assert (settings.managers, settings.reviewers) == (frozenset({"root", "never-seen"}), frozenset({"never-seen"}))


async def test_setup_by_a_manager_hands_the_series_on_and_never_to_nobody(world: World) -> None:
    await meet(world, ANA, BO)
    await world.command(ADMIN, f"{NEW} managers=bo")

    with pytest.raises(FormError) as caught:
        await world.command(BO, "setup managers=")
    kept = (await world.series()).settings.managers
    await world.command(BO, "setup managers=ana")
    with pytest.raises(RightsError):
        await world.command(BO, "setup at=10:00")
    await world.command(ANA, "setup at=11:00")

    assert caught.value.fields == {"managers": "would leave nobody; name who is to run it, or ask an administrator."}
    assert kept == frozenset({"bo", "root"})
    assert (await world.series()).settings.managers == frozenset({"ana"})


async def test_setup_without_settings_shows_managers_the_present_ones(world: World) -> None:
    await world.command(ADMIN, f'{NEW} at=10:30 closes="after 90m" levels=associate:2 days=mon,wed')
    now = {row[0]: row[1] for row in rows(await world.command(ADMIN, "setup"))}

    assert {key: now[key] for key in ("at", "closes", "levels", "days", "managers", "remind", "cooldown")} == {
        "at": "10:30",
        "closes": "after 1h30m",
        "levels": "associate:2",
        "days": "mon,wed",
        "managers": "Root",
        "remind": "1h private",
        "cooldown": "20",
    }
    assert (await world.command(ANA, "setup")).title == "Set up a series"


async def test_setup_says_what_changed(world: World) -> None:
    await world.command(ADMIN, NEW)

    changed = await world.command(ADMIN, "setup at=10:00 remind=1h")
    again = await world.command(ADMIN, "setup at=10:00")

    assert small(changed) == ["at: 09:00 → 10:00", "remind: 1h private → 1h"]
    assert small(again) == ["Nothing changes: it was set up like that already."]


@pytest.mark.parametrize("written", ["#interviews", "interviews", "<#interviews|interviews>", "#Interviews"])
async def test_setup_finds_the_channel_that_is_meant(world: World, written: str) -> None:
    await world.command(ADMIN, f"{NEW} channel={written}")

    assert (await world.series()).channel == "interviews"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("#interview", "Askaday sees no channel 'interview'. Did you mean #interviews?"),
        ("<#C9|intervews>", "Askaday sees no channel 'intervews'."),
        ("https://x.slack.com/archives/C9", "Askaday sees no channel 'C9'."),
    ],
)
async def test_setup_refuses_a_channel_that_nobody_sees_with_the_nearest_ones(
    world: World, written: str, said: str
) -> None:
    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, f"{NEW} channel={written} at=25")

    assert sorted(caught.value.fields) == ["at", "channel"]
    assert caught.value.fields["channel"].startswith(said)
    assert await all_series(world) == []


async def test_setup_where_no_series_can_ask_wants_a_channel(world: World) -> None:
    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, NEW, channel="direct:root")

    assert caught.value.fields == {"channel": "is needed, since no series can ask here; for example channel=#general."}
    assert await all_series(world) == []


async def test_setup_tells_nobody_without_rights_which_channels_there_are(world: World) -> None:
    with pytest.raises(RightsError):
        await world.command(ANA, f"{NEW} channel=#interview")


async def test_setup_of_something_else_leaves_a_channel_that_is_gone_alone(world: World) -> None:
    await world.set_up(channel="gone")

    await world.command(ADMIN, "setup series=daily at=10:00")

    assert (await world.series()).settings.schedule.at == time(10)


async def test_form_of_a_series_from_before_leaves_a_zone_alone_that_would_not_be_taken_today(world: World) -> None:
    series = await world.set_up(schedule=schedule(zone="EST"))
    form = await world.app.call(setup_form, world.app.services, ADMIN, CHANNEL)

    values = {"name": "daily", "zone": "EST", "at": "10:00", "packs": "basics", "channel": CHANNEL}
    await world.app.desk.save_setup(ADMIN, CHANNEL, values, target=form.target, opened=form.opened)

    found = await world.series()
    assert (found.id, found.settings.schedule.zone, found.settings.schedule.at) == (series.id, "EST", time(10))
