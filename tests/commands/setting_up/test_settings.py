"""The table of a series' settings, and all that is made from it or stands beside it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.render.setup_form import STEPS, Draft, setup_view, step_form
from adapters.slack.render.setup_form import SetupChoices, setup_form
from bot.commands.setting_up.forms import form_values, read_settings, written
from bot.commands.setting_up.merging import changed, marks
from bot.commands.setting_up.settings import SETTINGS, Shown
from bot.commands.setting_up.values import NOTHING
from bot.domain.series import Series, SeriesSettings, SeriesState
from tests.worlds.builders import ADMIN, settings
from tests.worlds.reading import rows
from tests.worlds.world import World

Json = dict[str, Any]
DOCUMENT = (Path(__file__).parents[3] / "docs" / "commands.md").read_text()
IN_FORMS = [key for key, row in SETTINGS.items() if row.in_forms]
#: It chooses a series, and is nothing that a series has.
CHOOSING = ["series"]
#: Of these the document tells the default in words.
DEFAULTS_IN_WORDS = {"zone", "packs", "days", "every", "from", "remind", "topics", "levels", "managers", "reviewers"}


def documented() -> Mapping[str, tuple[str, str]]:
    """Give the example and the default that the document has by setting; some share a line."""
    table = DOCUMENT.split("## Settings of a series")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (`[^|]+`) \| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    return {key: (example, default) for keys, example, default in lines for key in re.findall(r"`(\w+)`", keys)}


def test_document_has_every_setting_in_the_same_order_with_its_example() -> None:
    found = documented()

    assert list(found) == list(SETTINGS)
    assert [key for key, row in SETTINGS.items() if row.example.split(",")[0] not in found[key][0]] == []


def test_document_has_the_defaults_that_hold() -> None:
    defaults = read_settings({"zone": "UTC", "packs": "basics"}, None, graders=("keypoints",))
    held = form_values(None, ("basics",))
    told = {key: default for key, (_, default) in documented().items() if key not in DEFAULTS_IN_WORDS and key in held}

    assert told == {key: held[key] or NOTHING for key in told}
    assert read_settings({key: held[key] for key in told}, defaults, graders=("keypoints",)) == defaults


async def test_setup_lists_every_setting_with_what_it_is_and_with_what_it_is_now(world: World) -> None:
    new = rows(await world.command(ADMIN, "setup"))
    series = await world.set_up(drill_points=3, spoiler=True)
    now = rows(await world.command(ADMIN, "setup"))

    listed = [key for key in SETTINGS if key not in CHOOSING]
    assert list(new) == [(key, SETTINGS[key].hint, SETTINGS[key].example) for key in listed]
    assert list(now) == [(key, written(series, {"root": "Root"})[key], SETTINGS[key].example) for key in listed]
    assert [row[1] for row in now if row[0] in {"drills", "spoiler"}] == ["3", "yes"]


async def test_set_up_says_of_every_setting_what_has_become_of_it(world: World) -> None:
    series = await world.set_up()

    assert list(written(series, {})) == [key for key in SETTINGS if key not in CHOOSING]


@pytest.mark.parametrize("is_whole", [False, True])
def test_every_form_has_the_settings_that_the_table_names_for_it_under_one_label(*, is_whole: bool) -> None:
    asked = [key for key, row in SETTINGS.items() if row.shown is Shown.FIRST or (is_whole and row.in_forms)]
    view = setup_form(SetupChoices({"a": "A"}, ("k",)), is_whole=is_whole)
    slack = {one["block_id"]: one["label"]["text"] for one in view["blocks"] if one["type"] == "input"}
    draft = Draft({"a": "A"}, graders=("k",), is_whole=is_whole)
    shown = setup_view(draft, 1).to_components()  # type: ignore[no-untyped-call]
    offered = {one.partition("~")[0] for one in _custom_ids(shown)}
    forms = [step_form(step, draft, 1).to_dict() for step in STEPS if any(step in one for one in offered)]
    typed = [one for one in _custom_ids(forms) if one in SETTINGS]
    chosen = [key for key in SETTINGS if any(f"setup-{key}" in one for one in offered)]

    assert slack == {key: SETTINGS[key].label for key in asked}
    assert sorted([*typed, *chosen]) == sorted(asked)
    assert [key for key in asked if SETTINGS[key].label not in str([shown, *forms])] == []


def test_series_begins_with_channel_packs_time_and_zone() -> None:
    assert [key for key, row in SETTINGS.items() if row.shown is Shown.FIRST] == ["channel", "packs", "zone", "at"]


def _custom_ids(one: object) -> list[str]:
    return re.findall(r"'custom_id': '([^']+)'", str(one))


@pytest.mark.parametrize("key", [key for key, row in SETTINGS.items() if row.choices])
def test_choices_are_values_that_are_read_and_written(key: str) -> None:
    base = settings()

    texts = [read_settings({key: value}, base, graders=()) for value in SETTINGS[key].choices]

    assert [SETTINGS[key].write(_value(one, key)) for one in texts] == list(SETTINGS[key].choices)


def _value(read: SeriesSettings, key: str) -> object:
    found: object = read
    for name in SETTINGS[key].attribute.split("."):
        found = getattr(found, name)
    return found


@pytest.mark.parametrize("key", [key for key, row in SETTINGS.items() if row.attribute and not row.is_people])
def test_examples_are_read_and_written_alike(key: str) -> None:
    example = SETTINGS[key].example

    once = read_settings({key: example}, settings(), graders=("keypoints",))
    text = SETTINGS[key].write(_value(once, key))

    assert read_settings({key: text}, settings(), graders=("keypoints",)) == once


@pytest.mark.parametrize(
    ("key", "shown", "sent", "expected"),
    [
        ("packs", "aws,our-own", "our-own,aws", {}),
        ("managers", "U1,U2", "U2,U1", {}),
        ("levels", "foundation:1,associate:2", "associate:2,foundation:1", {}),
        ("points", "2,8,1", "8,2,1", {"points": "8,2,1"}),
        ("packs", "aws,our-own", "aws", {"packs": "aws"}),
    ],
)
def test_what_comes_back_in_another_order_is_changed_only_where_order_counts(
    key: str, shown: str, sent: str, expected: dict[str, str]
) -> None:
    before = {"packs": "aws", "zone": "UTC", key: shown}
    asked = read_settings(before, None, graders=("keypoints",))
    old = Series(1, "slack:T1", "daily", "C1", asked, SeriesState.ACTIVE, "", None, None, 7)

    assert changed({key: sent}, marks(old), old, ("keypoints",)) == expected
