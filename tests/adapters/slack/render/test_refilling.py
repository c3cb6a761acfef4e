"""A form that is shown once more."""

from datetime import time
from typing import Any

from adapters.slack.render.forms import Origin, answer_form
from adapters.slack.render.limits import PIECE
from adapters.slack.render.refilling import PROBLEM, refilled_form
from adapters.slack.render.setup_form import SetupChoices, setup_form
from bot.cards.forms import AnswerForm
from bot.domain.series import Series, SeriesState
from tests.servers.fake_slack.people import forms
from tests.worlds.builders import schedule, settings

CHOICES = SetupChoices({"aws": "AWS", "ours": "Ours"}, ("keypoints", "participation"), "C1", "UTC")
SERIES = Series(
    1, "slack:T1", "daily", "C1", settings(schedule=schedule(at=time(9))), SeriesState.ACTIVE, "", None, None, 1
)


def sent(view: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Give a form as Slack hands it over when it is sent."""
    blocks = [block if "block_id" in block else {**block, "block_id": "x"} for block in view["blocks"]]
    return {**view, "id": "V1", "blocks": blocks, "state": {"values": forms.state_values(blocks, values)}}


def test_form_that_was_not_changed_comes_back_as_it_was() -> None:
    view = sent(setup_form(CHOICES, SERIES))

    problem, *fields = refilled_form(view, ["The zone is unknown."])["blocks"]

    assert problem["text"]["text"] == "The zone is unknown."
    assert fields == view["blocks"]


def test_field_that_was_emptied_comes_back_empty() -> None:
    view = sent(answer_form(AnswerForm((), "", "What stood there."), Origin("answer", "round:1")), text="")

    [_, field] = refilled_form(view, ["Something is missing."])["blocks"]

    assert "initial_value" not in field["element"]


def test_problem_takes_the_place_of_the_one_before() -> None:
    first = refilled_form(sent(answer_form(AnswerForm((), ""), Origin("answer", "round:1"))), ["One."])

    second = refilled_form(sent(first, text="Mine."), ["Two.", "Three."])

    assert [(b["block_id"], b.get("text", {}).get("text")) for b in second["blocks"]] == [
        (PROBLEM, "Two. Three."),
        ("text", None),
    ]
    assert (second["callback_id"], second["private_metadata"]) == (first["callback_id"], first["private_metadata"])


def test_long_problem_is_told_whole() -> None:
    made = refilled_form(sent(answer_form(AnswerForm((), ""), Origin("answer", "round:1"))), ["x" * 5000])
    again = refilled_form(sent(made, text="Mine."), ["Two."])

    told = [block["text"]["text"] for block in made["blocks"] if block["type"] == "section"]
    assert "".join(told) == "x" * 5000
    assert max(map(len, told)) == PIECE
    assert [block["block_id"] for block in again["blocks"]] == [PROBLEM, "text"]
