"""Managers hear a month before questions lapse, once, and at the start of what cannot be used."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.deliveries import DeliveryKind
from bot.domain.supply import supply
from bot.errors import PackProblem
from bot.ports.store import Transaction
from bot.services.supplying import Supplying
from tests.worlds.builders import MONDAY, Packs, pack, question
from tests.worlds.world import World, new_world

TODAY = MONDAY.date()


def _lapsing(*days: int) -> Packs:
    questions = tuple(
        replace(question(number), review_by=TODAY + timedelta(days=day)) for number, day in enumerate(days)
    )
    return Packs({"basics": replace(pack(), questions=questions)})


def _told(tx: Transaction, title: str) -> list[str]:
    later = datetime(2100, 1, 1, tzinfo=UTC)
    for number in tx.deliveries.to_place(later, 100):
        tx.deliveries.place(number, later)
    owed = tx.deliveries.claim(later, datetime(2100, 1, 2, tzinfo=UTC), 100, PLATFORMS)
    return [one.channel for one in owed if one.kind is DeliveryKind.DIRECT and one.card.title == title]


PLATFORMS = frozenset({"console"})


async def _told_after(world: World, packs: Packs, nights: Sequence[int]) -> list[str]:
    for night in nights:
        world.clock.travel(MONDAY + timedelta(days=night))
        await Supplying(packs, world.clock).tell_lapsing(world.app.store)
    return await world.app.call(_told, "Questions are about to lapse")


async def test_managers_are_told_once_a_month_before_questions_lapse() -> None:
    async with new_world() as world:
        await world.set_up()

        assert await _told_after(world, _lapsing(40, 300), range(10)) == []
        assert await _told_after(world, _lapsing(40, 300), range(10, 30)) == ["root"]


async def test_managers_are_told_again_of_another_month() -> None:
    async with new_world() as world:
        await world.set_up()

        assert await _told_after(world, _lapsing(5, 70, 300), [0, 1]) == ["root"]
        assert await _told_after(world, _lapsing(5, 70, 300), [50, 51]) == ["root"]


async def test_managers_are_told_once_of_what_is_left_out() -> None:
    async with new_world() as world:
        await world.set_up()
        supplying = Supplying(Packs({}), world.clock)
        problems = {"basics": [PackProblem("basics/q.md", 1, "is broken")], "other": [PackProblem("x", 1, "is broken")]}
        for _ in range(2):
            await supplying.tell_left_out(world.app.store, problems)

        assert await world.app.call(_told, "Some questions cannot be used") == ["root"]


def test_supply_of_a_series() -> None:
    packs = _lapsing(-1, 5, 10, 400).held

    found = supply(packs, ("basics", "gone"), {"basics/question-2"}, TODAY)

    assert [one.id for one in found.questions] == ["question-1", "question-3"]
    assert (found.stale, found.missing, found.until) == (1, ("gone",), TODAY + timedelta(days=400))
    assert [one.id for one in found.lapsing(TODAY)] == ["question-1"]
    assert supply({}, ("gone",), (), date(2026, 1, 1)).until is None
