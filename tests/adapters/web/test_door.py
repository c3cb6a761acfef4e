"""What stands between browsers and the pages: host, methods, headers, sizes, floods, and words in place of traces."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.web.guard.attempts import WINDOW, Attempts
from adapters.web.guard.door import MOST_OF_ADDRESS, MOST_OF_WORKSPACE
from tests.worlds.builders import ADMIN, ANA, WORKSPACE
from tests.worlds.pages import PagesWorld, pages_world

pytestmark = pytest.mark.sockets
FIRST = f"/w/{WORKSPACE}/overview"
STRICT = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    async with pages_world() as served:
        await served.world.set_up()
        served.world.messenger.administer = {"root"}
        yield served


async def test_every_answer_carries_the_headers(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ADMIN)
    paths = ["/", FIRST, "/static/askaday.css", "/nowhere", "/sign-in/x", f"/w/{WORKSPACE}/nowhere"]
    answers = [await browser.get(path) for path in paths] + [await browser.post(FIRST)]

    kept = [{name: one.headers.get(name) for name in STRICT} for one in answers]
    stores = [one.headers.get("Cache-Control") for one in answers]

    assert kept == [STRICT] * len(answers)
    assert stores == ["no-store"] * len(answers)
    assert [one for one in answers if "Strict-Transport-Security" in one.headers] == []


async def test_behind_tls_browsers_are_told_to_stay_there() -> None:
    async with pages_world("https://pages.test") as secure:
        answer = await secure.browser().get("/")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_another_host_is_refused_and_signs_of_life_are_not(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ADMIN)
    hosts = ["evil.test", "pages.test.evil.test", "pages.test:81", "127.0.0.1", "PAGES.TEST", "pages.test:80"]

    found = [(await browser.get("/", headers={"Host": host})).status for host in hosts]

    assert found == [421, 421, 421, 421, 303, 303]
    assert (await browser.get("/healthz", headers={"Host": "10.0.0.1"})).status == 200


async def test_methods_are_those_of_the_page(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ADMIN)
    asked = [
        ("HEAD", FIRST),
        ("HEAD", "/"),
        ("POST", FIRST),
        ("DELETE", "/sign-out"),
        ("GET", "/sign-out"),
        ("TRACE", "/"),
    ]

    answers = [await browser.ask(method, path) for method, path in asked]

    assert [one.status for one in answers] == [200, 303, 405, 405, 405, 405]
    allowed = [sorted(one.headers["Allow"].split(", ")) for one in answers[2:]]
    assert allowed == [["GET", "HEAD"], ["POST"], ["POST"], ["GET", "HEAD"]]
    assert answers[0].text == ""


async def test_mistakes_are_pages_in_plain_words_and_stand_in_the_log(
    pages: PagesWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await pages.signed_in(ADMIN)

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(type(pages.world.app.services.signing_in), "visitor", broken)
    with capture_logs() as logs:
        answer = await browser.get(FIRST)

    said = [word in answer.text for word in ("Something went wrong", "ZeroDivisionError", "a secret", "Traceback")]
    assert (answer.status, said) == (500, [True, False, False, False])
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["a page could not be shown"]


async def test_what_is_too_large_or_no_form_is_refused(pages: PagesWorld) -> None:
    browser = await pages.signed_in(ADMIN)
    press = f"/w/{WORKSPACE}/press"
    token = (await browser.get(FIRST)).token

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    large = await browser.ask("POST", press, data=BytesIO(b"text=" + b"a" * 1_100_000), headers=form)
    as_json = await browser.ask("POST", press, json={"token": token})
    many = await browser.post(press, {"token": token} | {f"field-{number}": "x" for number in range(200)})
    broken = await browser.ask("POST", press, data=b"token=%FF", headers=form)

    assert [one.status for one in (large, as_json, many, broken)] == [413, 415, 400, 400]


@pytest.mark.parametrize("path", ["/static/../site.py", "/static/%2e%2e/site.py", "/static/..%2fsite.py", "/static/"])
async def test_static_files_are_those_of_their_folder(pages: PagesWorld, path: str) -> None:
    assert (await pages.browser().get(path)).status == 404


async def test_a_flood_of_attempts_shuts_the_door_for_that_address_alone(pages: PagesWorld) -> None:
    flooding, member = pages.browser("203.0.113.9"), await pages.signed_in(ADMIN, "203.0.113.10")
    refused = [(await flooding.get(f"/sign-in/guess-{number}")).status for number in range(MOST_OF_ADDRESS)]

    shut = [await flooding.get(path) for path in ("/sign-in/guess", FIRST)]
    link = await pages.link(ANA)

    assert (set(refused), [one.status for one in shut]) == ({410}, [429, 429])
    assert [one.headers["Retry-After"] for one in shut] == [str(WINDOW)] * 2
    assert [(await member.get(FIRST)).status, (await pages.browser("203.0.113.11").get(link)).status] == [200, 200]


async def test_a_flood_from_everywhere_shuts_a_workspace_for_those_who_are_not_signed_in(pages: PagesWorld) -> None:
    member = await pages.signed_in(ADMIN, "203.0.113.10")
    refused = [
        (await pages.browser(f"198.51.{number // 100}.{number % 100}").get(FIRST)).status
        for number in range(MOST_OF_WORKSPACE)
    ]

    shut, elsewhere = [
        (await pages.browser("203.0.113.9").get(path)).status for path in (FIRST, "/w/slack:T1/overview")
    ]

    assert (set(refused), shut, elsewhere, (await member.get(FIRST)).status) == ({401}, 429, 401, 200)


async def test_attempts_are_forgotten_after_a_while_and_bounded() -> None:
    now = [100.0]
    attempts = Attempts(2, lambda: now[0])
    found = []
    for later in (0, 1, 58, 1):
        now[0] += later
        found.append(await attempts.are_too_many("a"))
        await attempts.count("a")
    now[0] += WINDOW
    for number in range(20_000):
        await attempts.count(f"other {number}")

    assert found == [False, False, True, False]
    assert await attempts.are_too_many("a") is False


async def test_refusals_stand_in_the_log_without_the_path(pages: PagesWorld) -> None:
    with capture_logs() as logs:
        await pages.browser("203.0.113.9").get("/sign-in/a-secret")

    said = [entry for entry in logs if entry["event"] == "a request was refused"]
    assert said == [{"event": "a request was refused", "log_level": "warning", "status": 410, "sender": "203.0.113.9"}]
