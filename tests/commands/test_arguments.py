"""Arguments of commands: typed, and handed over by a platform that takes them apart itself."""

from typing import Any

import pytest

from bot.commands.arguments import typed
from bot.commands.catalogue import COMMANDS
from bot.commands.request import Request
from bot.domain.card import Card
from bot.errors import AskadayError, InputError
from tests.worlds.builders import ADMIN, ANA, CHANNEL
from tests.worlds.playing import HALF, meet, play
from tests.worlds.world import World


@pytest.mark.parametrize(
    ("name", "text", "given", "surplus"),
    [
        ("leaderboard", "last Everywhere month", {"everywhere": True, "period": "last month"}, ""),
        ("leaderboard", "series=x", {"series": "x"}, ""),
        (
            "grade",
            '"Ana Maria" 80% names the trade-off ROUND=7',
            {"round": 7, "member": "Ana Maria", "percent": 80, "reason": "names the trade-off"},
            "",
        ),
        ("best", "Ana Maria", {"member": "Ana Maria"}, ""),
        ("disputes", "keep @ana no word of it", {"keep": "@ana", "reason": "no word of it"}, ""),
        ("disputes", "drop it", {"reason": "drop it"}, ""),
        ("disputes", "keep", {"keep": ""}, ""),
        ("flags", "keep a b", {"decision": "keep", "question": "a"}, "b"),
        ("skip", "tomorrow day=1", {}, "tomorrow day=1"),
        ("setup", 'at=9 closes="after 8h"', {"settings": 'at=9 closes="after 8h"'}, ""),
        ("setup", "", {}, ""),
        ("preview", "7", {"number": 7}, ""),
    ],
)
def test_what_is_typed_is_read_into_arguments(name: str, text: str, given: dict[str, Any], surplus: str) -> None:
    assert typed(COMMANDS[name].arguments, text) == (given, surplus)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("preview", "21", "'21' is no number from 1 to 20. For example `/qotd preview 5`."),
        ("grade", "ana x y", "'x' is no percentage from 0 to 100. For example `80%`."),
        ("dispute", "round=² no", "'²' is no number of a round. For example `round=7`."),
    ],
)
def test_number_that_is_none_is_refused(name: str, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        typed(COMMANDS[name].arguments, text)

    assert str(caught.value) == said


async def handed_over(world: World, name: str, word: str = "qotd", /, **values: object) -> Card | str:
    try:
        return (await world.app.desk.run(Request(ADMIN, CHANNEL, word, name, values))).card
    except AskadayError as error:
        return str(error)


async def test_what_is_handed_over_does_what_is_typed(world: World) -> None:
    await world.set_up()
    await meet(world, ANA)

    for name, values, text in (
        ("preview", {"number": 3}, "preview 3"),
        ("leaderboard", {"everywhere": True, "period": "last month"}, "leaderboard last month everywhere"),
        ("leaderboard", {"everywhere": False}, "leaderboard"),
        ("privacy", {"action": "export"}, "privacy export"),
        ("queue", {"change": "add basics/question-1"}, "queue first question-1"),
        ("setup", {"settings": "at=10", "zone": "utc", "series": "daily"}, "setup at=10 zone=utc"),
        ("pause", {"until": "2030-01-07", "series": "Daily"}, "pause until 2030-01-07"),
    ):
        one = await handed_over(world, name, **values)
        assert isinstance(one, Card)
        assert one.title == (await world.command(ADMIN, text)).title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("series=daily preview 3", "daily: what comes next"),
        ("  SKIP  series=daily", "Skipped"),
        ('series="daily" setup at=11', "daily is set up"),
    ],
)
async def test_options_may_stand_on_either_side_of_the_command(world: World, text: str, title: str) -> None:
    await world.set_up()

    assert (await world.command(ADMIN, text)).title == title


async def test_no_value_that_is_handed_over_is_read_as_words(world: World) -> None:
    await world.set_up()
    closed = await play(world, {ANA: HALF})
    reason = 'he said "all of it, series=x round=9, and keep'

    graded = await handed_over(world, "grade", member=ANA.member, percent=80, reason=reason)
    series = await handed_over(world, "skip", series='a" b')
    grades = await world.app.call(lambda tx: tx.grades.of_round(closed.id))

    assert isinstance(graded, Card)
    assert (graded.title, grades[ANA.member][-1].judgement.reason) == ("Grade recorded", reason)
    assert series == """There is no series 'a" b'. Series: daily."""


async def test_setting_that_is_given_by_itself_and_among_others_is_refused(world: World) -> None:
    said = await handed_over(world, "setup", packs="basics", zone="UTC", settings="packs=other at=9 at=10")

    assert said == (
        "at: is given more than once (9, 10): write it once.\npacks: is given more than once: write it once."
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"privacy": "export", "exam": 5}, "/aws-quiz does not take exam together with privacy."),
        ({"nudge": "off", "topic": "storage", "level": "associate"}, "/aws-quiz does not take level and topic"),
    ],
)
async def test_practice_refuses_what_does_not_go_together(world: World, values: dict[str, Any], said: str) -> None:
    assert str(await handed_over(world, "", "aws-quiz", **values)).startswith(said)


async def test_practice_takes_what_is_handed_over(world: World) -> None:
    drill = await handed_over(world, "", "aws-quiz", topic="storage", level="associate")
    card = await handed_over(world, "", "aws-quiz", privacy="My data")
    nudge = await handed_over(world, "", "aws-quiz", nudge="on 9:00 UTC days=mon,tue")

    assert [one.title if isinstance(one, Card) else one for one in (drill, card, nudge)] == [
        "For you: Storage · associate",
        (await world.command(ADMIN, "privacy", "aws-quiz")).title,
        (await world.command(ADMIN, "nudge on 9:00 UTC days=mon,tue", "aws-quiz")).title,
    ]
