"""Ten points of the campaign; `make crash` plays all of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash.campaign import DATABASES, PLACES, Campaign, problems, read, write

pytestmark = pytest.mark.repeats

#: So many points are tried in a test, spread over the week.
SAMPLE = 10


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("place", PLACES)
async def test_week_whose_process_is_killed_anywhere_ends_as_if_it_had_not_been(place: str, database: str) -> None:
    campaign = Campaign(place, database)
    calm = await campaign.calm()
    step = campaign.points // SAMPLE
    numbers = [step * n + step // 2 for n in range(SAMPLE)]

    found = {number: await campaign.die_at(number, calm) for number in numbers}

    assert found == {number: [] for number in numbers}
    assert sorted(map(int, campaign.covered)) == numbers


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


def test_campaign_goes_on_where_it_stopped(tmp_path: Path) -> None:
    begun = Campaign("slack", "sqlite", 5, {"1": "commit", "3": "commit"}, {"4": "commit: twice"})
    write(tmp_path / "crash.json", [begun])

    [again] = read(tmp_path / "crash.json").values()

    assert again == begun
    assert sorted(again.left(2, 99)) == [2, 4, 5]
