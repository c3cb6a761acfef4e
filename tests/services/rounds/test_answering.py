from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.console.send.channel import Place
from bot.cards.question import late_card
from bot.domain.answers import Answer, Happening, Inbound, Revision
from bot.domain.card import Heading
from bot.domain.rounds import Round, RoundState
from bot.domain.scoring import units_of
from bot.domain.series import AnswerMode
from bot.errors import AskadayError, DeliveryError, InputError, RefusedError
from bot.services.rounds.answering import Recorded
from bot.services.rounds.responding import Mark, Response
from tests.services.processes import catch_up
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, actor
from tests.worlds.reading import facts, rows, small, text_of
from tests.worlds.titles import REVEALED
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)


async def opened(world: World, **changes: Any) -> Round:
    await world.set_up(**changes)
    await world.at(NINE)
    return await world.last_round()


async def closed(world: World) -> Round:
    await world.at(CLOSE)
    played = await world.last_round()
    assert played.state is RoundState.CLOSED
    return played


async def frozen(world: World, played: Round) -> list[Answer]:
    return await world.app.call(lambda tx: list(tx.answers.frozen(played.id)))


async def texts(world: World, played: Round) -> dict[str, str]:
    return {answer.member: answer.text for answer in await frozen(world, played)}


async def points(world: World, played: Round) -> dict[str, int]:
    earned = await world.app.call(lambda tx: tx.standings.points_of(played.id))
    return {member: standing.points for member, standing in earned.items()}


def revision(
    message: str, minute: int, text: str, happening: Happening = Happening.POSTED, member: str = "ana"
) -> Revision:
    at = NINE + timedelta(minutes=minute)
    return Revision(message, happening, at, at, member, text)


async def test_answer_split_over_messages_is_one_in_the_platform_order(world: World) -> None:
    await opened(world)
    first = await world.say(ANA, "It stores")
    await world.say(BO, "No idea")
    second = await world.say(ANA, "turquoise")
    third = await world.say(ANA, "lanterns.")

    answers = await frozen(world, await closed(world))

    assert [(a.member, a.text) for a in answers] == [("ana", "It stores\nturquoise\nlanterns."), ("bo", "No idea")]
    assert answers[0].messages == (first.id, second.id, third.id)
    assert (answers[0].first_at, answers[0].last_at) == (first.posted_at, third.posted_at)


async def test_answer_edited_counts_as_it_stood_at_the_close(world: World) -> None:
    await opened(world)
    message = await world.say(ANA, "A first try")
    await world.after(minutes=1)
    await world.edit(ANA, message, "A better one")

    played = await closed(world)

    assert await texts(world, played) == {"ana": "A better one"}


async def test_answer_deleted_is_no_answer(world: World) -> None:
    await opened(world)
    message = await world.say(ANA, "A first try")
    await world.say(BO, "Mine stays")
    await world.after(minutes=1)
    await world.delete(message)

    played = await closed(world)

    assert await texts(world, played) == {"bo": "Mine stays"}


async def test_edit_that_arrives_before_its_post_counts(world: World) -> None:
    played = await opened(world)
    posted = revision("7", 1, "one")
    edited = replace(posted, happening=Happening.EDITED, at=NINE + timedelta(minutes=2), text="two")

    for happened in (edited, posted):
        await world.record(happened, ANA, played.thread or "")

    assert await texts(world, await closed(world)) == {"ana": "two"}


async def test_deletion_that_arrives_before_its_post_counts(world: World) -> None:
    played = await opened(world)
    posted = revision("7", 1, "one")
    deleted = Revision("7", Happening.DELETED, NINE + timedelta(minutes=2), NINE + timedelta(minutes=2), None, "")

    for happened in (deleted, posted):
        await world.record(happened, ANA, played.thread or "")

    assert await texts(world, await closed(world)) == {}


async def test_event_that_arrives_twice_is_new_once(world: World) -> None:
    played = await opened(world)
    happened = revision("7", 1, "one")

    outcomes = [await world.record(happened, ANA, played.thread or "") for _ in range(2)]

    new = Recorded(played.id, is_new=True, response=Response(Mark.ANSWER))
    assert outcomes == [new, Recorded(played.id, is_new=False)]
    assert await texts(world, await closed(world)) == {"ana": "one"}


async def test_edit_and_deletion_after_the_close_are_kept_and_change_nothing(world: World) -> None:
    played = await opened(world)
    edited, deleted = await world.say(ANA, "in time"), await world.say(BO, "in time, too")
    played = await closed(world)

    await world.edit(ANA, edited, "too late")
    await world.delete(deleted)
    await world.after(minutes=1)

    assert await texts(world, played) == {"ana": "in time", "bo": "in time, too"}
    kept = await world.app.call(lambda tx: len(tx.answers.revisions(WORKSPACE, CHANNEL, played.thread or "")))
    assert kept == 4


@pytest.mark.parametrize(("at", "is_late"), [(CLOSE - timedelta(microseconds=1), False), (CLOSE, True)])
async def test_answer_around_the_closing_instant(world: World, at: datetime, *, is_late: bool) -> None:
    played = await opened(world)
    happened = replace(revision("7", 1, "just so"), at=at, posted_at=at)
    world.clock.travel(CLOSE)

    recorded = await world.record(happened, ANA, played.thread or "")

    response = Response(hint=late_card()) if is_late else Response(Mark.ANSWER)
    assert recorded == Recorded(played.id, is_new=True, is_late=is_late, response=response)
    assert await texts(world, await closed(world)) == ({} if is_late else {"ana": "just so"})


async def test_answer_after_the_close_is_kept_and_not_graded(world: World) -> None:
    await opened(world)
    played = await closed(world)

    late = await world.say(ANA, "It stores turquoise lanterns.")
    again = await world.record(late.revision, ANA, played.thread or "")

    assert again == Recorded(played.id, is_new=False, is_late=True)
    assert await world.app.call(lambda tx: len(tx.answers.revisions(WORKSPACE, CHANNEL, played.thread or ""))) == 1
    assert await frozen(world, played) == []
    assert await points(world, played) == {}


async def test_message_of_a_thread_that_is_no_round_is_not_kept(world: World) -> None:
    await opened(world)

    recorded = await world.record(revision("7", 1, "small talk"), ANA, "another thread")

    assert recorded == Recorded(None, is_new=False)
    assert await world.app.call(lambda tx: len(tx.answers.revisions(WORKSPACE, CHANNEL, "another thread"))) == 0


async def test_message_of_another_workspace_with_the_same_thread_is_not_kept(world: World) -> None:
    played = await opened(world)
    elsewhere = Inbound("console:other", CHANNEL, played.thread or "", revision("7", 1, "hello"), actor("Eve"))

    recorded = await world.app.call(world.app.services.answering.record, elsewhere)

    assert recorded == Recorded(None, is_new=False)
    assert await texts(world, await closed(world)) == {}


async def test_reply_while_the_card_is_in_flight_counts(world: World) -> None:
    world.messenger.lose_next_reply(DeliveryError("The connection broke.", permanent=False))
    await world.set_up()
    await world.at(NINE)
    [card] = world.chat.at(Place(WORKSPACE, CHANNEL))
    assert (await world.last_round()).thread is None

    said = world.chat.say(Place(WORKSPACE, CHANNEL, card.id), "ana", "I am quick")
    waiting = await world.record(said.revision, ANA, card.id)
    elsewhere = await world.record(revision("8", 1, "Lunch?"), ANA, "another thread")
    await catch_up(world, timedelta(minutes=1))
    played = await world.last_round()
    decided = await world.record(said.revision, ANA, card.id)
    foreign = await world.record(revision("8", 1, "Lunch?"), ANA, "another thread")

    assert [waiting, elsewhere] == [Recorded(None, is_new=False, waits=True)] * 2
    assert decided == Recorded(played.id, is_new=True, response=Response(Mark.ANSWER))
    assert foreign == Recorded(None, is_new=False)
    assert await world.app.call(lambda tx: len(tx.answers.revisions(WORKSPACE, CHANNEL, "another thread"))) == 0
    assert await texts(world, await closed(world)) == {"ana": "I am quick"}


async def test_what_stands_in_the_channel_itself_waits_for_no_card(world: World) -> None:
    world.messenger.lose_next_reply(DeliveryError("The connection broke.", permanent=False))
    await world.set_up()
    await world.at(NINE)

    assert await world.record(revision("8", 1, "Lunch?"), ANA, CHANNEL) == Recorded(None, is_new=False)


async def test_bot_messages_are_no_answers(world: World) -> None:
    await opened(world, remind_before=timedelta(hours=1))
    await world.at(CLOSE - timedelta(hours=1))

    played = await closed(world)

    assert title(world.posted(played.thread)) == ["Still time to answer", *REVEALED]
    assert await frozen(world, played) == []


async def submit(world: World, who: str, text: str) -> Recorded:
    played = await world.last_round()
    return await world.app.call(world.app.services.answering.submit_sealed, actor(who), played.id, text)


async def test_sealed_answer_is_replaced_by_a_later_one(world: World) -> None:
    await opened(world, answer_mode=AnswerMode.SEALED)
    await submit(world, "Ana", "A first try")
    await world.after(minutes=1)
    await submit(world, "Bo", "Mine")
    await world.after(minutes=1)
    recorded = await submit(world, "Ana", "A better one")
    played = await world.last_round()

    answers = await frozen(world, await closed(world))

    assert recorded == Recorded(played.id, is_new=True)
    assert [(a.member, a.text) for a in answers] == [("ana", "A better one"), ("bo", "Mine")]
    assert [a.first_at for a in answers] == [NINE, NINE + timedelta(minutes=1)]


async def test_sealed_answers_are_nowhere_in_the_chat_before_the_close(world: World) -> None:
    world.draw_all()
    played = await opened(world, answer_mode=AnswerMode.SEALED)

    await submit(world, "Ana", "whisper")
    await world.after(hours=1)

    assert "whisper" not in world.output.getvalue()
    assert world.posted(played.thread) == []


async def test_sealed_and_open_answers_of_a_member_are_one(world: World) -> None:
    await opened(world)
    await world.say(ANA, "It stores")
    await world.after(minutes=1)
    await submit(world, "Ana", "turquoise")
    await world.after(minutes=1)
    await world.say(ANA, "lanterns.")

    played = await closed(world)

    assert await texts(world, played) == {"ana": "It stores\nturquoise\nlanterns."}


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000"])
async def test_sealed_answer_without_text_is_refused(world: World, text: str) -> None:
    await opened(world)

    with pytest.raises(InputError) as refused:
        await submit(world, "Ana", text)

    assert str(refused.value) == "The answer is empty. Write at least a few words."
    assert await texts(world, await closed(world)) == {}


async def test_sealed_answer_at_the_close_is_refused(world: World) -> None:
    await opened(world)
    await submit(world, "Ana", "in time")
    world.clock.travel(CLOSE)

    refusals = [await refusal(world, "Ana", "too late")]
    played = await closed(world)
    refusals.append(await refusal(world, "Ana", "later still"))

    assert refusals == ["This question has closed. The model answer is in its thread."] * 2
    assert await texts(world, played) == {"ana": "in time"}


async def refusal(world: World, who: str, text: str) -> str:
    with pytest.raises(AskadayError) as refused:
        await submit(world, who, text)
    return str(refused.value)


async def test_sealed_answer_from_another_workspace_is_refused(world: World) -> None:
    played = await opened(world)
    stranger = actor("Eve", workspace="console:other")
    submit_sealed = world.app.services.answering.submit_sealed

    for round_id, who in ((played.id, stranger), (played.id + 1, ANA)):
        with pytest.raises(RefusedError) as refused:
            await world.app.call(submit_sealed, who, round_id, "hello")
        assert refused.value.message == "This question does not exist here."

    assert await texts(world, await closed(world)) == {}


WHOLE = "It stores turquoise lanterns. Elephants guard marble gates."
STRANGE = {
    "long": "turquoise lanterns " * 2106,
    "right to left": "הפנסים בצבע טורקיז \u202e עברית",
    "zero width": "tur\u200bquo\u2060ise lan\ufeffterns",
    "control characters": "a\x00b\x07c\x1b[31md\x7f",
    "formula": '=HYPERLINK("https://evil.example","click")',
    "mentions": "@everyone <!channel> <@U123> @here",
    "line breaks": "  first\r\n\n\tsecond  ",
    "not normalised": "cafe\u0301 ﬁne",
    "emoji of several characters": "yes 👩🏽‍💻",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
async def test_strange_answer_is_kept_exactly(world: World, text: str) -> None:
    await opened(world)
    await world.say(ANA, text)
    await submit(world, "Bo", text)

    played = await closed(world)

    assert await texts(world, played) == {"ana": text, "bo": text}
    assert sorted(await points(world, played)) == ["ana", "bo"]


async def test_answer_of_forty_thousand_characters_is_kept_exactly(world: World) -> None:
    text = "x" * 40_000
    await opened(world)
    await world.say(ANA, text)

    played = await closed(world)

    assert await texts(world, played) == {"ana": text}


@pytest.mark.parametrize("text", ["", "   ", "👍", "🎉 !!!", "\u200b", "—"])
async def test_answer_without_a_word_is_kept_and_is_no_participation(world: World, text: str) -> None:
    await opened(world)
    await world.say(ANA, text)
    await world.say(BO, WHOLE)

    played = await closed(world)

    assert await texts(world, played) == {"ana": text, "bo": WHOLE}
    grades = await world.app.call(lambda tx: tx.grades.of_round(played.id))
    assert sorted(grades) == ["ana", "bo"]
    assert await points(world, played) == {"bo": 10}
    assert played.mean_score == 1.0
    series = await world.series()
    streaks = await world.app.call(lambda tx: tx.standings.streaks(series.id))
    assert {member: streak.current for member, streak in streaks.items()} == {"bo": 1}


async def test_answer_without_a_word_counts_in_no_figure(world: World) -> None:
    played = await opened(world, remind_before=timedelta(hours=1))
    await world.say(ANA, "👍")
    await world.say(BO, WHOLE)
    await world.at(CLOSE - timedelta(hours=1))
    await closed(world)
    await world.after(seconds=1)

    series = await world.series()
    figures = await world.app.call(lambda tx: list(tx.statistics.rounds(series.id)))
    reminder, reveal, _ = world.posted(played.thread)
    assert text_of(reminder) == "1 answer so far."
    assert [block.text for block in reveal.blocks if isinstance(block, Heading)][-1] == "1 answer"
    assert small(world.posted()[0]) == ["1 answer. The model answer is in the thread."]
    assert [row[1] for row in rows(await world.command(ADMIN, "leaderboard"))] == ["Bo"]
    assert [row[0] for row in rows(await world.command(ADMIN, "stats people"))] == ["Bo"]
    assert [(one.answers, one.group.scored, one.group.units) for one in figures] == [(1, 1, units_of(1.0))]
    assert facts(await world.command(ANA, "me"))["This week"] == "no answer yet"


async def test_names_follow_what_members_are_called_now(world: World) -> None:
    played = await opened(world)
    await world.record(revision("7", 1, "one"), ANA, played.thread or "")
    await world.record(revision("8", 2, "two"), replace(ANA, name="Anastasia"), played.thread or "")

    member = await world.app.call(lambda tx: tx.members.get(WORKSPACE, "ana"))

    assert member is not None
    assert member.name == "Anastasia"
