"""Setting a series up and changing it."""

from datetime import time

import pytest

from bot.domain.cards import Facts, Moment, Text
from bot.errors import FormError, InputError, RightsError
from tests.builders import ADMIN, ANA, BO, CHANNEL, WORKSPACE, actor
from tests.world import World

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
        Text("Monday to Friday at 09\\:00 \\(UTC\\), except holidays in DE; closes at 17\\:00 the same day."),
        Facts((("Packs", "basics"), ("Answers", "in the thread"), ("Grading", "keypoints"))),
    )
    assert [type(block) for block in card.blocks[2:]] == [Moment] * 5
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

    with pytest.raises(InputError) as caught:
        await world.command(ADMIN, "setup at=10:00")

    assert str(caught.value) == "Several series are possible here. Add `series=NAME`: daily, weekly."
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
        ("nope,basics,no", "There is no pack nope, no. Packs: basics."),
        (",", "A series needs at least one pack. Packs: basics."),
    ],
)
async def test_setup_bad_packs(world: World, packs: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        await world.command(ADMIN, f"setup zone=UTC packs={packs}")

    assert str(caught.value) == said


async def test_setup_by_a_member_is_refused_and_says_who_may(world: World) -> None:
    with pytest.raises(RightsError) as new:
        await world.command(ANA, "setup packs=nope zone=UTC")
    await world.command(ADMIN, f"{NEW} managers=bo")
    with pytest.raises(RightsError) as change:
        await world.command(ANA, "setup packs=nope")

    assert str(new.value) == "Only administrators of this workspace may set up a series."
    assert str(change.value) == "Only managers of daily and administrators may do this."


async def test_setup_by_a_manager_changes_their_series_only(world: World) -> None:
    await world.command(ADMIN, f"{NEW} managers=bo")

    await world.command(BO, "setup at=11:00")
    with pytest.raises(RightsError):
        await world.command(BO, f"{NEW} name=second")

    assert (await world.series()).settings.schedule.at == time(11)
    assert await all_series(world) == ["daily"]
