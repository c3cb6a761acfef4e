from dataclasses import replace

import pytest

from bot.domain.question import KeyPoint
from bot.packs.checking import check
from bot.packs.folder import LoadedPack
from tests.growth import seconds
from tests.packs.rules.questions import POINTS, QUESTION, Whole, loaded

pytestmark = pytest.mark.repeats


def test_findings() -> None:
    points = (*POINTS[:3], replace(POINTS[0], text=POINTS[0].text.upper()))
    pack = loaded(replace(QUESTION, key_points=points, hint="", prompt="What?"), topics=("databases", "edge"))

    findings = check(pack)

    assert [str(problem) for problem in findings.errors] == [
        "standby: key_points[4].text: says the same as an earlier key point [repeated-key-points]"
    ]
    assert [str(problem) for problem in findings.advice] == [
        "standby: prompt: has 1 word; 15 to 90 are good [prompt-length]",
        "standby: hint: is missing [without-hint]",
        "standby: key_points[4].text: says nearly the same as key point 1 [near-duplicate-key-points]",
        "pack.yaml: topics[2]: “edge” is the topic of no question [unused-topics]",
    ]


def test_findings_with_grader() -> None:
    texts = " ".join(point.text for point in POINTS)
    question = replace(QUESTION, model_answer=f"{QUESTION.model_answer} {texts}", key_points=(*POINTS, KeyPoint("")))

    findings = check(loaded(question), Whole())

    assert [str(problem) for problem in findings.advice] == [
        "standby: key_points[5].alt: has 0 entries; 2 or 3 are good [wording-count]",
        "standby: key_points[5].contrary: is missing [without-contrary]",
        "standby: key_points[5]: an empty answer meets it [empty-answer-meets-nothing]",
        "standby: key_points[5]: the prompt itself meets it [prompt-meets-nothing]",
    ]


def test_no_findings() -> None:
    findings = check(loaded(QUESTION))

    assert (findings.errors, findings.advice) == ((), ())


def numbered(count: int) -> LoadedPack:
    """Give a pack of rows that are alike but for a number, as a spreadsheet filled by dragging has them."""
    asked = "In shop {} of the chain a till stops: which of its parts do you look at first, and why that one?"
    return loaded(*(replace(QUESTION, id=f"q{n}", prompt=asked.format(n), hint="", choices=()) for n in range(count)))


def test_advice_that_repeats_is_printed_ten_times_and_counted() -> None:
    findings = check(numbered(40))

    told = [str(problem) for problem in findings.advice]
    missing = [f"q{n}: hint: is missing [without-hint]" for n in range(10)]
    alike = [f"q{n}: prompt: asks nearly the same as “q0” [near-duplicate-prompts]" for n in range(1, 11)]
    assert told == [
        *missing,
        "q9: … and 30 more like it [without-hint]",
        *alike,
        "q10: … and 29 more like it [near-duplicate-prompts]",
    ]
    assert sum(problem.stands_for for problem in findings.advice) == 40 + 39


def test_four_times_as_many_like_rows_take_about_four_times_as_long_to_check() -> None:
    few, many = numbered(250), numbered(1000)

    assert seconds(lambda: check(many)) < 9 * seconds(lambda: check(few))
