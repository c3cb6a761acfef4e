"""What chat does by its buttons, done on pages: the same actions of the engine, where what they are about is read."""

import csv
import io
import re
from collections.abc import AsyncIterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.cards.claims import AS_WORDING
from bot.cards.statistics.records import PEOPLE_COLUMNS, QUESTION_COLUMNS, TOPIC_COLUMNS
from bot.domain.rounds import Round
from tests.worlds.builders import ADMIN, ANA, BO, CY, WORKSPACE, actor, pack, question
from tests.worlds.pages import Browser, PagesWorld, Shown, pages_world
from tests.worlds.playing import BOTH, HALF, NOTHING, play

pytestmark = pytest.mark.sockets
BELOW = f"/w/{WORKSPACE}/"
PRESS = f"{BELOW}press"
REVIEWER = actor("Rev")


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    """Give pages of a week that three people played; Root runs the series, Rev reviews it."""
    async with pages_world() as served:
        served.world.packs.held["basics"] = pack(*(question(number) for number in range(1, 4)))
        await served.world.set_up(reviewers=frozenset({"rev"}))
        for _ in range(3):
            await play(served.world, {ANA: BOTH, BO: HALF, CY: NOTHING})
        yield served


def offered(shown: Shown) -> list[tuple[str, str]]:
    """Give the buttons of a page that do something, with what they say and send."""
    buttons = LexborHTMLParser(shown.text).css("main button[name=press]")
    return [(one.text(), one.attributes["value"] or "") for one in buttons]


async def press(browser: Browser, on: str, label: str, **more: str) -> Shown:
    """Press the first button with that label on a page."""
    shown = await browser.get(on)
    value = next(value for said, value in offered(shown) if said == label)
    return await browser.post(PRESS, {"token": shown.token, "press": value, "back": on, **more})


async def last(pages: PagesWorld) -> tuple[Round, str]:
    """Give the newest round, and the address of its question's page."""
    played = await pages.world.last_round()
    assert played.question is not None
    return played, f"{BELOW}questions/{played.question.ref}"


async def test_what_will_be_forgotten_is_asked_next_where_it_is_read(pages: PagesWorld) -> None:
    browser, overview = await pages.signed_in(ADMIN), f"{BELOW}overview?period=all"
    in_chat = await pages.world.command(ADMIN, "stats forecast all")

    done = await press(browser, overview, "Ask these next")
    again = await press(browser, overview, "Ask these next")

    series = await pages.world.series()
    queued = await pages.world.app.call(lambda tx: list(tx.queue.list(series.id)))
    by_chat = [one for one in in_chat.actions if one.name == "hold"]
    assert [("Ask these next", f"hold {one.target}") for one in by_chat] == offered(await browser.get(overview))
    assert (done.status, len(queued) > 0, [ref for ref in queued if ref not in done.text]) == (200, True, [])
    assert "None is left to add" in again.text


async def test_series_is_paused_and_resumed_and_its_next_slot_skipped(pages: PagesWorld) -> None:
    browser, daily = await pages.signed_in(ADMIN), f"{BELOW}series/daily"
    labels = [[label for label, _ in offered(await browser.get(daily))]]
    skipped = await press(browser, daily, "Skip the next")
    await press(browser, daily, "Pause")
    labels.append([label for label, _ in offered(await browser.get(daily))])
    await press(browser, daily, "Resume")

    audit = await pages.world.app.call(lambda tx: pages.world.app.services.auditing.page(tx, ADMIN, "all", 1))
    assert labels == [["Pause", "Skip the next"], ["Resume"]]
    assert skipped.status == 200
    assert [one.action for one in audit.changes[:3]] == ["resume", "pause", "skip"]


async def test_reviewer_judges_answers_where_they_are_read(pages: PagesWorld) -> None:
    browser, (played, page) = await pages.signed_in(REVIEWER), await last(pages)
    labels = [label for label, _ in offered(await browser.get(page))]

    card = await press(browser, page, "Judge")
    grade = dict(offered(card))["Grade"]
    form = await browser.post(PRESS, {"token": card.token, "press": grade})
    filled = {"token": card.token, "press": grade, "sent": "yes"}
    wrong = await browser.post(PRESS, filled | {"field-percent": "a lot", "field-reason": "They said it."})
    done = await browser.post(PRESS, filled | {"field-percent": "75", "field-reason": "They said it."})

    ledgers = await pages.world.app.call(lambda tx: tx.grades.of_round(played.id))
    scores = [one.judgement.score for ledger in ledgers.values() for one in ledger if one.source.value == "reviewer"]
    assert labels == ["Judge"] * 3
    assert [one.status for one in (card, form, wrong, done)] == [200, 200, 422, 200]
    assert ("is a number from 0 to 100" in wrong.text, "They said it." in wrong.text) == (True, True)
    assert scores == [0.75]


async def test_manager_voids_a_question_with_its_reason_and_lets_it_count_again(pages: PagesWorld) -> None:
    browser, (played, page) = await pages.signed_in(ADMIN), await last(pages)

    await press(browser, page, "Void the question…", sent="yes", **{"field-reason": "The price has changed."})
    void = (await pages.world.last_round()).void
    after = [label for label, _ in offered(await browser.get(page))]
    await press(browser, page, "Let it count again")

    assert void == "The price has changed."
    assert [one for one in after if one != "Judge"] == ["Ask it next", "Let it count again"]
    assert (await pages.world.last_round()).void == played.void == ""


async def test_reviewer_keeps_a_grade_that_is_doubted(pages: PagesWorld) -> None:
    played, _ = await last(pages)
    await pages.world.press(BO, "dispute", f"round:{played.id}", "I meant the limit, too.")
    browser, queue = await pages.signed_in(REVIEWER), f"{BELOW}queue"
    form = await press(browser, queue, "Keep the grade…")
    value = dict(offered(await browser.get(queue)))["Keep the grade…"]
    filled = {"token": form.token, "press": value, "sent": "yes"}

    silent = await browser.post(PRESS, filled | {"field-reason": " "})
    done = await browser.post(PRESS, filled | {"field-reason": "No word of the limit."})
    again = await browser.post(PRESS, filled | {"field-reason": "Once more."})

    claims = await pages.world.app.call(lambda tx: list(tx.claims.of_round(played.id, "bo")))
    assert "Why does it stay?" in form.text
    assert [one.status for one in (form, silent, done, again)] == [200, 422, 200, 409]
    assert "A decision needs a reason" in silent.text
    assert ("You kept the grade" in done.text, "This dispute no longer waits" in again.text) == (True, True)
    assert [(one.reason, one.is_waiting, one.accepted) for one in claims] == [("I meant the limit, too.", False, False)]


async def test_question_is_asked_next_where_it_is_read(pages: PagesWorld) -> None:
    browser, (_, page) = await pages.signed_in(ADMIN), await last(pages)
    asked = page.removeprefix(f"{BELOW}questions/")
    others = [f"basics/question-{number}" for number in (1, 2, 3) if not asked.endswith(str(number))]
    await pages.world.command(ADMIN, f"queue add {' '.join(others)}")

    done = await press(browser, page, "Ask it next")

    series = await pages.world.series()
    queued = await pages.world.app.call(lambda tx: list(tx.queue.list(series.id)))
    labels = [label for label, _ in offered(await browser.get(page))]
    reviewers = [label for label, _ in offered(await (await pages.signed_in(REVIEWER)).get(page))]
    assert (done.status, queued) == (200, [asked, *others])
    assert "Ask it next" not in labels + reviewers


async def test_wording_is_taken_back_where_it_is_read(pages: PagesWorld) -> None:
    played, page = await last(pages)
    await pages.world.press(BO, "claim", f"round:{played.id}")
    browser = await pages.signed_in(REVIEWER)
    await press(browser, f"{BELOW}queue", AS_WORDING)
    before = (await browser.get(page)).text

    done = await press(browser, page, "Take it back")

    left = await pages.world.app.call(lambda tx: list(tx.wordings.of_workspace(WORKSPACE)))
    assert ("Other wordings" in before, done.status, left) == (True, 200, [])


async def test_csv_has_its_header_also_where_there_is_nothing(pages: PagesWorld) -> None:
    pages.world.packs.held["others"] = pack(name="others")
    await pages.world.set_up("new", "interviews", packs=("others",))
    browser = await pages.signed_in(ADMIN)
    columns = {"overview": TOPIC_COLUMNS, "people": PEOPLE_COLUMNS, "questions": QUESTION_COLUMNS}

    found = {
        name: [
            list(csv.reader(io.StringIO((await browser.get(f"{BELOW}{name}.csv?series={series}&period=all")).text)))
            for series in ("new", "daily")
        ]
        for name in columns
    }

    assert {name: empty for name, (empty, _) in found.items()} == {name: [list(one)] for name, one in columns.items()}
    assert {name: (full[0], len(full) > 1) for name, (_, full) in found.items()} == {
        name: (list(one), True) for name, one in columns.items()
    }


async def test_buttons_lead_back_to_where_they_were_pressed(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ADMIN)

    done = await press(browser, f"{BELOW}series/daily", "Pause")

    assert re.findall(r'<a href="([^"]+)">Back</a>', done.text) == [f"{BELOW}series/daily"]
