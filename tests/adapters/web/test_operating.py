"""What programs ask an Askaday with pages: whether it is ready, and what figures it has, for who knows the token."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.web.metrics import LATE
from bot.bootstrap import connections
from bot.errors import AskadayError, StoreError
from bot.ports.clock import SystemClock
from tests.memory_store import memory_store
from tests.worlds.builders import ANA, options
from tests.worlds.pages import PagesWorld, pages_world

pytestmark = pytest.mark.sockets
TOKEN = "8f742231b10e8888"  # noqa: S105 - of a test


class Platform:
    """A platform that is connected when a test says so."""

    messenger = None
    is_there = False

    async def open(self, engine: object) -> None: ...

    async def start(self, engine: object) -> None: ...

    async def is_connected(self) -> bool:
        return self.is_there

    async def gone(self) -> AskadayError:
        return AskadayError()

    async def stop(self) -> None: ...

    async def close(self) -> None: ...


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    async with pages_world(metrics_token=TOKEN) as served:
        await served.world.set_up()
        yield served


def figures(text: str) -> dict[str, float]:
    samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return {f"{one.name}{''.join(f' {value}' for value in one.labels.values())}": one.value for one in samples}


async def test_ready_is_who_has_a_store_and_all_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    slack = Platform()
    async with pages_world(platforms={"slack": slack}) as pages:
        browser = pages.browser()
        before = await browser.get("/readyz")
        slack.is_there = True
        ready = await browser.get("/readyz", headers={"Host": "10.0.0.1"})

        async def broken(*_: object) -> None:
            raise StoreError

        monkeypatch.setattr(type(pages.world.app.store), "call", broken)
        without_store, alive = await browser.get("/readyz"), await browser.get("/healthz")
        monkeypatch.undo()

    assert (before.status, before.text) == (503, "slack is not connected")
    assert (ready.status, ready.text) == (200, "ok")
    assert (without_store.status, without_store.text, alive.status) == (503, "the store does not answer", 200)


async def test_metrics_are_for_who_has_the_token(pages: PagesWorld) -> None:
    browser = pages.browser("203.0.113.9")
    said = [None, "", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Bearer {TOKEN}"]

    found = [(await browser.get("/metrics", headers={"Authorization": one} if one else {})).status for one in said]
    for _ in range(20):
        await browser.get("/metrics")
    flooded = await browser.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert (found, flooded.status) == ([401] * 6 + [200], 429)


async def test_metrics_count_and_name_nobody(pages: PagesWorld) -> None:
    world, asking = pages.world, {"Authorization": f"Bearer {TOKEN}"}
    await world.after(hours=1, minutes=30)
    await world.say(ANA, "It stores turquoise lanterns. Elephants guard marble gates.")
    await pages.signed_in(ANA)
    open_now = figures((await pages.browser().get("/metrics", headers=asking)).text)
    await world.after(days=1)
    series = await world.series()
    assert series.next_due is not None
    world.clock.travel(series.next_due + LATE + timedelta(seconds=1))
    later = await pages.browser().get("/metrics", headers=asking)

    counted = figures(later.text)
    states = {name: number for name, number in counted.items() if name.startswith("askaday_deliveries")}
    assert (open_now["askaday_sessions"], open_now["askaday_answers"], open_now["askaday_late series"]) == (1, 0, 0)
    assert (counted["askaday_sessions"], counted["askaday_answers"], counted["askaday_late series"]) == (0, 1, 1)
    assert (counted["askaday_inbox_waiting"], counted["askaday_late delivery"]) == (0, 0)
    assert states == {"askaday_deliveries sent": float(len(await sent(pages)))}
    assert counted["askaday_store_call_seconds_count"] > 10
    assert counted["askaday_store_call_seconds_sum"] > 0
    assert [word for word in ("ana", "Ana", "daily", "lanterns", "console") if word in later.text] == []


async def sent(pages: PagesWorld) -> list[object]:
    rounds = await pages.world.rounds()
    return [one for played in rounds for one in await pages.world.deliveries(played.id)]


async def test_without_a_token_there_are_no_metrics() -> None:
    async with pages_world() as pages:
        assert (await pages.browser().get("/metrics")).status == 404


async def test_pages_are_off_by_default() -> None:
    store = memory_store()
    off = connections(options(), store, SystemClock())
    on = connections(options(web="on", public_url="https://askaday.example.com"), store, SystemClock())
    await store.close()

    assert [len(off._every), len(on._every)] == [0, 1]
