"""What a member erased is kept out of messages that are still to be sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.storage.tables.transaction import SqlTransaction
from bot.cards.recognised import finding_lines
from bot.domain.card import Block, Card, KeyPointLine, Quote, Text
from bot.domain.deliveries import DeliveryKind
from bot.domain.members import GONE
from bot.domain.question import KeyPoint
from bot.domain.rounds import Round
from bot.domain.series import AnswerMode, Results
from bot.errors import DeliveryError, Scope
from bot.ports.store import Transaction
from tests.grading.graders import grader
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, actor, question
from tests.worlds.playing import HALF
from tests.worlds.reading import rows
from tests.worlds.titles import REVEALED
from tests.worlds.world import World

ZOE = actor("Zoë Zebra", member="u-zebra")
SAID = "striped opinions"
NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)
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


async def owed_direct(world: World, *blocks: Block) -> int:
    """Owe somebody a message, and give its id."""

    def owe(tx: Transaction) -> int:
        card, due_at = Card("How it was graded", blocks), world.clock.now()
        owed = tx.deliveries.add(
            key="k", workspace=WORKSPACE, kind=DeliveryKind.DIRECT, channel="root", card=card, due_at=due_at
        )
        assert owed is not None
        return owed

    return await world.app.call(owe)


async def blocks_of(world: World, delivery: int) -> tuple[Block, ...]:
    kept = await world.app.call(lambda tx: tx.deliveries.get(delivery))
    assert kept
    return kept.card.blocks


@pytest.mark.parametrize(
    "said",
    ["First  this: lanterns\tlight\u200b  the \nﬁrst gate.", f"Lanterns light the first gate{', and so on' * 30}"],
    ids=["blanks and marks", "more than is quoted"],
)
async def test_what_the_grader_quotes_of_what_was_erased_goes_from_messages_that_wait(world: World, said: str) -> None:
    asked = question(key_points=(KeyPoint("Lanterns light the first gate."), KeyPoint("Drums.")))
    judged = grader("lexical").grade(asked, said)
    found = [line for line in finding_lines(asked, judged) if isinstance(line, KeyPointLine)]
    assert [bool(line.evidence) for line in found] == [True, False]
    await world.set_up(answer_mode=AnswerMode.SEALED, managers=frozenset({"root"}))
    await world.at(NINE)
    await world.press(ZOE, "answer", f"round:{(await world.last_round()).id}", said)
    owed = await owed_direct(world, *found)

    await world.app.call(world.app.services.privacy.erase, ANA)
    kept = await blocks_of(world, owed)
    await world.app.call(world.app.services.privacy.erase, ZOE)

    assert list(kept) == found
    assert await blocks_of(world, owed) == (replace(found[0], evidence="(erased)"), found[1])


@pytest.mark.parametrize(
    ("erased", "evidence", "left"),
    [
        ("We kept it in CS3 for years", "S3", "S3"),
        ("We kept it in S3 for years", "kept it in s3", "(erased)"),
        ("灯笼照亮大门和道路", "灯笼照亮大 …", "(erased)"),
        ("灯笼照亮大门和道路", "… 大门和道路", "(erased)"),
        ("Gates are made of marble", "…", "…"),
    ],
)
async def test_words_are_looked_for_whole_in_what_was_erased(
    world: World, erased: str, evidence: str, left: str
) -> None:
    await world.set_up(answer_mode=AnswerMode.SEALED, managers=frozenset({"root"}))
    await world.at(NINE)
    await world.press(ZOE, "answer", f"round:{(await world.last_round()).id}", erased)
    owed = await owed_direct(world, KeyPointLine("Where", "covered", evidence))

    await world.app.call(world.app.services.privacy.erase, ZOE)

    assert await blocks_of(world, owed) == (KeyPointLine("Where", "covered", left),)


@pytest.mark.parametrize("said", [f"{SAID}.\n\nAnd  more!", f"{SAID} " * 60], ids=["of several lines", "cut"])
async def test_best_answer_that_waits_is_not_quoted_on_one_line_either(world: World, said: str) -> None:
    await world.set_up(answer_mode=AnswerMode.SEALED, managers=frozenset({"root"}), results=Results.TOP)
    await world.at(NINE)
    await world.press(ZOE, "answer", f"round:{(await world.last_round()).id}", said)
    await world.at(CLOSE)
    await world.after(minutes=1)
    world.messenger.refusals[CHANNEL] = ARCHIVED
    await world.command(ADMIN, "best u-zebra series=daily")
    await world.after(minutes=1)

    await erase_and_go_on(world)

    assert world.posted()[-1].blocks == (Quote(GONE, "(erased)"),)


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
