"""What was written last: noted for each workspace, by whatever process, and only once it is durable."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from bot.domain.practice.memory import Memory
from bot.ports.store import Store, Transaction
from tests.contracts.conftest import Opener
from tests.contracts.stored import DAY, NOON, OTHER_WORKSPACE, add_round, add_series, answer, points
from tests.worlds.builders import WORKSPACE, actor, question


def _latest(tx: Transaction) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    return tx.writes.latest(WORKSPACE)


def _differing(before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]) -> set[str]:
    """Give the source of all that was noted in between, with what it was about."""
    found = {(source, about) for noted in (before, after) for source in noted for about in noted[source]}
    return {
        f"{source} {about}".rstrip()
        for source, about in found
        if before.get(source, {}).get(about) != after.get(source, {}).get(about)
    }


def _begin(tx: Transaction) -> None:
    add_series(tx)
    add_series(tx, workspace=OTHER_WORKSPACE)


async def test_what_figures_are_made_of_is_noted(store: Store) -> None:
    await store.call(_begin)
    series = await store.call(lambda tx: next(iter(tx.series.of_workspace(WORKSPACE))))
    seen = [await store.read(_latest)]
    played = await store.call(lambda tx: add_round(tx, series))
    seen.append(await store.read(_latest))
    memory = Memory("basics/question-1", 2.3, 5.0, NOON, NOON)
    for work in (
        lambda tx: tx.answers.freeze(played.id, [answer()]),
        lambda tx: tx.standings.set_points([points(played)]),
        lambda tx: tx.statistics.set_audience([played.id], 12),
        lambda tx: tx.members.seen(actor()),
        lambda tx: tx.memories.save(WORKSPACE, {"ana": memory}),
        lambda tx: tx.drills.finish(tx.drills.add(WORKSPACE, "ana", question(1), NOON).id, "words", None, NOON),
    ):
        await store.call(work)
        seen.append(await store.read(_latest))

    of_round, week = f"rounds {series.id}:{DAY}", f"drills {NOON.date() - timedelta(days=NOON.weekday())}"
    assert [_differing(*two) for two in pairwise(seen)] == [
        {of_round, "questions"},
        {"answers"},
        {of_round},
        {of_round},
        {"members"},
        {"memories basics/question-1"},
        {"drills", week},
    ]
    assert await store.read(_latest) == seen[-1]


async def test_who_erases_their_data_is_noted_wherever_it_was(store: Store) -> None:
    await store.call(_begin)
    [series] = await store.call(lambda tx: tx.series.of_workspace(WORKSPACE))
    played = await store.call(lambda tx: add_round(tx, series))
    await store.call(lambda tx: tx.standings.set_points([points(played)]))
    await store.call(lambda tx: tx.memories.save(WORKSPACE, {"ana": Memory("basics/question-1", 2.3, 5.0, NOON, NOON)}))
    before = await store.read(_latest)
    await store.call(lambda tx: tx.members.erase(WORKSPACE, "ana", NOON))

    noted = _differing(before, await store.read(_latest))
    assert {f"rounds {series.id}:{DAY}", "memories basics/question-1"} <= noted


async def test_a_question_that_is_new_to_all_is_noted_for_all(store: Store) -> None:
    await store.call(_begin)
    [elsewhere] = await store.call(lambda tx: tx.series.of_workspace(OTHER_WORKSPACE))
    seen = [await store.read(_latest)]
    for day in (DAY, DAY + timedelta(days=1)):
        await store.call(partial(add_round, series=elsewhere, day=day))
        seen.append(await store.read(_latest))

    assert [seen[0] == seen[1], seen[1] == seen[2]] == [False, True]


async def test_nothing_is_noted_of_what_they_are_not_made_of(store: Store) -> None:
    await store.call(_begin)
    before = await store.read(_latest)

    await store.call(lambda tx: tx.inbox.add(WORKSPACE, "Ev1", "{}", NOON))
    await store.call(lambda tx: tx.members.seen(actor(workspace=OTHER_WORKSPACE)))

    assert await store.read(_latest) == before


async def test_what_was_undone_is_not_noted(store: Store) -> None:
    await store.call(_begin)
    before = await store.read(_latest)

    def fail(tx: Transaction) -> None:
        tx.members.seen(actor())
        raise LookupError

    with pytest.raises(LookupError):
        await store.call(fail)

    assert await store.read(_latest) == before


async def test_a_workspace_that_comes_back_was_written_anew(store: Store) -> None:
    await store.call(_begin)
    before = await store.read(_latest)

    await store.call(lambda tx: tx.upkeep.purge(WORKSPACE))
    await store.call(add_series)

    assert await store.read(_latest) != before


async def test_it_outlives_the_process(opener: Opener) -> None:
    first = opener()
    await first.call(_begin)
    before = await first.read(_latest)
    await first.close()

    second = opener()
    assert await second.read(_latest) == before
    await second.close()


async def test_it_is_read_once_in_a_transaction_until_that_writes(store: Store) -> None:
    """Also where a query begins with WITH: what only reads changes nothing."""
    await store.call(_begin)

    def read(tx: Transaction) -> tuple[object, ...]:
        series = next(iter(tx.series.of_workspace(WORKSPACE)))
        first = _latest(tx)
        tx.reports.participation(series.id, None, None)
        again = _latest(tx)
        tx.members.seen(actor())
        return again is first, _differing(first, _latest(tx))

    assert await store.call(read) == (True, {"members"})
