"""A team's first month on each platform, from the installed app to the fourth Friday, costs people little."""

import asyncio

import pytest

from tests.e2e.first_month.goals import missed
from tests.e2e.first_month.playing import STAGES, play

pytestmark = [pytest.mark.documents(also_without=True), pytest.mark.repeats]


@pytest.mark.parametrize("platform", STAGES)
def test_goals_of_the_first_month_are_met(platform: str) -> None:
    assert missed(asyncio.run(play(platform))) == []
