"""Doubting a grade, and what reviewers make of it."""

from collections.abc import Awaitable

import pytest

from bot.domain.card import Card, Heading, Quote, Text
from bot.errors import AskadayError, DeliveryError, Scope
from tests.services.chosen import closed, opened, take
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE, actor
from tests.worlds.playing import BOTH, HALF, meet, open_round, play
from tests.worlds.reading import facts, rows, small, text_of
from tests.worlds.world import World, title

WHY = "I named the gates, too"
QUESTION = "2026-12-07: Storage · associate"


async def said(attempt: Awaitable[Card]) -> str:
    with pytest.raises(AskadayError) as caught:
        await attempt
    return f"{type(caught.value).__name__}: {caught.value}"


def quotes(card: Card) -> list[tuple[str, str]]:
    return [(block.author, block.text) for block in card.blocks if isinstance(block, Quote)]


def direct(world: World, who: str) -> list[Card]:
    return world.posted(channel=f"direct:{who}")


async def disputed(world: World) -> str:
    """Let Ana dispute the half she got, and give the button's target."""
    await meet(world, CY)
    await world.set_up(reviewers=frozenset({"cy", "S-group"}))
    target = f"round:{(await play(world, {ANA: HALF, BO: HALF})).id}"
    await world.press(ANA, "dispute", target, f" {WHY} ")
    await world.after(seconds=1)
    return target


async def test_dispute_is_kept_and_told_to_reviewers_and_managers_once(world: World) -> None:
    await disputed(world)

    again = await said(world.command(ANA, "dispute once more"))
    await world.after(seconds=1)

    assert again == "RefusedError: You have disputed this grade already. A reviewer will decide."
    for who in ("cy", "root"):
        [card] = direct(world, who)
        assert (card.title, facts(card), quotes(card)) == (
            "A grade is disputed",
            {"Series": "daily", "Question": QUESTION, "Grade": "50 %"},
            [("Ana", WHY)],
        )
    assert (direct(world, "ana"), direct(world, "bo")) == ([], [])


async def test_dispute_of_a_reviewer_is_not_told_to_themselves(world: World) -> None:
    await world.set_up(reviewers=frozenset({"ana"}))
    await play(world, {ANA: HALF})

    card = await world.command(ANA, f"dispute {WHY}")
    await world.after(seconds=1)

    assert text_of(card) == "A reviewer will decide, and you will be told what and why."
    assert (title(direct(world, "root")), direct(world, "ana")) == (["A grade is disputed"], [])


async def test_own_result_without_points_offers_the_dispute_until_it_is_made(world: World) -> None:
    await world.set_up(grader="participation")
    target = f"round:{(await play(world, {ANA: HALF, BO: HALF})).id}"
    before = await world.press(ANA, "mine", target)
    await world.press(ANA, "dispute", target, WHY)
    waiting = await world.command(ANA, "result")
    await world.command(ADMIN, "disputes keep ana as it is")
    kept = await world.command(ANA, "result")
    await world.command(ADMIN, "grade bo 60% a bit more")
    graded = await world.command(BO, "result")

    assert [(action.name, action.target) for action in before.actions] == [("dispute", target)]
    assert small(waiting)[-1] == "You have disputed this grade; a reviewer will decide."
    assert [card.actions for card in (waiting, kept, graded)] == [(), (), ()]


async def test_disputes_show_the_answer_and_the_grade(world: World) -> None:
    await disputed(world)
    await world.press(BO, "dispute", "round:1", "me too")

    card = await world.command(CY, "disputes")
    none = await world.command(CY, "disputes round=99")
    keep, later = card.actions
    following = await world.press(CY, later.name, later.target)
    _, around = following.actions

    assert [block.text for block in card.blocks if isinstance(block, Heading)] == ["Ana"]
    assert facts(card) == {"Round": "1", "Question": QUESTION, "Grade": "50 %"}
    assert quotes(card) == [("Answer", HALF), ("Why it is disputed", WHY)]
    assert (small(card), quotes(following)[1]) == (["1 other decision after this."], ("Why it is disputed", "me too"))
    assert await world.press(CY, around.name, around.target) == card
    assert (keep.name, keep.label) == ("keep", "Keep the grade…")
    assert text_of(none) == "No grade is disputed, and no claim of a point waits."


async def test_grade_settles_the_dispute_and_the_member_is_told_why(world: World) -> None:
    await disputed(world)

    await world.command(CY, "grade @ana 90% the gates are there")
    await world.command(CY, "grade @ana 95% even more")
    await world.after(seconds=1)

    [card] = direct(world, "ana")
    assert (card.title, facts(card), quotes(card)) == (
        "Your dispute was decided",
        {"Question": QUESTION, "Earned": "9 for the board, before 6"},
        [("A reviewer", "the gates are there")],
    )
    assert text_of(await world.command(CY, "disputes")) == "No grade is disputed, and no claim of a point waits."


async def test_kept_grade_settles_the_dispute_without_a_change(world: World) -> None:
    await disputed(world)

    kept = await world.command(CY, "disputes keep @ana no word of gates")
    await world.after(seconds=1)

    [card] = direct(world, "ana")
    assert text_of(kept) == "Ana is told, with your reason."
    assert (facts(card)["Earned"], quotes(card)) == ("6 for the board, as before", [("A reviewer", "no word of gates")])
    assert [row[1:3] for row in rows(await world.command(BO, "leaderboard"))] == [("Ana", "6"), ("Bo", "6")]


async def test_member_may_dispute_again_after_a_decision(world: World) -> None:
    await disputed(world)
    await world.command(CY, "disputes keep ana no")

    await world.command(ANA, "dispute read it again")
    await world.after(days=1)

    assert title(direct(world, "cy")) == ["A grade is disputed"] * 2


async def test_older_rounds_are_named_by_number(world: World) -> None:
    await world.set_up()
    first = await play(world, {ANA: HALF})
    second = await play(world, {ANA: HALF})
    await world.command(ANA, f"dispute round={first.id} the first")
    await world.command(ANA, "dispute the last")

    several = await said(world.command(ADMIN, "disputes keep ana no"))
    await world.command(ADMIN, f"disputes keep ana no round={second.id}")
    await world.command(ADMIN, f"grade ana 80% fine round={first.id}")

    earned = await world.app.call(lambda tx: [tx.standings.points_of(r.id)["ana"].points for r in (first, second)])
    assert several == f"InputError: Several of their disputes wait. Add `round=NUMBER`: {first.id} or {second.id}."
    assert earned == [8, 6]
    assert text_of(await world.command(ADMIN, "disputes")) == "No grade is disputed, and no claim of a point waits."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("disputes keep", "InputError: Keep whose grade, and why?"),
        ("disputes drop ana no", "InputError: Keep whose grade, and why?"),
        ('disputes keep ana ""', "InputError: A decision needs a reason."),
        ("disputes keep bo no", "RefusedError: That member has no dispute that waits."),
        ("disputes keep root no", "RefusedError: You cannot judge your own answer."),
        ("disputes round=x", "InputError: 'x' is no number of a round."),
        ("disputes round=9999999999999999999", "InputError: '9999999999999999999' is no number of a round."),
        ("grade ana 80% fine round=99", "RefusedError: daily has no closed round 99."),
        ("grade cy 80% fine round=1", "RefusedError: That member did not answer the question of round 1."),
    ],
)
async def test_decisions_refused(world: World, text: str, sentence: str) -> None:
    await disputed(world)

    assert (await said(world.command(ADMIN, text))).startswith(sentence)
    assert len(await world.app.call(lambda tx: tx.claims.waiting(WORKSPACE))) == 1


async def test_disputes_are_for_reviewers(world: World) -> None:
    await disputed(world)

    for text in ("disputes", "disputes keep ana yes"):
        assert await said(world.command(BO, text)) == ("RightsError: Only reviewers and managers of daily may do this.")


async def test_disputes_refused(world: World) -> None:
    await world.set_up()
    target = f"round:{(await play(world, {ANA: HALF})).id}"
    running = f"round:{(await open_round(world)).id}"

    assert await said(world.press(ANA, "dispute", target, " ")) == (
        "InputError: A dispute needs a reason. Say which key point you met, and in which words."
    )
    assert await said(world.press(ANA, "dispute", running, WHY)) == (
        "RefusedError: This question has not closed yet. Your result comes with the reveal."
    )
    for who, where, refusal in (
        (BO, target, "You did not answer this question."),
        (ANA, "round:99", "This question does not exist here."),
        (actor("Ana", workspace="console:other"), target, "This question does not exist here."),
    ):
        assert await said(world.press(who, "dispute", where, WHY)) == f"RefusedError: {refusal}"


async def test_erased_member_leaves_no_dispute(world: World) -> None:
    await disputed(world)

    await world.command(ANA, "privacy erase yes")

    assert text_of(await world.command(CY, "disputes")) == "No grade is disputed, and no claim of a point waits."
    assert not any(WHY in repr(delivery) for delivery in await world.deliveries(1))


async def test_example_names_the_dispute_it_is_about(world: World) -> None:
    await world.set_up()
    namesake = actor("Ana", member="other")
    await play(world, {ANA: HALF, namesake: HALF, BO: HALF})
    await world.command(namesake, "dispute I said more")

    card = await world.command(ADMIN, "disputes")
    await world.command(ADMIN, "disputes keep <@other> as it is round=1")

    [how] = [block for block in card.blocks if isinstance(block, Text)]
    assert how == Text("`/qotd grade <@other> 80% REASON round=1` changes the grade.")
    assert [action.label for action in card.actions] == ["Keep the grade…"]
    assert text_of(await world.command(ADMIN, "disputes")) == "No grade is disputed, and no claim of a point waits."


@pytest.mark.parametrize("way", ["command", "press", "reviewer's grade"])
async def test_full_score_is_nothing_to_dispute(world: World, way: str) -> None:
    await world.set_up()
    await play(world, {ANA: HALF if way == "reviewer's grade" else BOTH})
    if way == "reviewer's grade":
        await world.command(ADMIN, "grade ana 100% says it all")

    shown = await world.press(ANA, "mine", "round:1")
    attempt = world.press(ANA, "dispute", "round:1", "why") if way == "press" else world.command(ANA, "dispute why")

    assert shown.actions == ()
    assert (
        await said(attempt) == "RefusedError: Your answer has the full score already, so there is nothing to dispute."
    )


async def test_right_choice_has_earned_all_that_it_can(world: World) -> None:
    await opened(world)
    await take(world, ANA)
    await closed(world)

    assert await said(world.command(ANA, "dispute why")) == (
        "RefusedError: You chose right, which has earned all that a choice can earn: words earn the rest."
    )


async def test_nothing_is_disputed_before_the_reveal_is_posted(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.say(ANA, HALF, thread=played.thread)
    world.messenger.refusals[CHANNEL] = DeliveryError("Archived.", permanent=True, scope=Scope.CHANNEL)
    assert played.closes_at is not None
    await world.at(played.closes_at)

    attempts = [await said(world.press(ANA, name, f"round:{played.id}", "why")) for name in ("dispute", "claim")]

    assert attempts == ["RefusedError: This question is not revealed yet. Your result comes with the reveal."] * 2
