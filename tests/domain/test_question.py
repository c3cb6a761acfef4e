from datetime import date

import pytest

from tests.builders import pack, question


def test_ref_names_a_question_across_packs() -> None:
    assert question(3).ref == "basics/question-3"


@pytest.mark.parametrize(("today", "expected"), [(date(2036, 1, 1), False), (date(2036, 1, 2), True)])
def test_is_stale_after_its_review_date(today: date, expected: bool) -> None:
    assert question().is_stale(today) is expected


def test_pack_gives_questions_by_ref() -> None:
    one, two = question(1), question(2)

    assert pack(one, two).by_ref == {one.ref: one, two.ref: two}
