"""Questions with choices and no key points: asked by their choices, or passed over where answers are words."""

from datetime import date

import pytest

from bot.domain.rounds import Form
from bot.domain.supply import supply
from tests.services.chosen import FOUR, opened, take
from tests.services.played import CLOSE, NINE, points
from tests.worlds.builders import ANA, pack, question
from tests.worlds.reading import small
from tests.worlds.world import World


@pytest.mark.parametrize("form", [Form.BOTH, Form.CHOICE])
async def test_it_is_asked_by_its_choices_and_the_right_one_earns_all(world: World, form: Form) -> None:
    played = await opened(world, form, key_points=())

    [card] = world.posted()
    assert [action.name for action in card.actions] == ["quick", "hint"]
    assert played.form is Form.CHOICE
    assert small(card)[-1] == (
        "Quick answer shows the choices to you alone; you can change yours until the close. "
        "The right choice earns the whole score."
    )
    await take(world, ANA)
    await world.at(CLOSE)
    assert await points(world) == {"ana": 2 + 8}


async def test_a_series_that_is_answered_in_words_passes_it_over(world: World) -> None:
    alone = question(2, choices=FOUR, key_points=())
    world.packs.held["basics"] = pack(question(1, choices=FOUR), alone)
    await world.set_up(form=Form.TEXT)

    await world.at(NINE)

    played = await world.last_round()
    assert played.question is not None
    assert (played.question.id, played.form) == ("question-1", Form.TEXT)


def test_what_is_passed_over_is_counted() -> None:
    packs = {"basics": pack(question(1), question(2, choices=FOUR, key_points=()))}

    counts = [
        (len(found.questions), found.passed_over)
        for found in (supply(packs, ("basics",), (), date(2026, 1, 1), form) for form in (Form.TEXT, Form.BOTH))
    ]

    assert counts == [(1, 1), (2, 0)]
