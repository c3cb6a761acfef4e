"""Signing in over a real socket: the link once, for ten minutes, by a button; the session, and how it ends."""

from collections.abc import AsyncIterator

import pytest

from tests.worlds.builders import ANA, WORKSPACE
from tests.worlds.pages import PagesWorld, pages_world

pytestmark = pytest.mark.sockets
FIRST = f"/w/{WORKSPACE}/overview"


@pytest.fixture
async def pages() -> AsyncIterator[PagesWorld]:
    async with pages_world() as served:
        await served.world.set_up()
        yield served


async def test_a_link_opens_a_page_whose_button_signs_in(pages: PagesWorld) -> None:
    browser, link = pages.browser(), await pages.link(ANA)

    before = await browser.get(FIRST)
    opened = await browser.get(link)
    entered = await browser.post(link, {"token": opened.token})
    first = await browser.get(entered.location)

    assert (before.status, opened.status, entered.status, entered.location) == (401, 200, 303, FIRST)
    assert (first.status, "Ana" in first.text) == (200, True)
