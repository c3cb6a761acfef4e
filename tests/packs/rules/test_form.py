from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.question import KeyPoint, Question
from bot.errors import PackProblem
from bot.packs.checking import check
from bot.packs.folder import LoadedPack
from bot.packs.rules import form
from bot.packs.rules.answers import answer_length
from bot.packs.rules.key_points import contrary_count, key_point_count, without_contrary, wording_count
from tests.packs.rules.questions import POINTS, QUESTION, loaded, reasons

LABELS = ("Standby takes over", "Clients reconnect", "Backups from copy", "Price doubles")
LABELLED = tuple(replace(point, label=label) for point, label in zip(POINTS, LABELS, strict=True))
FORM_2 = replace(
    QUESTION,
    title="A primary fails",
    short_answer="A standby takes over.",
    key_points=LABELLED,
    minutes=3,
    prompt=" ".join(["word"] * 24) + " what?",
)
Rule = Callable[[LoadedPack], Iterator[PackProblem]]


def of_form(number: int, *questions: Question) -> LoadedPack:
    pack = loaded(*questions)
    return replace(pack, pack=replace(pack.pack, form=number))


def found(rule: Rule, number: int = 2, **changes: Any) -> list[str]:
    return reasons(rule(of_form(number, replace(FORM_2, **changes))))


def test_sound_question_of_form_2() -> None:
    findings = check(of_form(2, FORM_2))

    assert (findings.errors, findings.advice, findings.counted) == ((), (), ())


def test_question_of_form_1_needs_none_of_it() -> None:
    findings = check(loaded(QUESTION))

    assert (findings.errors, findings.advice, findings.counted) == ((), (), ())


def test_what_form_2_requires_is_an_error() -> None:
    findings = check(of_form(2, replace(FORM_2, title="", short_answer="", key_points=(*LABELLED[:3], POINTS[3]))))

    assert reasons(iter(findings.errors)) == [
        "standby: title: is missing; form 2 requires it [without-title]",
        "standby: short_answer: is missing; form 2 requires it [without-short-answer]",
        "standby: key_points[4].label: is missing; form 2 requires it [without-label]",
    ]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    ("rule", "key", "few", "many"),
    [(form.title_length, "title", 2, 6), (form.short_answer_length, "short_answer", 1, 60)],
)
def test_length_of_texts(rule: Rule, key: str, few: int, many: int, number: int) -> None:
    said = [found(rule, number, **{key: " ".join(["word"] * words)}) for words in (few, many, many + 1)]

    assert said == [[], [], [f"standby: {key}: has {many + 1} words; {few} to {many} are taken"]]


def test_title_of_one_word() -> None:
    assert found(form.title_length, title="Caching") == ["standby: title: has 1 word; 2 to 6 are taken"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("two words", []),
        ("here are four words", []),
        ("one", ["standby: key_points[1].label: has 1 word; 2 to 4 are taken"]),
        ("here are five short words", ["standby: key_points[1].label: has 5 words; 2 to 4 are taken"]),
    ],
)
def test_length_of_labels(label: str, expected: list[str]) -> None:
    assert found(form.label_length, key_points=(replace(POINTS[0], label=label),)) == expected


def test_labels_repeated() -> None:
    points = (*LABELLED[:2], replace(POINTS[2], label="CLIENTS reconnect"))
    other = replace(FORM_2, id="other")

    assert reasons(form.repeated_labels(of_form(2, replace(FORM_2, key_points=points), other))) == [
        "standby: key_points[3].label: is the label of an earlier key point too"
    ]


def test_titles_repeated() -> None:
    others = replace(FORM_2, id="b", title="a PRIMARY fails"), replace(FORM_2, id="c", title="Another title")

    assert reasons(form.repeated_titles(of_form(2, FORM_2, *others))) == ["b: title: is the title of “standby” too"]


def test_what_could_be_better_is_counted_in_one_line() -> None:
    long = " ".join(["word"] * 15)
    wordy = tuple(KeyPoint(f"{long} {n}", label=f"Point {n}") for n in range(6))
    poor = replace(FORM_2, minutes=None, key_points=wordy, split_from="gone", prompt="Why?")
    fat = replace(FORM_2, model_answer=" ".join(["word"] * 171))

    findings = check(of_form(2, *(replace(poor, id=f"q{n:02}") for n in range(12)), fat))

    named = "q00, q01, q02, q03, q04, q05, q06, q07, q08, q09 …"
    assert reasons(iter(findings.counted)) == [
        f"pack.yaml: 12 questions without minutes: {named} [without-minutes]",
        f"pack.yaml: 12 questions with more than 5 key points: {named} [many-key-points]",
        f"pack.yaml: 12 questions with key points of more than 14 words: {named} [long-key-points]",
        f"pack.yaml: 12 questions with prompts of other than 25 to 50 words: {named} [other-prompt-length]",
        "pack.yaml: 1 question with model answers of more than 170 words beside code: standby [long-answer]",
        f"pack.yaml: 12 questions split from a question that the pack does not have: {named} [unknown-origin]",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"key_points": LABELLED[:3] + LABELLED[:2]},
        {"key_points": (replace(LABELLED[0], text=" ".join(["word"] * 14)),)},
        {"prompt": " ".join(["word"] * 50)},
        {"model_answer": " ".join(["word"] * 170) + "\n\n```text\nsome code beside it\n```"},
    ],
    ids=["five points", "fourteen words", "fifty words", "170 words"],
)
def test_what_is_not_counted(changes: dict[str, Any]) -> None:
    assert check(of_form(2, replace(FORM_2, **changes))).counted == ()


@pytest.mark.parametrize(
    ("count", "expected"),
    [(2, ["standby: key_points: has 2 entries; 3 to 7 are good"]), (3, []), (7, []),
     (8, ["standby: key_points: has 8 entries; 3 to 7 are good"])],
)  # fmt: skip
def test_number_of_points(count: int, expected: list[str]) -> None:
    assert found(key_point_count, key_points=(LABELLED[0],) * count) == expected


@pytest.mark.parametrize("count", [1, 2, 5, 6])
def test_number_of_wordings(count: int) -> None:
    points = (replace(LABELLED[0], alt=tuple("abcdef"[:count])),)

    counted = "1 entry" if count == 1 else f"{count} entries"
    expected = [] if count in (2, 5) else [f"standby: key_points[1].alt: has {counted}; 2 to 5 are good"]
    assert found(wording_count, key_points=points) == expected


@pytest.mark.parametrize(("count", "expected"), [
    (0, []), (3, []), (4, ["standby: key_points[2].contrary: has 4 entries; up to 3 are good"]),
])  # fmt: skip
def test_number_of_contraries(count: int, expected: list[str]) -> None:
    points = (LABELLED[0], replace(LABELLED[1], contrary=tuple("abcd"[:count])))

    assert found(contrary_count, key_points=points) == expected
    assert found(without_contrary, key_points=points) == []
    assert found(contrary_count, 1, key_points=points) == []


def test_question_without_any_contrary() -> None:
    points = tuple(replace(point, contrary=()) for point in LABELLED)

    assert found(without_contrary, key_points=points) == [
        "standby: key_points: no entry has a contrary; at least one needs one"
    ]


@pytest.mark.parametrize(("words", "good"), [(89, False), (90, True), (350, True), (351, False)])
def test_length_of_answers_beside_code(words: int, good: bool) -> None:
    answer = " ".join(["word"] * words) + "\n\n```text\nten words of code that nobody counts at all\n```"

    expected = [] if good else [f"standby: model_answer: has {words} words beside its code; 90 to 350 are good"]
    assert found(answer_length, model_answer=answer) == expected
