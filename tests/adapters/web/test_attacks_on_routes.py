"""Every route of the table, asked for by everybody in every way; a new one is for nobody until it is named here."""

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.worlds.attacked import NOBODY, PLACES, SIGNED_IN, WHO, Attacked, attacked
from tests.worlds.builders import WORKSPACE

pytestmark = pytest.mark.sockets
BELOW = f"/w/{WORKSPACE}/"
PRESS, DAILY = f"{BELOW}press", f"{BELOW}series/daily"
MANAGES, REVIEWS = {"manager"}, {"manager", "reviewer", "of another series"}
HERE = set(SIGNED_IN) - {"of another workspace"}
#: Who sees a page, and its CSV, of the series `daily`: Cy reviews another series, and has a queue of their own.
PAGES: Mapping[str, set[str]] = {
    "home": HERE - {"of another series"},
    "overview": MANAGES,
    "questions": MANAGES,
    "questions/basics/question-1": HERE,
    "people": MANAGES,
    "queue": REVIEWS,
    "series": {"manager", "of another series"},
    "series/daily": MANAGES,
    "me": HERE,
}
#: What is no page, by who asks; the others are told to sign in.
BESIDE = {
    "/": dict.fromkeys(SIGNED_IN, 303) | {NOBODY: 401},
    "/sign-in/guessed": dict.fromkeys(WHO, 410),
    "/sign-out": dict.fromkeys(WHO, 405),
    "/readyz": dict.fromkeys(WHO, 200),
    "/metrics": dict.fromkeys(WHO, 401),
    PRESS: dict.fromkeys(WHO, 405),
}


@pytest.fixture
async def tried(tmp_path: Path) -> AsyncIterator[Attacked]:
    async with attacked(tmp_path) as made:
        yield made


def paths(tried: Attacked, method: str) -> list[str]:
    """Give the paths of all routes that take a method."""
    taken = dict.fromkeys(path for path, methods in tried.pages.table if method in methods)
    return [re.sub(r"{(\w+)(?::path)?}", lambda found: PLACES[found[1]], path) for path in taken]


def expected(path: str) -> dict[str, int]:
    """Give what each gets of a path: what the tables do not name is there for nobody."""
    if path in BESIDE:
        return BESIDE[path]
    seen_by = PAGES.get(path.removeprefix(BELOW).removesuffix(".csv"), set())
    return {who: 200 if who in seen_by else 404 for who in SIGNED_IN} | {NOBODY: 401}


async def test_each_route_shows_itself_to_whom_it_is_for(tried: Attacked) -> None:
    every = list(dict.fromkeys([*paths(tried, "GET"), *paths(tried, "POST")]))

    found = {path: {who: (await tried.get(who, f"{path}?series=daily")).status for who in WHO} for path in every}

    assert found == {path: expected(path) for path in every}
    assert {path.removeprefix(BELOW).removesuffix(".csv") for path in every} - BESIDE.keys() == PAGES.keys() | {"press"}


async def test_pages_are_not_posted_to(tried: Attacked) -> None:
    only_shown = [path for path in paths(tried, "GET") if path not in paths(tried, "POST")]

    found = {path: {who: (await tried.post(who, path, {})).status for who in WHO} for path in only_shown}

    # Programs ask for two of them beside the pages, and a series may be called "daily.csv": its form has no token.
    beside = {"/readyz": dict.fromkeys(WHO, 404), "/metrics": dict.fromkeys(WHO, 404), f"{DAILY}.csv": WITHOUT[DAILY]}
    assert found == {path: dict.fromkeys(WHO, 405) for path in only_shown} | beside


#: What the forms of the table send, and what it would do.
FORMS = {
    PRESS: {"press": "pause series:1"},
    DAILY: {
        "target": "series:1",
        "channel": "general",
        "setting-name": "daily",
        "setting-packs": "basics",
        "setting-days": "mon",
        "setting-managers": "bo",
        "setting-at": "10:00",
    },
    "/sign-in/guessed": {},
    "/sign-out": {"everywhere": "yes"},
}
#: What those get who send the token of their own session; Bo's are done.
WITH_TOKEN = {
    PRESS: dict.fromkeys(HERE, 403) | {"manager": 200, "of another workspace": 404, NOBODY: 401},
    DAILY: dict.fromkeys(HERE, 403) | {"manager": 200, "of another workspace": 404, NOBODY: 401},
    "/sign-in/guessed": dict.fromkeys(WHO, 403),
    "/sign-out": dict.fromkeys(SIGNED_IN, 200) | {NOBODY: 401},
}
#: What those get who send none, or that of somebody else's session.
WITHOUT = {
    PRESS: dict.fromkeys(HERE, 403) | {"of another workspace": 404, NOBODY: 401},
    DAILY: dict.fromkeys(HERE, 403) | {"of another workspace": 404, NOBODY: 401},
    "/sign-in/guessed": dict.fromkeys(WHO, 403),
    "/sign-out": dict.fromkeys(SIGNED_IN, 403) | {NOBODY: 401},
}


async def test_forms_are_taken_with_the_token_of_their_session_from_whom_they_are_for(tried: Attacked) -> None:
    every = sorted(paths(tried, "POST"), key=list(FORMS).index)
    others = {who: tried.tokens["reviewer" if who == "manager" else "manager"] for who in WHO}

    async def sent(path: str, tokens: Mapping[str, str]) -> dict[str, int]:
        form = FORMS[path]
        return {who: (await tried.post(who, path, form | {"token": tokens[who]})).status for who in WHO}

    without = {path: await sent(path, dict.fromkeys(WHO, "")) for path in every}
    foreign = {path: await sent(path, others) for path in every}
    before = await tried.world.series()
    right = {path: await sent(path, tried.tokens) for path in every}

    assert (without, foreign) == (WITHOUT, WITHOUT)
    assert (before.state.value, f"{before.settings.schedule.at:%H:%M}") == ("active", "09:00")
    assert right == WITH_TOKEN
    after = await tried.world.series()
    assert (after.state.value, f"{after.settings.schedule.at:%H:%M}") == ("paused", "10:00")


async def test_links_that_are_old_used_forged_or_foreign_open_nothing(tried: Attacked, tmp_path: Path) -> None:
    used, void = [await tried.pages.link(SIGNED_IN[who]) for who in ("reviewer", "manager")]
    await tried.pages.link(SIGNED_IN["manager"])
    browser = tried.pages.browser("203.0.113.1")
    await browser.post(used, {"token": (await browser.get(used)).token})
    (tmp_path / "foreign").mkdir()
    async with attacked(tmp_path / "foreign") as elsewhere:
        foreign = await elsewhere.pages.link(SIGNED_IN["manager"])
    links = [used, void, foreign, f"{void[:-2]}AA", "/sign-in/", "/sign-in/x.y"]

    found = {who: [(await tried.get(who, link)).status for link in links] for who in WHO}

    assert found == {who: [410, 410, 410, 410, 404, 410] for who in WHO}
