"""Questions: how all of a series do, and one of them."""

from collections.abc import Mapping
from urllib.parse import urlencode

from adapters.web.page import Page
from adapters.web.pages.asking import asked
from adapters.web.show.charts import drawn
from adapters.web.show.frame import Place, address, framed
from adapters.web.show.table import Column, table
from adapters.web.spreadsheet import rows_of
from adapters.web.visit import Visit
from bot.cards.authoring.marking import judge_action, voiding_actions
from bot.cards.claims import remove_action
from bot.cards.statistics.pictures import health_picture
from bot.cards.statistics.questions import QUESTION_HEADER, question_row
from bot.cards.statistics.records import QUESTION_COLUMNS, of_questions
from bot.cards.statistics.views import why_withheld
from bot.domain.statistics.questions import QuestionHealth
from bot.domain.text import count, listing, percent
from bot.engine import QuestionPage

#: So many answers are shown at once; the others open below them.
_FIRST = 6


def question_address(visit: Visit, ref: str, series: str) -> str:
    """Give the address of a question's page."""
    return f"{address(visit.workspace, f'questions/{ref}')}?{urlencode({'series': series})}"


def _columns(visit: Visit, series: str, titles: Mapping[str, str]) -> tuple[Column[QuestionHealth], ...]:
    names = QUESTION_HEADER
    return (
        Column(names[0], lambda one: titles[one.ref], address=lambda one: question_address(visit, one.ref, series)),
        Column(names[1], lambda one: float(one.asked), is_number=True),
        Column(names[2], lambda one: float(one.answered), is_number=True),
        Column(names[3], lambda one: one.met.value, is_number=True),
        Column(names[4], lambda one: one.mean_score.value, is_number=True),
        Column(names[5], lambda one: float(one.reactions.good - one.reactions.bad), is_number=True),
        Column(names[6], lambda one: float(one.reactions.flags), is_number=True),
        Column(names[7], lambda one: float(one.reactions.claims.upheld + one.reactions.disputes.upheld)),
        Column(names[8], lambda one: listing(one.marks) or None),
    )


async def questions(visit: Visit) -> Page:
    """Show how questions do."""
    found = await visit.engine.desk.pages.questions(visit.actor, asked(visit.query))
    lines, series = found.questions.lines, found.shown.series
    [chart] = await drawn(visit.drawing, health_picture(found.questions))
    values = {
        "questions": found.questions,
        "chart": chart,
        "table": table(
            "Questions",
            _columns(visit, series, found.titles),
            lines,
            lambda one: (found.titles[one.ref], *question_row(one)[1:]),
            visit.query,
        ),
        "withheld": why_withheld(found.questions.floor, sum(one.met.left_out for one in lines), "round"),
    }
    place = Place("questions", "Questions", "questions.html.jinja", found.shown)
    return await framed(visit, place, values, lambda: rows_of(QUESTION_COLUMNS, of_questions(found.questions)))


async def question(visit: Visit) -> Page:
    """Show one question: how it does, its rubric, its answers without names, and what is to be decided of it."""
    ref = f"{visit.place['pack']}/{visit.place['id']}"
    found = await visit.engine.desk.pages.question(visit.actor, asked(visit.query), ref)
    health = found.health
    values = {
        "found": found,
        "health": tuple(zip(QUESTION_HEADER[1:], question_row(health)[1:], strict=True)) if health else (),
        "unmet": health.unmet if health else (),
        "score": lambda answer: percent(answer.grade.judgement.score if answer.grade else None),
        "judge": judge_action,
        "voiding": voiding_actions(found.answers[0]) if found.answers else (),
        "back_from": lambda wording: (remove_action(wording),),
        "first": _FIRST,
        "answered": count(len(found.answers), "answer"),
    }
    title = found.whole.title if found.whole else ref
    place = Place(f"questions/{ref}", title, "question.html.jinja", found.shown, about=ref if found.whole else "")
    return await framed(visit, place, values, lambda: _rows(found))


def _rows(found: QuestionPage) -> list[list[str]]:
    """Give the answers, without names."""
    scores = [one.grade.judgement.score if one.grade else None for one in found.answers]
    pairs = zip(found.answers, scores, strict=True)
    return [["answer", "score"], *([one.answer.text, "" if score is None else str(score)] for one, score in pairs)]
