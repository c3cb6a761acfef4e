from dataclasses import replace

from bot.domain.question import KeyPoint
from bot.packs.checking import check
from tests.packs.rules.questions import POINTS, QUESTION, Whole, loaded


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
