from dataclasses import replace

import pytest

from bot.domain.question import KeyPoint, Pack, Question
from bot.packs.relatives import kin, marks_of
from tests.content.shipped import shipped_pack
from tests.growth import seconds
from tests.worlds.builders import pack, question


def other(number: int, **changes: object) -> Question:
    """Build a question of words that no other uses."""
    words = " ".join(f"word{number}x{n}" for n in range(12))
    basis = question(number, prompt=f"{words}?", key_points=(KeyPoint(f"{words} said"),))
    return replace(basis, **changes)  # type: ignore[arg-type]  # any field


def relatives(of: Pack) -> list[tuple[str, str]]:
    marks = kin(of)
    ids = [one.id for one in of.questions]
    return [
        (one, two)
        for place, two in enumerate(ids)
        for one in ids[:place]
        if marks[f"{of.name}/{one}"] & marks[f"{of.name}/{two}"]
    ]


def test_questions_without_relatives_have_no_marks() -> None:
    assert set(kin(pack(other(1), other(2, family="lamps"), other(3))).values()) == {
        frozenset(),
        frozenset({"basics family lamps"}),
    }


def test_relatives_by_family() -> None:
    lamps = pack(other(1, family="lamps"), other(2, family="gates"), other(3, family="lamps"), other(4))

    assert relatives(lamps) == [("question-1", "question-3")]


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ({2: "question-1"}, [("question-1", "question-2")]),
        ({1: "gone", 3: "gone"}, [("question-1", "question-3")]),
        ({2: "question-1", 3: "question-2"}, [(f"question-{a}", f"question-{b}") for a, b in ((1, 2), (1, 3), (2, 3))]),
        ({1: "question-2", 2: "question-1", 3: "question-2"},
         [(f"question-{a}", f"question-{b}") for a, b in ((1, 2), (1, 3), (2, 3))]),
    ],
    ids=["one part", "origin gone", "part of a part", "circle"],
)  # fmt: skip
def test_relatives_by_origin(origins: dict[int, str], expected: list[tuple[str, str]]) -> None:
    questions = (other(number, split_from=origins.get(number, "")) for number in range(1, 5))

    assert relatives(pack(*questions)) == expected


def test_relatives_by_likeness() -> None:
    first = other(1)
    # Of 24 stems of both, 8 are in both: a third. The third one shares with each of them less than a quarter.
    shared = " ".join(first.prompt.split()[:8])
    second = other(2, prompt=shared)
    third = other(3, prompt=" ".join(first.prompt.split()[:3]))

    assert relatives(pack(first, second, third)) == [("question-1", "question-2")]


def test_relatives_of_the_shipped_pack_are_on_one_subject() -> None:
    found = {pair for pair in relatives(shipped_pack().pack) if all(pair)}

    assert ("rds-failover-drill", "rds-read-replica-limits") in found
    assert ("lambda-cold-starts-at-the-gate", "lambda-cold-starts-low-traffic") in found
    assert ("active-active-two-regions", "multi-region-data-replication") in found


def test_relatives_are_worked_out_once_for_a_pack() -> None:
    basics = pack()

    assert kin(basics) is kin(basics)
    assert kin(basics) == kin(replace(basics))


def rows(count: int) -> Pack:
    """Give questions that are all alike, as a spreadsheet filled by dragging has them, and all of one family."""
    return pack(*(question(number, family="rows") for number in range(count)))


@pytest.mark.repeats
def test_four_times_as_many_like_rows_take_about_four_times_as_long() -> None:
    few, many = rows(500), rows(2000)

    assert seconds(lambda: marks_of(many)) < 9 * seconds(lambda: marks_of(few))
