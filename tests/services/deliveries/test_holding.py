"""What is refused for a cause that can go away is kept, told of once, and sent when the cause is gone."""

from datetime import timedelta

import pytest

from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.rounds import RoundState
from bot.domain.series import PausedFor, SeriesState
from bot.errors import DeliveryError, RefusedError, RightsError, Scope
from bot.services.deliveries.holding import owed
from bot.services.deliveries.owing import tell_members
from tests.services.processes import Platform, Slow, catch_up, process
from tests.worlds.builders import ADMIN, ANA, CHANNEL, MONDAY, WORKSPACE, text_card
from tests.worlds.playing import HALF
from tests.worlds.reading import small, text_of
from tests.worlds.titles import BOARD, CLOSED, MODEL_ANSWER, QUESTION, REVEAL, REVEALED
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)
EVENING = CLOSE + timedelta(hours=2)
ROOT_DIRECT = "direct:root"
ARCHIVED = DeliveryError("The channel is archived.", permanent=True, scope=Scope.CHANNEL)
REVOKED = DeliveryError("The token was revoked.", permanent=True, scope=Scope.WORKSPACE)
UNWANTED = DeliveryError("The blocks are invalid.", permanent=True, scope=Scope.MESSAGE)
LOCKED = DeliveryError("The thread is locked.", permanent=True, scope=Scope.THREAD)
TO_COME, THERE = "0 answers. The model answer is still to come.", "0 answers. The model answer is in the thread."
HIDDEN = DeliveryError("Not in this thread.", permanent=True, scope=Scope.CHANNEL)


def said(card: Card) -> str:
    """Give what a card says, without the marks that keep it from being Markdown."""
    return text_of(card).replace("\\", "")


async def refused_at_close(world: World, error: DeliveryError) -> str:
    """Ask and let answer; then the channel refuses everything. Gives the thread."""
    await world.set_up()
    await world.at(NINE)
    await world.say(ANA, HALF)
    world.messenger.refusals[CHANNEL] = error
    await world.at(CLOSE)
    return (await world.last_round()).thread or ""


def shown(world: World, thread: str) -> tuple[list[str], list[str]]:
    return title(world.posted()), title(world.posted(thread))


async def back(world: World, scope: Scope) -> None:
    lifecycle = world.app.services.lifecycle
    if scope is Scope.CHANNEL:
        await world.app.call(lifecycle.channel_back, WORKSPACE, CHANNEL)
    else:
        await world.app.call(lifecycle.workspace_back, WORKSPACE)


@pytest.mark.parametrize("error", [ARCHIVED, REVOKED], ids=["channel", "workspace"])
async def test_reveal_board_and_update_come_once_the_cause_is_gone(world: World, error: DeliveryError) -> None:
    thread = await refused_at_close(world, error)
    before = shown(world, thread)
    await world.at(EVENING)

    world.messenger.refusals.clear()
    await back(world, error.scope)
    await world.after(seconds=1)

    assert before == ([QUESTION], [])
    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)
    series = await world.series()
    assert (series.state, series.next_due) == (SeriesState.ACTIVE, NINE + timedelta(days=1))


@pytest.mark.parametrize(("error", "other"), [(ARCHIVED, Scope.WORKSPACE), (REVOKED, Scope.CHANNEL)])
async def test_what_waits_for_one_cause_is_not_woken_by_another(
    world: World, error: DeliveryError, other: Scope
) -> None:
    thread = await refused_at_close(world, error)

    world.messenger.refusals.clear()
    await back(world, other)
    await world.after(seconds=1)

    assert shown(world, thread) == ([QUESTION], [])
    assert (await world.series()).paused_for == PausedFor(error.scope.value)


@pytest.mark.parametrize(("error", "state"), [(ARCHIVED, SeriesState.ACTIVE), (REVOKED, SeriesState.PAUSED)])
async def test_refusal_in_a_channel_that_the_series_has_left_pauses_it_only_where_it_is_the_workspaces(
    world: World, error: DeliveryError, state: SeriesState
) -> None:
    await world.set_up()
    await world.at(NINE)
    series = await world.series()
    await world.app.call(world.app.services.managing.set_up, ADMIN, series.name, "elsewhere", series.settings)
    world.messenger.refusals[CHANNEL] = error

    await world.at(CLOSE)

    assert (await world.series()).state is state


async def test_card_that_was_refused_comes_while_its_question_is_open(world: World) -> None:
    world.messenger.refusals[CHANNEL] = ARCHIVED
    await world.set_up()
    await world.at(NINE)
    told = world.posted(channel=ROOT_DIRECT)

    world.messenger.refusals.clear()
    await back(world, Scope.CHANNEL)
    await world.after(minutes=30)

    played = await world.last_round()
    assert title(world.posted()) == [QUESTION]
    assert (played.state, played.closes_at) == (RoundState.OPEN, CLOSE)
    assert title(told) == ["A series was paused"]
    assert said(told[0]) == (
        "**daily** is paused, and something is owed. The question (Storage · associate) of "
        "Monday 7 December could not be posted: The channel is archived.\n\n"
        "It is kept, and comes once that is put right; `/qotd resume` tries it at once."
    )


async def test_card_that_was_refused_is_posted_by_open(world: World) -> None:
    world.messenger.refusals[CHANNEL] = ARCHIVED
    await world.set_up()
    await world.at(NINE)
    world.messenger.refusals.clear()

    await world.command(ADMIN, "open")
    await world.after(seconds=1)

    assert title(world.posted()) == [QUESTION]
    assert (await world.series()).state is SeriesState.ACTIVE


async def test_resume_sends_what_is_owed(world: World) -> None:
    thread = await refused_at_close(world, ARCHIVED)
    world.messenger.refusals.clear()

    await world.command(ADMIN, "resume")
    await world.after(seconds=1)

    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)


async def test_what_waits_is_tried_now_and_then_and_lets_all_go_on(world: World) -> None:
    """Not every cause tells when it is gone."""
    thread = await refused_at_close(world, ARCHIVED)
    world.messenger.refusals.clear()

    await catch_up(world, timedelta(minutes=2))

    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)
    assert (await world.series()).state is SeriesState.ACTIVE


@pytest.mark.parametrize("error", [ARCHIVED, REVOKED], ids=["channel", "workspace"])
async def test_series_that_is_woken_while_what_it_owes_is_refused_stays_awake(
    world: World, error: DeliveryError
) -> None:
    thread = await refused_at_close(world, error)
    await catch_up(world, timedelta(hours=5))
    slow = Slow(world.messenger, stuck={"find"})
    one = process(world, slow)
    one.clock.travel(one.clock.now() + timedelta(hours=1))
    await one.app.ticking.tick()
    await slow.reached.wait()

    await back(world, error.scope)
    slow.let_go.set()
    await one.app.ticking.finish(timedelta(seconds=20))
    world.messenger.refusals.clear()

    assert (await world.series()).state is SeriesState.ACTIVE
    await one.after(seconds=1)
    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)


async def test_managers_are_told_once_which_question_is_owed(world: World) -> None:
    await refused_at_close(world, ARCHIVED)

    await catch_up(world, timedelta(days=3))

    told = world.posted(channel=ROOT_DIRECT)
    assert title(told) == ["A series was paused"]
    assert said(told[0]).startswith(
        "**daily** is paused, and something is owed. The reveal (Storage · associate) of Monday 7 December "
    )


async def test_series_that_a_manager_pauses_meanwhile_stays_paused_and_pays_what_it_owes(world: World) -> None:
    thread = await refused_at_close(world, ARCHIVED)
    await world.command(ADMIN, "pause")

    world.messenger.refusals.clear()
    await back(world, Scope.CHANNEL)
    await world.after(seconds=1)

    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)
    assert (await world.series()).paused_for is PausedFor.MANAGER


async def test_what_was_owed_to_a_channel_that_was_left_goes_to_the_new_one(world: World) -> None:
    thread = await refused_at_close(world, ARCHIVED)
    series = await world.series()
    await world.app.call(world.app.services.managing.set_up, ADMIN, series.name, "elsewhere", series.settings)

    await world.command(ADMIN, "resume", channel="elsewhere")
    await world.after(seconds=1)

    assert title(world.posted(channel="elsewhere")) == [*REVEALED, BOARD]
    assert shown(world, thread) == ([QUESTION], [])
    assert (await world.series()).state is SeriesState.ACTIVE


@pytest.mark.parametrize("error", [LOCKED, HIDDEN], ids=["locked", "forbidden"])
async def test_thread_that_refuses_concerns_its_round_alone(world: World, error: DeliveryError) -> None:
    await world.set_up()
    await world.at(NINE)
    thread = (await world.last_round()).thread or ""
    world.messenger.thread_refusal = error

    await world.at(CLOSE)
    closed = shown(world, thread)
    await world.at(NINE + timedelta(days=1))

    assert closed == ([CLOSED, *REVEALED, BOARD], [])
    assert title(world.posted())[4:] == [QUESTION]
    assert (await world.series()).state is SeriesState.ACTIVE
    assert world.posted(channel=ROOT_DIRECT) == []


async def test_reminder_into_a_thread_that_refuses_is_of_no_use_elsewhere(world: World) -> None:
    await world.set_up(remind_before=timedelta(hours=1))
    await world.at(NINE)
    world.messenger.thread_refusal = LOCKED

    await world.at(CLOSE - timedelta(hours=1))

    deliveries = await world.deliveries((await world.last_round()).id)
    assert [(one.kind, one.state) for one in deliveries] == [
        (DeliveryKind.CARD, DeliveryState.SENT),
        (DeliveryKind.REMINDER, DeliveryState.FAILED),
    ]
    assert (await world.series()).state is SeriesState.ACTIVE


async def test_reveal_that_is_refused_for_its_own_sake_holds_up_the_news_of_it_and_not_the_closed_card(
    world: World,
) -> None:
    platform = Platform(world.messenger, failures={REVEAL: UNWANTED})
    await world.set_up()
    await world.at(NINE)
    thread = (await world.last_round()).thread or ""

    await process(world, platform).at(CLOSE)
    refused, card = shown(world, thread), small(world.posted()[0])
    told = world.posted(channel=ROOT_DIRECT)
    await world.command(ADMIN, "reveal")
    await world.after(seconds=1)

    assert refused == ([CLOSED], [])
    assert (card, small(world.posted()[0])) == ([TO_COME], [THERE])
    assert (await world.series()).state is SeriesState.ACTIVE
    assert [(card.title, "The blocks are invalid" in said(card)) for card in told] == [("A message is owed", True)]
    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)


async def test_model_answer_that_is_refused_waits_below_its_reveal_and_holds_up_nothing(world: World) -> None:
    platform = Platform(world.messenger, failures={MODEL_ANSWER: UNWANTED})
    await world.set_up()
    await world.at(NINE)
    thread = (await world.last_round()).thread or ""

    await process(world, platform).at(CLOSE)
    refused = shown(world, thread)
    [told] = world.posted(channel=ROOT_DIRECT)
    card = small(world.posted()[0])
    listed = text_of(await world.command(ADMIN, "reveal"))
    await world.after(seconds=1)

    assert (card, small(world.posted()[0])) == ([TO_COME], [THERE])
    assert refused == ([CLOSED, BOARD], [REVEAL])
    assert "The model answer (Storage · associate) of Monday 7 December could not be posted" in said(told)
    assert listed.startswith("- The model answer")
    assert shown(world, thread) == ([CLOSED, BOARD], REVEALED)


@pytest.mark.parametrize(
    "error", [KeyError("a bug"), RecursionError(), TypeError("None")], ids=lambda e: type(e).__name__
)
async def test_mistake_in_a_send_is_a_failed_delivery_and_reaches_managers(world: World, error: Exception) -> None:
    platform = Platform(world.messenger, failures={REVEAL: error})
    await world.set_up()
    await world.at(NINE)

    await process(world, platform).at(CLOSE)
    await catch_up(process(world, platform), timedelta(seconds=10))

    told = world.posted(channel=ROOT_DIRECT)
    assert [card.title for card in told] == ["A message is owed"]
    assert f"Askaday made a mistake ({type(error).__name__}); its log says more." in said(told[0])
    [reveal] = await world.app.call(lambda tx: owed(tx, tx.series.of_workspace(WORKSPACE)[0]))
    assert (reveal.card.title, reveal.waits_for, reveal.attempts) == (REVEAL, Scope.MISTAKE, 3)


async def test_mistake_in_a_message_to_a_member_reaches_managers_and_one_to_managers_does_not_go_round(
    world: World,
) -> None:
    platform = Platform(world.messenger, failures={"A title": KeyError("a bug")})
    series = await world.set_up()
    for member in ("ana", "root"):
        await world.app.call(tell_members, series, {member}, text_card(), code="x", now=MONDAY)

    await catch_up(process(world, platform), timedelta(minutes=5))
    # A notice had taken the place of the day.
    await process(world, platform).after(hours=26)

    assert title(world.posted(channel=ROOT_DIRECT)) == ["A message is owed"]
    waiting = await world.app.call(lambda tx: [(one.channel, one.waits_for) for one in tx.deliveries.waiting()])
    assert waiting == [("ana", Scope.MISTAKE), ("root", Scope.MISTAKE)]


async def test_direct_message_waits_for_the_token_and_not_for_the_member(world: World) -> None:
    series = await world.set_up()
    for member, error in (("ana", REVOKED), ("bo", ARCHIVED)):
        world.messenger.refusals[member] = error
        await world.app.call(tell_members, series, {member}, text_card(), code="x", now=MONDAY)
    await world.after()

    world.messenger.refusals.clear()
    await back(world, Scope.WORKSPACE)
    await world.after(seconds=1)

    assert title(world.posted(channel="direct:ana")) == ["A title"]
    assert world.posted(channel="direct:bo") == []
    assert (await world.series()).state is SeriesState.ACTIVE


async def test_reveal_with_nothing_owed_says_so(world: World) -> None:
    await world.set_up()

    with pytest.raises(RefusedError) as refused:
        await world.command(ADMIN, "reveal")

    assert str(refused.value) == "daily owes nothing. `/qotd close` brings the reveal of an open question."


async def test_only_managers_post_what_is_owed(world: World) -> None:
    await refused_at_close(world, ARCHIVED)

    with pytest.raises(RightsError) as refused:
        await world.command(ANA, "reveal")

    assert str(refused.value) == "Only managers of daily and administrators may do this."
