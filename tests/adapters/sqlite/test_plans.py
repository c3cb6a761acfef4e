"""The queries of every tick read a partial index and nothing else, however many rows there are."""

import re
from collections.abc import Callable

import pytest

from adapters.storage.sqlite import SqliteStore
from bot.domain.card import Card
from bot.domain.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.ports.store import Transaction
from tests.contracts.stored import MINUTE, NOON
from tests.worlds.builders import CHANNEL, WORKSPACE

QUERIES: dict[str, tuple[Callable[[Transaction], object], set[str]]] = {
    "series.due": (lambda tx: tx.series.due(NOON, 9), {"series_due"}),
    "digests.due": (lambda tx: tx.digests.due(NOON, 9), {"digests_due"}),
    "nudges.due": (lambda tx: tx.nudges.due(NOON, 9), {"nudges_due"}),
    "rounds.due_to_close": (lambda tx: tx.rounds.due_to_close(NOON, 9), {"rounds_close"}),
    "rounds.due_to_remind": (lambda tx: tx.rounds.due_to_remind(NOON, 9), {"rounds_remind"}),
    "deliveries.claim": (
        lambda tx: tx.deliveries.claim(NOON, NOON + MINUTE, 9, frozenset({"slack"})),
        {"deliveries_ready"},
    ),
    "deliveries.release_lapsed": (lambda tx: tx.deliveries.release_lapsed(NOON), {"deliveries_leased"}),
    "rounds.release_lapsed": (lambda tx: tx.rounds.release_lapsed(), {"rounds_leased"}),
    "deliveries.backlog": (lambda tx: tx.deliveries.backlog(NOON), {"deliveries_overdue"}),
    "deliveries.card_in_flight": (lambda tx: tx.deliveries.card_in_flight(WORKSPACE, "c"), {"deliveries_cards"}),
    "deliveries.has_newer": (
        lambda tx: tx.deliveries.has_newer(
            Delivery(1, "k", WORKSPACE, DeliveryKind.UPDATE, "c", Card(""), DeliveryState.PENDING, NOON, 0, round_id=1)
        ),
        {"deliveries_round"},
    ),
    "inbox.pending": (lambda tx: tx.inbox.pending("slack", 1), {"inbox_pending"}),
    "inbox.threads": (lambda tx: tx.inbox.threads("slack"), {"inbox_pending"}),
    "inbox.claim_next": (lambda tx: tx.inbox.claim_next(WORKSPACE, "t", MINUTE), {"inbox_thread"}),
    "inbox.forget": (lambda tx: tx.inbox.forget(NOON, NOON, most=100), {"inbox_done", "inbox_failed"}),
    "rounds.window": (lambda tx: tx.rounds.window(WORKSPACE, CHANNEL, "t"), {"rounds_thread"}),
    "members.places": (lambda tx: tx.members.places("discord", "1"), {"members_member"}),
    "reports.next_due": (
        lambda tx: tx.reports.next_due(),
        {
            *("series_due", "rounds_close", "rounds_remind", "deliveries_ready", "deliveries_queued", "nudges_due"),
            *("contacts_silent", "digests_due"),
        },
    ),
}


@pytest.mark.parametrize("name", QUERIES)
async def test_query_reads_its_index_alone(name: str) -> None:
    query, wanted = QUERIES[name]
    store = SqliteStore.open(":memory:")

    def indices(tx: Transaction) -> set[str]:
        connection = tx.connection  # type: ignore[attr-defined]  # SQLite's own
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        query(tx)
        connection.set_trace_callback(None)
        # sqlite-utils looks for the table first.
        asked = next(one for one in statements if "sqlite_master" not in one)
        plan = " ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked}"))
        assert not re.search(r"SCAN (series|rounds|deliveries|inbox|nudges|members)\b", plan), plan
        return set(re.findall(r"INDEX (\w+_\w+) ", f"{plan} ")) - {"sqlite_autoindex_questions_1"}

    used = await store.call(indices)
    await store.close()

    assert used == wanted
