"""What pages show: the same figures and words as chat, to whom chat shows them, and nothing that is not revealed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.cards.statistics.people import person_row
from bot.commands.pages.asked import PageQuery
from bot.commands.pages.pages import Pages
from bot.domain.card import Card, Facts, Quote, Table, Text
from bot.domain.members import Actor
from bot.domain.text import percent
from bot.errors import InputError, RefusedError, RightsError
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor, pack, question
from tests.worlds.playing import BOTH, HALF, NOTHING, open_round, play
from tests.worlds.world import World, new_world

REVIEWER, MANAGER = actor("Rev"), actor("Root")
ELSEWHERE = actor("Root", workspace="console:other", is_admin=True)
EVERY = ("overview", "people", "questions", "series")
SUGGESTED = 'suggest title="A pager at night" topic="On call" prompt="What do you do first?" answer="Look at the disk."'


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Give a week that three people played, of two questions that come again."""
    async with new_world() as made:
        made.packs.held["basics"] = pack(question(1), question(2, topics=("network",)))
        await made.set_up(reviewers=frozenset({"rev"}))
        await made.set_up("other", "interviews", managers=frozenset({"cy"}))
        for _ in range(2):
            await play(made, {ANA: BOTH, BO: HALF, CY: NOTHING})
        yield made


def pages(world: World) -> Pages:
    return world.app.desk.pages


async def asked_first(world: World) -> str:
    rounds = await world.rounds()
    assert rounds[0].question is not None
    return rounds[0].question.ref


async def ask_again(world: World, ref: str) -> None:
    """Play until a question is open that was asked before: the pack has two."""
    for _ in range(3):
        played = await open_round(world)
        assert played.question is not None
        assert played.closes_at is not None
        if played.question.ref == ref:
            return
        await world.at(played.closes_at)
        await world.after(seconds=1)
    pytest.fail("it did not come again")


def said(card: Card) -> str:
    """Give all words of a card."""
    return repr(card)


async def test_overview_has_the_figures_of_chat(world: World) -> None:
    shown = await pages(world).overview(MANAGER, PageQuery(period="all"))
    card = await world.command(ADMIN, "stats all series=daily")
    [facts] = [dict(block.pairs) for block in card.blocks if isinstance(block, Facts)]

    whole = shown.team.by_series[0]
    assert facts["Answers"] == f"{whole.answers} of {whole.possible}, {percent(whole.rate)}"
    assert (shown.shown.series, shown.shown.every, shown.shown.topics) == (
        "daily",
        ("daily", "other"),
        ("network", "storage"),
    )
    assert (shown.to_decide, shown.owed, shown.pause_reason) == (0, (), "")


async def test_overview_of_a_topic_leaves_out_the_others(world: World) -> None:
    shown = await pages(world).overview(MANAGER, PageQuery(period="all", topic="network"))

    assert [one.topic for one in shown.team.topics] == ["network"]
    assert shown.shown.topics == ("network", "storage")


async def test_overview_says_what_needs_attention(world: World) -> None:
    await world.command(ANA, SUGGESTED)
    await world.command(MANAGER, "pause series=daily")

    shown = await pages(world).overview(MANAGER, PageQuery())
    assert (shown.to_decide, shown.pause_reason) == (1, "a manager asked for it")


async def test_people_are_those_of_chat(world: World) -> None:
    shown = await pages(world).people(MANAGER, PageQuery(period="all"))
    card = await world.command(ADMIN, "stats people all series=daily")
    [table] = [block for block in card.blocks if isinstance(block, Table)]

    assert not shown.people.has_scores
    assert tuple(person_row(one, has_score=False) for one in shown.people.lines) == table.rows


async def test_scores_are_for_reviewers_who_manage_as_in_chat(world: World) -> None:
    await world.set_up(reviewers=frozenset({"root"}))

    assert (await pages(world).people(MANAGER, PageQuery())).people.has_scores
    assert not (await pages(world).people(ADMIN, PageQuery(series="other"))).people.has_scores


async def test_own_page_is_what_me_says(world: World) -> None:
    shown = await pages(world).own(ANA, PageQuery(series="daily"))
    card = await world.command(ANA, "me series=daily")

    assert (shown.card.title, shown.card.blocks) == (card.title, card.blocks)
    assert shown.person is not None
    assert (shown.person.name, shown.person.answered) == ("Ana", 2)


async def test_own_page_of_who_never_took_part(world: World) -> None:
    shown = await pages(world).own(actor("Di"), PageQuery(series="daily"))

    assert shown.person is None
    assert [block.markdown for block in shown.card.blocks if isinstance(block, Text)] == [
        "`/aws-quiz` asks you a question in private, and brings it back before you forget it."
    ]


async def test_questions_are_those_of_chat(world: World) -> None:
    shown = await pages(world).questions(MANAGER, PageQuery(period="all"))
    of_topic = await pages(world).questions(MANAGER, PageQuery(period="all", topic="network"))

    assert [one.ref for one in shown.questions.lines] == ["basics/question-1", "basics/question-2"]
    assert [one.ref for one in of_topic.questions.lines] == ["basics/question-2"]


async def test_question_shows_its_rubric_and_answers_without_names(world: World) -> None:
    ref = await asked_first(world)
    shown = await pages(world).question(ADMIN, PageQuery(series="daily"), ref)

    assert shown.whole is not None
    assert "turquoise" in said(shown.whole)
    assert [(one.met, one.of) for one in shown.rubric] == [(2, 3), (1, 3)]
    assert sorted(one.answer.text for one in shown.answers) == sorted([BOTH, HALF, NOTHING])
    assert {one.name for one in shown.answers} == {""}
    assert shown.health is not None
    assert (shown.health.asked, shown.health.answered) == (1, 3)


@pytest.mark.parametrize("who", [ADMIN, ANA])
async def test_question_says_of_which_days_it_is(world: World, who: Actor) -> None:
    ref = await asked_first(world)

    shown = [await pages(world).question(who, PageQuery(series="daily", period=one), ref) for one in ("", "month")]

    assert [one.shown.period for one in shown] == ["all", "2026-12"]
    with pytest.raises(InputError, match="'nonsense' is no period"):
        await pages(world).question(who, PageQuery(series="daily", period="nonsense"), ref)


async def test_question_that_is_asked_again_shows_nothing_of_its_answer(world: World) -> None:
    ref = await asked_first(world)
    await ask_again(world, ref)

    for who in (ADMIN, MANAGER, REVIEWER, ANA):
        shown = await pages(world).question(who, PageQuery(series="daily"), ref)
        assert shown.hidden == ("This question is being asked again right now; come back after its reveal.")
        assert (shown.whole, shown.rubric, shown.answers, shown.taught, shown.to_decide) == (None, (), (), (), ())
        assert shown.health is None or (shown.health.unmet, shown.health.reactions.wordings) == ((), ())
        assert "turquoise" not in repr(shown)


async def test_question_that_is_open_for_the_first_time_shows_nothing_of_its_answer() -> None:
    async with new_world() as world:
        await world.set_up(reviewers=frozenset({"rev"}))
        played = await open_round(world)
        assert played.question is not None
        await world.say(ANA, BOTH, thread=played.thread)

        for who in (ADMIN, REVIEWER, ANA):
            shown = await pages(world).question(who, PageQuery(), played.question.ref)
            assert (shown.whole, shown.rubric, shown.answers, shown.health) == (None, (), (), None)
            assert shown.hidden == "This question has not closed yet. Its answer comes with the reveal."
            assert "turquoise" not in repr(shown)


async def test_question_shows_each_what_chat_shows_them(world: World) -> None:
    ref = await asked_first(world)
    as_member = await pages(world).question(ANA, PageQuery(series="daily"), ref)
    as_reviewer = await pages(world).question(REVIEWER, PageQuery(series="daily"), ref)

    assert as_member.whole is not None
    assert (as_member.health, as_member.answers, as_member.may_review) == (None, (), False)
    assert (as_reviewer.health, len(as_reviewer.answers), as_reviewer.may_review) == (None, 3, True)


async def test_question_shows_what_waits_to_be_decided_of_its_points(world: World) -> None:
    ref, [first, *_] = await asked_first(world), await world.rounds()
    await world.press(BO, "claim", f"round:{first.id}")

    shown = await pages(world).question(REVIEWER, PageQuery(series="daily"), ref)
    [another] = {"basics/question-1", "basics/question-2"} - {ref}
    other = await pages(world).question(REVIEWER, PageQuery(series="daily"), another)
    assert [[one.text for one in card.blocks if isinstance(one, Quote)] for card in shown.to_decide] == [[HALF]]
    assert other.to_decide == ()


def quoted(card: Card) -> list[str]:
    return [block.text for block in card.blocks if isinstance(block, Quote)]


async def test_queue_shows_what_review_shows_one_after_the_other(world: World) -> None:
    [first, *_] = await world.rounds()
    await world.command(ANA, SUGGESTED)
    await world.press(BO, "claim", f"round:{first.id}")
    await world.command(ANA, "flag the price has changed")

    shown = await pages(world).queue(ADMIN, 1)
    one_by_one = [await world.press(ADMIN, "review", f"series:1/{place}") for place in (2, 3)]
    assert [one.place for one in shown.decisions] == [1, 2, 3]
    # What else waits is told beside each alone where it is shown alone.
    beside = {"later", "review"}
    assert [
        (card.title, tuple(action for action in card.actions if action.name not in beside)) for card in one_by_one
    ] == [(one.card.title, one.card.actions) for one in shown.decisions[1:]]
    assert [quoted(card) for card in one_by_one] == [quoted(one.card) for one in shown.decisions[1:]]
    assert (shown.waiting, shown.page, shown.pages) == (3, 1, 1)
    # Flags are for managers.
    flags = [one.card.title for one in shown.decisions if one.card.title.startswith("Is it wrong?")]
    every = [one.card.title for one in shown.decisions]
    assert len(flags) == 1
    assert [one.card.title for one in (await pages(world).queue(REVIEWER, 1)).decisions] == [
        title for title in every if title not in flags
    ]


async def test_flag_stands_below_the_question_that_it_is_about(world: World) -> None:
    world.packs.held["basics"] = pack(question(1, title="One lamp"), question(2, title="Two lamps"))
    await world.command(ANA, "flag the price has changed")

    [flags] = [one.card for one in (await pages(world).queue(ADMIN, 1)).decisions]
    texts = [block.markdown for block in flags.blocks if isinstance(block, Text)]
    asked = {"Is it wrong? One lamp": question(1), "Is it wrong? Two lamps": question(2)}[flags.title]
    assert (texts, quoted(flags)) == ([asked.prompt], ["the price has changed"])


async def test_questions_are_called_by_their_titles_and_those_without_by_their_ids(world: World) -> None:
    world.packs.held["basics"] = pack(question(1, title="One lamp"), question(2, topics=("network",)))
    shown = await pages(world).questions(ADMIN, PageQuery(series="daily"))
    assert shown.titles == {"basics/question-1": "One lamp", "basics/question-2": "basics/question-2"}
    world.packs.held["basics"] = pack(question(2))
    assert (await pages(world).questions(ADMIN, PageQuery(series="daily"))).titles[
        "basics/question-1"
    ] == "basics/question-1"


async def test_queue_of_many_goes_on_by_pages_and_ends_with_the_last() -> None:
    async with new_world() as world:
        await world.set_up()
        for name in ("Ana", "Bo", "Cy"):
            for number in range(4):
                await world.command(actor(name), f'suggest title="T {number}" prompt="What {name}?" answer="A disk."')

        first, second, beyond = [await pages(world).queue(ADMIN, number) for number in (1, 2, 9)]
        assert ([one.place for one in first.decisions], first.pages) == (list(range(1, 11)), 2)
        assert [one.place for one in second.decisions] == [11, 12]
        assert (beyond.page, beyond.decisions) == (2, second.decisions)


async def test_series_shows_each_setting_as_it_is_typed_and_what_was_changed(world: World) -> None:
    await world.command(MANAGER, "setup series=daily at=10:30")
    shown = await pages(world).series(MANAGER, PageQuery(series="daily"))
    values = {line.setting.key: line.value for line in shown.settings}
    card = await world.command(MANAGER, "preview series=daily")

    assert (values["at"], values["packs"], values["reviewers"]) == ("10:30", "basics", "rev")
    assert (shown.preview.blocks, shown.page, shown.has_more) == (card.blocks, 1, False)
    assert shown.changes[0][1:] == ("Root", "setup · daily", "at: 09:00 → 10:30")


async def test_series_are_listed_for_who_manages_them(world: World) -> None:
    assert [one.name for one in await pages(world).all_series(ADMIN)] == ["daily", "other"]
    assert [one.name for one in await pages(world).all_series(actor("Cy"))] == ["other"]


@pytest.mark.parametrize("page", EVERY)
async def test_pages_of_managers_are_refused_to_everybody_else(world: World, page: str) -> None:
    for who in (ANA, REVIEWER):
        with pytest.raises(RightsError, match="Only managers of a series and administrators may see this"):
            await call(world, page, who, PageQuery())
    # Another series' manager sees theirs, and no other.
    shown = await call(world, page, CY, PageQuery())
    assert shown.shown.every == ("other",)
    with pytest.raises(RightsError):
        await call(world, page, CY, PageQuery(series="daily"))


@pytest.mark.parametrize("page", EVERY)
async def test_what_is_of_another_workspace_does_not_exist(world: World, page: str) -> None:
    with pytest.raises(RefusedError, match="This series does not exist here"):
        await call(world, page, ELSEWHERE, PageQuery(series="daily"))
    with pytest.raises(RefusedError, match="This question was never asked here"):
        await pages(world).question(ELSEWHERE, PageQuery(), await asked_first(world))
    with pytest.raises(RefusedError, match="This question was never asked here"):
        await pages(world).question(ADMIN, PageQuery(series="daily"), "basics/question-99")


async def test_queue_is_for_reviewers(world: World) -> None:
    with pytest.raises(RightsError, match="Only reviewers and managers"):
        await pages(world).queue(ANA, 1)


async def test_rights_change_at_once(world: World) -> None:
    assert (await pages(world).rights(ANA)).manages is False
    await world.set_up(managers=frozenset({"root", "ana"}), reviewers=frozenset({"rev"}))

    assert (await pages(world).rights(ANA)).manages is True
    assert (await pages(world).overview(ANA, PageQuery(series="daily"))).shown.series == "daily"
    await world.set_up(reviewers=frozenset({"rev"}))
    with pytest.raises(RightsError):
        await pages(world).overview(ANA, PageQuery(series="daily"))


async def call(world: World, page: str, who: Actor, asked: PageQuery) -> Any:
    return await getattr(pages(world), page)(who, asked)
