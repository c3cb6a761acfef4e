"""Whatever order events arrive in, and however often, the same answers come out."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answers import Answer, Happening, Revision
from tests.worlds.builders import MONDAY, actor
from tests.worlds.world import new_world

pytestmark = pytest.mark.repeats

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)


@st.composite
def histories(draw: st.DrawFn) -> list[Revision]:
    """What happened to a few messages, some of it at the close or later."""
    happened: list[Revision] = []
    for number in range(draw(st.integers(1, 4))):
        minutes = draw(st.lists(st.integers(1, 9 * 60), min_size=1, max_size=4, unique=True).map(sorted))
        member = draw(st.sampled_from(["ana", "bo"]))
        ends = draw(st.booleans()) and len(minutes) > 1
        for step, minute in enumerate(minutes):
            at = NINE + timedelta(minutes=minute, microseconds=number)
            kind = Happening.EDITED if step else Happening.POSTED
            if ends and step == len(minutes) - 1:
                happened.append(Revision(str(number), Happening.DELETED, at, at, None, ""))
            else:
                posted_at = NINE + timedelta(minutes=minutes[0], microseconds=number)
                happened.append(Revision(str(number), kind, at, posted_at, member, f"message {number}, text {step}"))
    return happened


def expected(history: list[Revision]) -> dict[str, str]:
    """Say what each member had answered at the close, told one message after the other."""
    lines: dict[str, list[tuple[str, str]]] = {}
    for number in {revision.message for revision in history}:
        before = [r for r in history if r.message == number and r.at < CLOSE]
        if before and before[-1].happening is not Happening.DELETED:
            lines.setdefault(before[-1].member or "", []).append((f"{before[0].at}", before[-1].text))
    return {member: "\n".join(text for _, text in sorted(posts)) for member, posts in lines.items()}


async def answers_to(arrivals: list[Revision]) -> list[Answer]:
    async with new_world() as world:
        await world.set_up()
        await world.at(NINE)
        played = await world.last_round()
        for revision in arrivals:
            await world.record(revision, actor((revision.member or "").title()), played.thread or "")
        await world.at(CLOSE)
        return await world.app.call(lambda tx: list(tx.answers.frozen(played.id)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), history=histories())
def test_answers_are_the_same_in_any_order_of_arrival(data: st.DataObject, history: list[Revision]) -> None:
    repeated = data.draw(st.lists(st.sampled_from(history), max_size=3))
    shuffled = data.draw(st.permutations([*history, *repeated]))

    in_order, out_of_order = asyncio.run(answers_to(history)), asyncio.run(answers_to(shuffled))

    assert out_of_order == in_order
    assert {answer.member: answer.text for answer in in_order} == expected(history)
