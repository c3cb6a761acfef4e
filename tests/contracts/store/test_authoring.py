"""A workspace's own packs, and what members suggest for them."""

from dataclasses import replace

import pytest

from bot.domain.authoring.suggestion import Suggestion, SuggestionState, Written
from bot.ports.store import Store, Transaction
from tests.contracts.stored import MINUTE, NOON, OTHER_WORKSPACE, add_series
from tests.worlds.builders import WORKSPACE, pack, question

WRITTEN = Written("A title", "What?", "That.", "storage", "*a\nb", "point")
OWN = replace(pack(name="own"), questions=())
FIRST, SECOND = question(1, pack="own"), question(2, pack="own")


def suggest(tx: Transaction, workspace: str = WORKSPACE, **changes: object) -> Suggestion:
    series = add_series(tx, workspace=workspace)
    basis = Suggestion(0, workspace, "ana", NOON, series.id, WRITTEN)
    return tx.suggestions.add(replace(basis, **changes))  # type: ignore[arg-type]  # fields of a suggestion


async def test_packs_come_back_by_name_with_their_questions_and_to_no_other_workspace(store: Store) -> None:
    def packs(tx: Transaction) -> object:
        tx.own_packs.keep_manifest(WORKSPACE, replace(OWN, name="sent"), NOON)
        tx.own_packs.keep_manifest(WORKSPACE, OWN, NOON, takes_approved=True)
        empty = list(tx.own_packs.packs(WORKSPACE))
        for one in (SECOND, FIRST):
            tx.own_packs.keep(WORKSPACE, one, NOON)
        found = tx.own_packs.packs(WORKSPACE)
        return [
            empty,
            list(found) == [replace(OWN, questions=(FIRST, SECOND))],
            list(tx.own_packs.packs(OTHER_WORKSPACE)),
            [tx.own_packs.approved(one) for one in (WORKSPACE, OTHER_WORKSPACE)],
        ]

    assert await store.call(packs) == [[], True, [], ["own", ""]]


async def test_pack_is_the_same_object_until_something_changes(store: Store) -> None:
    def packs(tx: Transaction) -> object:
        tx.own_packs.keep_manifest(WORKSPACE, OWN, NOON, takes_approved=True)
        tx.own_packs.keep(WORKSPACE, FIRST, NOON)
        [first], [again] = tx.own_packs.packs(WORKSPACE), tx.own_packs.packs(WORKSPACE)
        tx.own_packs.keep(WORKSPACE, replace(FIRST, prompt="Another?"), NOON + MINUTE)
        tx.own_packs.keep_manifest(WORKSPACE, replace(OWN, version="2"), NOON + MINUTE)
        [changed] = tx.own_packs.packs(WORKSPACE)
        tx.own_packs.drop(WORKSPACE, FIRST)
        return [first is again, changed.version, changed.questions[0].prompt, list(tx.own_packs.packs(WORKSPACE))]

    assert await store.call(packs) == [True, "2", "Another?", []]


async def test_pack_that_was_undone_is_not_read_from_memory(store: Store) -> None:
    def keep(tx: Transaction, *, and_fail: bool) -> None:
        tx.own_packs.keep_manifest(WORKSPACE, OWN, NOON)
        tx.own_packs.keep(WORKSPACE, SECOND if and_fail else FIRST, NOON)
        if and_fail:
            assert len(tx.own_packs.packs(WORKSPACE)[0].questions) == 2
            raise LookupError

    await store.call(lambda tx: keep(tx, and_fail=False))
    with pytest.raises(LookupError):
        await store.call(lambda tx: keep(tx, and_fail=True))

    [found] = await store.call(lambda tx: list(tx.own_packs.packs(WORKSPACE)))
    assert found.questions == (FIRST,)


async def test_credit_and_name_are_changed_after_the_decision_and_for_that_question_alone(store: Store) -> None:
    def credit(tx: Transaction) -> object:
        tx.own_packs.keep_manifest(WORKSPACE, OWN, NOON)
        for one in (FIRST, SECOND):
            tx.own_packs.keep(WORKSPACE, one, NOON, member="ana")
        asked = suggest(tx)
        tx.suggestions.decide(asked, SuggestionState.APPROVED, "rea", NOON, ref=FIRST.ref)
        suggest(tx, OTHER_WORKSPACE)
        done = [tx.own_packs.credit(where, FIRST.ref, "") for where in (WORKSPACE, OTHER_WORKSPACE)]
        tx.suggestions.name(asked.id, is_named=False)
        own = tx.suggestions.of_member(WORKSPACE, "ana")
        return [done, dict(tx.own_packs.credits(WORKSPACE)), [(one.id, one.is_named, one.state) for one in own]]

    assert await store.call(credit) == [[True, False], {SECOND.ref: "ana"}, [(1, False, "approved")]]


async def test_who_is_credited_stays_through_changes_and_is_forgotten_when_erased(store: Store) -> None:
    def credit(tx: Transaction) -> object:
        tx.own_packs.keep_manifest(WORKSPACE, OWN, NOON)
        tx.own_packs.keep(WORKSPACE, FIRST, NOON, member="ana")
        tx.own_packs.keep(WORKSPACE, SECOND, NOON)
        tx.own_packs.keep(WORKSPACE, replace(FIRST, prompt="Another?"), NOON)
        before = dict(tx.own_packs.credits(WORKSPACE))
        tx.members.erase(WORKSPACE, "ana", NOON)
        return [before, dict(tx.own_packs.credits(WORKSPACE)), len(tx.own_packs.packs(WORKSPACE)[0].questions)]

    assert await store.call(credit) == [{"own/question-1": "ana"}, {}, 2]


async def test_suggestions_come_back_as_they_were_added_until_they_are_decided(store: Store) -> None:
    def decide(tx: Transaction) -> object:
        added = suggest(tx)
        other = suggest(tx, OTHER_WORKSPACE, is_named=False)
        waiting = list(tx.suggestions.waiting(WORKSPACE))
        approved = tx.suggestions.decide(added, SuggestionState.APPROVED, "root", NOON, ref="own/question-1")
        again = tx.suggestions.decide(added, SuggestionState.REJECTED, "bo", NOON, reason="no")
        kept = replace(added, state=SuggestionState.APPROVED, ref="own/question-1")
        return [
            waiting == [added],
            (approved, again),
            tx.suggestions.get(added.id) == kept,
            list(tx.suggestions.waiting(WORKSPACE)),
            list(tx.suggestions.waiting(OTHER_WORKSPACE)) == [other],
            tx.suggestions.get(99),
        ]

    assert await store.call(decide) == [True, (True, False), True, [], True, None]


async def test_what_was_changed_since_is_neither_saved_nor_decided(store: Store) -> None:
    def change(tx: Transaction) -> object:
        seen = suggest(tx)
        changed = replace(seen, written=replace(WRITTEN, title="Another"), is_named=False)
        first, second = tx.suggestions.save(changed), tx.suggestions.save(replace(seen, is_named=True))
        decided = tx.suggestions.decide(seen, SuggestionState.REJECTED, "root", NOON, reason="no")
        return [(first, second, decided), tx.suggestions.get(seen.id) == replace(changed, version=2)]

    assert await store.call(change) == [(True, False, False), True]


async def test_suggestions_are_exported_and_erased_and_their_decider_forgotten(store: Store) -> None:
    def erase(tx: Transaction) -> object:
        seen = suggest(tx)
        tx.suggestions.decide(seen, SuggestionState.REJECTED, "root", NOON, reason="no")
        tx.members.erase(WORKSPACE, "root", NOON)
        [kept] = tx.members.export(WORKSPACE, "ana")["suggestions"]
        return [
            kept["decided_by"],
            kept["reason"],
            tx.members.erase(WORKSPACE, "ana", NOON),
            tx.suggestions.get(seen.id),
        ]

    assert await store.call(erase) == ["", "no", 1, None]


async def test_topic_of_an_own_question_is_the_workspaces_whatever_another_calls_the_same(store: Store) -> None:
    def topics(tx: Transaction) -> list[object]:
        for workspace, topic in ((WORKSPACE, "storage"), (OTHER_WORKSPACE, "redundancies")):
            own = replace(FIRST, topics=(topic,), prompt=f"What of {topic}?")
            tx.own_packs.keep_manifest(workspace, OWN, NOON, takes_approved=True)
            tx.own_packs.keep(workspace, own, NOON)
            tx.drills.add(workspace, "ana", own, NOON)
        return [tx.statistics.topics(one).get(FIRST.ref) for one in (WORKSPACE, OTHER_WORKSPACE)]

    assert await store.call(topics) == ["storage", "redundancies"]
