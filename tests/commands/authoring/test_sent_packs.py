"""Packs that managers send as files: read, shown, and used once somebody presses for it."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands.request import Press
from bot.domain.card import Card, Quote
from bot.domain.judging.wordings import Saying, Wording, laid_over
from bot.domain.members import Actor
from bot.errors import RefusedError, RightsError
from bot.packs.sent import MOST_BYTES
from bot.packs.writing import write_pack
from tests.commands.authoring.suggested import sent_file
from tests.worlds.builders import ADMIN, ANA, CHANNEL, WORKSPACE, actor, pack, question, settings
from tests.worlds.playing import meet, open_round
from tests.worlds.reading import facts, small, text_of
from tests.worlds.world import World

GATES = "Elephants guard marble gates."
BANK = b"question,option 1,option 2,option 3,answer\n" + b"".join(
    f"Which shelf number {number} is painted green?,The upper {number},The lower {number},None,A\n".encode()
    for number in range(1, 5)
)


def zipped(folder: Path) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"some/where/{file.relative_to(folder)}")
    return held.getvalue()


def archive(**files: str) -> bytes:
    held = io.BytesIO()
    # Quickly: some unpack to many megabytes, and each worker of the suite makes all of them.
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return held.getvalue()


def packed_otherwise() -> bytes:
    """Give an archive of a kind that zip files hardly ever are, and damaged as well."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("pack.yaml", "name: a" * 99)
    made_of = bytearray(held.getvalue())
    made_of[60:70] = bytes(10)
    return bytes(made_of)


@pytest.fixture
async def team(world: World) -> World:
    await world.set_up()
    return world


async def send(world: World, data: bytes, name: str = "shelves.csv", who: Actor = ADMIN) -> Card:
    shown = await world.app.desk.receive(who, sent_file(data, name))
    assert shown is not None
    return shown


async def use(world: World, card: Card, who: Actor = ADMIN) -> Card:
    action = card.pressable[0]
    return (await world.app.desk.press(Press(who, CHANNEL, action.name, action.target))).card


def quotes(card: Card) -> list[str]:
    return [block.author for block in card.blocks if isinstance(block, Quote)]


async def own(world: World) -> list[str]:
    found = await world.app.call(lambda tx: tx.own_packs.packs(WORKSPACE))
    return [f"{one.name} {len(one.questions)}" for one in found]


def buttons(card: Card) -> dict[str, str]:
    return {action.name: action.target for action in card.pressable}


async def waiting(world: World) -> int:
    """Count the packs that were sent and nobody has decided on."""

    def count(tx: Any) -> int:
        return int(tx.connection.execute("SELECT count(*) FROM sent_packs").fetchone()[0])

    return await world.app.call(count)


async def everything(world: World) -> tuple[object, object]:
    return await world.app.call(lambda tx: (list(tx.own_packs.packs(WORKSPACE)), dict(tx.own_packs.credits(WORKSPACE))))


async def test_bank_is_shown_and_asked_once_somebody_presses(team: World) -> None:
    shown = await send(team, BANK)
    before = await own(team)
    used = await use(team, shown)
    played_from = (await team.series()).settings.packs

    assert shown.title == "A pack: shelves"
    assert {key: facts(shown)[key] for key in ("Questions", "New", "Changed")} == {
        "Questions": "4",
        "New": "4",
        "Changed": "0",
    }
    assert len(quotes(shown)) == 3
    assert [action.label for action in shown.actions] == ["Use in daily", "Discard"]
    assert (before, await own(team)) == ([], ["shelves 4"])
    assert used.title == "The pack is in use"
    assert played_from == ("basics", "shelves")
    assert (await open_round(team)).question is not None


async def test_pack_as_an_archive_leaves_out_what_is_broken_and_says_so(team: World, tmp_path: Path) -> None:
    write_pack(replace(pack(question(1, pack="sent"), question(2, pack="sent")), name="sent"), tmp_path / "sent")
    (tmp_path / "sent" / "questions" / "question-2.md").write_text("---\nid: question-2\n---\nNo heading.")
    (tmp_path / "sent" / "run.sh").write_text("touch /tmp/was-run")

    shown = await send(team, zipped(tmp_path / "sent"), "sent.zip")
    await use(team, shown)

    assert small(shown)[0].startswith("question-2.md: ")
    assert await own(team) == ["sent 1"]


async def test_exported_files_sent_back_change_nothing(team: World, tmp_path: Path) -> None:
    kept = replace(pack(name="own"), questions=())
    first = question(1, pack="own", title="A full disk")

    def fill(tx: object) -> None:
        tx.members.seen(ANA)  # type: ignore[attr-defined]
        tx.own_packs.keep_manifest(WORKSPACE, kept, team.clock.now(), takes_approved=True)  # type: ignore[attr-defined]
        tx.own_packs.keep(WORKSPACE, first, team.clock.now(), member=ANA.member)  # type: ignore[attr-defined]

    await team.app.call(fill)
    before = await team.app.call(
        lambda tx: (list(tx.own_packs.packs(WORKSPACE)), dict(tx.own_packs.credits(WORKSPACE)))
    )
    write_pack(replace(kept, questions=(replace(first, author="Ana"),)), tmp_path / "own")

    shown = await send(team, zipped(tmp_path / "own"), "own.zip")
    await use(team, shown)

    assert (facts(shown)["New"], facts(shown)["Changed"]) == ("0", "0")
    assert "All of it is here already, as it is." in text_of(shown)
    after = await everything(team)
    assert after == before


async def test_exported_files_with_what_reviewers_accepted_sent_back_change_nothing(
    team: World, tmp_path: Path
) -> None:
    kept, first = replace(pack(name="own"), questions=()), question(1, pack="own", title="A full disk")
    said = Wording(0, WORKSPACE, first.ref, GATES, "Beasts at the door", Saying.WORDING, "ana", "cy", team.clock.now())

    def fill(tx: Any) -> None:
        tx.own_packs.keep_manifest(WORKSPACE, kept, team.clock.now(), takes_approved=True)
        tx.own_packs.keep(WORKSPACE, first, team.clock.now())
        tx.wordings.add(said)

    await team.app.call(fill)
    before = await everything(team)
    write_pack(replace(kept, questions=(laid_over(first, [said]),)), tmp_path / "own")

    shown = await send(team, zipped(tmp_path / "own"), "own.zip")
    await use(team, shown)

    assert (facts(shown)["New"], facts(shown)["Changed"]) == ("0", "0")
    assert await everything(team) == before


async def test_file_is_kept_until_it_was_decided_or_a_week_is_over(team: World) -> None:
    used = await send(team, BANK)
    await use(team, used)
    after_use = await waiting(team)
    discarded = await send(team, BANK)
    said = await team.press(ADMIN, "discard", buttons(discarded)["discard"])
    after_discard = await waiting(team)
    await send(team, BANK)
    await team.after(days=7)
    await team.app.ticking.retain(timedelta(days=365))
    after_a_week = await waiting(team)
    await team.after(seconds=1)
    await team.app.ticking.retain(timedelta(days=365))

    assert (said.title, text_of(said)) == ("Discarded", "Nothing of the file is kept.")
    assert (after_use, after_discard, after_a_week, await waiting(team)) == (0, 0, 1, 0)
    for card in (used, discarded):
        with pytest.raises(RefusedError, match="not kept any more"):
            await use(team, card)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (archive(**{"../evil.md": "x", "pack.yaml": "name: a"}), "a.zip", "a path that leads out of it"),
        (archive(**{"/etc/passwd": "x"}), "a.zip", "a path that leads out of it"),
        (archive(**{"a\\..\\b.md": "x"}), "a.zip", "a path that leads out of it"),
        (archive(**{"C:evil.md": "x"}), "a.zip", "a path that leads out of it"),
        (archive(**{"pack.yaml": "x" * (21 * 2**20)}), "a.zip", "more than 20 MB once it is unpacked"),
        (archive(**{"[Content_Types].xml": "x" * (21 * 2**20)}), "a.xlsx", "more than 20 MB once it is unpacked"),
        (archive(**{f"{number}.md": "" for number in range(2001)}), "a.zip", "2001 files"),
        (archive(**{"notes.md": "x"}), "a.zip", "holds no pack"),
        (archive(**{"pack.yaml": "name: a", f"{'long' * 70}.md": "x"}), "a.zip", "a name that is too long"),
        (packed_otherwise(), "a.zip", "packed in a way that is not read"),
        (b"PK\x03\x04 and then nothing", "a.zip", "is damaged"),
        (b"x" * (MOST_BYTES + 1), "a.csv", "larger than 5 MB"),
        (b"\x1f\x8b rest", "a.tar.gz", "compressed"),
        (b"%PDF-1.7", "a.pdf", "is a PDF"),
        (b"\x00\x01\x02", "a.txt", "zero byte"),
        (b"", "a.csv", "empty"),
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "a.xml", ""),
    ],
)  # fmt: skip
async def test_what_is_no_pack_is_refused_in_a_sentence_and_nothing_is_kept(
    team: World, data: bytes, name: str, said: str
) -> None:
    card = await send(team, data, name)

    assert card.title == "Nothing of this can be asked"
    assert said in " ".join(small(card))
    assert "askaday-sent" not in " ".join(small(card))
    assert (card.pressable, await own(team)) == ((), [])


async def test_link_in_an_archive_is_refused(team: World) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        link = zipfile.ZipInfo("pack.yaml")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")

    card = await send(team, held.getvalue(), "a.zip")

    assert "leads out of it" in small(card)[0]


async def test_hostile_names_and_texts_are_shown_as_they_are(team: World) -> None:
    bank = json.dumps(
        [{"question": "<!channel> *Who* is @everyone?", "options": ["=1+1", "a <b>bold</b> one"], "answer": "A"}]
    )

    shown = await send(team, bank.encode(), "../../<!here> $(rm -rf).json")

    asked = next(block.text for block in shown.blocks if isinstance(block, Quote))
    assert asked.startswith("<!channel> *Who* is")
    assert facts(shown)["Pack"].split()[0] == "here-rm-rf"


async def test_questions_that_other_series_ask_are_changed_by_who_runs_these_too(team: World) -> None:
    await meet(team, ANA)
    await team.command(ADMIN, "setup managers=ana,root")
    await use(team, await send(team, BANK, who=ANA), ANA)
    await team.set_up("other", packs=("basics", "shelves"))
    other = BANK.replace(b"None,A", b"None,B")

    added = await send(team, BANK + b"Which door is open?,The left,The right,None,A\n", who=ANA)
    assert (await use(team, added, ANA)).title == "The pack is in use"
    changing = await send(team, other, who=ANA)
    with pytest.raises(RightsError, match="other asks from this pack, too"):
        await use(team, changing, ANA)
    assert (await use(team, await send(team, other))).title == "The pack is in use"


async def test_store_is_asked_as_often_for_many_questions_as_for_few_beside_what_is_written(team: World) -> None:
    def used(tx: Any, questions: int) -> int:
        series = tx.series.of_workspace(WORKSPACE)[0]
        name = f"sent-{questions}"
        sent = replace(pack(*(question(n, pack=name) for n in range(1, questions + 1))), name=name)
        receiving = team.app.services.own_questions.receiving
        offer = receiving.offer(tx, ADMIN, sent).offer
        asked: list[str] = []
        tx.connection.set_trace_callback(asked.append)
        receiving.use(tx, ADMIN, offer.id, series.id)
        tx.connection.set_trace_callback(None)
        return sum(one.lstrip().startswith("SELECT") for one in asked)

    _, few, many = [await team.app.call(used, questions) for questions in (1, 2, 40)]

    assert many == few


async def test_only_managers_send_and_use_packs(team: World) -> None:
    await meet(team, ANA, actor("Bo"))
    await team.command(ADMIN, "setup managers=ana,root reviewers=bo")
    shown = await send(team, BANK, who=ANA)
    await team.command(ADMIN, "setup managers=root")

    fetched: list[bool] = []
    for who in (actor("Bo"), actor("Cy"), ANA):
        assert await team.app.desk.receive(who, sent_file(BANK, fetched=fetched)) is None
    assert fetched == []
    # A manager who was one a minute ago, another manager, and somebody of another workspace.
    with pytest.raises(RightsError, match="Only managers of daily"):
        await use(team, shown, ANA)
    with pytest.raises(RefusedError, match="not kept any more"):
        await use(team, shown, ADMIN)
    with pytest.raises(RefusedError, match="does not exist here"):
        await use(team, shown, actor("Root", workspace="console:other", is_admin=True))
    assert await own(team) == []


async def test_name_of_a_folders_pack_is_refused_and_a_second_file_takes_the_place_of_the_first(team: World) -> None:
    named = await send(team, BANK, "basics.csv")
    first = await send(team, BANK)
    await send(team, BANK, "others.csv")

    assert "There is a pack called basics already" in text_of(named)
    with pytest.raises(RefusedError, match="not kept any more"):
        await use(team, first)


async def test_of_several_files_the_first_is_read_and_that_is_said(team: World) -> None:
    shown = await team.app.desk.receive(ADMIN, sent_file(BANK, others=2))

    assert shown is not None
    assert small(shown)[0] == "Of several files the other 2 files were not read; send one in a message."


async def test_who_may_send_none_is_greeted_and_told_what_they_can_do(team: World) -> None:
    said = await team.app.desk.greeting(ANA, is_file=True)

    assert said.title == "Hello"
    assert text_of(said).startswith(
        "I have not read your file: I take questions as files from those who manage a series. "
        "You can suggest one: `/qotd suggest`."
    )


async def test_file_is_for_those_workspaces_that_have_a_series_and_know_its_sender(team: World) -> None:
    def places(tx: Any) -> list[str]:
        return list(team.app.services.own_questions.receiving.places(tx, "console", "ana"))

    nowhere = await team.app.call(places)
    await meet(team, ANA)
    here = await team.app.call(places)

    def add(tx: Any, first: int, manager: str) -> None:
        for number in range(first, first + 30):
            run = settings(managers=frozenset({manager}))
            tx.series.add(f"console:{number:02}", "daily", "general", run, 1)

    await team.app.call(add, 0, "root")
    not_more = await team.app.call(places)
    await team.app.call(add, 30, "ana")

    assert (nowhere, here, not_more) == ([], [WORKSPACE], [WORKSPACE])
    assert await team.app.call(places) == [f"console:{number}" for number in range(30, 40)]
