"""Some points of the campaign; `make crash` tries all of them."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.crash.campaign import (
    COMMANDS,
    EVERY,
    OF_STARTS,
    PLACES,
    POSTGRES,
    SQLITE,
    Campaign,
    Death,
    Which,
    calm,
    die,
    problems,
    read,
    write,
)

pytestmark = pytest.mark.repeats

#: So many points are tried in a test, spread over all of it: of weeks, and of commands.
SAMPLE = {which: 2 if which.place == COMMANDS else 1 for which in EVERY if which.processes == 1}


@pytest.mark.parametrize("which", SAMPLE, ids=lambda which: which.name)
async def test_what_is_killed_anywhere_ends_as_if_it_had_not_been(which: Which) -> None:
    as_it_must = await calm(which)
    campaign = Campaign(which.place, which.database)
    campaign.begin(len(as_it_must.points))
    numbers = campaign.left()[: SAMPLE[which]]
    if which == Which("slack", SQLITE):
        numbers.append(OF_STARTS + 1)  # in interpreters that start anew

    for number in numbers:
        campaign.note(await die(which, number, as_it_must), "abc")

    # How many points a run has is up to its processes: now and then one ends before its last.
    assert (campaign.failed, sorted([*map(int, campaign.covered), *campaign.missed])) == ({}, sorted(numbers))
    assert campaign.covered


async def test_what_is_twice_or_lost_or_lies_about_is_found(tmp_path: Path) -> None:
    async with PLACES["slack"](tmp_path, str(tmp_path / "askaday.db")) as week:
        calm = await week.play()
        card, *others = calm.seen["channel"]
        doubled = replace(calm, seen=calm.seen | {"channel": [card, card, *others]})
        lost = replace(calm, answers=[calm.answers[0][1:], *calm.answers[1:]])
        drilled = replace(calm, drills=[(who, 2 * many) for who, many in calm.drills])
        left = replace(calm, owed=["reveal waiting"], wrong=[".x.partial lies about"])

        found = [problems(week, one, calm) for one in (calm, doubled, lost, drilled, left)]

    assert [[problem.split()[0] for problem in several] for several in found] == [
        [],
        ["channel:"],
        ["answers"],
        ["drills"],
        ["reveal", ".x.partial"],
    ]


def begun(points: int, *, processes: int = 1) -> Campaign:
    campaign = Campaign("slack", POSTGRES, processes)
    campaign.begin(points)
    return campaign


def test_campaign_goes_on_where_it_stopped(tmp_path: Path) -> None:
    campaign = begun(5)
    for number, found in ((1, []), (3, []), (4, ["twice"])):
        campaign.note(Death(number, "commit x", found), "abc")
    write(tmp_path / "crash.json", [campaign])

    [again] = read(tmp_path / "crash.json").values()

    assert again == campaign
    assert sorted(again.left(2, 99)) == [2, 4, 5]


def test_what_was_covered_with_other_code_is_played_again_only_where_that_is_asked_for(tmp_path: Path) -> None:
    before = asdict(begun(4)) | {"covered": {"1": "commit x", "2": "file fsync"}}
    (tmp_path / "crash.json").write_text(json.dumps([before]), "utf-8")
    [campaign] = read(tmp_path / "crash.json").values()
    campaign.note(Death(3, "commit y", []), "abc")

    assert (campaign.left(), sorted(campaign.left(commit="abc"))) == ([4], [1, 2, 4])
    assert campaign.line("abc").startswith("slack postgresql: 3 of 4 points covered, 1 of them with abc, ")


def test_point_that_fails_with_other_code_is_no_longer_covered() -> None:
    campaign = begun(2)
    for commit, found in (("abc", []), ("def", ["twice"])):
        campaign.note(Death(1, "commit x", found), commit)

    assert sorted(campaign.left()) == [1, 2]
    assert (campaign.covered, campaign.failed) == ({}, {"1": "commit x: ['twice']"})


def test_run_with_fewer_points_than_one_before_leaves_none_out() -> None:
    campaign = begun(4)
    for number in (1, 3, 4):
        campaign.note(Death(number, "commit x", []), "abc")
    campaign.begin(3)

    assert campaign.left() == [2]
    assert campaign.line("abc").startswith("slack postgresql: 2 of 3 points covered, 2 of them with abc, ")


def test_of_two_processes_a_tenth_is_tried_and_what_neither_came_to_is_made_up_for() -> None:
    campaign = begun(25, processes=2)
    first, second, third = campaign.left()

    campaign.note(Death(first, "", []), "abc")
    campaign.note(Death(second, "commit x", []), "abc")

    assert len({first, second, *campaign.left()}) == 4
    assert third in campaign.left()
    assert campaign.left(commit="def") == [first, second, third]
    assert campaign.line("abc").startswith("slack postgresql 2: 1 of 3 points covered (a seeded tenth of 25), 1 of")
