import pytest

from bot.packs.rules.prompts import asks_one_question, prompt_length, without_hint
from tests.packs.rules.questions import found


@pytest.mark.parametrize("words", [15, 90])
def test_prompt_of_good_length(words: int) -> None:
    assert found(prompt_length, prompt="word " * words) == []


@pytest.mark.parametrize("words", [14, 91])
def test_prompt_too_short_or_too_long(words: int) -> None:
    assert found(prompt_length, prompt="word " * words) == [f"standby: prompt: has {words} words; 15 to 90 are good"]


@pytest.mark.parametrize(
    "prompt",
    [
        "It is slow. Why?",
        "It runs on `cron(0 8 ? * MON *)`. What does that mean?",
        "It is slow. Explain the cause.",
        "Name the cause",
        "Read this, then say what is wrong:\n\n```json\n{}\n```\n\nWhich line is it?",
    ],
)
def test_prompt_that_asks_one_question(prompt: str) -> None:
    assert found(asks_one_question, prompt=prompt) == []


def test_prompt_that_asks_twice() -> None:
    assert found(asks_one_question, prompt="Why? And since when?") == ["standby: prompt: asks 2 questions; ask one"]


@pytest.mark.parametrize("prompt", ["It is slow.", "Why? It is slow.", "**", "Is it `a ? b`"])
def test_prompt_that_asks_nothing(prompt: str) -> None:
    assert found(asks_one_question, prompt=prompt) == ["standby: prompt: does not end by asking something"]


def test_hint_missing() -> None:
    assert found(without_hint, hint="") == ["standby: hint: is missing"]


def test_hint_present() -> None:
    assert found(without_hint) == []
