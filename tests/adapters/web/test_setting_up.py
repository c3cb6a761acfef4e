"""The form of a series' settings: made of the one table, saved as chat saves, refused with all that is wrong."""

import html
import re
from collections.abc import AsyncIterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.domain.series import Results
from bot.engine import SETTINGS, form_values, offered
from bot.errors import DeliveryError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, WORKSPACE, actor
from tests.worlds.pages import Browser, PagesWorld, Shown, pages_world
from tests.worlds.world import CHANNELS

pytestmark = pytest.mark.sockets
BELOW = f"/w/{WORKSPACE}/"
DAILY = f"{BELOW}series/daily"
#: A wrong value of each setting that can be wrong; a group is called by what a platform knows alone.
WRONG = {
    "channel": "nowhere",
    "packs": "nope",
    "zone": "Mars",
    "at": "25",
    "days": "moon",
    "every": "99",
    "from": "x",
    "holidays": "XX",
    "skip": "y",
    "closes": "z",
    "answers": "q",
    "form": "f",
    "grader": "g",
    "remind": "r",
    "ping": "p",
    "grace": "w",
    "topics": "a:b",
    "levels": "c:d",
    "cooldown": "-1",
    "lowpool": "-1",
    "points": "1",
    "drills": "-1",
    "board": "often",
    "spoiler": "m",
    "results": "few",
    "managers": "@nobody",
    "reviewers": '@"<i>noone',
}


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    async with pages_world() as served:
        await served.world.set_up(managers=frozenset({"bo"}))
        await served.world.set_up("theirs", channel="interviews", managers=frozenset({"cy"}))
        yield served


async def opened(pages: PagesWorld) -> tuple[Browser, dict[str, list[str]]]:
    """Give Bo's browser, and the form of their series as it would be sent."""
    browser = await pages.signed_in(BO)
    return browser, (await browser.get(DAILY)).form("settings")


def text_at(tree: LexborHTMLParser, where: str) -> str:
    found = tree.css_first(where)
    assert found is not None
    return found.text()


def troubles(shown: Shown) -> dict[str, str]:
    """Give what stands beside each field that is said to be wrong, by setting."""
    tree, found = LexborHTMLParser(shown.text), {}
    for one in tree.css("[aria-describedby*=-trouble]"):
        [said] = [said for said in (one.attributes["aria-describedby"] or "").split() if said.endswith("-trouble")]
        name = said.removeprefix("setting-").removesuffix("-trouble")
        found[name] = text_at(tree, f"[id='{said}']")
    return found


async def test_form_has_every_setting_with_its_value_its_choices_and_what_it_is(pages: PagesWorld) -> None:
    browser, form = await opened(pages)
    shown, series = await browser.get(DAILY), await pages.world.series()
    tree, now = LexborHTMLParser(shown.text), form_values(series, ())

    values = {key: ",".join(filter(None, form.get(f"setting-{key}", []))) for key in now}
    choices = {
        key: [
            one.attributes["value"]
            for one in tree.css(f"[id=setting-{key}] option, input[type=checkbox][name=setting-{key}]")
        ]
        for key in now
    }
    labels = {key: text_at(tree, f"label[for=setting-{key}], [id=setting-{key}] legend") for key in now}

    people = {"managers": ["bo", "root"], "reviewers": []}
    offer = {key: list(offered(SETTINGS[key], {"basics": ""}, pages.world.app.services.graders)) for key in now}
    assert values == {**now, "channel": "#general"}
    assert choices == {**offer, **people}
    assert labels == {key: SETTINGS[key].label for key in now}
    assert [row.key for row in SETTINGS.values() if row.key not in now] == ["series"]
    assert html.escape(SETTINGS["closes"].explained) in shown.text


@pytest.mark.parametrize("results", Results)
async def test_form_that_nobody_touched_changes_nothing(pages: PagesWorld, results: Results) -> None:
    """Of some settings "none" is a value, of others it is that there is none."""
    await pages.world.command(BO, f"setup series=daily results={results}")
    browser, form = await opened(pages)
    before = await pages.world.series()

    saved = await browser.post(DAILY, form)

    assert (saved.status, "Nothing changes: it was set up like that already." in saved.text) == (200, True)
    assert await pages.world.series() == before


async def test_what_is_saved_is_told_with_the_next_slots_and_stands_in_the_audit_as_from_chat(
    pages: PagesWorld,
) -> None:
    browser, form = await opened(pages)
    changes = {
        "setting-at": "10:30",
        "setting-days": ["mon", "wed"],
        "setting-answers": "sealed",
        "setting-name": "daily",
    }

    saved = await browser.post(DAILY, form | changes)
    await pages.world.command(BO, "setup series=daily at=11:00")

    found = (await pages.world.series()).settings
    schedule = found.schedule
    assert saved.status == 200
    assert (f"{schedule.at:%H:%M}", sorted(schedule.weekdays), found.answer_mode.value) == ("11:00", [0, 2], "sealed")
    assert [said for said in ("at: 09:00 → 10:30", "answers: open → sealed") if said not in saved.text] == []
    assert re.findall(r"(\w+) \d+ \w+, 10:30 \(UTC\)", saved.text) == ["Monday", "Wednesday"] * 2 + ["Monday"]
    audit = await pages.world.app.call(lambda tx: pages.world.app.services.auditing.page(tx, ADMIN, "all", 1))
    assert [(one.member, one.action) for one in audit.changes[:2]] == [("bo", "setup")] * 2
    assert (await browser.get(DAILY)).form("settings")["setting-at"] == ["11:00"]


async def test_all_that_is_wrong_is_told_beside_its_field_and_all_that_was_typed_is_kept(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"bo"}
    browser, form = await opened(pages)
    before = await pages.world.series()
    sent = form | {f"setting-{key}": value for key, value in WRONG.items()}

    refused = await browser.post(DAILY, sent)

    again = refused.form("settings")
    kept = {key: [one for one in again[f"setting-{key}"] if one] for key in WRONG}
    linked = re.findall(r'<a href="#setting-(\w+)">', refused.text)
    assert refused.status == 422
    assert sorted(troubles(refused)) == sorted(linked) == sorted(WRONG)
    assert kept == {key: [value] for key, value in WRONG.items()}
    assert (again["opened"], again["target"]) == (form["opened"], form["target"])
    assert f"{len(WRONG)} settings to put right" in refused.text
    assert "<i>noone" not in refused.text
    assert await pages.world.series() == before


async def test_what_was_put_right_is_saved_from_the_form_that_came_back(pages: PagesWorld) -> None:
    browser, form = await opened(pages)
    refused = await browser.post(DAILY, form | {"setting-at": "25", "setting-closes": "next", "setting-grace": "9d"})

    saved = await browser.post(DAILY, refused.form("settings") | {"setting-at": "08:15", "setting-grace": "3h"})

    schedule = (await pages.world.series()).settings.schedule
    assert troubles(refused).keys() == {"at", "grace"}
    assert (saved.status, f"{schedule.at:%H:%M}", str(schedule.closes)) == (200, "08:15", str(schedule.closes))
    assert "closes: at 17:00 → next" in saved.text


async def test_boxes_without_a_tick_are_no_value_and_not_left_alone(pages: PagesWorld) -> None:
    browser, form = await opened(pages)
    without = {name: said for name, said in form.items() if name not in {"setting-days", "setting-packs"}}

    refused = await browser.post(DAILY, without)

    assert troubles(refused) == {
        "packs": "needs a value, for example aws,our-own.",
        "days": "needs a value, for example mon-fri.",
    }


async def test_people_are_ticked_and_named(pages: PagesWorld) -> None:
    await pages.world.app.call(lambda tx: tx.members.seen(ANA))
    browser, form = await opened(pages)

    await browser.post(DAILY, form | {"setting-managers": ["bo", "Ana"], "setting-reviewers": ["@ana"]})
    named = await browser.get(DAILY)
    await browser.post(DAILY, named.form("settings") | {"setting-managers": ["bo", ""]})

    found = (await pages.world.series()).settings
    assert named.form("settings")["setting-managers"] == ["ana", "bo", ""]
    assert (found.managers, found.reviewers) == (frozenset({"bo"}), frozenset({"ana"}))


async def test_channel_is_asked_of_the_platform_only_where_it_was_changed(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"bo"}
    browser, form = await opened(pages)
    moved = await browser.post(DAILY, form | {"setting-channel": f"#{CHANNELS[2]}"})
    after = (await pages.world.series()).channel
    form = (await browser.get(DAILY)).form("settings")
    pages.world.messenger.refusals[CHANNELS[2]] = DeliveryError("gone", permanent=True)
    same = await browser.post(DAILY, form | {"setting-at": "07:00"})

    assert (moved.status, after, form["setting-channel"]) == (200, CHANNELS[2], [f"#{CHANNELS[2]}"])
    assert (same.status, (await pages.world.series()).channel) == (200, CHANNELS[2])


async def test_who_may_not_move_a_series_keeps_what_else_they_typed(pages: PagesWorld) -> None:
    browser, form = await opened(pages)

    refused = await browser.post(DAILY, form | {"setting-channel": "#random", "setting-at": "07:00"})

    again, series = refused.form("settings"), await pages.world.series()
    assert (refused.status, again["setting-channel"], again["setting-at"]) == (403, ["#random"], ["07:00"])
    assert "Only administrators of this workspace" in refused.text
    assert (series.channel, f"{series.settings.schedule.at:%H:%M}") == (CHANNEL, "09:00")


async def test_two_people_save_one_after_another_and_the_second_is_told(pages: PagesWorld) -> None:
    pages.world.messenger.administer = {"root"}
    (browser, form), other = await opened(pages), await pages.signed_in(ADMIN)
    await other.post(DAILY, (await other.get(DAILY)).form("settings") | {"setting-at": "10:00", "setting-grace": "3h"})

    beside = await browser.post(DAILY, form | {"setting-zone": "Europe/Berlin"})
    clash = await browser.post(DAILY, form | {"setting-at": "11:00"})

    schedule = (await pages.world.series()).settings.schedule
    assert (beside.status, schedule.zone, f"{schedule.at:%H:%M}") == (200, "Europe/Berlin", "10:00")
    assert troubles(clash) == {
        "at": "is 10:00 by now: somebody has changed it since this form was opened. Open it again."
    }


async def test_who_may_not_set_up_sees_no_form_and_is_told_what_the_engine_says(pages: PagesWorld) -> None:
    browser, form = await opened(pages)
    member, reviewer = await pages.signed_in(ANA), await pages.signed_in(actor("Rev"))
    await pages.world.command(ADMIN, "setup series=daily reviewers=rev")
    theirs = await pages.world.series("theirs")
    tokens = [(await one.get(f"{BELOW}me")).token for one in (member, reviewer)]
    changed = form | {"setting-at": "10:00"}

    seen = [(await one.get(DAILY)).status for one in (member, reviewer)]
    refused = [
        await one.post(DAILY, changed | {"token": token}) for one, token in zip((member, reviewer), tokens, strict=True)
    ]
    other = changed | {"target": f"series:{theirs.id}", "setting-name": "theirs"}
    forged, elsewhere = [await browser.post(path, other) for path in (DAILY, f"{BELOW}series/theirs")]
    fresh = await browser.post(DAILY, changed | {"target": "new", "setting-name": "mine"})

    assert seen == [404, 404]
    assert [one.status for one in (*refused, forged, elsewhere, fresh)] == [403] * 5
    assert "Only managers of daily and administrators may do this." in refused[0].text
    every = await pages.world.app.call(
        lambda tx: [(one.name, f"{one.settings.schedule.at:%H:%M}") for one in tx.series.all()]
    )
    assert every == [("daily", "09:00"), ("theirs", "09:00")]


async def test_form_without_its_token_saves_nothing(pages: PagesWorld) -> None:
    browser, form = await opened(pages)
    _, others = await opened(pages)
    wrong = ("", "guessed", others["token"][0])

    found = [(await browser.post(DAILY, form | {"setting-at": "10:00", "token": one})).status for one in wrong]

    assert (found, f"{(await pages.world.series()).settings.schedule.at:%H:%M}") == ([403] * 3, "09:00")
    assert (await pages.world.series()).channel == CHANNEL
