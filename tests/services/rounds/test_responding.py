"""How messages in a thread are marked, and what their authors are told."""

import time
from dataclasses import dataclass

import pytest

from bot.cards.question import question_card
from bot.domain.answers import Happening, Inbound, Revision
from bot.domain.card import Small
from bot.domain.members import Actor
from bot.domain.series import AnswerMode
from bot.ports.store import Transaction
from bot.services.rounds.responding import Mark, Response
from tests.worlds.builders import ANA, BO, CHANNEL, CY, WORKSPACE, actor
from tests.worlds.playing import open_round
from tests.worlds.reading import text_of
from tests.worlds.world import World

ANSWER = "Because the data is kept three times."
NO_ANSWER = "This is no answer yet"
IN_PUBLIC = "Answers to this question are private"


@dataclass
class Thread:
    """The thread of the open question."""

    world: World
    count: int = 0

    async def said(self, who: Actor, text: str, edits: str = "") -> tuple[Mark, str]:
        """Write or edit a message; give its mark, and how what its author was told begins."""
        self.count += 1
        played = await self.world.last_round()
        now = self.world.clock.now()
        message = edits or str(self.count)
        happening = Happening.EDITED if edits else Happening.POSTED
        at = now.replace(microsecond=self.count)
        revision = Revision(message, happening, at, now.replace(microsecond=int(message)), who.member, text)
        work = self.world.app.services.answering.record
        inbound = Inbound(WORKSPACE, CHANNEL, played.thread or "", revision, who)
        recorded = await self.world.app.call(work, inbound)
        again = await self.world.app.call(work, inbound)
        assert (again.is_new, again.response) == (False, Response())
        response = recorded.response
        return response.mark, text_of(response.hint)[: len(NO_ANSWER)] if response.hint else ""


async def opened(world: World, mode: AnswerMode = AnswerMode.OPEN) -> Thread:
    await world.set_up(answer_mode=mode)
    await open_round(world)
    return Thread(world)


@pytest.mark.parametrize(
    ("text", "mark", "told"),
    [
        (ANSWER, Mark.ANSWER, ""),
        ("// who is here?", Mark.TALK, ""),
        ("what does HA mean?", Mark.NONE, NO_ANSWER),
        ("🎉", Mark.NONE, NO_ANSWER),
        ("", Mark.NONE, NO_ANSWER),
    ],
)
async def test_message_in_a_thread(world: World, text: str, mark: Mark, told: str) -> None:
    thread = await opened(world)

    assert await thread.said(ANA, text) == (mark, told)


async def test_each_author_is_told_once_for_a_round(world: World) -> None:
    thread = await opened(world)

    said = [await thread.said(who, text) for who, text in ((ANA, "🎉"), (ANA, "what is HA?"), (BO, "what is HA?"))]
    await world.after(days=1)
    said.append(await thread.said(ANA, "🎉"))

    assert said == [(Mark.NONE, NO_ANSWER), (Mark.NONE, ""), (Mark.NONE, NO_ANSWER), (Mark.NONE, NO_ANSWER)]


async def test_mark_follows_an_edit(world: World) -> None:
    thread = await opened(world)

    said = [await thread.said(ANA, ANSWER)]
    said += [
        await thread.said(ANA, text, edits="1") for text in (f"{ANSWER}!", f"// {ANSWER}", "// other talk", ANSWER)
    ]

    assert said == [(mark, "") for mark in (Mark.ANSWER, Mark.NONE, Mark.TALK, Mark.NONE, Mark.ANSWER)]


async def test_reply_in_the_thread_of_a_sealed_series_counts_and_is_told_to_be_public(world: World) -> None:
    thread = await opened(world, AnswerMode.SEALED)

    said = [await thread.said(ANA, text) for text in (ANSWER, "And once more.", "// talk")]
    said.append(await thread.said(BO, "what is HA?"))
    await world.after(days=2)

    first = (await world.rounds())[0]
    answers = await world.app.call(lambda tx: [(one.member, one.text) for one in tx.answers.frozen(first.id)])
    assert said == [
        (Mark.NONE, IN_PUBLIC[: len(NO_ANSWER)]),
        (Mark.NONE, ""),
        (Mark.TALK, ""),
        (Mark.NONE, NO_ANSWER),
    ]
    assert answers == [(ANA.member, f"{ANSWER}\nAnd once more.")]


async def test_talk_is_neither_graded_nor_counted(world: World) -> None:
    thread = await opened(world)
    await thread.said(ANA, "// I have no idea")
    await thread.said(BO, ANSWER)
    await thread.said(BO, "// that was easy")
    await world.after(days=2)

    first = (await world.rounds())[0]
    frozen = await world.app.call(lambda tx: [(one.member, one.text) for one in tx.answers.frozen(first.id)])
    graded = await world.app.call(lambda tx: sorted(tx.grades.of_round(first.id)))

    assert frozen == [(BO.member, ANSWER)]
    assert graded == [BO.member]


async def test_open_round_of_a_series_that_became_sealed_promises_nothing_new(world: World) -> None:
    thread = await opened(world)
    await world.app.call(world.app.services.lifecycle.words_hidden, WORKSPACE, CHANNEL)

    said = await thread.said(ANA, ANSWER)
    series, played = await world.series(), await world.last_round()
    assert played.question is not None
    card = question_card(series, played, played.question)

    assert said == (Mark.ANSWER, "")
    assert card.blocks[-1] == Small(
        "Answer privately: nobody else sees what you write, and you can change it until the close."
    )


async def test_answer_costs_the_same_however_many_are_in_the_thread(world: World) -> None:
    thread = await opened(world)
    played = await world.last_round()
    now = world.clock.now()

    def record(tx: Transaction, first: int, last: int) -> None:
        for number in range(first, last):
            at = now.replace(microsecond=number)
            revision = Revision(str(number), Happening.POSTED, at, at, f"U{number}", ANSWER)
            inbound = Inbound(WORKSPACE, CHANNEL, played.thread or "", revision, None)
            assert world.app.services.answering.record(tx, inbound).response.mark is Mark.ANSWER

    assert thread.count == 0
    begin = time.process_time()
    await world.app.call(record, 1, 200)
    few = time.process_time() - begin
    await world.app.call(record, 200, 1500)
    begin = time.process_time()
    await world.app.call(record, 1500, 1700)
    many = time.process_time() - begin

    assert many < 4 * few


async def test_who_answers_after_the_close_is_told_once_that_it_does_not_count(world: World) -> None:
    thread = await opened(world)
    await thread.said(ANA, ANSWER)
    played = await world.last_round()
    assert played.closes_at is not None
    await world.at(played.closes_at)
    late = "This question closed before you w"

    said = [await thread.said(BO, f"{ANSWER} {number}") for number in range(2)]
    of_others = [await thread.said(ANA, "And that is why."), await thread.said(CY, "// nice one")]
    await world.after(days=1, hours=1)

    assert said == [(Mark.NONE, late[: len(NO_ANSWER)]), (Mark.NONE, "")]
    assert of_others == [(Mark.NONE, "")] * 2
    assert await thread.said(actor("Dan"), ANSWER) == (Mark.NONE, "")


async def test_who_answered_privately_is_not_told_to_be_late(world: World) -> None:
    thread = await opened(world, AnswerMode.SEALED)
    played = await world.last_round()
    await world.press(ANA, "answer", f"round:{played.id}", ANSWER)
    assert played.closes_at is not None
    await world.at(played.closes_at)

    assert await thread.said(ANA, "I forgot to say this here.") == (Mark.NONE, "")
