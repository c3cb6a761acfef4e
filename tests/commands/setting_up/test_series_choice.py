"""Which series and which member a command means."""

import pytest

from bot.errors import AskadayError, InputError
from tests.worlds.builders import ADMIN, ANA, actor
from tests.worlds.playing import meet
from tests.worlds.world import World


async def said(world: World, text: str, channel: str = "general") -> str:
    with pytest.raises(AskadayError) as caught:
        await world.command(ADMIN, text, channel=channel)
    return f"{type(caught.value).__name__}: {caught.value}"


async def test_series_none_set_up(world: World) -> None:
    assert (
        await said(world, "me")
        == "RefusedError: No series is set up here. `/qotd setup` begins one, for those who may."
    )
    assert await said(world, "me series=x") == "InputError: There is no series 'x'. Series: none yet."


async def test_series_only_one_of_the_workspace_is_meant_everywhere(world: World) -> None:
    await world.set_up("Daily")

    card = await world.command(ANA, "me", channel="elsewhere")

    assert card.title == "You in Daily"


async def test_series_several_in_one_channel_need_a_name(world: World) -> None:
    await world.set_up("daily")
    await world.set_up("weekly")

    card = await world.command(ANA, "me SERIES=Weekly")

    assert card.title == "You in weekly"
    assert await said(world, "me") == (
        "InputError: Several series are possible here. Add `series=NAME`: daily, weekly."
    )
    assert await said(world, "me series=x") == "InputError: There is no series 'x'. Series: daily, weekly."


async def test_series_of_the_channel_goes_before_others(world: World) -> None:
    await world.set_up("daily", "general")
    await world.set_up("ops", "operations")

    assert (await world.command(ANA, "me", channel="operations")).title == "You in ops"
    assert await said(world, "me", "elsewhere") == (
        "InputError: Several series are possible here. Add `series=NAME`: daily, ops."
    )


async def test_leaderboard_everywhere_needs_no_series(world: World) -> None:
    await world.set_up("daily", "general")
    await world.set_up("ops", "operations")

    card = await world.command(ANA, "leaderboard everywhere", channel="elsewhere")

    assert card.title == "Leaderboard of all series: Week 50 of 2026"


async def test_commands_with_series_change_that_one_alone(world: World) -> None:
    await world.set_up("daily")
    await world.set_up("weekly")

    await world.command(ADMIN, "pause series=weekly")

    assert [(await world.series(name)).state for name in ("daily", "weekly")] == ["active", "paused"]


@pytest.mark.parametrize("name", ["ana", "ANA", "@Ana", "<@ana>", "<@!ana>", "<@ana|Ana>"])
async def test_member_by_name_id_or_mention(world: World, name: str) -> None:
    await world.set_up()
    await meet(world, ANA)

    await world.command(ADMIN, f"exclude {name}")

    assert (await world.series()).settings.excluded == frozenset({"ana"})


async def test_member_unknown_or_ambiguous(world: World) -> None:
    await world.set_up()
    await meet(world, actor("Kim", member="U1"), actor("Kim", member="U2"))

    unseen = "InputError: Nobody called 'zed' has been seen here."
    which = "InputError: Several people are called 'kim'. Which of them? Write `<@U1>` or `<@U2>`."
    by_id = "Mention them, or write their id, like `<@zed>`."
    assert await said(world, "exclude zed") == f"{unseen} {by_id}"
    assert await said(world, "best zed") == f"{unseen} Name them as the leaderboard does, or by their id."
    assert [await said(world, text) for text in ("exclude kim", "best kim", "grade kim 80% good")] == [which] * 3


@pytest.mark.parametrize("name", ["<@zed>", "<@zed|Zed>", "U0123", "@U0123"])
async def test_who_was_not_seen_yet_is_excluded_and_included_by_id(world: World, name: str) -> None:
    await world.set_up()

    await world.command(ADMIN, f"exclude {name}")
    excluded = (await world.series()).settings.excluded
    await world.command(ADMIN, f"include {name}")

    assert excluded == frozenset({"zed" if "zed" in name else "U0123"})
    assert (await world.series()).settings.excluded == frozenset()


async def test_series_whose_name_is_nearly_right(world: World) -> None:
    await world.set_up("two")

    with pytest.raises(InputError) as caught:
        await world.command(ADMIN, "preview series=tow")

    assert str(caught.value) == "There is no series 'tow'. Did you mean `series=two`?"


async def test_member_whose_name_begins_with_an_at_sign(world: World) -> None:
    await world.set_up()
    await meet(world, actor("@dee"))

    card = await world.command(ADMIN, "exclude @dee")

    assert card.title == "Changed"


async def test_command_word_in_any_case(world: World) -> None:
    await world.set_up()

    card = await world.command(ADMIN, "ME", word="QOTD")

    assert card.title == "You in daily"
