"""I said that: claimed by members, decided by reviewers, group by group."""

from collections.abc import Awaitable
from datetime import timedelta

import pytest

from bot.domain.card import Card, KeyPointLine, Quote, Small, Text
from bot.domain.grading import Source
from bot.domain.members import Actor
from bot.domain.practice.memory import Rating
from bot.errors import AskadayError
from bot.ports.store import Transaction
from tests.worlds.builders import ADMIN, ANA, BO, CY, WORKSPACE, actor, pack, question
from tests.worlds.playing import HALF, NOTHING, drill_score, meet, open_round, play
from tests.worlds.reading import facts, outcomes, rows, small, text_of
from tests.worlds.world import World, title

OWN_WORDS = "It stores turquoise lanterns. At the gates stand grey beasts."
BEASTS = "At the gates stand grey beasts."
CLAIMED = "claimed; a reviewer will decide"
REFUSED = "not found in your reply, nor by a reviewer"


async def said(attempt: Awaitable[Card]) -> str:
    with pytest.raises(AskadayError) as caught:
        await attempt
    return str(caught.value)


def lines(card: Card) -> list[tuple[str, str]]:
    return [(block.outcome, block.evidence) for block in card.blocks if isinstance(block, KeyPointLine)]


def quotes(card: Card) -> list[tuple[str, str]]:
    return [(block.author, block.text) for block in card.blocks if isinstance(block, Quote)]


def pressable(card: Card) -> list[tuple[str, str]]:
    return [(action.name, action.target) for action in card.actions]


def ratings(tx: Transaction, member: str) -> list[Rating]:
    [ref, *_] = tx.memories.of_member(WORKSPACE, member)
    return [review.rating for review in tx.memories.log(WORKSPACE, member, ref)]


def points(world: World, round_id: int) -> Awaitable[dict[str, int]]:
    return world.app.call(
        lambda tx: {member: earned.points for member, earned in tx.standings.points_of(round_id).items()}
    )


async def played(world: World, *others: Actor, words: str = OWN_WORDS) -> str:
    """Let some answer with the second point in other words, and give the button's target."""
    await meet(world, CY)
    await world.set_up(reviewers=frozenset({"cy"}))
    return f"round:{(await play(world, dict.fromkeys((ANA, *others), words))).id}"


async def test_one_press_claims_the_only_point_and_is_shown_as_claimed(world: World) -> None:
    target = await played(world)
    before = await world.press(ANA, "mine", target)

    after = await world.press(ANA, "claim", target)
    again = await world.press(ANA, "claim", target)

    assert text_of(before) == "**1 of 2 key points recognised**"
    assert pressable(before) == [("claim", target)]
    assert lines(after) == [("covered", "It stores turquoise lanterns."), (CLAIMED, BEASTS)]
    assert (pressable(after), again) == ([], after)
    assert await world.press(ANA, "mine", target) == after


async def test_of_several_points_one_is_chosen(world: World) -> None:
    target = await played(world, words=NOTHING)

    offered = await world.press(ANA, "claim", target)
    [first, second] = pressable(offered)
    one = await world.press(ANA, *second)
    rest = await world.press(ANA, "claim", target)

    assert text_of(offered) == "1. It stores turquoise lanterns\\.\n2. Elephants guard marble gates\\."
    assert (first, second) == (("said", f"{target}/1/0"), ("said", f"{target}/1/1"))
    assert outcomes(one) == ["not found in your reply", CLAIMED]
    assert outcomes(rest) == [CLAIMED, CLAIMED]


async def test_claim_counts_in_practice_at_once_and_on_no_board(world: World) -> None:
    target = await played(world)
    before = await world.app.call(ratings, "ana")

    await world.press(ANA, "claim", target)

    assert before == [Rating.HARD]
    assert await world.app.call(ratings, "ana") == [Rating.HARD, Rating.GOOD]
    assert await points(world, 1) == {"ana": 6}


async def test_reviewer_decides_once_on_all_that_say_the_same(world: World) -> None:
    target = await played(world, BO)
    for who in (ANA, BO):
        await world.press(who, "claim", target)

    shown = await world.command(CY, "disputes")
    accept = shown.actions[0]
    after = await world.press(CY, accept.name, accept.target)

    assert quotes(shown) == [("2 answers", BEASTS)]
    assert text_of(shown).endswith("Elephants guard marble gates.")
    assert not any(name in repr(shown) for name in ("Ana", "Bo", "ana'", "bo'"))
    assert [action.name for action in shown.actions] == ["accept", "learn", "refuse"]
    assert (small(after), text_of(after)) == (
        ["You accepted 2 claims."],
        "No grade is disputed, and no claim of a point waits.",
    )
    assert await points(world, 1) == {"ana": 10, "bo": 10}
    assert [row[1:3] for row in rows(await world.command(CY, "leaderboard"))] == [("Ana", "10"), ("Bo", "10")]
    result = await world.press(ANA, "mine", target)
    assert (text_of(result), lines(result)[1]) == ("**2 of 2 key points recognised**", ("covered", BEASTS))
    assert (small(result), pressable(result)) == (["A reviewer recognised what you claimed."], [])
    grades = await world.app.call(lambda tx: [grade.source for grade in tx.grades.of_round(1)["ana"]])
    assert grades == [Source.AUTO, Source.REVIEWER]


async def test_claimants_are_told_what_became_of_it(world: World) -> None:
    target = await played(world, BO)
    await world.press(ANA, "claim", target)
    await world.press(CY, "refuse", "claim:1/1/1")
    await world.press(BO, "claim", target)
    await world.press(CY, "accept", "claim:2/1/2")
    await world.after(seconds=1)

    told = [world.posted(channel=f"direct:{who}")[-1] for who in ("ana", "bo")]
    assert title(told) == ["Your claim was not accepted", "Your claim was accepted"]
    assert quotes(told[0]) == [("You wrote", BEASTS)]


async def test_refused_claim_is_taken_back_from_practice_and_only_its_author_sees_the_rate(world: World) -> None:
    target = await played(world)
    await world.press(ANA, "claim", target)

    await world.press(CY, "refuse", "claim:1/1/1")
    result = await world.press(ANA, "mine", target)

    assert await world.app.call(ratings, "ana") == [Rating.HARD, Rating.GOOD, Rating.HARD]
    assert await points(world, 1) == {"ana": 6}
    assert lines(result)[1] == (REFUSED, BEASTS)
    assert small(result)[-1] == "Your one claim was not accepted. Nobody else sees this."
    assert pressable(result) == []
    others = [await world.command(ADMIN, text) for text in ("stats", "disputes", "leaderboard", "me")]
    assert not any("accepted" in repr(card) for card in others)


async def test_two_reviewers_at_once_decide_once(world: World) -> None:
    target = await played(world)
    await world.press(ANA, "claim", target)

    await world.press(CY, "refuse", "claim:1/1/1")
    late = await world.press(ADMIN, "accept", "claim:1/1/1")

    assert small(late) == ["That was decided already."]
    assert await points(world, 1) == {"ana": 6}


async def test_what_was_not_shown_is_not_decided(world: World) -> None:
    target = await played(world, BO)
    await world.press(ANA, "claim", target)
    shown = await world.command(CY, "disputes")
    await world.press(BO, "claim", target)

    after = await world.press(CY, "accept", shown.actions[0].target)

    assert small(after)[0] == "You accepted 1 claim."
    assert await points(world, 1) == {"ana": 10, "bo": 6}
    assert quotes(after) == [("1 answer", BEASTS)]


async def test_different_words_can_be_decided_one_by_one(world: World) -> None:
    await meet(world, CY)
    await world.set_up(reviewers=frozenset({"cy"}))
    await play(world, {ANA: OWN_WORDS, BO: f"{HALF} Nobody is at the gates."})
    for who in (ANA, BO):
        await world.press(who, "claim", "round:1")
    shown = await world.command(CY, "disputes")
    single = next(action for action in shown.actions if action.name == "single")

    first = await world.press(CY, "single", single.target)
    rest = await world.press(CY, "accept", first.actions[0].target)
    await world.press(CY, "refuse", rest.actions[1].target)

    assert quotes(shown) == [("1 answer", BEASTS), ("1 answer", "Nobody is at the gates.")]
    assert quotes(first) == [("1 answer", BEASTS)]
    assert await points(world, 1) == {"ana": 10, "bo": 6}


async def test_nobody_decides_their_own_claim(world: World) -> None:
    await world.set_up(reviewers=frozenset({"ana"}))
    await play(world, {ANA: OWN_WORDS, BO: OWN_WORDS})
    await world.press(ANA, "claim", "round:1")
    alone = await world.command(ANA, "disputes")
    own = await said(world.press(ANA, "accept", "claim:1/1/1"))
    await world.press(BO, "claim", "round:1")

    await world.press(ANA, "accept", "claim:1/1/2")

    assert text_of(alone) == "No grade is disputed, and no claim of a point waits."
    assert own == "You cannot judge your own answer. Ask another reviewer."
    assert await points(world, 1) == {"ana": 6, "bo": 10}


async def test_presses_that_are_forged_are_refused(world: World) -> None:
    target = await played(world, BO)
    await world.press(ANA, "claim", target)
    stranger = actor("Eve", workspace="console:other", is_admin=True)
    gone = "This claim is gone. `/qotd disputes` shows what waits."

    assert await said(world.press(BO, "accept", "claim:1/1/1")) == "Only reviewers and managers of daily may do this."
    assert await said(world.press(CY, "accept", "claim:99/1/99")) == gone
    assert await said(world.press(stranger, "accept", "claim:1/1/1")) == gone
    assert await said(world.press(stranger, "claim", target)) == "This question does not exist here."
    assert await said(world.press(CY, "claim", target)) == "You did not answer this question."
    assert (await said(world.press(BO, "said", f"{target}/1/9"))).startswith("This button is from an older version.")
    assert (await said(world.press(BO, "said", f"{target}/1/0"))).startswith("There is nothing to claim")
    assert [claim.member for claim in await world.app.call(lambda tx: tx.claims.waiting(WORKSPACE))] == ["ana"]


async def test_erased_member_leaves_no_claim_and_the_press_says_so(world: World) -> None:
    target = await played(world)
    await world.press(ANA, "claim", target)

    await world.command(ANA, "privacy erase yes")

    assert text_of(await world.command(CY, "disputes")) == "No grade is disputed, and no claim of a point waits."
    assert (await said(world.press(CY, "accept", "claim:1/1/1"))).startswith("This claim is gone.")


async def test_press_about_an_erased_claim_decides_on_no_later_one(world: World) -> None:
    target = await played(world, BO)
    await world.press(ANA, "claim", target)
    shown = await world.command(CY, "disputes")
    await world.command(ANA, "privacy erase yes")
    await world.press(BO, "claim", target)

    refused = await said(world.press(CY, "accept", shown.actions[0].target))

    assert refused.startswith("This claim is gone.")
    assert await points(world, 1) == {"bo": 6}


async def test_claims_outlive_retention(world: World) -> None:
    target = await played(world)
    await world.press(ANA, "claim", target)
    world.clock.travel(world.clock.now() + timedelta(days=800))
    await world.app.ticking.retain(timedelta(days=365))

    await world.press(CY, "accept", "claim:1/1/1")

    assert await points(world, 1) == {"ana": 10}


async def test_reviewers_are_told_once_a_day_however_many_claim(world: World) -> None:
    target = await played(world, BO)
    for who in (ANA, BO):
        await world.press(who, "claim", target)
    await world.after(seconds=1)

    assert title(world.posted(channel="direct:cy")) == ["A claim waits for you"]


async def test_what_is_decided_together_was_shown_together_whatever_series_it_is_of(world: World) -> None:
    world.packs.held = {"basics": pack(question(1))}
    for name in ("daily", "other"):
        await world.set_up(name, reviewers=frozenset({"cy"}))
    await open_round(world)
    threads = [(await world.last_round(name)).thread for name in ("daily", "other")]
    claimants = ((ANA, 0), (BO, 1), (actor("Dy"), 0))
    for who, place in claimants:
        await world.say(who, OWN_WORDS, threads[place])
    await world.after(hours=8)
    await world.after(seconds=1)
    for who, place in claimants:
        await world.press(who, "claim", f"round:{place + 1}")

    shown = await world.command(CY, "disputes series=daily")
    after = await world.press(CY, "accept", shown.actions[0].target)

    assert quotes(shown) == [("3 answers", BEASTS)]
    assert small(after) == ["You accepted 3 claims."]


async def test_point_is_shown_to_no_reviewer_while_its_question_is_asked(world: World) -> None:
    await drilled(world)
    await world.press(ANA, "claim", "drill:1")
    before = await world.command(CY, "disputes")
    opened = await open_round(world)

    during = await world.command(CY, "disputes")
    pressed = await said(world.press(CY, "accept", "claim:1/1/1"))
    assert opened.closes_at is not None
    await world.at(opened.closes_at)
    after = await world.command(CY, "disputes")

    assert quotes(before) == quotes(after) == [("1 answer", BEASTS)]
    assert (quotes(during), text_of(during)) == ([], "No grade is disputed, and no claim of a point waits.")
    assert pressed == "This question is being asked again. Decide on it after its reveal."


async def test_doubts_and_claims_wait_in_one_queue(world: World) -> None:
    target = await played(world, BO)
    await world.command(BO, "dispute I said it all")
    await world.press(ANA, "claim", target)

    first = await world.command(CY, "disputes")
    [keep, later] = first.actions
    second = await world.press(CY, later.name, later.target)
    own = await said(world.press(BO, keep.name, keep.target, "It is mine."))
    kept = await world.press(CY, keep.name, keep.target, "They are four.")
    claim = await said(world.press(CY, keep.name, second.actions[0].target, "It is no grade."))

    assert quotes(first)[1] == ("Why it is disputed", "I said it all")
    assert quotes(second) == quotes(kept) == [("1 answer", BEASTS)]
    assert own == "Only reviewers and managers of daily may do this."
    assert claim == "This dispute no longer waits. `/qotd disputes` shows what waits."
    assert kept.blocks[0] == Small("You kept the grade; its author is told, with your reason.")


async def test_what_a_reviewer_graded_is_not_claimed(world: World) -> None:
    target = await played(world)
    await world.command(ADMIN, "grade ana 60% nearly")

    assert pressable(await world.press(ANA, "mine", target)) == []
    assert (await said(world.press(ANA, "said", f"{target}/1/1"))).startswith("There is nothing to claim")


async def drilled(world: World, text: str = OWN_WORDS) -> Card:
    world.packs.held = {"basics": pack(question(1))}
    await world.set_up(drill_points=10, reviewers=frozenset({"cy"}))
    await world.command(ANA, "", "aws-quiz")
    return await world.press(ANA, "answer", "drill:1", text)


async def test_claim_of_a_drill_moves_its_return_at_once_and_its_points_once_accepted(world: World) -> None:
    before = await drilled(world)
    earned = await world.command(ANA, "leaderboard")

    after = await world.press(ANA, "claim", "drill:1")
    unearned = await world.command(ANA, "leaderboard")
    score = await drill_score(world)
    shown = await world.command(CY, "disputes")
    await world.press(CY, "accept", shown.actions[0].target)
    accepted = await world.press(ANA, "show", "drill:1")

    assert pressable(before) == [
        ("claim", "drill:1"), ("next", "drill:1"), ("easier", "drill:1"), ("harder", "drill:1"),
    ]  # fmt: skip
    assert [action.name for action in before.menu] == ["forgot", "good", "easy", "share", "flag", "data"]
    assert lines(after)[1] == (CLAIMED, BEASTS)
    assert [action.name for action in after.actions] == ["next", "easier", "harder", "share"]
    assert await world.app.call(ratings, "ana") == [Rating.HARD, Rating.GOOD]
    assert score == pytest.approx(0.5, abs=0.05)
    assert rows(unearned) == rows(earned)
    assert (await drill_score(world), rows(await world.command(ANA, "leaderboard"))[0][2]) == (1, "10")
    assert text_of(accepted).startswith("**2 of 2 key points recognised** ")


async def test_refused_claim_of_a_drill_leaves_what_its_author_rated_themselves(world: World) -> None:
    await drilled(world)
    await world.press(ANA, "claim", "drill:1")
    await world.press(ANA, "easy", "drill:1")

    await world.press(CY, "refuse", "claim:1/1/1")

    assert await world.app.call(ratings, "ana") == [Rating.HARD, Rating.GOOD, Rating.EASY]
    assert await drill_score(world) == pytest.approx(0.5, abs=0.05)


async def test_drill_of_somebody_else_or_of_a_running_exam_is_not_claimed(world: World) -> None:
    await drilled(world)
    world.packs.held = {"basics": pack(*(question(number) for number in range(1, 9)))}
    await world.command(BO, "exam 3", "aws-quiz")
    await world.press(BO, "answer", "drill:2", OWN_WORDS)

    assert (await said(world.press(BO, "claim", "drill:1"))).startswith("This question is not yours.")
    assert (await said(world.press(BO, "claim", "drill:2"))).startswith("An exam gives no feedback")


async def test_terminal_names_a_point_by_its_number(world: World) -> None:
    target = await played(world, words=NOTHING)
    await world.press(ANA, "claim", target)

    card = await world.press(ANA, "said", f"{target}/1/1", "1")

    assert outcomes(card) == [CLAIMED, "not found in your reply"]
    assert facts(card)["Earned"] == "2 for the board"
    assert isinstance(card.blocks[1], Text)
