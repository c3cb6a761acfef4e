"""What is told of mistakes in a set-up: all of them, at once."""

import pytest

from bot.errors import FormError, RightsError
from tests.worlds.builders import ADMIN, ANA, CHANNEL
from tests.worlds.world import World

NEW = "setup packs=basics zone=UTC"


ALL_WRONG = {
    "zone": "Mars",
    "packs": "nope",
    "at": "25",
    "days": "moon",
    "every": "99",
    "from": "x",
    "holidays": "XX",
    "skip": "y",
    "closes": "z",
    "answers": "q",
    "grader": "g",
    "remind": "r",
    "grace": "w",
    "topics": "a:b",
    "levels": "c:d",
    "cooldown": "-1",
    "lowpool": "-1",
    "points": "1",
    "drills": "-1",
    "board": "often",
    "spoiler": "m",
    "managers": "@nobody",
    "reviewers": "@noone",
    "name": "x" * 41,
    "foo": "1",
    "bar": "2",
}


async def test_setup_tells_all_that_is_wrong_at_once(world: World) -> None:
    line = " ".join(f"{key}={value}" for key, value in ALL_WRONG.items())

    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, f"setup {line}")
    await world.set_up()
    with pytest.raises(FormError) as changing:
        await world.command(ADMIN, f"setup {line.replace('name=', 'other=')}")

    assert sorted(caught.value.fields) == sorted(ALL_WRONG)
    assert sorted(changing.value.fields) == sorted({"other" if key == "name" else key for key in ALL_WRONG})


async def test_setup_tells_all_mistakes_also_where_the_series_is_not_clear(world: World) -> None:
    wrong = "setup at=25 packs=nope at=26 foo=1"
    await world.command(ADMIN, NEW)

    with pytest.raises(FormError) as elsewhere:
        await world.command(ADMIN, wrong, channel="random")
    await world.command(ADMIN, f"{NEW} name=weekly")
    with pytest.raises(FormError) as several:
        await world.command(ADMIN, wrong)
    values = {"name": "daily", "at": "25", "packs": "nope"}
    with pytest.raises(FormError) as form:
        await world.app.desk.save_setup(ADMIN, CHANNEL, values, target="new", opened={})
    with pytest.raises(RightsError):
        await world.command(ANA, wrong, channel="random")

    assert list(elsewhere.value.fields) == ["name", "packs", "at", "foo"]
    assert list(several.value.fields) == ["series", "packs", "at", "foo"]
    assert list(form.value.fields) == ["name", "packs", "at"]


async def test_form_of_a_series_tells_all_that_is_wrong_at_once(world: World) -> None:
    await world.set_up()
    wrong = {key: value for key, value in ALL_WRONG.items() if key != "name"} | {"channel": "nowhere", "name": "daily"}

    with pytest.raises(FormError) as caught:
        await world.app.desk.save_setup(ADMIN, CHANNEL, wrong, target="series:1", opened={})

    assert sorted(caught.value.fields) == sorted(wrong.keys() - {"name"})


async def test_setting_that_is_given_twice_is_refused(world: World) -> None:
    await world.set_up()
    before = await world.series()

    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, "setup at=9 days=moon At=10")

    assert caught.value.fields == {
        "at": "is given more than once (9, 10): write it once.",
        "days": "'moon' is no weekday. Write mon, tue, wed, thu, fri, sat or sun, like mon-fri.",
    }
    assert await world.series() == before


@pytest.mark.parametrize(
    ("text", "word", "key"),
    [
        ("skip series=daily series=ops", "qotd", "series"),
        ("dispute round=1 round=2 I did say it", "qotd", "round"),
        ("nudge on 9 UTC days=mon days=tue", "aws-quiz", "days"),
    ],
)
async def test_option_that_is_given_twice_is_refused(world: World, text: str, word: str, key: str) -> None:
    await world.set_up()

    with pytest.raises(FormError) as caught:
        await world.command(ADMIN, text, word)

    assert [*caught.value.fields] == [key]
    assert "is given more than once" in caught.value.message
