import hashlib
from dataclasses import replace

from bot.domain.judging.claims import Claim
from bot.domain.judging.wordings import Saying, Wording
from bot.ports.store import Store, Transaction
from tests.contracts.stored import MINUTE, NOON, OTHER_WORKSPACE
from tests.worlds.builders import WORKSPACE

REF = "basics/question-1"
SAID = Wording(0, WORKSPACE, REF, "Elephants guard it.", "Beasts are there.", Saying.WORDING, "ana", "cy", NOON)


async def test_wordings_come_back_as_they_were_added(store: Store) -> None:
    def work(tx: Transaction) -> object:
        wanted = [
            SAID,
            replace(SAID, text="Nobody is there.", saying=Saying.CONTRARY, at=NOON + MINUTE),
            replace(SAID, ref="basics/question-2"),
            replace(SAID, workspace=OTHER_WORKSPACE),
        ]
        added = [tx.wordings.add(one) for one in wanted]
        kept = [replace(one, id=number) for number, one in enumerate(wanted, start=1)]
        return [
            added == kept,
            tx.wordings.get(2) == kept[1],
            tx.wordings.get(9),
            tx.wordings.of_question(WORKSPACE, REF) == kept[:2],
            tx.wordings.of_workspace(WORKSPACE) == kept[:3],
            tx.wordings.of_workspace(OTHER_WORKSPACE) == kept[3:],
        ]

    assert await store.call(work) == [True, True, None, True, True, True]


async def test_long_sentences_and_key_points_are_kept_once_like_short_ones(store: Store) -> None:
    # Nothing that a database could make shorter by compressing it.
    text, point = (hashlib.shake_256(one).hexdigest(5000) for one in (b"text", b"point"))
    said = replace(SAID, text=text, point=point)
    claim = Claim(0, WORKSPACE, "ana", NOON, ref=REF, point=point)

    def work(tx: Transaction) -> object:
        wordings = [tx.wordings.add(said) for _ in range(2)]
        claims = [tx.claims.add(claim) for _ in range(2)]
        return [one is None for one in (*wordings, *claims)], tx.wordings.of_workspace(WORKSPACE)

    assert await store.call(work) == ([False, True, False, True], [replace(said, id=1)])


async def test_sentence_is_added_once_and_taken_back_once(store: Store) -> None:
    def work(tx: Transaction) -> object:
        first = tx.wordings.add(SAID)
        assert first is not None
        again = [tx.wordings.add(one) for one in (SAID, replace(SAID, saying=Saying.CONTRARY))]
        others = tx.wordings.add(replace(SAID, member="bo"))
        removed = [tx.wordings.remove(first.id) for _ in range(2)]
        return [again, tx.wordings.of_workspace(WORKSPACE) == [others], removed]

    assert await store.call(work) == [[None, None], True, [True, False]]


async def test_no_number_is_given_again(store: Store) -> None:
    def work(tx: Transaction) -> object:
        first = tx.wordings.add(SAID)
        assert first is not None
        tx.wordings.remove(first.id)
        second = tx.wordings.add(SAID)
        return second is not None and second.id > first.id

    assert await store.call(work)


async def test_sentence_is_its_authors_to_take_along_and_goes_with_their_data(store: Store) -> None:
    def work(tx: Transaction) -> object:
        tx.wordings.add(SAID)
        kept = tx.wordings.add(replace(SAID, member="bo"))
        assert kept is not None
        exported = [row["text"] for row in tx.members.export(WORKSPACE, "ana")["wordings"]]
        tx.members.erase(WORKSPACE, "cy", NOON)
        erased = tx.members.erase(WORKSPACE, "ana", NOON)
        return [exported, erased, tx.wordings.of_workspace(WORKSPACE) == [replace(kept, added_by="")]]

    assert await store.call(work) == [["Beasts are there."], 1, True]
