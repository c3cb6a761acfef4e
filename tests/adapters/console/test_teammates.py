from datetime import timedelta

import pytest

from adapters.console.listen.teammates import (
    CopyQuestion,
    Cue,
    Deed,
    Delete,
    Edit,
    SkipDay,
    Write,
    WriteOffTopic,
    act,
    teammate,
)
from bot.domain.answers import assemble
from tests.adapters.console.play import CHANNEL, WORKSPACE, Play
from tests.contracts.stages import pass_by

ADA = teammate(WORKSPACE, "Ada")
BOB = teammate(WORKSPACE, "Bob")


async def _perform(play: Play, *script: Cue) -> str:
    thread = (await play.open(1)).thread
    for cue in script:
        pass_by(play.clock, timedelta(minutes=1))
        await act(play.listener, "general", thread, cue)
    return thread


def _ada(deed: Deed) -> Cue:
    return Cue(timedelta(minutes=5), ADA, deed)


def test_teammate_of_one_name_is_one_member() -> None:
    assert teammate(WORKSPACE, "ADA").member == ADA.member


async def test_write_with_several_texts_is_several_messages() -> None:
    play = Play()

    thread = await _perform(play, _ada(Write(("S3 keeps", "objects", "in buckets"))))

    assert play.told() == [("Ada", thread, "posted", text) for text in ("S3 keeps", "objects", "in buckets")]
    assert play.shown() == ["Ada: S3 keeps", "Ada: objects", "Ada: in buckets"]


async def test_edit_and_delete_reach_the_message_that_is_meant() -> None:
    play = Play()

    await _perform(play, _ada(Write(("one", "two", "three"))), _ada(Delete()), _ada(Edit("ONE", index=0)))

    [answer] = assemble([revision for *_, revision in play.recorded], pass_by(play.clock, timedelta(minutes=1)))
    assert answer.text == "ONE\ntwo"
    assert play.shown()[3:] == ["Ada (deleted): three", "Ada (edited): ONE"]


async def test_delete_leaves_the_messages_of_others() -> None:
    play = Play()

    await _perform(play, _ada(Write(("mine",))), Cue(timedelta(), BOB, Write(("his",))), _ada(Delete()))

    [answer] = assemble([revision for *_, revision in play.recorded], pass_by(play.clock, timedelta(minutes=1)))
    assert (answer.member, answer.text) == (BOB.member, "his")


async def test_edit_of_a_message_that_is_not_there_is_an_error_of_the_script() -> None:
    with pytest.raises(IndexError):
        await _perform(Play(), _ada(Edit("new")))


async def test_off_topic_is_said_in_the_channel_and_recorded_nowhere() -> None:
    play = Play()

    await _perform(play, _ada(WriteOffTopic("Lunch?")))

    assert play.told() == []
    assert play.shown() == ["Ada (in #general): Lunch?"]


async def test_copy_of_the_question_has_its_words() -> None:
    play = Play()

    thread = await _perform(play, _ada(CopyQuestion()))

    assert play.told() == [("Ada", thread, "posted", "What is *S3*?")]


async def test_skipped_day_leaves_nothing() -> None:
    play = Play()

    await _perform(play, _ada(SkipDay()))

    assert (play.told(), play.shown()) == ([], [])


async def test_what_was_recorded_is_what_the_thread_holds() -> None:
    play = Play()
    sent = await play.open(1)
    for deed in (Write(("one", "two")), Edit("TWO"), Delete(index=0)):
        await act(play.listener, "general", sent.thread, _ada(deed))

    held = await play.messenger.read_thread(CHANNEL.workspace, sent)

    assert [r.text for r in held] == ["TWO"]
    assert held[0] in [revision for *_, revision in play.recorded]
