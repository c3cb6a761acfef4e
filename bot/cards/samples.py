"""Sample rounds, answers and figures around a real question, for previews: free of any platform."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.cards.board import WeekOfSeries, board_card, place_card, reveal_news, standing_blocks, week_blocks
from bot.cards.drill import drill_card, drill_result_card, probe_card
from bot.cards.exam import exam_result_card
from bot.cards.forms import AnswerForm, drill_form, round_form
from bot.cards.notices import series_card
from bot.cards.question import closed_card, question_card
from bot.cards.reveal import model_answer_card, own_result_card, reveal_card
from bot.domain.answers import Answer
from bot.domain.calendar.schedule import CloseSameDay, Schedule
from bot.domain.card import Card, leading_on
from bot.domain.grading import Finding, Grade, Judgement, PointFinding, Source
from bot.domain.practice.drills import Drill
from bot.domain.practice.exams import Exam, ExamResult
from bot.domain.question import Question
from bot.domain.reporting import RoundFigures
from bot.domain.rounds import Round, RoundState
from bot.domain.scoring import Board, Points, Standing
from bot.domain.series import AnswerMode, PrivateReminder, Series, SeriesSettings, SeriesState

ZONE = "Europe/Berlin"
_WORKSPACE = "sample:1"
#: When the question was asked.
OPENED = datetime(2030, 6, 4, 7, 0, tzinfo=UTC)
#: When answers cease to count.
CLOSES = OPENED + timedelta(hours=7, minutes=30)
_NAMES = {"U0001": "Ana Ruiz", "U0002": "Bo @everyone <!channel>", "U0003": "Chidi & *sons*"}
SCHEDULE = Schedule(ZONE, time(9), closes=CloseSameDay(), holidays="DE-BY")
#: When the series asks next.
SLOTS: Sequence[datetime] = tuple(OPENED + timedelta(days=days) for days in (1, 2, 3, 6, 7))


_EXAM = Exam(5, _WORKSPACE, "U0002", 2, "", None, OPENED, OPENED)


def series(question: Question) -> Series:
    """Give a series that asks the question."""
    settings = SeriesSettings(
        schedule=SCHEDULE,
        packs=(question.pack,),
        answer_mode=AnswerMode.SEALED,
        remind_before=PrivateReminder(timedelta(hours=1)),
        managers=frozenset({"U0001", "S0001"}),
    )
    return Series(1, _WORKSPACE, "daily", "C0001", settings, SeriesState.ACTIVE, "", date(2030, 6, 5), SLOTS[0], 1)


def _round(question: Question) -> Round:
    return Round(
        id=7,
        series_id=1,
        workspace=_WORKSPACE,
        day=OPENED.date(),
        state=RoundState.CLOSED,
        question=question,
        opened_at=OPENED,
        closes_at=CLOSES,
        closed_at=CLOSES,
        remind_at=None,
        channel="C0001",
        card_message="1900000000.000100",
        thread="1900000000.000100",
        note="",
        best_member="U0001",
        mean_score=0.6,
        is_sealed=True,
    )


def _answers(question: Question) -> list[Answer]:
    texts = (
        "\n".join(point.text for point in question.key_points),
        "See https://example.com, <https://example.com|this>, <@U0003> :tada: *bold* `code` & <b>more</b>",
        "I do not know.\n\n    SELECT 1;",
    )
    return [
        Answer(member, text, (f"{index}",), OPENED, OPENED)
        for index, (member, text) in enumerate(zip(_NAMES, texts, strict=True))
    ]


def _judgement(question: Question, met: int) -> Judgement:
    """Judge that the first key points were met, the next one perhaps, and the others not."""
    points = question.key_points
    findings = tuple(
        PointFinding(Finding.COVERED, point.text.partition(" ")[2])
        if index < met
        else PointFinding(Finding.UNSURE if index == met else Finding.NOT_FOUND)
        for index, point in enumerate(points)
    )
    return Judgement(met / len(points), findings, f"{met} of {len(points)} key points are in your reply.")


def cards(question: Question) -> dict[str, Card]:
    """Give the cards of a round and a drill, by what they are."""
    played, answers = _round(question), _answers(question)
    met = dict(zip(_NAMES, (len(question.key_points), 1, 0), strict=True))
    judgements = {member: _judgement(question, number) for member, number in met.items()}
    points = {
        member: Points(7, 1, _WORKSPACE, played.day, member, 2 + 3 * number, judgements[member].score, is_best=False)
        for member, number in met.items()
    }
    own = answers[1]
    grade = Grade(7, own.member, Source.AUTO, judgements[own.member], "keypoints", OPENED)
    drill = Drill(3, _WORKSPACE, own.member, question, OPENED)
    done = Drill(3, _WORKSPACE, own.member, question, OPENED, OPENED, own.text, judgements[own.member])
    news, leading = reveal_news(played, len(answers)), _board()
    return {
        "Daily card": question_card(series(question), played, question),
        "Closed card": closed_card(played, len(answers)),
        "Reveal, in the thread": reveal_card(played, answers, judgements, points, _NAMES, reads_answers=True),
        "Model answer, below the reveal": model_answer_card(played),
        "Reveal, in the channel": _linked(standing_blocks(news, "daily", leading, {"U0001": 3, "U0002": 2})),
        "Reveal that ends a week, in the channel": _linked(week_blocks(news, _week(question, leading))),
        "My place": place_card("daily", leading),
        "Leaderboard": board_card("daily", leading),
        "How did I do?": own_result_card(played, own, grade, points[own.member]),
        "Drill": drill_card(drill),
        **_one_more(done),
        "Drill, answered": drill_result_card(done),
        "Exam, at its end": exam_result_card(ExamResult(_EXAM, (done, drill))),
        "Series, set up": series_card(series(question), [(at.date(), at) for at in SLOTS[:3]], "daily is set up"),
    }


def _one_more(done: Drill) -> dict[str, Card]:
    """Give the follow-up of a question that has one."""
    probes = [place for place, point in enumerate(done.question.key_points) if point.probe]
    return {"Drill, one more": probe_card(replace(done, probe=probes[0]))} if probes else {}


def forms(question: Question) -> dict[str, AnswerForm]:
    """Give the forms for an answer, by what they are."""
    drill = Drill(3, _WORKSPACE, "U0002", question, OPENED)
    return {"Answer": round_form(question), "Answer to a drill": drill_form(drill)}


def _linked(news: Card) -> Card:
    return leading_on(news, "https://example.com/reveal")


def _week(question: Question, leading: Board) -> WeekOfSeries:
    answers = (6, 4, 2, 0, 5)
    figures = (
        RoundFigures(OPENED.date() + timedelta(days=day - 1), question.ref, number, number / 10 if number else None)
        for day, number in enumerate(answers)
    )
    # In a channel nobody is told where they stand themselves.
    return WeekOfSeries("daily", replace(leading, own=None), tuple(figures), 7)


def _board() -> Board:
    lines = tuple(
        Standing(index, member, name, 42 - 9 * index, 6 - index, 0.9 - index / 10, 7 - index)
        for index, (member, name) in enumerate(_NAMES.items(), start=1)
    )
    return Board("2030-W23", lines, members=12, own=lines[1])
