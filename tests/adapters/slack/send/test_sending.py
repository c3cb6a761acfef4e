"""What goes out to Slack: once, at its pace, whatever it answers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.connect.limiter import Limiter
from adapters.slack.render.messages import messages
from adapters.slack.send.messenger import EVENT_TYPE
from adapters.slack.send.private_replies import Asker
from bot.domain.answers import Happening
from bot.domain.card import Card, Text
from bot.errors import DeliveryError
from bot.ports.clock import TravelClock
from bot.ports.messenger import Destination
from tests.servers.fake_slack import FakeSlack, Rules, Workspace
from tests.worlds.slack_sending import Sender, open_sender

START = datetime(2026, 12, 7, 9, tzinfo=UTC)
SHORT = Card("Short", (Text("A few words, with <https://aws.amazon.com> in them."),))
LONG = Card("Long", tuple(Text(f"Paragraph {n}: " + "many words " * 150) for n in range(7)))


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock=TravelClock(START), rules=Rules(message_pace=0, tiers=False)) as fake:
        fake.add_workspace("acme", people=("ana",), channels=("general",))
        yield fake


@pytest.fixture
async def sender(slack: FakeSlack) -> AsyncIterator[Sender]:
    async with open_sender(slack) as made:
        yield made


@pytest.fixture
def team(slack: FakeSlack) -> Workspace:
    return next(iter(slack.state.workspaces.values()))


@pytest.fixture
def place(team: Workspace) -> Destination:
    return Destination(f"slack:{team.id}", team.channel("general"))


def parts() -> int:
    return len(messages(LONG))


async def test_post_carries_the_key_alone_and_unfolds_no_links(
    slack: FakeSlack, sender: Sender, place: Destination
) -> None:
    await sender.messenger.send(place, SHORT, key="k1")

    [asked] = slack.transcript.of("chat.postMessage")
    assert asked.arguments["metadata"] == {"event_type": EVENT_TYPE, "event_payload": {"key": "k1", "of": 1}}
    assert (asked.arguments["unfurl_links"], asked.arguments["unfurl_media"]) == (False, False)


async def test_long_card_is_several_messages_under_keys_of_their_own(
    slack: FakeSlack, sender: Sender, place: Destination
) -> None:
    sent = await sender.messenger.send(place, LONG, key="k1")

    posted = slack.bot_messages(place.channel)
    keys = [(message.metadata or {})["event_payload"]["key"] for message in posted]
    assert parts() > 2
    assert keys == ["k1", *(f"k1/{n}" for n in range(2, parts() + 1))]
    assert sent.message.split("+") == [message.ts for message in posted]
    assert sent.thread == posted[0].ts
    assert await sender.messenger.find(place, key="k1", since=START) == sent


@pytest.mark.parametrize("takes_effect", [True, False])
async def test_part_that_was_lost_is_found_and_not_repeated(
    slack: FakeSlack, sender: Sender, place: Destination, takes_effect: bool
) -> None:
    slack.faults.delay("chat.postMessage", 0)
    slack.faults.drop("chat.postMessage", takes_effect=takes_effect)

    with pytest.raises(DeliveryError) as caught:
        await sender.messenger.send(place, LONG, key="k1")
    found = await sender.messenger.find(place, key="k1", since=START)
    sent = await sender.messenger.send(place, LONG, key="k1")

    assert (caught.value.permanent, found) == (False, None)
    assert len(slack.bot_messages(place.channel)) == parts()
    assert [m.text for m in slack.bot_messages(place.channel)] == [m.text for m in messages(LONG)]
    assert await sender.messenger.find(place, key="k1", since=START) == sent


async def test_post_whose_answer_was_lost_is_not_repeated(slack: FakeSlack, sender: Sender, place: Destination) -> None:
    slack.faults.drop("chat.postMessage", takes_effect=True)

    with pytest.raises(DeliveryError):
        await sender.messenger.send(place, SHORT, key="k1")

    assert len(slack.bot_messages(place.channel)) == 1
    assert await sender.messenger.find(place, key="k1", since=START) is not None


async def test_update_to_fewer_and_to_more_messages(slack: FakeSlack, sender: Sender, place: Destination) -> None:
    sent = await sender.messenger.send(place, LONG, key="k1")

    await sender.messenger.update(place.workspace, sent, SHORT)
    await sender.messenger.update(place.workspace, sent, SHORT)
    short = [m.text for m in slack.bot_messages(place.channel)]
    await sender.messenger.update(place.workspace, sent, LONG)
    await sender.messenger.update(place.workspace, sent, LONG)

    everything = [m.text for m in slack.thread(place.channel, sent.thread)]
    assert short == [messages(SHORT)[0].text]
    assert everything == [m.text for m in messages(LONG)]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("channel_not_found", "knows no such channel"),
        ("not_in_channel", "/invite @Askaday"),
        ("is_archived", "archived"),
        ("account_inactive", "removed from the workspace"),
        ("token_revoked", "was revoked"),
        ("restricted_action", "does not let Askaday post"),
        ("something_new", "something_new"),
    ],
)
async def test_refusals_are_permanent_and_say_what_to_do(
    slack: FakeSlack, sender: Sender, place: Destination, code: str, said: str
) -> None:
    slack.faults.refuse("chat.postMessage", code)

    with pytest.raises(DeliveryError) as caught:
        await sender.messenger.send(place, SHORT, key="k1")

    assert caught.value.permanent
    assert said in str(caught.value)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable", "ratelimited"])
async def test_slacks_own_trouble_passes(slack: FakeSlack, sender: Sender, place: Destination, code: str) -> None:
    slack.faults.refuse("chat.postMessage", code)

    with pytest.raises(DeliveryError) as caught:
        await sender.messenger.send(place, SHORT, key="k1")

    assert (caught.value.permanent, caught.value.retry_after) == (False, None)


@pytest.mark.parametrize("kind", ["break_off", "garble", "drop"])
async def test_no_readable_answer_passes(slack: FakeSlack, sender: Sender, place: Destination, kind: str) -> None:
    getattr(slack.faults, kind)("chat.postMessage")

    with pytest.raises(DeliveryError) as caught:
        await sender.messenger.send(place, SHORT, key="k1")

    assert not caught.value.permanent
    assert len(slack.transcript.of("chat.postMessage")) == 1


async def test_retry_after_holds_one_method_of_one_workspace(slack: FakeSlack, place: Destination) -> None:
    other = slack.add_workspace("other", people=("ana",), channels=("general",))
    now = [0.0]
    async with open_sender(slack, Limiter(0, lambda: now[0])) as sender:
        sent = await sender.messenger.send(place, SHORT, key="k0")
        slack.faults.limit("chat.postMessage", 30)
        with pytest.raises(DeliveryError):
            await sender.messenger.send(place, SHORT, key="k1")
        with pytest.raises(DeliveryError) as caught:
            await sender.messenger.send(place, SHORT, key="k1")
        asked = len(slack.transcript.of("chat.postMessage"))
        await sender.messenger.update(place.workspace, sent, SHORT)
        await sender.messenger.send(Destination(f"slack:{other.id}", other.channel("general")), SHORT, key="k2")
        now[0] = 30.0
        await sender.messenger.send(place, SHORT, key="k1")

    assert (caught.value.retry_after, asked) == (30.0, 2)


async def test_limiter_gives_one_turn_a_second_and_channel() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    limiter = Limiter(1.0, lambda: 100.0, sleep)
    await asyncio.gather(*(limiter.turn("slack:T1", "C1") for _ in range(3)))
    await limiter.turn("slack:T1", "C2")
    await limiter.turn("slack:T2", "C1")

    assert slept == [1.0, 2.0]


async def test_thread_is_read_to_its_end_page_by_page(slack: FakeSlack, sender: Sender, place: Destination) -> None:
    slack.rules.short_pages = True
    ana = slack.state.workspaces[place.workspace.removeprefix("slack:")].user("ana")
    card = await sender.messenger.send(place, SHORT, key="k1")
    for n in range(250):
        await slack.say(ana, place.channel, f"line {n}", thread_ts=card.thread)

    revisions = await sender.messenger.read_thread(place.workspace, card)

    assert [revision.text for revision in revisions] == [f"line {n}" for n in range(250)]


async def test_thread_under_the_slower_limits_is_read_on_where_it_stopped(slack: FakeSlack, place: Destination) -> None:
    slack.rules.strict_history = True
    ana = slack.state.workspaces[place.workspace.removeprefix("slack:")].user("ana")
    now = [0.0]
    async with open_sender(slack, Limiter(0, lambda: now[0])) as sender:
        card = await sender.messenger.send(place, SHORT, key="k1")
        for n in range(40):
            await slack.say(ana, place.channel, f"line {n}", thread_ts=card.thread)
        refusals = []
        for _ in range(2):
            with pytest.raises(DeliveryError) as caught:
                await sender.messenger.read_thread(place.workspace, card)
            refusals.append((caught.value.permanent, (caught.value.retry_after or 0) > 1))
            now[0] += 60
            slack.backend.limits.end_minute()
        revisions = await sender.messenger.read_thread(place.workspace, card)

    assert refusals == [(False, True), (False, True)]
    assert [revision.text for revision in revisions] == [f"line {n}" for n in range(40)]
    answered = [asked for asked in slack.transcript.of("conversations.replies") if not asked.error]
    assert len(answered) == 3


async def test_thread_gives_people_alone_and_mentions_as_names(
    slack: FakeSlack, sender: Sender, place: Destination, team: Workspace
) -> None:
    ana = team.user("ana")
    robot = slack.add_user(team, "robot", is_bot=True)
    team.channels[place.channel].members.add(robot)
    card = await sender.messenger.send(place, SHORT, key="k1")
    await sender.messenger.send(replace(place, thread=card.thread), SHORT, key="k2")
    await slack.say(robot, place.channel, "beep", thread_ts=card.thread)
    await slack.broadcast(ana, place.channel, f"1 < 2, <@{ana}>", card.thread)
    await slack.share_file(ana, place.channel, "a.png", thread_ts=card.thread)

    revisions = await sender.messenger.read_thread(place.workspace, card)

    assert [(r.member, r.happening, r.text) for r in revisions] == [
        (ana, Happening.POSTED, "1 < 2, @ana"),
        (ana, Happening.POSTED, ""),
    ]


async def test_private_reply_in_up_to_five_messages_else_directly(
    slack: FakeSlack, sender: Sender, place: Destination, team: Workspace
) -> None:
    ana = team.user("ana")
    longer = replace(LONG, blocks=LONG.blocks * 2)
    for card in (LONG, longer):
        url = f"{slack.backend.address}/hooks/commands/{team.id}/1/"
        url += slack.backend.triggers.new_url(ana, place.channel, slack.app.id)
        await sender.replies.show(Asker(place.workspace, ana, place.channel, response_url=url), card)

    assert len(messages(longer)) > 5
    assert [m.text for m in slack.ephemerals(ana)] == [m.text for m in messages(LONG)]
    assert [m.text for m in slack.bot_messages(slack.direct_message(ana))] == [m.text for m in messages(longer)]


async def test_private_reply_where_askaday_is_not_goes_directly(
    slack: FakeSlack, sender: Sender, place: Destination, team: Workspace
) -> None:
    ana = team.user("ana")
    elsewhere = slack.add_channel(team, "elsewhere", private=True, members=(ana,))

    await sender.replies.show(Asker(place.workspace, ana, elsewhere), SHORT)

    assert len(slack.bot_messages(slack.direct_message(ana))) == 1


async def test_rights_are_asked_anew_after_a_minute(slack: FakeSlack, team: Workspace, place: Destination) -> None:
    now = [0.0]
    async with open_sender(slack) as sender:
        sender.members._monotonic = lambda: now[0]
        ana = team.user("ana")
        before = await sender.members.actor(place.workspace, ana)
        team.users[ana].is_admin = True
        cached = await sender.members.actor(place.workspace, ana)
        now[0] += timedelta(minutes=1).total_seconds()
        after = await sender.members.actor(place.workspace, ana)

    assert (before.is_admin, cached.is_admin, after.is_admin) == (False, False, True)


async def test_groups_of_a_member(slack: FakeSlack, sender: Sender, team: Workspace, place: Destination) -> None:
    ana = team.user("ana")
    group = slack.add_usergroup(team, (ana,))
    other = slack.add_usergroup(team, ())

    actor = await sender.members.actor(place.workspace, ana, (group, other, "SGONE"))

    assert actor.groups == {group}


async def test_closed_card_links_to_its_thread(slack: FakeSlack, sender: Sender, place: Destination) -> None:
    sent = await sender.messenger.send(place, SHORT, key="k1")

    await sender.messenger.update(place.workspace, sent, replace(SHORT, thread_link="Open the thread"))

    [message] = slack.bot_messages(place.channel)
    assert f"?thread_ts={sent.thread}&cid={sent.channel}|Open the thread>" in message.text.replace("&amp;", "&")
