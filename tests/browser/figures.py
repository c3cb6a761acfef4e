"""The report, the digest and the screens of figures for two generated teams, as pages that a browser can show."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page

from adapters.charts.drawing import ChartDrawing
from adapters.slack.operate.preview_page import card_html, preview_page
from adapters.storage.sqlite.alone import AloneStore
from adapters.storage.sqlite.store import SqliteStore
from adapters.web.pages import PAGES
from adapters.web.show.charts import KeptDrawing
from adapters.web.templates import as_html
from adapters.web.visit import Visit
from bot.bootstrap import App, build
from bot.cards.statistics.digest import digest_card
from bot.cards.statistics.people import people_card
from bot.cards.statistics.questions import questions_card
from bot.cards.statistics.team import forecast_card, team_card, topics_card
from bot.cli.reports.page import figures_of, page
from bot.cli.reports.reading import Reader
from bot.cli.year.kind import Kind
from bot.cli.year.living import Period, live
from bot.cli.year.teams import MANAGER, TEAMS
from bot.config.settings import default_settings
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.series import Series
from bot.packs.library import pack_library
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from bot.services.statistics.scopes import scope_for_operator
from tests.browser.previews import sample
from tests.content.shipped import ROOT

#: The last day that is lived through, and how many days up to it: as many as the figures of a quarter go back.
LAST, DAYS = date(2026, 11, 27), 150
PERIOD = "2026-Q4"
_AT = "http://pages.test"
_STATIC = ROOT / "adapters" / "web" / "static"
#: What pictures of pages are called, by the paths of pages.
NAMES = {
    "overview": "overview",
    "questions": "questions",
    "questions/{pack}/{id}": "question",
    "people": "people",
    "queue": "queue",
    "series": "all-series",
    "series/{name:path}": "series",
    "me": "me",
}


@dataclass(frozen=True)
class Generated:
    """What is shown of one team."""

    report: str
    #: By what they are called in chat.
    screens: Mapping[str, Card]
    #: The HTML of pages, by name.
    pages: Mapping[str, str]


def generated(folder: Path, kind: Kind, days: int = DAYS) -> Generated:
    """Live through the last days of a team, and give what is shown of them on the morning after."""
    # Playwright has an event loop in the thread that uses it.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, _generated(folder, kind, days)).result()


async def _generated(folder: Path, kind: Kind, days: int) -> Generated:
    settings = default_settings(database=folder / f"{kind}.db")
    packs = pack_library(settings)
    alone = AloneStore(settings.file)
    try:
        await live(settings, alone, packs, TEAMS[kind], Period(LAST - timedelta(days=days - 1), LAST), seed=1)
    finally:
        await alone.close()
    store = SqliteStore.open(settings.file, read_only=True)
    try:
        clock = TravelClock(datetime.combine(LAST + timedelta(days=1), time(8), UTC))
        app = build(settings, {}, store=store, packs=packs, clock=clock)
        report, screens = await store.call(_shown, app)
        return Generated(report, screens, await _pages(app))
    finally:
        await store.close()


def _shown(tx: Transaction, app: App) -> tuple[str, dict[str, Card]]:
    first = tx.series.all()[0]
    figures = list(figures_of(Reader(tx, app.services, [first]), PERIOD))
    return page(figures), _screens(tx, app, first)


async def _pages(app: App) -> dict[str, str]:
    """Show each page as the manager of the first series sees it, who has a name for the picture."""
    first = await app.call(lambda tx: tx.series.all()[0])
    [last] = await app.call(lambda tx: tx.past.find(first.id, "", but=(), limit=1, offset=4))
    played = await app.call(lambda tx: tx.rounds.get(last))
    assert played is not None
    assert played.question is not None
    who = Actor(first.workspace, MANAGER, "Mara Lindqvist", is_admin=True)
    places = {"name": first.name, "pack": played.question.pack, "id": played.question.id}
    drawing = KeptDrawing(ChartDrawing())
    found = {}
    for path, view in PAGES.items():
        visit = Visit(app, who, places, {"series": first.name, "period": PERIOD}, "", drawing)
        if path in NAMES:
            found[NAMES[path]] = as_html(await view(visit), visit)
    return found


def _screens(tx: Transaction, app: App, series: Series) -> dict[str, Card]:
    statistics, digesting = app.services.statistics, app.services.digesting
    scope = scope_for_operator(tx, [series])
    team = statistics.team(tx, scope, PERIOD)
    week = digesting.week(tx, Actor(series.workspace, MANAGER, "", is_admin=True), series, "UTC")
    assert week is not None
    return {
        "Team": team_card(series.id, team),
        "Topics": topics_card(series.id, team),
        "People": people_card(series.id, statistics.people(tx, scope, PERIOD)),
        "Questions": questions_card(series.id, statistics.questions(tx, scope, PERIOD)),
        "Forecast": forecast_card(series.id, series.name, PERIOD, statistics.forecast(tx, scope), team.floor),
        "Digest": digest_card(week),
    }


def show_report(opened: Page, folder: Path, made: Generated) -> Locator:
    """Show a report."""
    written = folder / "report.html"
    written.write_text(made.report, encoding="utf-8")
    opened.goto(written.as_uri())
    return opened.locator("body")


def show_page(opened: Page, made: Generated, name: str) -> None:
    """Show a page; its files come from where they are kept."""
    opened.unroute_all()
    opened.route(f"{_AT}/static/*", lambda route: route.fulfill(path=_STATIC / route.request.url.rpartition("/")[2]))
    opened.route(f"{_AT}/", lambda route: route.fulfill(body=made.pages[name], content_type="text/html; charset=utf-8"))
    opened.goto(f"{_AT}/")


def show_screens(opened: Page, folder: Path, made: Generated) -> Mapping[str, Locator]:
    """Show the screens of a chat, by name, as Slack's preview draws them."""
    head = preview_page(sample(), 5).partition("<body>")[0]
    messages = {name: "".join(card_html(card)) for name, card in made.screens.items()}
    body = "".join(f'<section id="{name}">{html}</section>' for name, html in messages.items())
    written = folder / "screens.html"
    written.write_text(f"{head}<body><main>{body}</main></body></html>", encoding="utf-8")
    opened.goto(written.as_uri())
    return {name: opened.locator(f"#{name}") for name in messages}
