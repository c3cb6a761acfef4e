"""A newcomer is told of every way to answer that the series has, and of no other."""

import pytest

from bot.cards.meeting import newcomer_card
from bot.domain.card import Text
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, Series, SeriesState
from tests.worlds.builders import CHANNEL, WORKSPACE, settings

IN_WORDS = "- Answer in your own words, in its thread, or privately by its button. A sentence or two are enough."
SEALED = (
    "- Answer in your own words, privately, by its button: your answer is published at the reveal. "
    "A sentence or two are enough."
)
OR_QUICK = " In a hurry? Where a question has choices, **Quick answer** takes one of them."
BY_CHOICE = "- **Quick answer** shows its choices to you alone: take one."


@pytest.mark.parametrize(
    ("form", "mode", "line"),
    [
        (Form.TEXT, AnswerMode.OPEN, IN_WORDS),
        (Form.BOTH, AnswerMode.OPEN, IN_WORDS + OR_QUICK),
        (Form.BOTH, AnswerMode.SEALED, SEALED + OR_QUICK),
        (Form.CHOICE, AnswerMode.OPEN, BY_CHOICE),
    ],
)
def test_newcomer_is_told_how_questions_are_answered_here(form: Form, mode: AnswerMode, line: str) -> None:
    chosen = settings(form=form, answer_mode=mode)
    series = Series(1, WORKSPACE, "daily", CHANNEL, chosen, SeriesState.ACTIVE, "", None, None, 1)

    [said] = [block.markdown for block in newcomer_card(series).blocks if isinstance(block, Text)]

    assert said.splitlines()[1] == line
