import json
from dataclasses import replace
from datetime import timedelta

from bot.domain.answers import Happening
from bot.domain.deliveries import DeliveryKind
from bot.domain.doubts import Flag, Opinions, Verdict
from bot.domain.grading import Grade, Source
from bot.domain.members import Member
from bot.domain.practice.drills import DrillAsked
from bot.domain.question import Level
from bot.domain.rounds import RoundState
from bot.domain.streaks import Streak
from bot.ports.copies import copies_of
from bot.ports.store import Store, Transaction
from tests.contracts.stored import (
    DAY,
    JUDGEMENT,
    MINUTE,
    NOON,
    OTHER_WORKSPACE,
    add_round,
    add_series,
    answer,
    points,
    posted,
)
from tests.worlds.builders import ANA, BO, CHANNEL, WORKSPACE, actor, question, text_card


async def test_member_is_called_what_they_are_called_now(store: Store) -> None:
    def seen(tx: Transaction) -> object:
        tx.members.seen(ANA)
        tx.members.set_on_board(WORKSPACE, "ana", on_board=False)
        tx.members.seen(replace(ANA, name="Anna"))
        tx.members.seen(BO)
        return [tx.members.get(WORKSPACE, "ana"), tx.members.get(WORKSPACE, "cy"), tx.members.names(WORKSPACE)]

    ana = Member(WORKSPACE, "ana", "Anna", on_board=False)
    assert await store.call(seen) == [ana, None, {"ana": "Anna", "bo": "Bo"}]


async def test_member_is_found_by_id_or_name_in_any_case(store: Store) -> None:
    def find(tx: Transaction) -> object:
        tx.members.seen(actor("Élodie Straße", member="U1"))
        tx.members.seen(actor("U1", member="U2"))
        tx.members.seen(actor("Élodie Straße", member="U1", workspace=OTHER_WORKSPACE))
        return [[m.member for m in tx.members.find(WORKSPACE, name)] for name in ("élodie STRASSE", "U1", "u1", "x")]

    assert await store.call(find) == [["U1"], ["U1", "U2"], ["U2"], []]


async def test_member_never_seen_can_stay_off_boards(store: Store) -> None:
    def opt_out(tx: Transaction) -> object:
        tx.members.set_on_board(WORKSPACE, "ana", on_board=False)
        tx.members.seen(ANA)
        return tx.members.get(WORKSPACE, "ana")

    assert await store.call(opt_out) == Member(WORKSPACE, "ana", "Ana", on_board=False)


def _take_part(tx: Transaction, name: str) -> None:
    """Leave rows of a member in every table that has any."""
    series = next(iter(tx.series.of_workspace(WORKSPACE)), None) or add_series(tx)
    of = tx.rounds.on_day(series.id, NOON.date())
    of = of or add_round(tx, series, thread="t1", best_member="ana", state=RoundState.CLOSED, closed_at=NOON)
    tx.members.seen(actor(name))
    tx.answers.record(WORKSPACE, CHANNEL, "t1", [posted(1, name, message=name)], NOON)
    tx.answers.record(
        WORKSPACE, CHANNEL, "t1", [posted(2, None, message=name, happening=Happening.DELETED, text="")], NOON
    )
    tx.answers.freeze(of.id, [*(a for a in tx.answers.frozen(of.id) if a.member != name), answer(name)])
    tx.grades.add([Grade(of.id, name, Source.AUTO, JUDGEMENT, "keypoints", NOON)])
    tx.standings.set_points([points(of, name)])
    tx.standings.set_streaks(series.id, {name: Streak(1, 1, 1, 0)})
    tx.flags.add(Flag(WORKSPACE, "basics/question-1", name, "wrong", NOON))
    tx.feedback.give(WORKSPACE, of.id, name, is_good=True, at=NOON)
    tx.drills.add(WORKSPACE, name, question(), NOON)
    tx.audit.add(WORKSPACE, name, "pause", "daily", NOON)
    tx.deliveries.add(
        key=f"to {name}", workspace=WORKSPACE, kind=DeliveryKind.DIRECT, channel=name, card=text_card(), due_at=NOON
    )


async def test_erased_member_is_gone_everywhere_and_others_stay(store: Store) -> None:
    def erase(tx: Transaction) -> list[object]:
        _take_part(tx, "ana")
        alone = json.dumps(tx.members.export(WORKSPACE, "ana"))
        _take_part(tx, "bo")
        bo = tx.members.export(WORKSPACE, "bo")
        erased = tx.members.erase(WORKSPACE, "ana", NOON)
        found = tx.rounds.get(1)
        board = tx.standings.board(WORKSPACE, None, "all", limit=9)
        return [
            '"ana"' in alone,
            erased,
            tx.members.export(WORKSPACE, "ana"),
            tx.members.export(WORKSPACE, "bo") == bo,
            found and found.best_member,
            [line.member for line in board.lines],
            tx.members.erase(WORKSPACE, "ana", NOON),
        ]

    # 2 revisions, 8 sums of points, and one row each of nine other tables.
    assert await store.call(erase) == [True, 19, {}, True, None, ["bo"], 0]
    assert await copies_of(store).check() == []


async def test_export_gives_rows_by_table(store: Store) -> None:
    def export(tx: Transaction) -> object:
        _take_part(tx, "ana")
        rows = tx.members.export(WORKSPACE, "ana")
        return [sorted(rows), json.loads(json.dumps(rows)) == rows, [row["text"] for row in rows["revisions"]]]

    tables = [
        "answers",
        "audit",
        "deliveries",
        "drills",
        "feedback",
        "flags",
        "grades",
        "members",
        "points",
        "revisions",
        "standings",
        "streaks",
    ]
    assert await store.call(export) == [tables, True, ["", "Lanterns"]]


async def test_erased_answers_are_not_left_in_sent_cards(store: Store) -> None:
    def erase(tx: Transaction) -> object:
        _take_part(tx, "ana")
        reveal = tx.deliveries.add(
            key="reveal", workspace=WORKSPACE, kind=DeliveryKind.REVEAL, channel=CHANNEL,
            card=text_card("Reveal", "Ana: Lanterns"), due_at=NOON, round_id=1,
        )  # fmt: skip
        assert reveal is not None
        tx.deliveries.mark_sent(reveal, "m1")
        tx.members.erase(WORKSPACE, "ana", NOON)
        left = tx.deliveries.get(reveal)
        return left and (left.card.title, left.card.blocks)

    assert await store.call(erase) == ("", ())


async def test_flag_counts_once_until_it_is_decided(store: Store) -> None:
    def flag(tx: Transaction) -> object:
        first = Flag(WORKSPACE, "p/a", "ana", "wrong", NOON)
        second = Flag(WORKSPACE, "p/a", "bo", "old", NOON + MINUTE)
        added = [tx.flags.add(second), tx.flags.add(first), tx.flags.add(first)]
        open_before = tx.flags.open_flags(WORKSPACE) == [first, second]
        decided = tx.flags.decide(WORKSPACE, "p/a", Verdict.KEEP, "root", NOON)
        return [added, open_before, decided, list(tx.flags.open_flags(WORKSPACE)), tx.flags.add(first)]

    assert await store.call(flag) == [[True, True, False], True, 2, [], True]


async def test_what_a_member_thinks_of_a_question_last_counts(store: Store) -> None:
    def think(tx: Transaction) -> object:
        here, there = add_series(tx), add_series(tx, workspace=OTHER_WORKSPACE)
        first = add_round(tx, here, question=question(1))
        again = add_round(tx, here, DAY + timedelta(days=1), question=question(1))
        second = add_round(tx, here, DAY + timedelta(days=2), question=question(2))
        elsewhere = add_round(tx, there, question=question(2))
        for of, member, is_good in (
            (first, "ana", True),
            (first, "ana", False),
            (first, "bo", True),
            (again, "ana", True),
            (second, "ana", False),
            (second, "bo", True),
            (second, "bo", False),
            (elsewhere, "ana", True),
        ):
            tx.feedback.give(of.workspace, of.id, member, is_good=is_good, at=NOON)
        return [list(tx.feedback.by_question(where)) for where in (WORKSPACE, OTHER_WORKSPACE, None)]

    one, two = question(1).ref, question(2).ref
    assert await store.call(think) == [
        [Opinions(two, good=0, bad=2), Opinions(one, good=2, bad=1)],
        [Opinions(two, good=1, bad=0)],
        [Opinions(two, good=1, bad=2), Opinions(one, good=2, bad=1)],
    ]


async def test_quarantine_holds_within_its_workspace(store: Store) -> None:
    def quarantine(tx: Transaction) -> object:
        for ref in ("p/a", "p/b", "p/a"):
            tx.flags.set_quarantined(WORKSPACE, ref, quarantined=True)
        tx.flags.set_quarantined(WORKSPACE, "p/b", quarantined=False)
        return [tx.flags.quarantined(WORKSPACE), tx.flags.quarantined(OTHER_WORKSPACE)]

    assert await store.call(quarantine) == [frozenset({"p/a"}), frozenset()]


async def test_new_drill_gives_up_the_unfinished_one(store: Store) -> None:
    def drill(tx: Transaction) -> list[object]:
        first = tx.drills.add(WORKSPACE, "ana", question(1), NOON)
        second = tx.drills.add(WORKSPACE, "ana", question(2), NOON + MINUTE)
        given_up = tx.drills.get(first.id)
        assert given_up is not None
        current = tx.drills.current(WORKSPACE, "ana") == second
        return [first.question == question(1), given_up.finished_at == NOON + MINUTE, given_up.judgement, current]

    assert await store.call(drill) == [True, True, None, True]


async def test_finished_drill_stays_as_it_is(store: Store) -> None:
    def drill(tx: Transaction) -> list[object]:
        asked = tx.drills.add(WORKSPACE, "ana", question(), NOON)
        tx.drills.finish(asked.id, "Lanterns", JUDGEMENT, NOON + MINUTE)
        tx.drills.finish(asked.id, "Drums", None, NOON + 2 * MINUTE)
        found = tx.drills.get(asked.id)
        assert found is not None
        return [
            (found.answer, found.judgement == JUDGEMENT, found.finished_at == NOON + MINUTE),
            tx.drills.current(WORKSPACE, "ana"),
            tx.drills.get(99),
            list(tx.drills.asked(WORKSPACE, "ana")) == [DrillAsked(question().ref, NOON, Level.ASSOCIATE, 0.5)],
            list(tx.drills.asked(WORKSPACE, "bo")),
        ]

    assert await store.call(drill) == [("Lanterns", True, True), None, None, True, []]


async def test_visible_names_leave_out_who_opted_out(store: Store) -> None:
    def names(tx: Transaction) -> object:
        tx.members.seen(ANA)
        tx.members.seen(BO)
        tx.members.set_on_board(WORKSPACE, "ana", on_board=False)
        return tx.members.visible_names(WORKSPACE)

    assert await store.call(names) == {"bo": "Bo"}
