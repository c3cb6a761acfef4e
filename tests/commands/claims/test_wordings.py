"""Decisions teach: sentences that reviewers accept become a part of the rubrics of their workspace."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.card import Card, Quote
from bot.domain.grading import Judgement, Source
from bot.domain.judging.wordings import MOST_OF_POINT, Saying, Wording
from bot.domain.members import Actor
from bot.errors import AskadayError, RightsError
from bot.ports.store import Transaction
from bot.services.rounds.judging import Judging
from tests.contracts.stored import NOON
from tests.worlds.builders import ADMIN, ANA, BO, CY, WORKSPACE, actor, pack, question
from tests.worlds.playing import BOTH, drill_score, meet, play
from tests.worlds.reading import outcomes, small, text_of
from tests.worlds.world import World

OWN_WORDS = "It stores turquoise lanterns. Grey beasts stand there."
BEASTS = "Grey beasts stand there."
GATES = "Elephants guard marble gates."
ALIKE = "Turquoise lanterns are stored. There stand grey beasts!"


def pressable(card: Card) -> list[tuple[str, str]]:
    return [(action.name, action.target) for action in card.actions]


def quotes(card: Card) -> list[tuple[str, str]]:
    return [(block.author, block.text) for block in card.blocks if isinstance(block, Quote)]


def kept(tx: Transaction) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.text, one.saying.value, one.point, one.member, one.added_by) for one in tx.wordings.of_workspace(WORKSPACE)
    ]


async def start(world: World) -> None:
    """Let the same question be asked again and again."""
    await meet(world, ANA, BO, CY)
    world.packs.held = {"basics": pack(question())}
    await world.set_up(reviewers=frozenset({"cy"}))


async def claimed(world: World, answers: dict[Actor, str]) -> int:
    """Play a round in which Ana claims what was not found, and give its number."""
    played = await play(world, answers)
    await world.press(ANA, "claim", f"round:{played.id}")
    return played.id


async def score(world: World, round_id: int, member: str) -> float | None:
    grades = await world.app.call(lambda tx: tx.grades.of_round(round_id)[member])
    return grades[-1].judgement.score


async def test_accepted_claim_counts_for_nobody_else_unless_it_is_made_a_wording(world: World) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})

    await world.press(CY, "accept", "claim:1/1/1")
    second = await play(world, {BO: ALIKE})

    assert await world.app.call(kept) == []
    assert await score(world, second.id, "bo") != 1


async def test_claim_accepted_as_a_wording_counts_for_whoever_says_it_next(world: World) -> None:
    await start(world)
    first = await claimed(world, {ANA: OWN_WORDS, BO: ALIKE})

    [accept, learn, refuse] = pressable(await world.command(CY, "disputes"))
    after = await world.press(CY, *learn)
    second = await play(world, {BO: ALIKE})

    assert [accept[0], learn, refuse[0]] == ["accept", ("learn", "claim:1/1/1"), "refuse"]
    assert small(after) == [
        "You accepted 1 claim. 1 sentence counts as the point from now on; `/qotd wordings` takes that back."
    ]
    assert await world.app.call(kept) == [(BEASTS, "wording", GATES, "ana", "cy")]
    # What was graded before stays as it is.
    assert (await score(world, first, "ana"), await score(world, second.id, "bo")) == (1, 1)
    assert (await score(world, first, "bo") or 0) < 1


async def test_what_is_pressed_twice_is_added_once(world: World) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})

    shown = [await world.press(CY, "learn", "claim:1/1/1") for _ in range(2)]

    assert small(shown[1]) == ["That was decided already."]
    assert len(await world.app.call(kept)) == 1


async def test_wording_counts_in_drills_of_the_workspace_and_in_no_other_workspace(world: World) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})
    await world.press(CY, "learn", "claim:1/1/1")
    stranger = actor("Bo", workspace="console:elsewhere")

    for who in (BO, stranger):
        await world.command(who, "", word="aws-quiz")
    for number, who in enumerate((BO, stranger), start=1):
        await world.press(who, "answer", f"drill:{number}", ALIKE)

    scores = [await drill_score(world, number) for number in (1, 2)]
    assert scores[0] == 1
    assert (scores[1] or 0) < 1


async def test_raised_grade_offers_the_nearest_words_for_points_that_were_not_found(world: World) -> None:
    await start(world)
    played = await play(world, {ANA: OWN_WORDS, BO: ALIKE})

    offered = await world.command(CY, "grade ana 100% the beasts are the elephants")
    untouched = await world.app.call(kept)
    [button] = pressable(offered)
    added = await world.press(CY, *button)
    second = await play(world, {BO: ALIKE})

    assert text_of(offered).endswith("these words count as the point from now on:")
    assert (button, quotes(offered)) == (("wording", f"round:{played.id}/1/1 ana"), [(GATES, BEASTS)])
    assert (untouched, await world.app.call(kept)) == ([], [(BEASTS, "wording", GATES, "ana", "cy")])
    assert added.title == "Added to the rubric"
    assert await score(world, second.id, "bo") == 1


async def test_lowered_grade_offers_the_words_that_were_taken_for_a_point_as_its_contrary(world: World) -> None:
    await start(world)
    played = await play(world, {ANA: BOTH, BO: "It stores turquoise lanterns."})

    offered = await world.command(CY, "grade ana 50% the lanterns are elsewhere")
    [lanterns, gates] = pressable(offered)
    await world.press(CY, *lanterns)

    assert (lanterns, gates[0]) == (("contrary", f"round:{played.id}/1/0 ana"), "contrary")
    assert await world.app.call(kept) == [
        ("It stores turquoise lanterns.", "contrary", "It stores turquoise lanterns.", "ana", "cy")
    ]


async def test_grade_that_stays_as_it_was_offers_nothing(world: World) -> None:
    await start(world)
    await play(world, {ANA: BOTH})

    assert pressable(await world.command(CY, "grade ana 100% quite so")) == []


async def test_round_is_graded_again_on_request_alone(world: World) -> None:
    await start(world)
    first = await claimed(world, {ANA: OWN_WORDS, BO: ALIKE})
    await world.press(CY, "learn", "claim:1/1/1")
    before = await score(world, first, "bo")

    said = await world.command(CY, "regrade")
    again = await world.command(CY, f"regrade round={first}")

    grades = await world.app.call(lambda tx: [one.source for one in tx.grades.of_round(first)["bo"]])
    assert text_of(said) == "2 answers graded again: 1 went up, 0 went down. Points and boards follow."
    assert text_of(again) == "2 answers graded again: no score changed. Points and boards follow."
    assert (await score(world, first, "bo"), grades) == (1, [Source.AUTO, Source.AUTO])
    assert before is not None
    assert before < 1
    earned = await world.app.call(lambda tx: tx.standings.points_of(first)["bo"].points)
    assert earned == 10
    assert outcomes(await world.press(BO, "mine", f"round:{first}")) == ["covered", "covered"]


class Demoting(Judging):
    """Grades, and meanwhile somebody else takes the reviewer's right away."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def judge_round(self, *given: Any) -> Mapping[str, Judgement]:
        await self.world.command(ADMIN, "setup reviewers=root")
        return await super().judge_round(*given)


async def test_who_lost_the_right_while_it_was_graded_changes_nothing(world: World) -> None:
    await start(world)
    first = await play(world, {ANA: BOTH})
    regrading = replace(world.app.services.regrading, judging=Demoting(world))
    before = await world.app.call(lambda tx: dict(tx.grades.of_round(first.id)))

    with pytest.raises(RightsError, match="Only reviewers and managers of daily"):
        await regrading.grade_again(CY, await world.series())

    assert await world.app.call(lambda tx: dict(tx.grades.of_round(first.id))) == before


async def test_grade_of_a_reviewer_outlasts_grading_again(world: World) -> None:
    await start(world)
    first = await play(world, {ANA: BOTH})
    await world.command(CY, "grade ana 20% copied from a book")

    said = await world.command(CY, "regrade")

    assert text_of(said).startswith("1 answer graded again: no score changed.")
    assert await world.app.call(lambda tx: tx.standings.points_of(first.id)["ana"].score) == 0.2


async def test_wordings_are_listed_and_taken_back(world: World) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})
    none = await world.command(CY, "wordings")
    await world.press(CY, "learn", "claim:1/1/1")

    listed = await world.command(CY, "wordings")
    gone = await world.press(CY, *pressable(listed)[0])

    assert text_of(none) == "None yet: they are offered with claims that you decide, and grades you correct."
    assert quotes(listed) == [(f"1. basics/question-1, another wording: {GATES}", BEASTS)]
    assert (gone.title, await world.app.call(kept)) == ("Taken back", [])


async def test_list_goes_on_by_pages(world: World) -> None:
    await start(world)
    said = Wording(0, WORKSPACE, "basics/question-1", GATES, "", Saying.WORDING, "ana", "cy", NOON)
    await world.app.call(lambda tx: [tx.wordings.add(replace(said, text=f"Number {n}.")) for n in range(9)])

    first = await world.command(CY, "wordings")
    second = await world.press(CY, *pressable(first)[-1])

    assert pressable(first)[-1] == ("wordings", "series:1/2")
    assert (len(quotes(first)), [text for _, text in quotes(second)]) == (8, ["Number 0."])


async def test_point_takes_so_many_sentences_and_says_when_it_has_them(world: World) -> None:
    await start(world)
    said = Wording(0, WORKSPACE, "basics/question-1", GATES, "", Saying.WORDING, "bo", "cy", NOON)
    await world.app.call(lambda tx: [tx.wordings.add(replace(said, text=f"Number {n}.")) for n in range(MOST_OF_POINT)])
    await claimed(world, {ANA: OWN_WORDS})

    [told] = small(await world.press(CY, "learn", "claim:1/1/1"))

    assert told == (
        "You accepted 1 claim. None was added as a wording: it is there already, or the point has 20 of a kind, "
        "which is as many as are kept."
    )


@pytest.mark.parametrize("attempt", ["wordings", "regrade", "disputes"])
async def test_who_does_not_review_teaches_nothing(world: World, attempt: str) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})

    with pytest.raises(AskadayError, match="Only reviewers and managers of daily"):
        await world.command(BO, attempt)


@pytest.mark.parametrize(
    ("who", "action", "target", "told"),
    [
        (BO, "learn", "claim:1/1/1", "Only reviewers"),
        (BO, "wording", "round:1/1/1 ana", "Only reviewers"),
        (BO, "remove", "wording:1", "Only reviewers"),
        (ANA, "wording", "round:1/1/1 ana", "Only reviewers"),
        (CY, "wording", "round:1/1/0 ana", "not offered any more"),
        (CY, "wording", "round:1/1/1 nobody", "gone"),
        (CY, "wording", "round:9/1/1 ana", "does not exist"),
        (CY, "remove", "wording:9", "taken back already"),
        (replace(CY, workspace="console:elsewhere"), "remove", "wording:1", "taken back already"),
        (replace(CY, workspace="console:elsewhere"), "wording", "round:1/1/1 ana", "does not exist"),
    ],
)
async def test_presses_that_are_refused_add_and_remove_nothing(
    world: World, who: Actor, action: str, target: str, told: str
) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})
    said = Wording(0, WORKSPACE, "basics/question-1", GATES, "Kept.", Saying.WORDING, "ana", "cy", NOON)
    await world.app.call(lambda tx: tx.wordings.add(said))

    with pytest.raises(AskadayError, match=told):
        await world.press(who, action, target)

    assert [text for text, *_ in await world.app.call(kept)] == ["Kept."]


async def test_own_answer_teaches_nothing(world: World) -> None:
    await start(world)
    await play(world, {CY: OWN_WORDS})

    with pytest.raises(AskadayError, match="cannot judge your own answer"):
        await world.press(CY, "wording", "round:1/1/1 cy")


async def test_no_point_of_a_question_that_is_being_asked_is_shown(world: World) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})
    await world.press(CY, "learn", "claim:1/1/1")
    due = (await world.series()).next_due
    assert due is not None
    await world.at(due)

    listed = await world.command(CY, "wordings")
    graded = await world.command(CY, "grade ana 90% nearly")

    assert (quotes(listed), quotes(graded), pressable(graded)) == ([], [], [])
    with pytest.raises(AskadayError, match="is being asked again"):
        await world.press(CY, "wording", "round:1/1/1 ana")


async def test_erased_member_takes_their_sentence_along(world: World) -> None:
    await start(world)
    await claimed(world, {ANA: OWN_WORDS})
    await world.press(CY, "learn", "claim:1/1/1")

    await world.app.call(world.app.services.privacy.erase, ANA)

    assert await world.app.call(kept) == []
    second = await play(world, {BO: ALIKE})
    assert (await score(world, second.id, "bo") or 0) < 1
