import pytest

from bot.packs.rules.answers import answer_length
from tests.packs.rules.questions import found


@pytest.mark.parametrize("words", [120, 350])
def test_answer_of_good_length(words: int) -> None:
    assert found(answer_length, model_answer="word " * words) == []


@pytest.mark.parametrize("words", [119, 351])
def test_answer_too_short_or_too_long(words: int) -> None:
    expected = [f"standby: model_answer: has {words} words; 120 to 350 are good"]

    assert found(answer_length, model_answer="word " * words) == expected
