"""Who may do what to suggestions, answers, flags and packs: refused in the engine, nothing shown or changed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.request import Press
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.errors import AskadayError, RefusedError, RightsError
from bot.services.claims.marking import code_of
from bot.services.claims.waiting import digest_of
from tests.commands.authoring.suggested import WRITTEN, sent_file
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE, actor
from tests.worlds.playing import BOTH, HALF, meet, play
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World

REVIEWER = actor("Rea")
#: Never seen before; a member who has nothing to do with it; who runs another series; who runs everything elsewhere.
NOBODY, MEMBER, OTHER = actor("Nobody"), CY, actor("Otto")
STRANGER = actor("Root", workspace="console:other", is_admin=True)
BANK = b"question,option 1,option 2,answer\nWhich shelf is green?,The upper,The lower,A\n"
VALUES = {**WRITTEN, "points": "x", "reason": "why", "percent": "10"}
SUGGESTION, ROUND, SERIES = "suggestion:1/1/1", "round:1", "series:1"
FLAG = digest_of("basics/question-1")


def presses() -> dict[str, tuple[str, str]]:
    return {
        **{
            f"suggestion {name}": (name, SUGGESTION)
            for name in ("look", "revise", "points", "named", "unnamed", "withdraw", "approve", "reject", "ask-next")
        },
        "answer mark": ("mark", "round:1/1/CODE"),
        "answer choose": ("choose", "round:1/1/CODE"),
        "answers": ("assess", ROUND),
        "void": ("void", ROUND),
        "unvoid": ("unvoid", ROUND),
        "flags keep": ("flag-keep", f"{SERIES}/1/{FLAG}"),
        "flags retire": ("flag-retire", f"{SERIES}/1/{FLAG}"),
        "pack": ("use", "pack:1/1/1"),
        "pack discard": ("discard", "pack:1"),
    }


FORMS = {name: presses()[name] for name in ("suggestion revise", "suggestion points", "suggestion reject", "void")}
FORMS["answer mark"] = presses()["answer mark"]
COMMANDS = ("review answers series=daily", "void it is wrong series=daily", "unvoid series=daily")
#: What reviewers may do of all this.
FOR_REVIEWERS = {
    "suggestion look",
    "suggestion revise",
    "suggestion points",
    "suggestion approve",
    "suggestion reject",
    "answer mark",
    "answer choose",
    "answers",
}
OUTSIDERS = {"nobody": NOBODY, "member": MEMBER, "manager of another series": OTHER, "of another workspace": STRANGER}


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_disk(tmp_path) as world:
        await world.set_up(reviewers=frozenset({REVIEWER.member}))
        await meet(world, ANA, BO, CY, REVIEWER, OTHER)
        await play(world, {ANA: BOTH, BO: HALF})
        await world.command(ADMIN, "setup name=other packs=basics zone=UTC managers=otto")
        await world.app.desk.press(Press(ANA, CHANNEL, "suggest", "", values=WRITTEN))
        await world.app.call(world.app.services.flagging.flag, BO, "basics/question-1", "odd")
        await world.app.desk.receive(ADMIN, sent_file(BANK))
        yield world


async def do(world: World, who: Actor, name: str) -> Card:
    action, target = presses()[name]
    return (await world.app.desk.press(Press(who, CHANNEL, action, await meant(world, target), values=VALUES))).card


async def meant(world: World, target: str) -> str:
    played = (await world.rounds())[0]
    return target.replace("CODE", code_of(played, BO.member))


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_who_has_nothing_to_do_with_it_is_refused_and_nothing_changes(
    kept: World, tmp_path: Path, who: str
) -> None:
    before = stored(tmp_path)
    for name in presses():
        with pytest.raises(RefusedError):
            await do(kept, OUTSIDERS[who], name)
    for name, (action, target) in FORMS.items():
        with pytest.raises(RefusedError):
            await kept.app.desk.fields_form(OUTSIDERS[who], CHANNEL, action, await meant(kept, target))
        assert name
    for text in COMMANDS:
        with pytest.raises(AskadayError, match=r"may do this|set up here|no series"):
            await kept.command(OUTSIDERS[who], text)

    assert stored(tmp_path) == before


@pytest.mark.parametrize("name", sorted(presses().keys() - FOR_REVIEWERS))
async def test_reviewer_may_not_do_what_is_managers_or_the_authors(kept: World, tmp_path: Path, name: str) -> None:
    before = stored(tmp_path)

    with pytest.raises(RefusedError):
        await do(kept, REVIEWER, name)

    assert stored(tmp_path) == before


@pytest.mark.parametrize("name", sorted(FOR_REVIEWERS))
async def test_reviewer_may(kept: World, name: str) -> None:
    assert (await do(kept, REVIEWER, name)).title


async def test_queue_is_nobodys_who_reviews_nothing_and_shows_nothing_of_other_series(kept: World) -> None:
    for who in (NOBODY, MEMBER, STRANGER):
        with pytest.raises(RightsError):
            await kept.command(who, "review")
    shown = await kept.command(OTHER, "review")
    reviewer = await kept.command(REVIEWER, "review")
    targets = (SERIES, f"{SERIES}/2")
    places = [(await kept.app.desk.press(Press(ADMIN, CHANNEL, "review", one))).card.title for one in targets]

    # Flags are about the pack, which the other series asks, too.
    assert shown.title == "Is it wrong? basics/question-1"
    assert reviewer.title == "Suggested: A pager at night"
    assert sorted(places) == ["Is it wrong? basics/question-1", "Suggested: A pager at night"]


async def test_flags_are_decided_in_the_same_queue(kept: World) -> None:
    card = await do(kept, ADMIN, "flags retire")

    assert card.title == "Suggested: A pager at night"
    assert await kept.app.call(lambda tx: tx.flags.quarantined(WORKSPACE)) == {"basics/question-1"}
    with pytest.raises(RefusedError, match="decided already"):
        await do(kept, ADMIN, "flags keep")


async def test_who_manages_only_their_workspace_sends_packs_there(kept: World) -> None:
    for who in (NOBODY, MEMBER, REVIEWER, STRANGER):
        assert await kept.app.desk.receive(who, sent_file(BANK)) is None
    assert await kept.app.desk.receive(OTHER, sent_file(BANK)) is not None
