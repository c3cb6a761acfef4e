"""What every Messenger must do, whatever its platform. A new platform adds its stage to `STAGES`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.answers import Happening
from bot.errors import DeliveryError
from bot.ports.messenger import Messenger, Sent
from tests.contracts.discord_stages import discord_forum_stage, discord_stage
from tests.contracts.stages import CLOSED, QUESTION, Stage, console_stage, pass_by, slack_stage

pytestmark = pytest.mark.documents(also_without=True)

STAGES: list[Callable[[], AbstractAsyncContextManager[Stage]]] = [
    console_stage,
    slack_stage,
    discord_stage,
    discord_forum_stage,
]

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=STAGES)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with request.param() as made:
        yield made


async def test_platform_is_what_workspaces_begin_with(stage: Stage) -> None:
    messenger: Messenger = stage.messenger

    assert stage.channel.workspace.startswith(f"{messenger.platform}:")


async def test_send_posts_the_card(stage: Stage) -> None:
    sent = await stage.messenger.send(stage.channel, QUESTION, key="k1")

    assert sent.channel == stage.channel.channel
    assert stage.shown(sent) == QUESTION


async def test_send_gives_rising_ids(stage: Stage) -> None:
    first = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    second = await stage.messenger.send(stage.channel, QUESTION, key="k2")

    assert (len(first.message), first.message) < (len(second.message), second.message)


async def test_find_gives_what_send_gave(stage: Stage) -> None:
    since = stage.clock.now()
    sent = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    await stage.messenger.send(stage.channel, QUESTION, key="k2")

    found = await stage.messenger.find(stage.channel, key="k1", since=since)

    assert found == sent


async def test_find_in_a_thread_gives_what_send_gave(stage: Stage) -> None:
    since = stage.clock.now()
    card = await stage.messenger.send(stage.channel, QUESTION, key="card")
    thread = replace(stage.channel, thread=card.thread)
    sent = await stage.messenger.send(thread, CLOSED, key="reveal")

    assert await stage.messenger.find(thread, key="reveal", since=since) == sent
    assert await stage.messenger.find(stage.channel, key="card", since=since) == card


async def test_find_with_another_key_gives_nothing(stage: Stage) -> None:
    since = stage.clock.now()
    await stage.messenger.send(stage.channel, QUESTION, key="k1")

    assert await stage.messenger.find(stage.channel, key="k", since=since) is None


async def test_find_before_since_gives_nothing(stage: Stage) -> None:
    await stage.messenger.send(stage.channel, QUESTION, key="k1")
    since = pass_by(stage.clock, MINUTE)

    assert await stage.messenger.find(stage.channel, key="k1", since=since) is None


async def test_find_elsewhere_gives_nothing(stage: Stage) -> None:
    since = stage.clock.now()
    await stage.messenger.send(stage.direct, QUESTION, key="k1")

    assert await stage.messenger.find(stage.channel, key="k1", since=since) is None


async def test_find_takes_no_key_from_people(stage: Stage) -> None:
    since = stage.clock.now()
    card = await stage.messenger.send(stage.channel, QUESTION, key="card")
    await stage.say(card, "ada", "k1")

    assert await stage.messenger.find(replace(stage.channel, thread=card.thread), key="k1", since=since) is None


async def test_direct_message_reaches_the_member_and_is_found(stage: Stage) -> None:
    since = stage.clock.now()

    sent = await stage.messenger.send(stage.direct, QUESTION, key="k1")

    assert stage.shown(sent) == QUESTION
    assert sent.channel != stage.channel.channel
    assert stage.count(stage.channel) == 0
    assert await stage.messenger.find(stage.direct, key="k1", since=since) == sent


async def test_update_changes_what_is_shown(stage: Stage) -> None:
    sent = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    other = await stage.messenger.send(stage.channel, QUESTION, key="k2")

    await stage.messenger.update(stage.channel.workspace, sent, CLOSED)

    assert (stage.shown(sent), stage.shown(other)) == (CLOSED, QUESTION)


async def test_update_twice_is_as_once(stage: Stage) -> None:
    since = stage.clock.now()
    sent = await stage.messenger.send(stage.channel, QUESTION, key="k1")

    await stage.messenger.update(stage.channel.workspace, sent, CLOSED)
    await stage.messenger.update(stage.channel.workspace, sent, CLOSED)

    assert stage.shown(sent) == CLOSED
    assert stage.count(stage.channel) == 1
    assert await stage.messenger.find(stage.channel, key="k1", since=since) == sent


async def test_update_of_a_message_that_is_gone_is_a_permanent_error(stage: Stage) -> None:
    sent = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    gone = replace(sent, message=f"9{sent.message}")

    with pytest.raises(DeliveryError) as caught:
        await stage.messenger.update(stage.channel.workspace, gone, CLOSED)

    assert caught.value.permanent


async def test_platform_is_reached_where_it_does_what_is_asked_and_where_it_refuses(stage: Stage) -> None:
    workspaces = (stage.channel.workspace, f"{stage.messenger.platform}:9")

    assert [await stage.messenger.is_reached(one) for one in workspaces] == [True, True]


async def test_read_thread_gives_messages_as_posted(stage: Stage) -> None:
    card = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    at = pass_by(stage.clock, MINUTE)
    message = await stage.say(card, "ada", "Object storage.\n  <b> & *bold* ")

    [revision] = await stage.messenger.read_thread(stage.channel.workspace, card)

    assert (revision.message, revision.happening, revision.member) == (message, Happening.POSTED, stage.member("ada"))
    assert revision.text == "Object storage.\n  <b> & *bold* "
    assert (revision.at, revision.posted_at) == (at, at)


async def test_read_thread_gives_edited_messages_as_they_stand(stage: Stage) -> None:
    card = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    posted_at = pass_by(stage.clock, MINUTE)
    message = await stage.say(card, "ada", "Blocks")
    edited_at = pass_by(stage.clock, MINUTE)
    await stage.edit(card, message, "Objects")

    [revision] = await stage.messenger.read_thread(stage.channel.workspace, card)

    assert (revision.message, revision.happening, revision.text) == (message, Happening.EDITED, "Objects")
    assert (revision.posted_at, revision.at, revision.member) == (posted_at, edited_at, stage.member("ada"))


async def test_read_thread_leaves_out_deleted_messages(stage: Stage) -> None:
    card = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    first = await stage.say(card, "ada", "one")
    second = await stage.say(card, "ada", "two")
    await stage.delete(card, first)

    revisions = await stage.messenger.read_thread(stage.channel.workspace, card)

    assert [r.message for r in revisions] == [second]


async def test_read_thread_leaves_out_the_bot_and_other_threads(stage: Stage) -> None:
    card = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    other = await stage.messenger.send(stage.channel, QUESTION, key="k2")
    await stage.messenger.send(replace(stage.channel, thread=card.thread), CLOSED, key="k3")
    await stage.say(other, "bob", "elsewhere")
    await stage.say(card, "ada", "here")

    revisions = await stage.messenger.read_thread(stage.channel.workspace, card)

    assert [(r.member, r.text) for r in revisions] == [(stage.member("ada"), "here")]


async def test_read_thread_without_replies_is_empty(stage: Stage) -> None:
    card = await stage.messenger.send(stage.channel, QUESTION, key="k1")

    assert list(await stage.messenger.read_thread(stage.channel.workspace, card)) == []


@pytest.mark.parametrize(("permanent", "retry_after"), [(True, None), (False, 30.0)])
async def test_refused_send_is_a_delivery_error_and_posts_nothing(
    stage: Stage, permanent: bool, retry_after: float | None
) -> None:
    stage.fail_next(DeliveryError("Refused.", permanent=permanent, retry_after=retry_after))

    with pytest.raises(DeliveryError) as caught:
        await stage.messenger.send(stage.channel, QUESTION, key="k1")

    assert (caught.value.permanent, caught.value.retry_after) == (permanent, retry_after)
    assert stage.count(stage.channel) == 0


async def _find(stage: Stage, sent: Sent) -> None:
    assert await stage.messenger.find(stage.channel, key="k1", since=stage.clock.now()) == sent


async def _update(stage: Stage, sent: Sent) -> None:
    await stage.messenger.update(stage.channel.workspace, sent, CLOSED)


async def _read_thread(stage: Stage, sent: Sent) -> None:
    assert list(await stage.messenger.read_thread(stage.channel.workspace, sent)) == []


@pytest.mark.parametrize("call", [_find, _update, _read_thread])
async def test_refused_call_is_a_delivery_error_once(
    stage: Stage, call: Callable[[Stage, Sent], Awaitable[None]]
) -> None:
    sent = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    stage.fail_next(DeliveryError("Busy.", permanent=False, retry_after=1.0))

    with pytest.raises(DeliveryError):
        await call(stage, sent)

    assert stage.shown(sent) == QUESTION
    await call(stage, sent)


async def test_message_whose_reply_was_lost_is_found_by_its_key(stage: Stage) -> None:
    since = stage.clock.now()
    stage.lose_next_reply(DeliveryError("The connection broke.", permanent=False))

    with pytest.raises(DeliveryError):
        await stage.messenger.send(stage.channel, QUESTION, key="k1")
    found = await stage.messenger.find(stage.channel, key="k1", since=since)

    assert stage.count(stage.channel) == 1
    assert found is not None
    assert stage.shown(found) == QUESTION


async def test_address_is_that_of_what_somebody_wrote_in_the_thread(stage: Stage) -> None:
    card = await stage.messenger.send(stage.channel, QUESTION, key="k1")
    message = await stage.say(card, "ada", "An answer.")

    address = await stage.messenger.address(stage.channel.workspace, replace(card, message=message))

    assert address == stage.address(card, message)


async def test_address_leads_to_one_message(stage: Stage) -> None:
    workspace = stage.channel.workspace
    card = await stage.messenger.send(stage.channel, QUESTION, key="card")
    reply = replace(stage.channel, thread=card.thread, opens_thread="")
    reveal = await stage.messenger.send(reply, CLOSED, key="reveal")

    addresses = [await stage.messenger.address(workspace, one) for one in (card, reveal)]

    # A terminal has no links.
    has_links = stage.messenger.platform != "console"
    assert [address.startswith("https://") for address in addresses] == [has_links, has_links]
    assert len(set(addresses)) == 1 + has_links


async def test_address_of_what_stands_beside_its_thread(stage: Stage) -> None:
    workspace = stage.channel.workspace
    card = await stage.messenger.send(stage.channel, QUESTION, key="card")
    beside = await stage.messenger.send(replace(stage.channel, opens_thread=""), CLOSED, key="reveal")

    expected = await stage.messenger.address(workspace, beside)

    assert await stage.messenger.address(workspace, replace(beside, thread=card.thread)) == expected


async def test_message_that_is_gone_has_no_address(stage: Stage) -> None:
    workspace = stage.channel.workspace
    card = await stage.messenger.send(stage.channel, QUESTION, key="card")
    said = await stage.say(card, "ada", "Words.")
    await stage.delete(card, said)

    assert await stage.messenger.address(workspace, Sent(card.channel, said, card.thread)) == ""
