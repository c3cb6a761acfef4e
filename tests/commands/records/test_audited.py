"""Whatever somebody changes of settings, rights, grades, questions and packs stands in the audit: before and after.

A command or button that is new has to be named here as one that changes something, or as one that does not.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards.choices import DROP
from bot.cards.statistics.views import FILED, View
from bot.commands.catalogue import COMMANDS
from bot.commands.desk import _ANYWHERE, _PRESSES
from bot.commands.request import Press
from bot.domain.judging.options import LETTERS
from bot.domain.members import ITSELF, Change
from bot.domain.series import ChannelLoss
from bot.errors import DeliveryError, Scope
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE, actor
from tests.worlds.playing import HALF, meet, open_round, play
from tests.worlds.stored import Rows, stored, world_on_disk
from tests.worlds.world import World

#: Tables that say what is asked, by whom it is run, and how answers were judged: who changes them is kept.
AUDITED = (
    *("series", "queue", "rounds", "grades", "quarantine"),
    *("workspaces", "administrators", "inviters", "questions", "absences"),
)
#: By command, what is done before it, how it is typed, and what the audit then says: action, before, after.
CHANGES: dict[str, tuple[list[str], str, tuple[str, object, object]]] = {
    "setup": ([], "setup at=11:00", ("setup", {"at": "09:00"}, {"at": "11:00"})),
    "pause": (
        [],
        "pause",
        ("pause", {"state": "active"}, {"state": "paused: a manager asked for it"}),
    ),
    "resume": (
        ["pause"],
        "resume",
        ("resume", {"state": "paused: a manager asked for it"}, {"state": "active"}),
    ),
    "skip": ([], "skip", ("skip", {"question": "planned"}, {"question": "skipped"})),
    "unskip": (["skip"], "unskip", ("unskip", {"question": "skipped"}, {"question": "planned"})),
    "open": ([], "open", ("open", {"question": "none"}, {"question": "open"})),
    "close": (
        [],
        "close",
        ("close", {"closes": "2026-12-08 17:00:00+00:00"}, {"closes": "2026-12-08 09:00:02+00:00"}),
    ),
    "reveal": ([], "reveal", ("reveal", {"owed": ["card"]}, {"owed": "sent again"})),
    "queue": (
        ["queue add question-2"],
        "queue first question-3",
        ("queue", {"queue": ["basics/question-2"]}, {"queue": ["basics/question-3", "basics/question-2"]}),
    ),
    "flags": (
        ["flag it is old"],
        "flags retire {asked}",
        ("flags retire", {"question": "asked", "flags": "1"}, {"question": "not asked", "flags": "0"}),
    ),
    "exclude": ([], "exclude bo", ("setup", {"excluded": []}, {"excluded": ["bo"]})),
    "include": (["exclude bo"], "include bo", ("setup", {"excluded": ["bo"]}, {"excluded": []})),
    "best": ([], "best bo", ("best", {"best answer": []}, {"best answer": ["bo"]})),
    "grade": (
        [],
        "grade bo 80% fair enough",
        ("grade", {"member": "bo", "grade": "50 %"}, {"member": "bo", "grade": "80 %"}),
    ),
    "disputes": (
        [],
        "disputes keep bo it is right",
        ("disputes keep", {"member": "bo", "dispute": "waits"}, {"member": "bo", "dispute": "grade kept"}),
    ),
    "away": (
        [],
        "away bo until 2026-12-20",
        (
            "away",
            {"member": "bo", "away until": "not away"},
            {"member": "bo", "away until": "2026-12-20"},
        ),
    ),
    "void": ([], "void it was wrong", ("void", {"counts": "yes"}, {"counts": "no"})),
    "unvoid": (["void it was wrong"], "unvoid", ("unvoid", {"counts": "no"}, {"counts": "yes"})),
    "regrade": ([], "regrade", ("regrade", {"grader": "lexical"}, {"grader": "lexical", "higher": "0", "lower": "0"})),
    "workspace": (
        [],
        "workspace setup=administrators",
        ("workspace", {"setup": "inviters"}, {"setup": "administrators"}),
    ),
}
#: Commands that change nothing of that kind: they show something, or are about what is one's own.
OTHERS = {
    "leaderboard": "leaderboard",
    "me": "me",
    "result": "result",
    "past": "past",
    "dispute": "dispute I said more",
    "flag": "flag it is old",
    "privacy": "privacy hide",
    "preview": "preview",
    "suggest": 'suggest title="A pager" prompt="What do you do first?" answer="Look at the disk." topic=ops',
    "suggestions": "suggestions",
    "review": "review",
    "wordings": "wordings",
    # A subscription of their own, like a reminder to practise.
    "digest": "digest on",
    # A link for its reader alone.
    "dashboard": "dashboard",
    "stats": "stats",
    "audit": "audit",
    "help": "help",
}
#: Buttons that change something, by what they are about; those of a series run the command of their name.
PRESSED = {
    *(("claim", name) for name in ("accept", "refuse", "learn", "keep")),
    *(("round", name) for name in ("wording", "contrary", "mark", "choose", "void", "unvoid")),
    *(("series", name) for name in ("open", "pause", "resume", "skip", "ask-next", "flag-keep", "flag-retire")),
    *(("suggestion", name) for name in ("approve", "reject", "revise", "points", "ask-next")),
    ("wording", "remove"),
    ("pack", "use"),
    ("stats", "hold"),
}
#: Buttons that show something, or are about what is one's own.
OWN = {
    *(("round", name) for name in ("answer", "hint", "flag", "mine", "place", "whole", "dispute", "claim", "said")),
    *(("round", name) for name in ("everybody", "answers", "good", "bad", "quick")),
    *(("claim", name) for name in ("later", "single")),
    *(("series", name) for name in ("stats", "past", "older", "review", "wordings", "digest", "digest_off")),
    *(("suggestion", name) for name in ("look", "later", "named", "unnamed", "withdraw")),
    ("pack", "discard"),
    ("round", "assess"),
    *(("probe", name) for name in ("answer", "skip")),
    ("why", "why"),
    ("audit", "page"),
    *(("stats", name) for name in (*(view.value for view in View), *FILED.values())),
}
SUGGESTED = (
    'suggest title="A pager at night" topic="On call" '
    'prompt="A striped pager rings at three in the night because a disk is full. What do you do first, and why that?" '
    'answer="Look at what fills the striped disk before deleting anything. Then free space that can be made again."'
)
ZOE = actor("Zoë", member="u-zebra")


def test_every_command_is_known_here() -> None:
    assert CHANGES.keys() | OTHERS.keys() == COMMANDS.keys()
    assert CHANGES.keys() & OTHERS.keys() == set()


def test_every_button_is_known_here() -> None:
    lettered = {(kind, name) for kind, name in _PRESSES if kind == "round" and name.removeprefix(DROP) in LETTERS}
    practice = {(kind, name) for kind, name in _PRESSES if kind == "drill"}

    assert _PRESSES.keys() - lettered - practice == PRESSED | OWN
    assert _ANYWHERE.keys() == {"practise", "help"}


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_disk(tmp_path, web="on", public_url="https://askaday.example.com") as world:
        await world.set_up()
        await meet(world, ADMIN, ANA, BO, ZOE)
        yield world


async def ready(world: World, name: str) -> str:
    """Bring the world to where the command has something to do; give the question that is asked."""
    if name == "open":
        return ""
    if name == "reveal":
        world.messenger.refusals[CHANNEL] = DeliveryError("Archived.", permanent=True, scope=Scope.CHANNEL)
        await open_round(world)
        return ""
    await play(world, {BO: HALF, CY: HALF})
    played = await open_round(world)
    if name == "disputes":
        await world.command(BO, "dispute it is all there")
    return played.question.ref if played.question else ""


async def audit(world: World) -> list[Change]:
    return list(await world.app.call(lambda tx: tx.audit.changes(WORKSPACE, None, None)))


def audited(rows: Rows) -> Rows:
    return {table: rows[table] for table in AUDITED}


@pytest.mark.parametrize("name", CHANGES)
async def test_what_a_command_changes_is_in_the_audit(kept: World, tmp_path: Path, name: str) -> None:
    before, text, expected = CHANGES[name]
    asked = await ready(kept, name)
    for said in before:
        await kept.command(ADMIN, said)
    known, as_it_was = len(await audit(kept)), audited(stored(tmp_path))

    await kept.command(ADMIN, text.format(asked=asked))

    added = (await audit(kept))[:-known]
    assert [(one.member, one.action, one.before, one.after) for one in added] == [("root", *expected)]
    assert added[0].series_id == (None if name in {"workspace", "away"} else (await kept.series()).id)
    # Of what is owed the deliveries alone change, and a dispute is settled among the claims.
    assert (audited(stored(tmp_path)) != as_it_was) is (name not in {"reveal", "disputes", "regrade"})


@pytest.mark.parametrize("name", OTHERS)
async def test_other_commands_change_nothing_that_is_audited(kept: World, tmp_path: Path, name: str) -> None:
    await ready(kept, name)
    before, known = audited(stored(tmp_path)), await audit(kept)

    await kept.command(ADMIN if name in {"stats", "audit", "review", "wordings", "digest"} else BO, OTHERS[name])

    assert (audited(stored(tmp_path)), await audit(kept)) == (before, known)


@pytest.mark.parametrize("name", ["open", "pause", "resume", "skip"])
async def test_buttons_of_a_series_are_in_the_audit(kept: World, name: str) -> None:
    if name == "resume":
        await kept.command(ADMIN, "pause")
    before = len(await audit(kept))

    await kept.press(ADMIN, name, f"series:{(await kept.series()).id}")

    added = (await audit(kept))[:-before]
    assert [one.action for one in added] == [name]
    assert added[0].before != added[0].after


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
async def test_decided_claims_are_in_the_audit_without_their_words(kept: World, verdict: str) -> None:
    played = await play(kept, {BO: f"{HALF} At the gates stand grey beasts."})
    await kept.press(BO, "claim", f"round:{played.id}")

    await kept.press(ADMIN, verdict, "claim:1/1/1")

    [newest, *_] = await audit(kept)
    state = "accepted" if verdict == "accept" else "refused"
    assert (newest.action, newest.before, newest.after) == (
        f"claims {verdict}",
        {"members": ["bo"], "claims": "wait"},
        {"members": ["bo"], "claims": state},
    )


@pytest.mark.parametrize(("verdict", "state"), [("approve", "approved"), ("reject", "rejected")])
async def test_decided_suggestions_are_in_the_audit_without_their_words(
    kept: World, verdict: str, state: str, tmp_path: Path
) -> None:
    await kept.command(BO, SUGGESTED)
    [target] = {one.target for one in (await kept.command(ADMIN, "review")).pressable if one.name == verdict}

    await kept.app.desk.press(Press(ADMIN, CHANNEL, verdict, target, values={"reason": "no"}))

    [newest, *_] = await audit(kept)
    assert newest.action == f"suggestion {verdict}"
    assert (newest.before["suggestion"], newest.after["suggestion"]) == ("waiting", state)
    assert "triped" not in repr(stored(tmp_path)["audit"])


async def test_taught_wordings_are_in_the_audit_without_their_words(kept: World) -> None:
    played = await play(kept, {BO: f"{HALF} At the gates stand grey beasts."})
    await kept.press(BO, "claim", f"round:{played.id}")
    await kept.press(ADMIN, "learn", "claim:1/1/1")

    newest = [(one.action, one.before, one.after) for one in await audit(kept)][:2]
    assert ("wordings add", {"wordings": "0"}, {"wordings": "1"}) in newest


@pytest.mark.parametrize(("name", "becomes"), [("flag-keep", "asked"), ("flag-retire", "not asked")])
async def test_flags_decided_by_buttons_are_in_the_audit(kept: World, name: str, becomes: str) -> None:
    await open_round(kept)
    await kept.command(BO, "flag it is old")
    [target] = {one.target for one in (await kept.command(ADMIN, "review")).pressable if one.name == name}

    await kept.press(ADMIN, name, target)

    [newest, *_] = await audit(kept)
    assert (newest.action, newest.after) == (
        f"flags {name.removeprefix('flag-')}",
        {"question": becomes, "flags": "0"},
    )


async def test_saved_form_is_in_the_audit(kept: World) -> None:
    form = await kept.app.desk.setup_form(ADMIN, CHANNEL)

    values = {"name": "daily", "at": "10:30"}
    await kept.app.desk.save_setup(ADMIN, CHANNEL, values, target=form.target, opened=form.opened)

    [newest, *_] = await audit(kept)
    assert (newest.action, newest.before, newest.after) == ("setup", {"at": "09:00"}, {"at": "10:30"})


async def test_new_series_is_in_the_audit_with_all_it_is_set_to(kept: World) -> None:
    await kept.command(ADMIN, "setup name=weekly packs=basics zone=UTC reviewers=root", channel="ops")

    [newest, *_] = await audit(kept)
    assert (newest.action, newest.detail, newest.before) == ("setup", "weekly", {})
    assert (newest.after["channel"], newest.after["packs"], newest.after["managers"]) == ("ops", "basics", ["root"])


async def test_what_no_person_did_says_so(kept: World) -> None:
    lifecycle = kept.app.services.lifecycle
    await kept.app.call(lifecycle.words_hidden, WORKSPACE, CHANNEL)
    await kept.app.call(lifecycle.channel_gone, WORKSPACE, CHANNEL, ChannelLoss.ARCHIVED)
    await kept.app.call(lifecycle.channel_back, WORKSPACE, CHANNEL)

    assert [(one.member, one.action, one.before, one.after) for one in (await audit(kept))[2::-1]] == [
        (ITSELF, "setup", {"answers": "open"}, {"answers": "sealed"}),
        (ITSELF, "pause", {"state": "active"}, {"state": "paused: its channel was archived"}),
        (ITSELF, "resume", {"state": "paused: its channel was archived"}, {"state": "active"}),
    ]


async def test_question_that_is_taken_out_by_flags_is_in_the_audit(kept: World) -> None:
    await open_round(kept)
    for who in (ANA, BO, CY):
        await kept.command(who, "flag it is old")

    [newest, *_] = await audit(kept)
    assert (newest.member, newest.action) == (ITSELF, "flagged")
    assert (newest.before, newest.after) == ({"question": "asked"}, {"question": "not asked"})


async def test_rights_of_who_invites_are_in_the_audit_once(kept: World) -> None:
    lifecycle = kept.app.services.lifecycle
    for code in ("first", "again"):
        await kept.app.call(lifecycle.arrived, WORKSPACE, "ana", "ops", code=code)
    await kept.app.call(lifecycle.member_left, WORKSPACE, "ops", "ana")

    assert [(one.member, one.action, one.detail) for one in (await audit(kept))[1::-1]] == [
        ("ana", "invited", "ops"),
        ("ana", "invitation over", "ops"),
    ]


async def test_no_answer_reason_or_model_answer_is_in_it(kept: World, tmp_path: Path) -> None:
    played = await play(kept, {BO: f"{HALF} striped opinions"})
    await kept.command(BO, "dispute striped opinions")
    await kept.command(ADMIN, "grade bo 90% striped opinions")
    await kept.command(ADMIN, "best bo")

    assert played.question is not None
    said = repr(stored(tmp_path)["audit"])
    assert [word for word in ("striped", "lanterns", played.question.model_answer) if word in said] == []
