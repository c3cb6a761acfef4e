"""Names and texts that would be markup, links, formulas or a direction: read on every page, and nothing more."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from adapters.console.send.channels import ConsoleChannels
from bot.cards.claims import AS_WORDING
from bot.commands.request import Press
from bot.domain.question import KeyPoint
from bot.domain.target import Target
from bot.ports.channels import Channel
from tests.worlds.builders import CHANNEL, WORKSPACE, actor, pack, question
from tests.worlds.pages import PagesWorld, Shown, pages_world
from tests.worlds.playing import play

pytestmark = pytest.mark.sockets
BELOW = f"/w/{WORKSPACE}/"
PRESS = f"{BELOW}press"
#: Turns what stands behind it around.
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"


def hostile(name: str) -> str:
    """Give a text with everything that must stay text; its name says where it was typed."""
    return (
        f"=cmd|' /C calc'!A0 \"'><script>alert(1)</script><svg onload=alert(2)><img src=x onerror=alert(3)> "
        f"[x](javascript:alert(4)) ![y](data:image/svg+xml,z) {{{{7*7}}}} {OVERRIDE}{name} {'w' * 300}"
    )


#: Who looks, and takes part; a name as long as platforms let people have.
MAL = replace(actor("Mal"), name=hostile("NAME")[:240])
SAID = ("PROMPT", "MODEL", "POINT", "TOPIC", "ANSWER", "FLAG", "DISPUTE", "SUGGESTED", "LOOK")
#: A series' name is short, and its channel is what was typed where the platform knows none.
SERIES = "=1+1<b onclick=alert(1)>SERIES"
#: What stands on which page, beside who looks and the series.
ON_PAGES = {
    "overview?period=all": {"TOPIC"},
    "questions?period=all": {"TOPIC"},
    "questions/basics/question-1": {"PROMPT", "MODEL", "POINT", "ANSWER"},
    "people?period=all": {"TOPIC"},
    "queue": {"ANSWER", "DISPUTE", "FLAG", "POINT", "PROMPT", "SUGGESTED", "LOOK"},
    "series": set(),
    "series/%3D1%2B1%3Cb%20onclick%3Dalert(1)%3ESERIES": set(),
    "me": {"TOPIC"},
}


#: In how many cells of all CSV something of it stands: topic, member, answer, and what waits.
CELLS = 5
#: Buttons that are pressed behind one that decides the same.
DECIDED = {"flag-retire", "skip", "points", "revise", "reject"}


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    async with pages_world() as served:
        world = served.world
        asked = question(
            prompt=hostile("PROMPT"),
            model_answer=hostile("MODEL"),
            topics=(hostile("TOPIC"),),
            key_points=(KeyPoint(hostile("POINT")), KeyPoint("It stores turquoise lanterns.")),
        )
        world.packs.held["basics"] = replace(pack(asked), title=hostile("PACK"))
        await world.set_up(SERIES)
        await world.set_up("other", "interviews")
        boss, other = replace(MAL, is_admin=True), actor("Ana")
        played = await play(world, {boss: hostile("ANSWER"), other: hostile("ANSWER")}, SERIES)
        await world.press(other, "said", str(Target("round", played.id, words="0")))
        await world.press(other, "dispute", f"round:{played.id}", hostile("DISPUTE"))
        await world.press(other, "flag", f"round:{played.id}", hostile("FLAG"))
        written = {
            "title": "<b onclick=x>SUGGESTED",
            "prompt": hostile("LOOK"),
            "answer": "Look.",
            "topic": "On call",
        }
        await world.app.desk.press(Press(other, CHANNEL, "suggest", "", values=written))
        served.world.messenger.administer = {"mal", "root"}
        yield served


def problems(shown: Shown) -> list[str]:
    """Give what on a page is markup, or leads somewhere, by what somebody typed."""
    found = []
    for one in LexborHTMLParser(shown.text).css("*"):
        tag, attributes = one.tag or "", {name: said or "" for name, said in one.attributes.items()}
        leads = [
            attributes[name] for name in ("href", "src", "action", "formaction", "xlink:href") if name in attributes
        ]
        found += [f"{tag} {name}" for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}]
        found += [f"{tag} {where}" for where in leads if not where.startswith(("/", "#", "?", "https://docs.aws."))]
        if tag in {"img", "iframe", "object", "embed", "b"} or (tag == "script" and one.text()):
            found.append(tag)
    return found + [word for word in (OVERRIDE, "49 ") if word in shown.text]


def texts_on(shown: Shown) -> set[str]:
    """Name the texts that are to be read on a page."""
    main = LexborHTMLParser(shown.text).css_first("main")
    assert main is not None
    return {name for name in SAID if name in main.text()}


async def test_hostile_texts_are_read_on_every_page_and_are_nothing_but_text(pages: PagesWorld) -> None:
    browser = await pages.signed_in(MAL)
    shown = {page: await browser.get(f"{BELOW}{page}") for page in ON_PAGES}

    assert {page: one.status for page, one in shown.items()} == dict.fromkeys(ON_PAGES, 200)
    assert {page: found for page, one in shown.items() if (found := problems(one))} == {}
    assert {page: texts_on(one) for page, one in shown.items()} == ON_PAGES
    assert [page for page, one in shown.items() if "NAME" not in one.text] == []
    assert [page for page, one in shown.items() if "SERIES" not in one.text] == []


async def test_hostile_texts_stay_text_behind_every_button(pages: PagesWorld) -> None:
    browser = await pages.signed_in(MAL)
    pressed: dict[str, Shown] = {}
    for page in ON_PAGES:
        shown = await browser.get(f"{BELOW}{page}")
        for one in LexborHTMLParser(shown.text).css("main button[name=press]"):
            value = one.attributes["value"] or ""
            form = {"token": shown.token, "press": value, "back": f"//evil.test/{page}"}
            pressed[value] = await browser.post(PRESS, form)

    # What was decided by one button is not decided by the next.
    assert {value.split()[0] for value, one in pressed.items() if one.status != 200} == DECIDED
    assert {value: found for value, one in pressed.items() if (found := problems(one))} == {}
    assert {value.split()[0] for value in pressed} >= {"assess", "accept", "approve", "flag-keep", "pause", "void"}


async def test_hostile_name_of_a_channel_is_nothing_but_text(
    pages: PagesWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def find(_channels: ConsoleChannels, _workspace: str, channel: str) -> Channel:
        return Channel(channel, hostile("CHANNEL"))

    monkeypatch.setattr(ConsoleChannels, "find", find)
    browser = await pages.signed_in(MAL)
    page = f"{BELOW}series/{quote(SERIES)}"
    shown, csv_ = await browser.get(page), await browser.get(f"{page}.csv")
    saved = await browser.post(page, {**shown.form("settings"), "setting-at": ["never"]})

    assert [one.status for one in (shown, csv_, saved)] == [200, 200, 422]
    assert ["CHANNEL" in one.text for one in (shown, saved)] == [True, True]
    assert [problems(one) for one in (shown, saved)] == [[], []]


async def test_hostile_wording_is_nothing_but_text_where_it_is_taken_back(pages: PagesWorld) -> None:
    browser, page = await pages.signed_in(MAL), f"{BELOW}questions/basics/question-1"
    queue = await browser.get(f"{BELOW}queue")
    [learn] = [
        one.attributes["value"] or "" for one in LexborHTMLParser(queue.text).css("button") if one.text() == AS_WORDING
    ]
    learnt = await browser.post(PRESS, {"token": queue.token, "press": learn})

    shown = await browser.get(page)

    kept = await pages.world.app.call(lambda tx: [one.text for one in tx.wordings.of_workspace(WORKSPACE)])
    read = [one.text() for one in LexborHTMLParser(shown.text).css("figure.quote blockquote")]
    assert (learnt.status, ["<script>" in one for one in kept]) == (200, [True])
    assert [one in read for one in kept] == [True]
    assert (problems(learnt), problems(shown)) == ([], [])


async def test_hostile_texts_run_nothing_in_a_spreadsheet(pages: PagesWorld) -> None:
    browser = await pages.signed_in(MAL)
    names = [page.partition("?") for page in ON_PAGES]
    files = [await browser.get(f"{BELOW}{path}.csv{mark}{query}") for path, mark, query in names]

    cells = [cell for one in files for row in csv.reader(io.StringIO(one.text, newline="")) for cell in row]
    assert [one.status for one in files] == [200] * len(files)
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@", "\t", "\r"))] == []
    assert len([cell for cell in cells if "cmd|" in cell]) == CELLS


async def test_what_is_typed_into_an_address_or_a_form_stays_text(pages: PagesWorld) -> None:
    browser = await pages.signed_in(MAL)
    typed, series = hostile("TYPED"), (await pages.world.series(SERIES)).id
    page = f"{BELOW}series/{quote(SERIES)}"
    form = (await browser.get(page)).form("settings")
    settings = {name: [typed] for name in form if name.startswith("setting-") and name != "setting-name"}

    found = {
        "address": await browser.get(
            f"{BELOW}overview?series={quote(typed)}&period={quote(typed)}&topic={quote(typed)}"
        ),
        "topic": await browser.get(f"{BELOW}people?topic={quote(typed)}&sort={quote(typed)}"),
        "settings": await browser.post(page, form | settings),
        "press": await browser.post(
            PRESS, {"token": form["token"][0], "press": f"{typed} series:{series}", "back": typed}
        ),
        "suggestion": await browser.post(
            PRESS, {"token": form["token"][0], "press": "suggest ", "sent": "yes", "field-title": typed}
        ),
    }

    assert {name: one.status for name, one in found.items()} == {
        "address": 404,
        "topic": 200,
        "settings": 422,
        "press": 400,
        "suggestion": 422,
    }
    assert {name: wrong for name, one in found.items() if (wrong := problems(one))} == {}
