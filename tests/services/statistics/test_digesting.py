"""The weekly digest: on the manager's day and hour, of a week with a question, in the queue of one message a day."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.card import Card, Chart, Text
from bot.domain.members import Actor
from bot.domain.series import Results
from bot.errors import DeliveryError, RightsError
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor
from tests.worlds.playing import BOTH, HALF, meet, play
from tests.worlds.troubles import SomePeople
from tests.worlds.world import World, title

ROOT = actor("Root")
MONDAY_AFTER = datetime(2026, 12, 14, 8, tzinfo=UTC)


def told(world: World, who: Actor = ROOT) -> list[Card]:
    return world.posted(channel=f"direct:{who.member}")


def sentences(card: Card) -> list[str]:
    [first, step] = [block.markdown for block in card.blocks if isinstance(block, Text)]
    return [*(line.removeprefix("- ") for line in first.splitlines()), step]


@pytest.fixture(autouse=True)
async def with_a_series(world: World) -> None:
    await world.set_up(results=Results.NONE)


async def test_digest_comes_on_its_day_and_hour_in_the_zone_of_the_series(world: World) -> None:
    await world.command(ROOT, "digest on")
    await play(world, {ANA: BOTH, BO: HALF, CY: HALF})

    await world.at(MONDAY_AFTER - timedelta(seconds=1))
    before = title(told(world))
    await world.at(MONDAY_AFTER)

    assert (before, title(told(world))) == ([], ["daily: Week 50 of 2026"])


async def test_digest_has_one_picture_three_sentences_and_one_step_with_its_button(world: World) -> None:
    await world.command(ROOT, "digest on")
    await play(world, {ANA: BOTH, BO: HALF, CY: HALF})
    await world.at(MONDAY_AFTER)

    [card] = told(world)

    [chart] = [block for block in card.blocks if isinstance(block, Chart)]
    assert (chart.labels, chart.lines, chart.is_picture) == (("W50",), (("answers", (3,)),), True)
    assert sentences(card)[:3] == [
        "3 answers to 1 question: 100 % of those possible.",
        "No topic is clearly better or worse known than in the week before.",
        "1 question asked, and none needs a look.",
    ]
    assert sentences(card)[3].startswith("**Next step:** ")
    assert [action.name for action in card.actions][1:] == ["digest_off"]


async def test_digest_says_what_changed_since_the_week_before(world: World) -> None:
    await world.command(ROOT, "digest on")
    await play(world, {ANA: HALF, BO: HALF, CY: HALF})
    await world.at(MONDAY_AFTER)
    await play(world, {ANA: BOTH, BO: BOTH})
    await world.at(MONDAY_AFTER + timedelta(days=1, hours=12))
    await world.at(MONDAY_AFTER + timedelta(days=7))

    first, second = told(world)

    assert (title([first, second]), sentences(second)[0]) == (
        ["daily: Week 50 of 2026", "daily: Week 51 of 2026"],
        "2 answers to 1 question: 67 % of those possible, down from 100 % in the week before.",
    )


async def test_week_without_a_question_has_no_digest(world: World) -> None:
    await world.command(ROOT, "digest on")
    await world.command(ADMIN, "pause")

    await world.at(MONDAY_AFTER)
    await world.at(MONDAY_AFTER + timedelta(days=7))

    assert told(world) == []


async def test_averages_of_few_are_in_no_digest(world: World) -> None:
    """Two answered: a digest that said how well would say how each did, to who knows one of them."""
    await world.command(ROOT, "digest on")
    await play(world, {ANA: BOTH, BO: BOTH})
    await world.at(MONDAY_AFTER)
    await play(world, {ANA: HALF, BO: HALF})
    await world.at(MONDAY_AFTER + timedelta(days=7))

    assert [sentences(card)[1] for card in told(world)] == [
        "No topic is clearly better or worse known than in the week before."
    ] * 2


async def test_digest_is_written_once_however_often_is_looked(world: World) -> None:
    await world.command(ROOT, "digest on")
    await play(world, {ANA: BOTH})

    for minutes in (0, 0, 1, 30):
        await world.at(MONDAY_AFTER + timedelta(minutes=minutes))

    assert len(told(world)) == 1


async def test_digest_that_would_come_half_a_day_late_is_left_out(world: World) -> None:
    await world.command(ROOT, "digest on")
    await play(world, {ANA: BOTH})

    await world.at(MONDAY_AFTER + timedelta(hours=12, minutes=1))

    assert told(world) == []


async def test_another_day_hour_and_zone(world: World) -> None:
    card = await world.command(ROOT, "digest friday 16:30 Europe/Berlin")
    await play(world, {ANA: BOTH})
    await world.at(datetime(2026, 12, 11, 15, 30, tzinfo=UTC))

    assert (card.title, title(told(world))) == ("Weekly digest", ["daily: Week 50 of 2026"])
    held = await world.app.call(lambda tx: tx.digests.of_member(ROOT.workspace, ROOT.member, 1))
    assert held is not None
    assert (held.weekday, held.at, held.zone) == (4, time(16, 30), "Europe/Berlin")


async def test_button_turns_it_on_and_another_off(world: World) -> None:
    offered = await world.command(ROOT, "digest")
    [on] = offered.actions
    confirmed = await world.press(ROOT, on.name, on.target)
    [off] = confirmed.actions
    shown = await world.command(ROOT, "digest")
    ended = await world.press(ROOT, off.name, off.target)
    await play(world, {ANA: BOTH})
    await world.at(MONDAY_AFTER)

    assert (shown, ended.title, told(world)) == (confirmed, "No more digests", [])


async def test_who_manages_no_more_is_sent_nothing(world: World) -> None:
    await meet(world, BO)
    await world.command(ADMIN, "setup managers=root,bo")
    await world.command(BO, "digest on")
    await world.command(ADMIN, "setup managers=root")
    await play(world, {ANA: BOTH})
    await world.at(MONDAY_AFTER)

    held = await world.app.call(lambda tx: tx.digests.of_member(BO.workspace, BO.member, 1))
    assert (told(world, BO), held) == ([], None)


async def test_only_managers_may_have_it(world: World) -> None:
    with pytest.raises(RightsError):
        await world.command(ANA, "digest on")
    with pytest.raises(RightsError):
        await world.command(ANA, "digest")


async def test_administrator_whom_only_the_platform_vouches_for_has_it_too(world: World) -> None:
    boss = actor("Boss", is_admin=True)
    world.messenger.administer.add(boss.member)
    await world.command(boss, "digest on")
    await play(world, {ANA: BOTH})
    await world.at(MONDAY_AFTER)

    assert title(told(world, boss)) == ["daily: Week 50 of 2026"]


async def test_administrator_who_is_none_any_more_is_sent_nothing(world: World) -> None:
    boss = actor("Boss", is_admin=True)
    await world.command(boss, "digest on")
    await play(world, {ANA: BOTH})
    await world.at(MONDAY_AFTER)

    held = await world.app.call(lambda tx: tx.digests.of_member(boss.workspace, boss.member, 1))
    assert (told(world, boss), held) == ([], None)


async def test_digest_that_is_turned_off_while_it_is_read_stays_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, asked = actor("Boss", is_admin=True), SomePeople.actor
    world.messenger.administer.add(boss.member)
    await world.command(boss, "digest on")
    await play(world, {ANA: BOTH})

    async def turned_off_meanwhile(people: SomePeople, *who: Any) -> Actor | None:
        await world.command(boss, "digest off")
        return await asked(people, *who)

    monkeypatch.setattr(SomePeople, "actor", turned_off_meanwhile)
    await world.at(MONDAY_AFTER)

    held = await world.app.call(lambda tx: tx.digests.of_member(boss.workspace, boss.member, 1))
    assert (told(world, boss), held) == ([], None)


async def test_who_has_left_the_workspace_is_sent_nothing(world: World) -> None:
    boss = actor("Boss", is_admin=True)
    await world.command(boss, "digest on")
    await play(world, {ANA: BOTH})
    world.messenger.left.add(boss.member)
    await world.at(MONDAY_AFTER)

    held = await world.app.call(lambda tx: tx.digests.of_member(boss.workspace, boss.member, 1))
    assert (told(world, boss), held) == ([], None)


async def test_while_the_platform_does_not_say_who_manages_the_digest_waits(world: World) -> None:
    boss = actor("Boss", is_admin=True)
    world.messenger.administer.add(boss.member)
    for who in (ROOT, boss):
        await world.command(who, "digest on")
    await play(world, {ANA: BOTH})
    world.messenger.people_refusal = DeliveryError("The platform does not answer.", permanent=False)
    await world.at(MONDAY_AFTER)
    before = [title(told(world, who)) for who in (ROOT, boss)]
    world.messenger.people_refusal = None
    await world.at(MONDAY_AFTER + timedelta(minutes=5))

    assert (before, title(told(world, boss))) == ([["daily: Week 50 of 2026"], []], ["daily: Week 50 of 2026"])


async def test_a_platform_that_says_nothing_for_half_a_day_costs_one_week(world: World) -> None:
    boss = actor("Boss", is_admin=True)
    world.messenger.administer.add(boss.member)
    await world.command(boss, "digest on")
    await play(world, {ANA: BOTH})
    world.messenger.people_refusal = DeliveryError("The platform does not answer.", permanent=False)
    await world.at(MONDAY_AFTER)
    await world.at(MONDAY_AFTER + timedelta(hours=12, minutes=1))
    world.messenger.people_refusal = None
    await world.at(MONDAY_AFTER + timedelta(hours=13))
    held = await world.app.call(lambda tx: tx.digests.of_member(boss.workspace, boss.member, 1))

    assert held is not None
    assert (told(world, boss), held.next_due) == ([], MONDAY_AFTER + timedelta(days=7))


async def test_it_shares_the_one_place_of_a_day(world: World) -> None:
    await world.command(ROOT, "digest monday 8:00")
    await world.set_up("second", channel="random", results=Results.NONE)
    await world.command(ROOT, "digest monday 8:00 series=second")
    await play(world, {ANA: BOTH})
    await play(world, {ANA: BOTH}, series="second")

    await world.at(MONDAY_AFTER)
    on_monday = len(told(world))
    await world.at(MONDAY_AFTER + timedelta(days=1, hours=2))

    assert (on_monday, len(told(world))) == (1, 2)
