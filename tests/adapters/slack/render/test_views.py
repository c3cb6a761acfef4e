from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.render.forms import Origin, answer_form, card_modal, dispute_form, flag_form, modal, read_form
from adapters.slack.render.help_page import help_modal
from adapters.slack.render.setup_form import SetupChoices, read_setup_form, setup_form
from bot.cards import samples
from bot.cards.forms import AnswerForm, drill_form, round_form
from bot.commands.catalogue import COMMANDS
from bot.commands.explaining.help_page import help_page
from bot.commands.setting_up.forms import form_values, read_settings
from bot.commands.setting_up.settings import SETTINGS as TABLE
from bot.domain.calendar.schedule import CloseAfter, CloseAt, CloseOnNextSlot, Schedule
from bot.domain.card import Card, Small, Table, Text
from bot.domain.practice.drills import Drill
from bot.domain.series import AnswerMode, Series, SeriesSettings
from tests.adapters.slack.render.rules import broken_rules, texts, view_problems
from tests.worlds.builders import question

Json = dict[str, Any]
CHOICES = SetupChoices({"aws": "AWS interview questions", "team": "Ours"}, ("keypoints", "participation"), "C1", "UTC")
SERIES = samples.series(question())
ORIGIN = Origin("answer", "round:7", "C1")


def submitted(view: Json) -> Json:
    """Give `view.state.values` as Slack sends it when nothing was changed."""
    fields = [block for block in view["blocks"] if block["type"] == "input"]
    return {block["block_id"]: {"value": _submitted(block["element"])} for block in fields}


def _submitted(element: Json) -> Json:
    kind = element["type"]
    state = {
        "plain_text_input": {"value": element.get("initial_value")},
        "timepicker": {"selected_time": element.get("initial_time")},
        "conversations_select": {"selected_conversation": element.get("initial_conversation")},
        "multi_users_select": {"selected_users": element.get("initial_users", [])},
        "static_select": {"selected_option": element.get("initial_option")},
        "radio_buttons": {"selected_option": element.get("initial_option")},
        "checkboxes": {"selected_options": element.get("initial_options", [])},
        "multi_static_select": {"selected_options": element.get("initial_options", [])},
    }
    return {"type": kind, **state[kind]}


def test_answer_form_has_the_prompt_above_the_input() -> None:
    view = answer_form(AnswerForm((Text("Why?"),), "Can be changed.", "So far"), ORIGIN)

    assert view == {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Your answer", "emoji": False},
        "close": {"type": "plain_text", "text": "Cancel", "emoji": False},
        "submit": {"type": "plain_text", "text": "Send", "emoji": False},
        "callback_id": "askaday:answer",
        "private_metadata": '{"action":"answer","target":"round:7","channel":"C1","kept":{}}',
        "blocks": [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Why?"}]}],
            },
            {
                "type": "input",
                "block_id": "text",
                "label": {"type": "plain_text", "text": "Your answer", "emoji": False},
                "element": {
                    "type": "plain_text_input",
                    "multiline": True,
                    "max_length": 3000,
                    "initial_value": "So far",
                    "action_id": "value",
                },
                "optional": False,
                "hint": {
                    "type": "plain_text",
                    "text": "Can be changed.",
                    "emoji": False,
                },
            },
        ],
    }


def test_answer_form_asks_how_sure_one_is() -> None:
    asked = AnswerForm((), "", "", {"sure": "I am sure", "guess": "I guess"})

    fresh, chosen = (answer_form(form, ORIGIN)["blocks"][-1] for form in (asked, replace(asked, sureness="guess")))

    assert (fresh["block_id"], fresh["optional"], fresh["label"]["text"]) == ("sureness", True, "How sure are you?")
    assert [(one["value"], one["text"]["text"]) for one in fresh["element"]["options"]] == [
        ("sure", "I am sure"),
        ("guess", "I guess"),
    ]
    assert fresh["element"].get("initial_option") is None
    assert chosen["element"]["initial_option"] == fresh["element"]["options"][1]


def test_form_is_read_as_its_text() -> None:
    assert read_form(submitted(answer_form(AnswerForm((), "", "Because.\n"), ORIGIN))) == {"text": "Because.\n"}


@pytest.mark.parametrize("form", [flag_form, dispute_form])
def test_form_without_text_is_read_as_empty(form: Any) -> None:
    assert read_form(submitted(form(ORIGIN))) == {"text": ""}


def test_origin_is_read_as_it_was_written() -> None:
    origin = Origin("setup", "series:1", "C1", {"managers": "S1,S2"})

    assert Origin.read(origin.write()) == origin


def test_views_show_tables_as_lines() -> None:
    card = Card("Board", (Table(("Rank", "Who"), (("1", "Ada <b>"), ("10", "Bo")), (0,)), Text("| A |\n|-|\n| `b` |")))

    view = card_modal("A title that is longer than a modal takes", card)

    assert view["title"]["text"] == "A title that is longer …"
    assert texts(view["blocks"]) == ["Board", "Rank  Who\n   1  Ada <b>\n  10  Bo", "A\nb"]
    assert "submit" not in view


def test_view_with_too_much_says_that_there_is_more() -> None:
    view = card_modal("Much", Card("Much", tuple(Small(str(number)) for number in range(150))))

    assert len(view["blocks"]) == 100
    assert texts(view["blocks"])[-2:] == ["97", "There is more than fits here."]


def test_first_form_asks_for_four_things_and_offers_the_rest() -> None:
    view = setup_form(CHOICES, is_whole=False)

    assert [block["block_id"] for block in view["blocks"]] == ["channel", "packs", "zone", "at", "more"]
    assert [block["elements"][0]["text"]["text"] for block in view["blocks"][4:]] == ["More…"]


def test_setup_form_has_fields_that_the_engine_knows() -> None:
    view = setup_form(CHOICES)

    assert [block["block_id"] for block in view["blocks"]] == [key for key, row in TABLE.items() if row.in_forms]


def test_new_series_is_filled_in_for_who_asks() -> None:
    view = setup_form(CHOICES)

    filled = read_setup_form(submitted(view), Origin.read(view["private_metadata"]))
    defaults = form_values(None, CHOICES.packs)
    assert filled == {key: defaults.get(key) for key, row in TABLE.items() if row.in_forms} | {
        "name": "daily",
        "channel": "C1",
        "zone": "UTC",
    }


def test_form_without_choices_takes_names() -> None:
    view = setup_form(SetupChoices({}, ("keypoints",)))

    form = read_setup_form(submitted(view), Origin("setup"))

    assert (form["packs"], form["channel"], form["zone"]) == ("", "", "")


def test_existing_series_shows_its_next_slots() -> None:
    blocks = setup_form(CHOICES, SERIES, samples.SLOTS)["blocks"]

    assert texts(blocks[-6:])[:3] == [
        "Next questions",
        "1.",
        "<!date^1906873200^{date_short_pretty} at {time}|Wednesday 5 June, 09:00 (Europe/Berlin)>",
    ]


CLOSINGS = (
    st.just(CloseOnNextSlot())
    | st.builds(CloseOnNextSlot, st.sampled_from((time(8, 30), time(0))))
    | st.builds(CloseAt, st.sampled_from((time(17), time(23, 59))))
    | st.integers(1, 14 * 1440).map(lambda minutes: CloseAfter(timedelta(minutes=minutes)))
)
SCHEDULES = st.builds(
    Schedule,
    zone=st.sampled_from(("Europe/Berlin", "Asia/Kolkata", "UTC")),
    at=st.sampled_from((time(0), time(9), time(23, 59))),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    every_weeks=st.integers(1, 4),
    closes=CLOSINGS,
    holidays=st.sampled_from(("", "DE-BY", "US")),
)
IDS = st.frozensets(st.sampled_from(("U1", "U2", "W3", "S4", "S5", "ana")))
SETTINGS = st.builds(
    SeriesSettings,
    schedule=SCHEDULES,
    packs=st.lists(st.sampled_from(("aws", "team", "gone")), min_size=1, unique=True).map(
        lambda names: tuple(sorted(names))
    ),
    answer_mode=st.sampled_from(AnswerMode),
    grader=st.sampled_from(("keypoints", "participation")),
    remind_before=st.none() | st.integers(1, 5000).map(lambda minutes: timedelta(minutes=minutes)),
    managers=IDS,
    reviewers=IDS,
    excluded=IDS,
)


@given(chosen=SETTINGS)
@settings(max_examples=100, deadline=None)
def test_form_that_nobody_changed_changes_nothing(chosen: SeriesSettings) -> None:
    view = setup_form(CHOICES, replace(SERIES, settings=chosen))

    form = read_setup_form(submitted(view), Origin.read(view["private_metadata"]))
    read = read_settings(form, chosen, graders=("keypoints", "participation"))

    assert read == replace(chosen, packs=read.packs)
    assert set(read.packs) == set(chosen.packs)


def test_help_names_every_command() -> None:
    shown = "\n".join(texts(help_modal(help_page(COMMANDS.values()))["blocks"]))

    assert [name for name in COMMANDS if f"/qotd {name}" not in shown] == []


@cache
def views() -> Mapping[str, Json]:
    hostile = "<!channel> & \x00" * 500
    many: Sequence[Series] = [replace(SERIES, name="x" * 40, settings=replace(SERIES.settings, packs=("x" * 200,)))]
    return {
        "answer": answer_form(round_form(question(), "x" * 3000), ORIGIN),
        "answer to a drill": answer_form(drill_form(Drill(1, "w", "ana", question(), samples.OPENED)), ORIGIN),
        "answer, hostile": answer_form(
            AnswerForm(
                (Text("| a |\n|-|\n| <!channel> |\n" * 90), Text(hostile)), "x", "", {"sure": "x", "guess": "y"}
            ),
            ORIGIN,
        ),
        "flag": flag_form(ORIGIN),
        "dispute": dispute_form(ORIGIN),
        "setup": setup_form(CHOICES, SERIES, samples.SLOTS),
        "setup, first": setup_form(CHOICES, is_whole=False),
        "setup, new": setup_form(SetupChoices({f"p{n}": "x" * 90 for n in range(100)}, ("keypoints",))),
        "setup, without packs": setup_form(SetupChoices({}, ("keypoints",))),
        "setup, odd": setup_form(CHOICES, many[0], [datetime(2030, 1, 1, tzinfo=UTC)]),
        "help": help_modal(help_page(COMMANDS.values())),
        "card": card_modal(hostile, Card(hostile, (Text(hostile),) * 40)),
        "nothing": modal(hostile, [{"type": "divider"}], submit="Send", origin=ORIGIN),
    }


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize(("name", "view"), views().items(), ids=views())
def test_views_are_valid(name: str, view: Json) -> None:
    assert view_problems(view) == [], name


@pytest.mark.parametrize("view", views().values(), ids=views())
def test_views_are_within_their_limits(view: Json) -> None:
    lengths = (len(view["title"]["text"]), len(view.get("private_metadata", "")), len(view["blocks"]))

    assert [length <= most for length, most in zip(lengths, (24, 3000, 100), strict=True)] == [True] * 3
    assert [block["type"] for block in view["blocks"] if block["type"] == "table"] == []
    assert broken_rules(view["blocks"]) == []
