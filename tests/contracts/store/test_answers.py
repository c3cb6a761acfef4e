from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answers import Happening
from bot.domain.deliveries import DeliveryKind
from bot.domain.grading import Grade, Judgement, Source
from bot.domain.rounds import RoundState
from bot.ports.store import Store, Transaction
from bot.ports.tables.upkeep import Retention
from tests.contracts.stored import JUDGEMENT, MINUTE, NOON, OTHER_WORKSPACE, add_round, add_series, answer, posted
from tests.worlds.builders import CHANNEL, WORKSPACE, text_card

AWKWARD = (
    "x" * 40_000,
    "",
    "\N{FIRE}",
    "\u202e\u05e9\u05dc\u05d5\u05dd\u200b",
    "\0\x07",
    '=HYPERLINK("http://x")',
    "@everyone <!channel>",
)


async def test_revision_recorded_twice_is_kept_once(store: Store) -> None:
    def record(tx: Transaction) -> list[object]:
        edited = posted(1, happening=Happening.EDITED, text="Lamps", at=NOON + 5 * MINUTE)
        new = [
            tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(1), posted(2)], NOON),
            tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(2), edited, posted(1)], NOON),
            tx.answers.record(WORKSPACE, CHANNEL, "t1", [], NOON),
            tx.answers.record(WORKSPACE, CHANNEL, "t2", [posted(1)], NOON),
        ]
        return [
            new,
            len(tx.answers.revisions(WORKSPACE, CHANNEL, "t1")),
            tx.answers.revisions(WORKSPACE, CHANNEL, "t1") == [posted(1), posted(2), edited],
        ]

    assert await store.call(record) == [[2, 1, 0, 1], 3, True]


async def test_mark_of_a_thread_changes_with_what_happens_in_it_and_with_nothing_else(store: Store) -> None:
    def marks(tx: Transaction) -> list[int]:
        seen = [tx.answers.mark(WORKSPACE, CHANNEL, "t1")]

        def look() -> None:
            seen.append(tx.answers.mark(WORKSPACE, CHANNEL, "t1"))

        tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(1, text="\0a"), posted(2, "bo", "b")], NOON)
        look()
        tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(2, "bo", "b"), posted(1, text="\0a")], NOON + MINUTE)
        tx.answers.record(WORKSPACE, CHANNEL, "t2", [posted(3)], NOON)
        tx.answers.record(OTHER_WORKSPACE, CHANNEL, "t1", [posted(3)], NOON)
        look()
        tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(2, happening=Happening.DELETED, member=None)], NOON)
        look()
        tx.members.erase(WORKSPACE, "ana", NOON + MINUTE)
        look()
        return [seen.index(mark) for mark in seen]

    assert await store.call(marks) == [0, 1, 1, 3, 4]


async def test_thread_of_another_workspace_is_empty(store: Store) -> None:
    def look(tx: Transaction) -> list[object]:
        tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted()], NOON)
        return [
            len(tx.answers.revisions(OTHER_WORKSPACE, CHANNEL, "t1")),
            tx.answers.revisions(OTHER_WORKSPACE, CHANNEL, "t1"),
        ]

    assert await store.call(look) == [0, []]


async def test_awkward_texts_come_back_as_they_were(store: Store) -> None:
    def record(tx: Transaction) -> list[str]:
        tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(n, text=text) for n, text in enumerate(AWKWARD)], NOON)
        return [revision.text for revision in tx.answers.revisions(WORKSPACE, CHANNEL, "t1")]

    assert await store.call(record) == list(AWKWARD)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"])), offset=st.timezones())
async def test_any_text_and_any_zone_come_back(store: Store, text: str, offset: object) -> None:
    revision = posted(text=text, at=NOON.astimezone(offset), message=f"m{abs(hash((text, str(offset))))}")  # type: ignore[arg-type]  # hypothesis gives tzinfo

    def record(tx: Transaction) -> object:
        tx.answers.record(WORKSPACE, CHANNEL, revision.message, [revision], NOON)
        return tx.answers.revisions(WORKSPACE, CHANNEL, revision.message)

    assert await store.call(record) == [revision]


async def test_frozen_answers_keep_their_order_and_are_replaced(store: Store) -> None:
    def freeze(tx: Transaction) -> list[object]:
        closed = add_round(tx, add_series(tx))
        tx.answers.freeze(closed.id, [answer("cy", 3)])
        chosen = replace(answer("ana", 2), picked=(0, 2))
        tx.answers.freeze(closed.id, [answer("bo", 1), chosen])
        return [tx.answers.frozen(closed.id) == [answer("bo", 1), chosen], tx.answers.frozen(closed.id + 1)]

    assert await store.call(freeze) == [True, []]


async def test_grades_are_only_added(store: Store) -> None:
    def grade(tx: Transaction) -> bool:
        closed = add_round(tx, add_series(tx))
        grades = [
            Grade(closed.id, "ana", Source.AUTO, JUDGEMENT, "keypoints", NOON),
            Grade(closed.id, "bo", Source.AUTO, Judgement(None, (), "Took part."), "participation", NOON),
            Grade(closed.id, "ana", Source.REVIEWER, JUDGEMENT, "cy", NOON + MINUTE),
        ]
        tx.grades.add(grades[:2])
        tx.grades.add(grades[2:])
        return tx.grades.of_round(closed.id) == {"ana": [grades[0], grades[2]], "bo": [grades[1]]}

    assert await store.call(grade)


async def test_retention_deletes_raw_messages_of_old_rounds_alone(store: Store) -> None:
    def retain(tx: Transaction) -> list[object]:
        series = add_series(tx)
        limit = NOON + timedelta(days=1)
        for number, closed_at in enumerate((NOON, limit)):
            day = (NOON + timedelta(days=number)).date()
            closed = add_round(tx, series, day, state=RoundState.CLOSED, closed_at=closed_at, thread=f"t{number}")
            tx.answers.record(WORKSPACE, CHANNEL, f"t{number}", [posted(1), posted(2)], NOON)
            tx.answers.freeze(closed.id, [answer()])
            for kind in ("sent", "owed"):
                owed = tx.deliveries.add(
                    key=f"{kind} {number}", workspace=WORKSPACE, kind=DeliveryKind.NOTE, channel=CHANNEL,
                    card=text_card(), due_at=NOON, round_id=closed.id,
                )  # fmt: skip
                if kind == "sent" and owed is not None:
                    tx.deliveries.mark_sent(owed, "m")
        gone = tx.upkeep.retain(limit, tx.upkeep.expired(limit, None, 100))
        counts = [len(tx.answers.revisions(WORKSPACE, CHANNEL, thread)) for thread in ("t0", "t1")]
        return [gone, counts, [len(tx.deliveries.of_round(n)) for n in (1, 2)], len(tx.answers.frozen(1))]

    assert await store.call(retain) == [Retention(revisions=2, deliveries=1), [0, 2], [1, 2], 1]
