"""A bank of options is imported and asked for a week: by choices where it has some, in words where not."""

from datetime import date, timedelta
from pathlib import Path

from bot.domain.judging.options import LETTERS, options_for
from bot.domain.rounds import Form
from bot.packs.importing.importer import Wanted, import_file
from tests.packs import banks
from tests.services.played import CLOSE, NINE, points
from tests.worlds.builders import ANA, BO, WORKSPACE
from tests.worlds.world import World

DAYS = 7


async def test_a_week_of_an_imported_bank(world: World, tmp_path: Path) -> None:
    file = tmp_path / "boats.csv"
    file.write_bytes(banks.csv_text())
    world.packs.held["basics"] = import_file(file, Wanted(name="basics"), date(2026, 1, 1)).pack
    await world.set_up(form=Form.BOTH)
    forms, earned = [], {"ana": 0, "bo": 0}

    for day in range(DAYS):
        await world.at(NINE + timedelta(days=day))
        played = await world.last_round()
        asked = played.question
        assert asked is not None
        forms.append((bool(asked.choices), played.form))
        if asked.choices:
            for who, wanted in ((ANA, True), (BO, False)):
                options = options_for(asked, WORKSPACE, who.member)
                letter = next(LETTERS[place] for place, one in enumerate(options) if one.right is wanted)
                await world.press(who, letter, f"round:{played.id}")
        else:
            await world.say(ANA, asked.model_answer)
            await world.say(BO, "I do not know the answer to it.")
        await world.at(CLOSE + timedelta(days=day))
        for member, gained in (await points(world)).items():
            earned[member] += gained

    assert {form for has_choices, form in forms if has_choices} == {Form.CHOICE}
    assert {form for has_choices, form in forms if not has_choices} <= {Form.TEXT}
    assert earned == {"ana": DAYS * 10, "bo": DAYS * 2}
