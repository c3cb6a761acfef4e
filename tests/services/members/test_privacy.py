"""A member's data: all of it handed out, and nothing left."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.tables.transaction import SqlTransaction
from bot.domain.card import Block, Card, KeyPointLine, Quote, Text
from bot.domain.deliveries import DeliveryKind
from bot.domain.members import GONE
from bot.domain.rounds import Round
from bot.domain.series import AnswerMode, Results
from bot.errors import DeliveryError, Scope
from bot.ports.store import Transaction
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, actor, settings
from tests.worlds.playing import HALF, NOTHING, open_round, play
from tests.worlds.reading import rows
from tests.worlds.stored import mentioning, stored, world_on_disk
from tests.worlds.titles import REVEALED
from tests.worlds.world import World

#: Nothing else that is stored contains these words.
ZOE = actor("Zoë Zebra", member="u-zebra")
SAID = "striped opinions"
NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[World]:
    """A member who did all that leaves traces: answered, sealed, was graded and chosen, flagged, drilled, managed."""
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await world.set_up("weekly", managers=frozenset({ZOE.member}), low_pool=40)
        await world.command(ZOE, "", "aws-quiz")
        await world.press(ZOE, "answer", "drill:1", SAID)
        played = await open_round(world)
        message = await world.say(ZOE, SAID, thread=played.thread)
        await world.edit(ZOE, message, f"{SAID} {HALF}")
        await world.delete(await world.say(ZOE, f"{SAID} gone", thread=played.thread))
        await world.press(ZOE, "answer", f"round:{played.id}", f"{SAID} sealed")
        await world.say(BO, HALF, thread=played.thread)
        await world.after(hours=9)
        for text in ("best u-zebra series=daily", "grade u-zebra 70% fine series=daily"):
            await world.command(ADMIN, text)
        await world.command(ADMIN, "setup name=daily managers=u-zebra,root reviewers=u-zebra")
        await world.command(ADMIN, "exclude u-zebra series=weekly")
        for text in (
            "grade bo 40% as-it-is series=daily",
            "flag odd series=daily",
            "skip series=daily",
            "pause series=daily",
        ):
            await world.command(ZOE, text)
        await world.command(ZOE, "resume series=daily")
        await world.after(seconds=1)
        yield world


TRACES = ("u-zebra", "Zebra", "zebra", SAID, "odd")


async def test_export_holds_a_row_of_every_table_that_has_one(busy: World) -> None:
    kept = await busy.app.call(busy.app.services.privacy.export, ZOE)

    assert sorted(kept) == [
        "answers",
        "audit",
        "contacts",
        "deliveries",
        "drills",
        "flags",
        "grades",
        "members",
        "memories",
        "points",
        "reviews",
        "revisions",
        "standings",
        "streaks",
    ]
    assert [flag["reason"] for flag in kept["flags"]] == ["odd"]
    assert [drill["answer"] for drill in kept["drills"]] == [SAID]
    assert len(json.dumps(kept)) > 1000


async def test_erase_leaves_nothing_in_any_table(busy: World, tmp_path: Path) -> None:
    before = mentioning(stored(tmp_path), *TRACES)

    deleted = await busy.app.call(busy.app.services.privacy.erase, ZOE)

    assert {"audit", "answers", "deliveries", "drills", "members", "revisions", "series"} <= set(before)
    assert deleted > 10
    assert mentioning(stored(tmp_path), *TRACES) == []


async def test_erase_leaves_nothing_in_boards_of_later_rounds(busy: World, tmp_path: Path) -> None:
    await busy.after(days=1)
    await play(busy, {BO: NOTHING})

    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    assert mentioning(stored(tmp_path), *TRACES) == []


async def test_erase_leaves_others_what_is_theirs(busy: World) -> None:
    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    board = await busy.command(BO, "leaderboard all series=daily")

    assert [row[:3] for row in rows(board)] == [("1", "Bo", "5")]
    series = await busy.series("weekly")
    assert (series.settings.managers, series.settings.excluded) == (frozenset({"root"}), frozenset())


async def test_erase_of_a_stranger(busy: World, tmp_path: Path) -> None:
    before = stored(tmp_path)

    assert await busy.app.call(busy.app.services.privacy.erase, actor("Stranger")) == 0
    after = stored(tmp_path)
    assert len(after.pop("erased")) == 1 + len(before.pop("erased"))
    assert after == before


async def test_erased_member_can_come_back(busy: World) -> None:
    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    await play(busy, {ZOE: HALF})

    assert "Zoë Zebra" in [row[1] for row in rows(await busy.command(BO, "leaderboard all series=daily"))]


async def test_erased_messages_do_not_come_back_when_the_thread_is_read(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    await world.say(ANA, "Turquoise lanterns")
    await world.say(BO, "Marble gates")
    await world.after(minutes=1)

    await world.app.call(world.app.services.privacy.erase, ANA)
    await world.at(CLOSE)

    played = await world.last_round()
    answers = await world.app.call(lambda tx: [answer.member for answer in tx.answers.frozen(played.id)])
    kept = await world.app.call(
        lambda tx: [r.text for r in tx.answers.revisions(WORKSPACE, CHANNEL, played.thread or "")]
    )
    assert (answers, sorted(kept)) == (["bo"], ["Marble gates"])


async def test_what_is_written_after_the_erasure_counts(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    await world.say(ANA, "Turquoise lanterns")
    await world.after(minutes=1)
    await world.app.call(world.app.services.privacy.erase, ANA)

    await world.after(minutes=1)
    await world.say(ANA, "Marble gates")
    await world.at(CLOSE)

    played = await world.last_round()
    answers = await world.app.call(lambda tx: [(a.member, a.text) for a in tx.answers.frozen(played.id)])
    assert answers == [("ana", "Marble gates")]


@pytest.mark.parametrize("is_same", [True, False])
async def test_all_places_of_a_person_are_theirs_where_ids_are_good_everywhere(tmp_path: Path, is_same: bool) -> None:
    here = actor("Ana", is_same_everywhere=is_same)
    there = actor("Ana", workspace="console:other", is_same_everywhere=is_same)
    async with world_on_disk(tmp_path) as world:
        for who in (here, there, BO):
            await world.command(who, "", "aws-quiz")
        kept = await world.app.call(world.app.services.privacy.export, here)
        await world.app.call(world.app.services.privacy.erase, here)
        rest = [row[1:3] for row in stored(tmp_path)["drills"]]

    both = ["console:other", WORKSPACE]
    assert [row["workspace"] for row in kept["drills"]] == (both if is_same else [WORKSPACE])
    left = [] if is_same else [("console:other", "ana")]
    assert sorted(rest) == [*left, (WORKSPACE, "bo")]


async def test_roles_end_in_all_places_of_a_person(world: World) -> None:
    ana = actor("Ana", is_same_everywhere=True)
    other = actor("Root", workspace="console:other", is_admin=True)
    # She has never written anything there.
    led = settings(managers=frozenset({"root", ana.member}), reviewers=frozenset({ana.member}))
    await world.app.call(world.app.services.managing.set_up, other, "theirs", CHANNEL, led)

    await world.app.call(world.app.services.privacy.erase, ana)

    [theirs] = await world.app.call(lambda tx: list(tx.series.of_workspace("console:other")))
    assert (theirs.settings.managers, theirs.settings.reviewers) == (frozenset({"root"}), frozenset())


ARCHIVED = DeliveryError("The channel is archived.", permanent=True, scope=Scope.CHANNEL)
REVOKED = DeliveryError("The token was revoked.", permanent=True, scope=Scope.WORKSPACE)
ROOT_DIRECT = "direct:root"


async def sealed(world: World, results: Results | None = Results.TOP) -> Round:
    """Let two answer privately."""
    await world.set_up(answer_mode=AnswerMode.SEALED, managers=frozenset({"root"}), results=results)
    await world.at(NINE)
    played = await world.last_round()
    await world.press(ZOE, "answer", f"round:{played.id}", f"{SAID}. {HALF}")
    await world.press(BO, "answer", f"round:{played.id}", HALF)
    return played


async def erase_and_go_on(world: World) -> None:
    """Let Zoë erase her data while something waits; then nothing is refused any more."""
    await world.app.call(world.app.services.privacy.erase, ZOE)
    world.messenger.refusals.clear()
    await world.app.call(world.app.services.lifecycle.workspace_back, WORKSPACE)
    await world.app.call(world.app.services.lifecycle.channel_back, WORKSPACE, CHANNEL)
    await world.after(hours=2)


def naming(cards: list[Card]) -> list[str]:
    """Give what of the cards names her or quotes her."""
    return [text for text in map(repr, cards) if "Zebra" in text or SAID in text]


def disputes_told(world: World) -> list[Block]:
    """Give what the manager was quoted of disputes."""
    told = [card for card in world.posted(channel=ROOT_DIRECT) if card.title == "A grade is disputed"]
    return [block for card in told for block in card.blocks if isinstance(block, Quote)]


async def test_reveal_answers_and_board_that_wait_come_without_what_was_erased(world: World) -> None:
    played = await sealed(world, results=None)
    world.messenger.refusals[CHANNEL] = ARCHIVED
    await world.at(CLOSE)
    waiting = [one.card for one in await world.app.call(lambda tx: tx.deliveries.waiting(WORKSPACE))]

    await erase_and_go_on(world)

    [reveal, model_answer, answers], [_, board] = world.posted(played.thread), world.posted()
    assert len(naming(waiting)) >= 1
    assert answers.blocks == (Quote("Bo", HALF),)
    assert [[row[0] for row in rows(reveal)], [row[1] for row in rows(board)]] == [["Bo"], ["Bo"]]
    assert naming([reveal, model_answer, answers, board]) == []


OLD = Card("Reveal: Storage · associate", (Text("All of it, in the words of a version before."),))


def _as_before(tx: Transaction) -> None:
    """Let what is owed be what a version owed that put a reveal into one message."""
    assert isinstance(tx, SqlTransaction)
    [reveal] = [one for one in tx.deliveries.unsent(WORKSPACE) if one.kind is DeliveryKind.REVEAL]
    tx.connection.execute("UPDATE deliveries SET after_id = ? WHERE kind = 'board'", (reveal.id,))
    tx.connection.execute("DELETE FROM deliveries WHERE kind = 'answers'")
    tx.connection.execute("DELETE FROM deliveries WHERE kind = 'answer'")
    tx.deliveries.restate(reveal.id, OLD)


async def test_reveal_that_a_version_before_owes_comes_as_it_was_written(world: World) -> None:
    played = await sealed(world, results=None)
    world.messenger.refusals[CHANNEL] = ARCHIVED
    await world.at(CLOSE)
    await world.app.call(_as_before)

    world.messenger.refusals.clear()
    await world.app.call(world.app.services.lifecycle.channel_back, WORKSPACE, CHANNEL)
    await world.after(hours=2)

    assert world.posted(played.thread) == [OLD]


async def test_reveal_that_a_version_before_owes_is_made_anew_as_two_when_somebody_erases_their_words(
    world: World,
) -> None:
    played = await sealed(world, results=None)
    world.messenger.refusals[CHANNEL] = ARCHIVED
    await world.at(CLOSE)
    await world.app.call(_as_before)

    await erase_and_go_on(world)

    [reveal, model_answer, answers] = world.posted(played.thread)
    assert [card.title for card in (reveal, model_answer)] == REVEALED
    assert answers.blocks == (Quote("Bo", HALF),)
    assert naming([reveal, model_answer, answers]) == []


async def test_best_answer_that_waits_comes_without_what_was_erased(world: World) -> None:
    await sealed(world)
    await world.at(CLOSE)
    await world.after(minutes=1)
    world.messenger.refusals[CHANNEL] = ARCHIVED
    await world.command(ADMIN, "best u-zebra series=daily")
    await world.after(minutes=1)

    await erase_and_go_on(world)

    note = world.posted()[-1]
    assert note.title == "Best answer: Storage · associate"
    assert note.blocks == (Quote(GONE, "(erased)"),)


async def test_direct_message_that_waits_comes_without_what_was_erased(world: World) -> None:
    played = await sealed(world)
    await world.at(CLOSE)
    await world.after(minutes=1)
    world.messenger.refusals["root"] = REVOKED
    await world.press(ZOE, "dispute", f"round:{played.id}", "I said (more) than that!")
    await world.after(minutes=1)

    await erase_and_go_on(world)

    [quote] = disputes_told(world)
    assert quote == Quote(GONE, "(erased)")


async def test_key_points_of_a_message_that_waits_keep_their_outcome_and_not_the_words_that_were_erased(
    world: World,
) -> None:
    await sealed(world)
    found, other = KeyPointLine("Lanterns", "covered", SAID), KeyPointLine("Gates", "covered", "marble gates")

    def owe(tx: Transaction) -> int:
        card, due_at = Card("How it was graded", (found, other)), world.clock.now()
        owed = tx.deliveries.add(
            key="k", workspace=WORKSPACE, kind=DeliveryKind.DIRECT, channel="root", card=card, due_at=due_at
        )
        assert owed is not None
        return owed

    owed = await world.app.call(owe)
    await world.app.call(world.app.services.privacy.erase, ANA)
    kept = await world.app.call(lambda tx: tx.deliveries.get(owed))
    await world.app.call(world.app.services.privacy.erase, ZOE)
    left = await world.app.call(lambda tx: tx.deliveries.get(owed))

    assert kept
    assert left
    assert kept.card.blocks == (found, other)
    assert left.card.blocks == (KeyPointLine("Lanterns", "covered", "(erased)"), other)


async def test_what_others_said_stays_in_messages_that_wait(world: World) -> None:
    played = await sealed(world)
    await world.at(CLOSE)
    await world.after(minutes=1)
    world.messenger.refusals["root"] = REVOKED
    await world.press(BO, "dispute", f"round:{played.id}", "Zebra crossings are not odd")
    await world.after(minutes=1)

    await erase_and_go_on(world)

    [quote] = disputes_told(world)
    assert quote == Quote("Bo", "Zebra crossings are not odd")
