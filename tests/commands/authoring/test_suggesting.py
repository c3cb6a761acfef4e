"""Suggesting questions: kept, changed, decided on, and asked."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.cards.forms import FieldsForm
from bot.commands.request import OnMessage, Press
from bot.domain.card import Card, Quote
from bot.domain.deliveries import DeliveryKind
from bot.domain.members import Actor
from bot.errors import FormError, InputError, RefusedError, RightsError
from tests.commands.authoring.suggested import WRITTEN
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE, actor, question
from tests.worlds.playing import meet, open_round
from tests.worlds.reading import facts, small, text_of
from tests.worlds.world import World

REA = actor("Rea")


@pytest.fixture
async def team(world: World) -> World:
    await world.set_up(reviewers=frozenset({REA.member}))
    await meet(world, ANA, BO, CY, REA, ADMIN)
    return world


async def send(world: World, who: Actor, action: str = "suggest", target: str = "", **fields: str) -> Card:
    values = {**WRITTEN, **fields} if action in {"suggest", "revise"} else fields
    reply = await world.app.desk.press(Press(who, CHANNEL, action, target, values=values))
    return reply.card


async def form(world: World, who: Actor, action: str, target: str = "") -> FieldsForm:
    return await world.app.desk.fields_form(who, CHANNEL, action, target)


def buttons(card: Card) -> dict[str, str]:
    return {action.name: action.target for action in card.pressable}


def quotes(card: Card) -> dict[str, str]:
    return {block.author: block.text for block in card.blocks if isinstance(block, Quote)}


async def told(world: World, who: Actor) -> list[str]:
    def read(tx: object) -> list[str]:
        return [
            one.card.title
            for one in tx.deliveries.unsent(WORKSPACE)  # type: ignore[attr-defined]
            if one.kind is DeliveryKind.DIRECT and one.channel == who.member
        ]

    return await world.app.call(read)


async def test_suggestion_is_kept_with_key_points_of_its_answer_and_reviewers_hear_of_it_once(team: World) -> None:
    card = await send(team, ANA)
    await send(team, BO, title="Another pager", prompt="Which of two pagers that ring do you take first? Say why.")

    assert card.title == "Your question waits for a reviewer"
    assert quotes(card)["What a good answer says"] == (
        "1. Look at what fills the disk before deleting anything.\n2. Then free space that can be made again."
    )
    assert buttons(card) == dict.fromkeys(("revise", "points", "unnamed", "withdraw"), "suggestion:1")
    assert await told(team, REA) == ["A question waits for you"]
    assert await told(team, ANA) == []


async def test_approved_question_is_asked_the_next_day_without_a_restart(team: World) -> None:
    await send(team, ANA)
    shown = await team.command(ADMIN, "review")
    approved = await team.press(ADMIN, "approve", buttons(shown)["approve"])
    next_ = await team.press(ADMIN, "ask-next", buttons(approved)["ask-next"])
    heard = await told(team, ANA)
    played = await open_round(team)

    assert facts(shown) == {"Suggested by": "Ana", "Series": "daily", "Topic": "on-call"}
    assert (approved.title, next_.title) == ("Approved: A pager at night", "It is next")
    assert (await team.series()).settings.packs == ("basics", "own")
    assert played.question is not None
    assert (played.question.ref, played.question.topics) == ("own/a-pager-at-night", ("on-call",))
    assert [point.text for point in played.question.key_points] == [
        "Look at what fills the disk before deleting anything.",
        "Then free space that can be made again.",
    ]
    assert "Suggested by Ana." in small(team.posted()[-1])
    assert heard == ["Your question was approved"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_author_is_unnamed_who_wants_to_be(team: World, when: str) -> None:
    card = await send(team, ANA)
    if when == "after":
        card = await team.press(ANA, "named", "suggestion:1")
    card = await team.press(ANA, "unnamed", buttons(card).get("unnamed", buttons(card).get("named", "")))
    target = buttons(await team.command(ADMIN, "review"))["approve"]
    await team.press(ADMIN, "approve", target)
    await team.press(ADMIN, "ask-next", "suggestion:1")
    await open_round(team)

    assert [line for line in small(team.posted()[-1]) if "uggested" in line] == []
    assert dict(await team.app.call(lambda tx: tx.own_packs.credits(WORKSPACE))) == {}


async def test_question_that_was_asked_keeps_its_text_and_what_is_drilled_has_the_pack(team: World) -> None:
    await send(team, ANA)
    await team.press(ADMIN, "approve", "suggestion:1")
    await team.press(ADMIN, "ask-next", "suggestion:1")
    played = await open_round(team)
    assert played.question is not None
    changed = question(pack="own", id=played.question.id, prompt="Something else?")
    await team.app.call(lambda tx: tx.own_packs.keep(WORKSPACE, changed, team.clock.now()))

    assert (await team.last_round()).question == played.question
    topics = await team.app.call(team.app.services.drill_pool.topics, WORKSPACE)
    assert topics == ["storage"]


async def test_another_workspace_sees_neither_pack_nor_suggestion(team: World) -> None:
    await send(team, ANA)
    await team.press(ADMIN, "approve", "suggestion:1")
    stranger = actor("Root", workspace="console:other", is_admin=True)
    managing = team.app.services.managing

    packs = [list(await team.app.call(managing.available, where)) for where in (WORKSPACE, "console:other")]
    for action in ("look", "approve", "reject", "revise", "withdraw", "ask-next", "points", "named"):
        with pytest.raises(RefusedError, match="here"):
            await send(team, stranger, action, "suggestion:1", reason="no", points="x")

    assert packs == [["basics", "own"], ["basics"]]


async def test_nobody_approves_their_own_and_it_is_not_in_their_queue(team: World) -> None:
    await send(team, REA)

    assert (await team.command(REA, "review")).title == "Nothing waits for you"
    for action in ("approve", "reject"):
        with pytest.raises(RefusedError, match="own suggestion"):
            await send(team, REA, action, "suggestion:1", reason="no")


async def test_two_reviewers_at_once_decide_once(team: World) -> None:
    await send(team, ANA)
    shown = [buttons(await team.command(who, "review"))["approve"] for who in (ADMIN, REA)]
    await team.press(ADMIN, "approve", shown[0])

    with pytest.raises(RefusedError, match="approved already"):
        await team.press(REA, "approve", shown[1])
    with pytest.raises(RefusedError, match="approved already"):
        await send(team, REA, "reject", shown[1], reason="no")

    [pack] = await team.app.call(lambda tx: tx.own_packs.packs(WORKSPACE))
    assert [one.id for one in pack.questions] == ["a-pager-at-night"]


async def test_what_was_changed_since_it_was_shown_is_not_decided(team: World) -> None:
    await send(team, ANA)
    target = buttons(await team.command(ADMIN, "review"))["approve"]
    await send(team, ANA, "revise", "suggestion:1", prompt="Nobody has read this one. Do they ask it all the same?")

    for action in ("approve", "reject", "revise"):
        with pytest.raises(RefusedError, match="has changed this suggestion since"):
            await send(team, ADMIN, action, target, reason="no")
    anew = buttons(await team.command(ADMIN, "review"))["approve"]
    assert (target, anew) == ("suggestion:1/1/1", "suggestion:1/2/1")
    assert (await team.press(ADMIN, "approve", anew)).title == "Approved: A pager at night"


async def test_reviewer_changes_text_and_key_points_and_approves(team: World) -> None:
    await send(team, ANA)
    await send(team, REA, "revise", "suggestion:1", title="A full disk")
    card = await send(team, REA, "points", "suggestion:1/2", points="- Look first\n2. Free what can be made again")
    asked = await form(team, REA, "points", "suggestion:1/3")
    approved = await team.press(REA, "approve", "suggestion:1/3")

    assert quotes(card)["What a good answer says"] == "1. Look first\n2. Free what can be made again"
    assert asked.fields[0].text == "- Look first\n2. Free what can be made again"
    assert approved.title == "Approved: A full disk"
    # Who may only review does not choose what comes next.
    assert "ask-next" not in buttons(approved)
    with pytest.raises(RightsError):
        await team.press(REA, "ask-next", "suggestion:1")


async def test_fields_and_key_points_are_typed_in_one_line_where_there_is_no_form(team: World) -> None:
    await send(team, ANA)
    renamed = await team.press(ANA, "revise", "suggestion:1", 'title="A full disk at night"')
    pointed = await team.press(ANA, "points", "suggestion:1/2", "Look first; Free what can be made again")

    assert {name: quotes(renamed)[name] for name in ("Title", "Question", "Answer")} == {
        "Title": "A full disk at night",
        "Question": WRITTEN["prompt"],
        "Answer": WRITTEN["answer"],
    }
    assert quotes(pointed)["What a good answer says"] == "1. Look first\n2. Free what can be made again"
    for nothing in ("", "A full disk"):
        with pytest.raises(InputError, match="What is to be changed"):
            await team.press(ANA, "revise", "suggestion:1/3", nothing)


async def test_rejection_needs_a_reason_and_its_author_reads_it(team: World) -> None:
    await send(team, ANA)
    with pytest.raises(InputError, match="needs a reason"):
        await send(team, REA, "reject", "suggestion:1", reason="  ")

    card = await send(team, REA, "reject", "suggestion:1", reason="We asked that last week.")

    assert card.title == "Rejected"
    [waiting] = await team.app.call(
        lambda tx: [one.card for one in tx.deliveries.unsent(WORKSPACE) if one.channel == ANA.member]
    )
    assert quotes(waiting) == {"Your question": WRITTEN["prompt"], "A reviewer": "We asked that last week."}
    assert await team.app.call(lambda tx: list(tx.own_packs.packs(WORKSPACE))) == []


async def test_at_most_five_wait_for_each_member_and_one_withdrawn_makes_room(team: World) -> None:
    for _ in range(5):
        await send(team, ANA)
    for refused in (form(team, ANA, "suggest"), send(team, ANA)):
        with pytest.raises(RefusedError, match="5 of your questions wait"):
            await refused
    await send(team, BO)

    listed = await team.command(ANA, "suggestions")
    await team.press(ANA, "withdraw", "suggestion:2")

    assert [action.target for action in listed.menu] == [f"suggestion:{number}" for number in range(1, 6)]
    assert (await send(team, ANA)).title == "Your question waits for a reviewer"


async def test_near_duplicates_are_named_and_advice_is_in_words(team: World) -> None:
    card = await send(team, ANA, title="The archive", prompt="What does the archive number 7 keep?")

    like = next(line for line in small(card) if line.startswith("Much like"))
    assert like == "Much like basics/question-7: Storage · associate"
    assert "Questions of 15 to 90 words read best." in small(card)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "Short"}, "A title has 2 to 6 words\\."),
        ({"choices": "one\ntwo"}, "What can be chosen has no right choice\\."),
        ({"answer": "# A heading\n\nAnd words below it that say something."}, "The answer holds the level\\-1 heading"),
    ],
)
async def test_what_cannot_be_asked_is_kept_and_said_and_cannot_be_approved(
    team: World, fields: Mapping[str, str], said: str
) -> None:
    card = await send(team, ANA, **fields)
    shown = await team.command(ADMIN, "review")

    assert card.title == "Something is missing"
    assert said in text_of(card)
    assert "approve" not in buttons(shown)
    with pytest.raises(RefusedError, match="cannot be asked like this"):
        await team.press(ADMIN, "approve", "suggestion:1")


async def test_choices_have_their_right_ones_by_a_star(team: World) -> None:
    await send(team, ANA, choices="*Look first\nDelete all\nReboot it*\n\nSleep on")
    await team.press(ADMIN, "approve", "suggestion:1")

    [pack] = await team.app.call(lambda tx: tx.own_packs.packs(WORKSPACE))
    assert [(one.text, one.right) for one in pack.questions[0].choices] == [
        ("Look first", True),
        ("Delete all", False),
        ("Reboot it", True),
        ("Sleep on", False),
    ]


@pytest.mark.parametrize(
    ("fields", "said"), [({"prompt": " \u202e "}, "a question"), ({"answer": "\x07"}, "an answer")]
)
async def test_nothing_is_kept_of_what_says_nothing(team: World, fields: Mapping[str, str], said: str) -> None:
    with pytest.raises(InputError, match=f"needs {said}"):
        await send(team, ANA, **fields)

    assert await team.app.call(lambda tx: list(tx.suggestions.waiting(WORKSPACE))) == []


async def test_what_is_longer_than_a_form_is_refused_by_field(team: World) -> None:
    with pytest.raises(FormError) as caught:
        await send(team, ANA, title="x" * 151, answer="y" * 3001)

    assert caught.value.fields == {
        "title": "has 151 characters; 150 are taken.",
        "answer": "has 3001 characters; 3000 are taken.",
    }


async def test_hostile_text_is_quoted_as_it_was_typed(team: World) -> None:
    hostile = (
        "<!channel> @everyone [win](https://evil.example) <script>alert(1)</script> =cmd|' /C calc'!A0 — what now?"
    )
    card = await send(team, ANA, title="<@U1> **bold**", prompt=hostile)

    assert quotes(card)["Question"] == hostile
    assert (await team.command(ADMIN, "review")).title == "Suggested: <@U1> **bold**"


async def test_manager_who_was_one_a_minute_ago_decides_nothing(team: World) -> None:
    await send(team, ANA)
    target = buttons(await team.command(REA, "review"))["approve"]
    await team.command(ADMIN, "setup reviewers=bo")

    for action in ("approve", "reject", "revise", "look"):
        with pytest.raises(RightsError, match="Only reviewers and managers of daily"):
            await send(team, REA, action, target, reason="no")
    assert len(await team.app.call(lambda tx: list(tx.suggestions.waiting(WORKSPACE)))) == 1


async def test_pack_that_is_gone_while_its_question_is_open_changes_nothing_of_the_round(team: World) -> None:
    await send(team, ANA)
    await team.press(ADMIN, "approve", "suggestion:1")
    await team.press(ADMIN, "ask-next", "suggestion:1")
    played = await open_round(team)
    assert played.question is not None
    gone = played.question
    await team.app.call(lambda tx: tx.own_packs.drop(WORKSPACE, gone))
    team.packs.held.clear()
    await team.say(BO, "Look at what fills the disk before deleting anything.")
    assert played.closes_at is not None
    await team.at(played.closes_at + timedelta(seconds=2))

    closed = await team.last_round()
    assert (closed.state, closed.question, closed.mean_score) == ("closed", gone, 0.5)


@pytest.mark.parametrize(
    ("message", "around", "prompt", "answer"),
    [
        ("1", (), "How do we rotate it?", ""),
        ("1", (("1", "How do we rotate it?"), ("2", "So."), ("3", "Now.")), "How do we rotate it?", "So.\n\nNow."),
        ("2", (("1", "Who rotates it?"), ("2", "How do we rotate it?")), "Who rotates it?", "How do we rotate it?"),
    ],
)  # fmt: skip
async def test_message_or_its_thread_is_the_draft(
    team: World, message: str, around: tuple[tuple[str, str], ...], prompt: str, answer: str
) -> None:
    meant = OnMessage(ANA, CHANNEL, "1", message, BO.member, "How do we rotate it?", around)

    asked = await team.app.desk.suggestion_form(meant)

    assert [one.text for one in asked.fields] == [prompt.strip("?"), prompt, answer, "", ""]


async def test_draft_that_is_too_long_is_cut_where_one_sees_it(team: World) -> None:
    meant = OnMessage(ANA, CHANNEL, "1", "1", BO.member, "word " * 600)

    asked = await team.app.desk.suggestion_form(meant)

    assert (len(asked.fields[1].text) <= 2000, asked.fields[1].text[-7:]) == (True, " word …")
    assert asked.note == "It was longer than fits here; … shows where it was cut."


async def test_typed_suggestion_needs_no_form(team: World) -> None:
    card = await team.command(ANA, 'suggest title="A full disk" prompt="What fills it?" answer="Logs fill most disks."')

    assert (card.title, quotes(card)["Question"]) == ("Your question waits for a reviewer", "What fills it?")
    with pytest.raises(InputError, match="What do you suggest"):
        await team.command(ANA, "suggest")
    with pytest.raises(InputError, match="What do you suggest"):
        await team.press(ANA, "suggest")
    pressed = await team.press(ANA, "suggest", text='title="Full disks" prompt="What fills it?" answer="Logs do."')
    assert pressed.title == card.title
