"""A series at a glance."""

from urllib.parse import urlencode

from adapters.web.page import Page
from adapters.web.pages.asking import asked
from adapters.web.pages.questions import question_address
from adapters.web.show.charts import drawn
from adapters.web.show.frame import Place, address, framed
from adapters.web.show.table import Column, table
from adapters.web.spreadsheet import rows_of
from adapters.web.visit import Visit
from bot.cards.statistics.pictures import (
    forecast_picture,
    health_picture,
    knowledge_picture,
    participation_picture,
    rare_topics,
)
from bot.cards.statistics.records import TOPIC_COLUMNS, of_topics
from bot.cards.statistics.team import TOPIC_HEADER, no_figures, topic_row
from bot.domain.calendar.periods import period_title
from bot.domain.statistics.team import TopicKnowledge
from bot.domain.text import count, percent
from bot.engine import Overview

_TOPICS: tuple[Column[TopicKnowledge], ...] = (
    Column(TOPIC_HEADER[0], lambda one: one.topic),
    Column(TOPIC_HEADER[1], lambda one: one.met.value, is_number=True),
    Column(TOPIC_HEADER[2], lambda one: one.trend, is_number=True),
    Column(TOPIC_HEADER[3], lambda one: one.held.value, is_number=True),
    Column(TOPIC_HEADER[4], lambda one: one.people, is_number=True),
)
_MOST_MARKED = 8


async def overview(visit: Visit) -> Page:
    """Show what a team knows, how it takes part, and what needs attention."""
    found = await visit.engine.desk.pages.overview(visit.actor, asked(visit.query))
    charts = await drawn(
        visit.drawing,
        knowledge_picture(found.team),
        participation_picture(found.team),
        health_picture(found.questions),
        forecast_picture(found.forecast),
    )
    values = {
        "found": found,
        "team": found.team,
        "questions": found.questions,
        "forecast": found.forecast,
        "open": no_figures(found.running) if found.running else "",
        "rare": rare_topics(found.team),
        "charts": dict(zip(("knowledge", "participation", "health", "forecast"), charts, strict=True)),
        "attention": _attention(visit, found),
        "topics": table("Topics", _TOPICS, found.team.topics, topic_row, visit.query),
        "week_rows": [(one.name, one.rounds, one.answers, percent(one.rate)) for one in found.team.weeks],
        "until": f"{found.forecast.until.day} {found.forecast.until:%B}",
        "most_marked": _MOST_MARKED,
        "to_question": lambda ref: question_address(visit, ref, found.shown.series),
    }
    about = period_title(found.team.period)
    place = Place("overview", found.shown.series, "overview.html.jinja", found.shown, about)
    return await framed(visit, place, values, lambda: rows_of(TOPIC_COLUMNS, of_topics(found.team)))


def _attention(visit: Visit, found: Overview) -> list[tuple[str, str]]:
    """Give what needs attention, each with the address of where that is done."""
    said = [(f"Paused: {found.pause_reason}", "series")] if found.pause_reason else []
    marked, fading = len(found.questions.marked), len(found.forecast.topics)
    said += [(f"{count(marked, 'question')} to look at", "questions")] if marked else []
    said += [(f"{count(found.to_decide, 'decision')} waiting for you", "queue")] if found.to_decide else []
    said += [(f"Owed: {one}", "series") for one in found.owed]
    series = urlencode({"series": found.shown.series})
    leads = [(text, f"{address(visit.workspace, path)}?{series}") for text, path in said]
    by = f"{found.forecast.until.day} {found.forecast.until:%B}"
    return leads + ([(f"{count(fading, 'topic')} will have been forgotten by {by}", "#forgotten")] if fading else [])
