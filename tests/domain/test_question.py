from datetime import date

import pytest

from bot.domain.question import KeyPoint
from tests.worlds.builders import pack, question


def test_ref_names_a_question_across_packs() -> None:
    assert question(3).ref == "basics/question-3"


def test_what_a_question_says_of_itself() -> None:
    given = question(short_answer="In short.", second_hint="Think of lamps.")
    point = KeyPoint("It stores turquoise lanterns.", label="Turquoise lanterns")

    assert (given.summary, given.hints, point.name) == (
        "In short.",
        ("Think of light.", "Think of lamps."),
        "Turquoise lanterns",
    )


def test_what_stands_in_for_what_a_question_does_not_say() -> None:
    plain = question(model_answer="# Head\n\nOne *line*\nand more.\n\nAnother one.", hint="")

    assert (plain.summary, plain.hints, plain.key_points[0].name) == (
        "One *line* and more.",
        (),
        "It stores turquoise lanterns.",
    )


@pytest.mark.parametrize(("today", "expected"), [(date(2036, 1, 1), False), (date(2036, 1, 2), True)])
def test_is_stale_after_its_review_date(today: date, expected: bool) -> None:
    assert question().is_stale(today) is expected


def test_pack_gives_questions_by_ref() -> None:
    one, two = question(1), question(2)

    assert pack(one, two).by_ref == {one.ref: one, two.ref: two}
