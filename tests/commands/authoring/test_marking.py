"""Answers one by one for who reviews, questions that count for nobody, and boards that are corrected."""

from datetime import timedelta

import pytest

from bot.cards.reveal import BEST
from bot.commands.request import Press
from bot.domain.card import Card, Facts, KeyPointLine, Quote, Table
from bot.domain.members import Actor
from bot.domain.series import BoardTimes
from bot.errors import FormError, InputError, RefusedError, RightsError
from bot.ports.store import Transaction
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, actor, pack
from tests.worlds.playing import BOTH, HALF, NOTHING, meet, open_round, play
from tests.worlds.reading import rows, small, text_of
from tests.worlds.world import World

REA = actor("Rea")


@pytest.fixture
async def closed(world: World) -> World:
    await world.set_up(reviewers=frozenset({REA.member}), board=BoardTimes.WEEKLY)
    await meet(world, ANA, BO, CY, REA, ADMIN)
    await play(world, {ANA: BOTH, BO: HALF, CY: NOTHING})
    return world


async def press(world: World, who: Actor, action: str, target: str, **values: str) -> Card:
    return (await world.app.desk.press(Press(who, CHANNEL, action, target, values=values))).card


def buttons(card: Card) -> dict[str, str]:
    return {action.name: action.target for action in card.pressable}


def quotes(card: Card) -> list[tuple[str, str]]:
    return [(block.author, block.text) for block in card.blocks if isinstance(block, Quote)]


async def all_of(world: World, who: Actor) -> list[Card]:
    """Go through all answers by the button, until the first comes again."""
    cards = [await world.command(who, "review answers")]
    for _ in range(2):
        cards.append(await press(world, who, "assess", buttons(cards[-1])["assess"]))
    return cards


async def points(world: World, name: str = "daily") -> dict[str, int]:
    played = (await world.rounds(name))[0]
    return {
        who: one.points
        for who, one in (await world.app.call(lambda tx: dict(tx.standings.points_of(played.id)))).items()
    }


async def test_answers_come_without_names_and_in_no_order_until_a_reviewer_graded(closed: World) -> None:
    cards = await all_of(closed, REA)
    texts = [quotes(card)[0] for card in cards]
    place = next(index for index, (_, text) in enumerate(texts) if text == HALF)
    graded = await press(closed, REA, "mark", buttons(cards[place])["mark"], percent="80 %", reason="It says more.")

    assert sorted(texts) == [("Somebody", HALF), ("Somebody", BOTH), ("Somebody", NOTHING)]
    assert quotes(graded)[0] == ("Bo", HALF)
    assert [block.pairs[0] for block in graded.blocks if isinstance(block, Facts)] == [("Grade", "80 %")]
    # The rest is as nameless as before, and points and boards follow.
    assert [quotes(card)[0][0] for card in await all_of(closed, REA)].count("Somebody") == 2
    assert await points(closed) == {"ana": 10, "bo": 8, "cy": 2}


async def test_grade_is_typed_in_one_line_where_there_is_no_form(closed: World) -> None:
    card = next(one for one in await all_of(closed, REA) if quotes(one)[0][1] == HALF)

    graded = await closed.press(REA, "mark", buttons(card)["mark"], "80% It says more.")

    assert quotes(graded)[0] == ("Bo", HALF)
    assert await points(closed) == {"ana": 10, "bo": 8, "cy": 2}


async def test_what_is_said_against_a_grade_stands_beside_it(closed: World) -> None:
    played = await closed.last_round()
    await press(closed, BO, "claim", f"round:{played.id}")
    card = next(one for one in await all_of(closed, REA) if quotes(one)[0][1] == HALF)

    # It is read by somebody else than who wrote it.
    assert [(block.text, block.outcome) for block in card.blocks if isinstance(block, KeyPointLine)] == [
        ("It stores turquoise lanterns.", "covered"),
        ("Elephants guard marble gates.", "not found in this answer"),
    ]
    assert quotes(card)[1] == ("Claimed: Elephants guard marble gates.", HALF)


async def test_best_answer_is_chosen_by_what_it_says(closed: World) -> None:
    card = next(one for one in await all_of(closed, REA) if quotes(one)[0][1] == HALF)
    chosen = await press(closed, REA, "choose", buttons(card)["choose"])

    assert (await closed.last_round()).best_member == BO.member
    assert "choose" not in buttons(chosen)
    assert await points(closed) == {"ana": 10, "bo": 8, "cy": 2}


async def test_nobody_sees_or_judges_their_own_answer(closed: World) -> None:
    await closed.command(ADMIN, "setup reviewers=bo,rea")
    own = next(one for one in await all_of(closed, REA) if quotes(one)[0][1] == HALF)

    seen = await closed.command(BO, "review answers")
    others = {quotes(seen)[0][1], quotes(await press(closed, BO, "assess", buttons(seen)["assess"]))[0][1]}
    with pytest.raises(RefusedError, match="This answer is gone"):
        await press(closed, BO, "mark", buttons(own)["mark"], percent="100", reason="Mine")

    assert others == {BOTH, NOTHING}


async def test_answers_to_a_question_that_is_being_asked_again_wait_for_its_reveal(closed: World) -> None:
    card = await closed.command(REA, "review answers")
    again = (await closed.last_round()).question
    assert again is not None
    closed.packs.held = {"basics": pack(again)}
    assert (await open_round(closed)).question == again

    with pytest.raises(RefusedError, match="is being asked again"):
        await closed.command(REA, "review answers round=1")
    with pytest.raises(RefusedError, match="is being asked again"):
        await press(closed, REA, "mark", buttons(card)["mark"], percent="100", reason="All of it")
    assert await points(closed) == {"ana": 10, "bo": 6, "cy": 2}


@pytest.mark.parametrize("typed", ["", "101", "-1", "much", "8½", "1e9", "1000000000%", "9" * 5000])
async def test_grade_is_a_percentage(closed: World, typed: str) -> None:
    card = await closed.command(REA, "review answers")

    with pytest.raises(FormError, match="a number from 0 to 100"):
        await press(closed, REA, "mark", buttons(card)["mark"], percent=typed, reason="Why not")


async def test_voided_question_counts_for_nobody_and_streaks_stay(closed: World) -> None:
    series, played = await closed.series(), await closed.last_round()
    before = await closed.app.call(lambda tx: dict(tx.standings.streaks(series.id)))
    card = await closed.command(ADMIN, "void Its answer was wrong.")
    await closed.after(seconds=1)

    assert card.title == "It does not count"
    assert await points(closed) == {"ana": 0, "bo": 0, "cy": 0}
    assert await closed.app.call(lambda tx: dict(tx.standings.streaks(series.id))) == before
    earned = await closed.app.call(lambda tx: dict(tx.standings.points_of(played.id)))
    assert [(one.score, one.met) for one in earned.values()] == [(None, ())] * 3
    voided = await closed.last_round()
    assert (voided.void, voided.mean_score) == ("Its answer was wrong.", None)
    told = closed.posted()[-1]
    assert (told.title, quotes(told)) == ("A question does not count", [("Why", "Its answer was wrong.")])
    result = await closed.press(ANA, "mine", f"round:{played.id}")
    assert "This question counts for nobody: Its answer was wrong." in small(result)
    assert "claim" not in buttons(await closed.press(BO, "mine", f"round:{played.id}"))


async def test_voiding_is_taken_back_with_grades_best_answer_and_board(closed: World) -> None:
    await closed.command(ADMIN, "best bo")
    await closed.command(ADMIN, "grade cy 70% fair")
    await week(closed)
    before, rounds = await points(closed), await closed.rounds()
    await closed.command(ADMIN, "void wrong round=1")
    card = await closed.command(ADMIN, "review answers round=1")
    await closed.after(minutes=11)
    shown = len(closed.posted())
    counts = await closed.press(ADMIN, "unvoid", buttons(card)["unvoid"])
    await closed.after(minutes=11)

    assert "void" not in buttons(card)
    assert (counts.title, buttons(counts)) == ("It counts again", {"void": "round:1"})
    assert (await closed.rounds(), await points(closed)) == (rounds, before)
    told, corrected = closed.posted()[shown:]
    assert (told.title, corrected.title) == ("A question counts again", "Corrected board of daily: Week 50 of 2026")
    # What was voided and counts again can be voided again, and the channel is told again.
    await closed.command(ADMIN, "void Wrong after all. round=1")
    await closed.after(seconds=1)
    assert quotes(closed.posted()[-1]) == [("Why", "Wrong after all.")]


async def test_only_managers_take_voiding_back_and_only_of_what_was_voided(closed: World) -> None:
    with pytest.raises(RefusedError, match="counts already"):
        await closed.command(ADMIN, "unvoid")
    await closed.command(ADMIN, "void wrong")
    for refused in (closed.command(REA, "unvoid"), press(closed, REA, "unvoid", "round:1")):
        with pytest.raises(RightsError):
            await refused
    assert (await closed.command(ADMIN, "unvoid")).title == "It counts again"


async def test_best_answer_of_a_voided_question_is_shown_nowhere(closed: World) -> None:
    await closed.command(ADMIN, "setup results=all")
    await closed.command(ADMIN, "best bo")
    await closed.command(ADMIN, "void wrong")
    cards = await all_of(closed, REA)
    everybody = await closed.press(ANA, "everybody", "round:1")

    facts = [pair for card in cards for block in card.blocks if isinstance(block, Facts) for pair in block.pairs]
    assert [pair for pair in facts if pair[0] == "Best answer"] == []
    assert BEST not in text_of(everybody) + "".join(cell for row in rows(everybody) for cell in row)


async def test_what_is_void_stays_void_whatever_is_decided_after(closed: World) -> None:
    played = await closed.last_round()
    await press(closed, BO, "claim", f"round:{played.id}")
    await closed.command(ADMIN, "void wrong")
    waiting = await closed.command(REA, "disputes")
    await closed.press(REA, "accept", buttons(waiting)["accept"])

    for text in ("grade bo 90% fine", "best bo"):
        with pytest.raises(RefusedError, match="voided"):
            await closed.command(REA, text)
    with pytest.raises(RefusedError, match="voided already"):
        await closed.command(ADMIN, "void again")
    assert await points(closed) == {"ana": 0, "bo": 0, "cy": 0}


async def test_open_question_is_not_voided_and_a_reason_is_needed(closed: World) -> None:
    await open_round(closed)
    playing = await closed.last_round()

    with pytest.raises(RefusedError, match="not closed yet"):
        await press(closed, ADMIN, "void", f"round:{playing.id}", reason="wrong")
    with pytest.raises(InputError, match="needs a reason"):
        await press(closed, ADMIN, "void", "round:1", reason=" ")
    with pytest.raises(RightsError):
        await press(closed, REA, "void", "round:1", reason="wrong")


async def week(world: World) -> None:
    """Play the week to its end, whose reveal shows the board."""
    for _ in range(4):
        await play(world, {ANA: BOTH, BO: BOTH})


async def test_board_that_was_shown_is_corrected_once_for_several_decisions(closed: World) -> None:
    await week(closed)
    shown = len(closed.posted())
    await closed.command(ADMIN, "grade bo 0% no round=1")
    await closed.command(ADMIN, "grade cy 100% all of it round=1")
    await closed.after(seconds=1)
    at_once = len(closed.posted()) - shown
    await closed.after(minutes=10)

    [correction] = closed.posted()[shown:]
    assert at_once == 0
    assert correction.title == "Corrected board of daily: Week 50 of 2026"
    assert [(who, earned) for _, who, earned, _ in rows(correction)] == [("Ana", "50"), ("Bo", "42"), ("Cy", "10")]


async def test_correction_that_is_on_its_way_is_followed_by_another(closed: World) -> None:
    await week(closed)
    await closed.command(ADMIN, "grade bo 0% no round=1")
    later = closed.clock.now() + timedelta(minutes=10)

    def claim(tx: Transaction) -> list[int]:
        return [one.id for one in tx.deliveries.claim(later, later + timedelta(minutes=1), 5, frozenset({"console"}))]

    claimed = await closed.app.call(claim)
    await closed.after(seconds=1)
    await closed.command(ADMIN, "grade cy 100% all of it round=1")

    notes = await closed.app.call(lambda tx: list(tx.deliveries.unsent(ADMIN.workspace)))
    assert [(one.id in claimed, [earned for _, _, earned, _ in rows(one.card)]) for one in notes] == [
        (True, ["50", "42", "2"]),
        (False, ["50", "42", "10"]),
    ]


@pytest.mark.parametrize("text", ["grade bo 50% as it was round=1", "disputes"])
async def test_board_that_stays_as_it_was_is_not_corrected(closed: World, text: str) -> None:
    await week(closed)
    shown = len(closed.posted())
    await closed.command(ADMIN, text)
    await closed.after(minutes=11)

    assert closed.posted()[shown:] == []


async def test_running_week_has_no_correction_for_its_next_reveal_brings_it(closed: World) -> None:
    shown = len(closed.posted())
    await closed.command(ADMIN, "grade bo 0% no")
    await closed.at(closed.clock.now() + timedelta(minutes=11))

    assert [card for card in closed.posted()[shown:] if any(isinstance(one, Table) for one in card.blocks)] == []


async def test_voiding_corrects_the_board_of_a_week_that_is_over(closed: World) -> None:
    await week(closed)
    shown = len(closed.posted())
    await closed.command(ADMIN, "void wrong round=1")
    await closed.after(minutes=11)

    assert [card.title for card in closed.posted()[shown:]] == [
        "A question does not count",
        "Corrected board of daily: Week 50 of 2026",
    ]
