"""Sample rounds, answers and figures around a real question, for previews: free of any platform."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice

from bot.cards.board import WeekOfSeries, board_card, place_card, reveal_news, standing_blocks, week_blocks
from bot.cards.choices import quick_card
from bot.cards.claims import ClaimGroup, claim_card, claims_decided_card, group_card
from bot.cards.drill import drill_card, drill_result_card, probe_card
from bot.cards.exam import exam_result_card
from bot.cards.forms import AnswerForm, drill_form, round_form, why_form
from bot.cards.meeting import newcomer_card, silence_card
from bot.cards.notices.series import begun_card
from bot.cards.question import closed_card, question_card
from bot.cards.reveal import model_answer_card, own_result_card, reveal_card, whole_answer
from bot.domain.answers import Answer
from bot.domain.calendar.schedule import CloseSameDay, Schedule
from bot.domain.card import Card, Quote, leading_on
from bot.domain.grading import Finding, Grade, Judgement, PointFinding, Source
from bot.domain.judging.claims import Claim, nearest_sentence, unmet
from bot.domain.judging.options import judged_quick, options_for
from bot.domain.practice.drills import Drill
from bot.domain.practice.exams import Exam, ExamResult
from bot.domain.question import Question
from bot.domain.reporting import RoundFigures
from bot.domain.rounds import Form, Round, RoundState
from bot.domain.scoring import Board, Points, Standing
from bot.domain.series import AnswerMode, PrivateReminder, Series, SeriesSettings, SeriesState
from bot.domain.statistics.floor import Mean

ZONE = "Europe/Berlin"
_WORKSPACE = "sample:1"
_LINK = "https://example.com/reveal"
#: When the question was asked.
OPENED = datetime(2030, 6, 4, 7, 0, tzinfo=UTC)
#: When answers cease to count.
CLOSES = OPENED + timedelta(hours=7, minutes=30)
_FIRST = (
    *("Ana", "Bo", "Chidi", "Dörte", "Eve", "Farid", "Grace", "Hana", "Ivo", "Jun"),
    *("Kemal", "Lucía", "Mei", "Noor", "Oksana", "Priya", "Quang", "Rosa", "Sven", "Tala"),
)
_LAST = (
    *("Ruiz", "Lindqvist", "Okafor", "O'Brien-Sørensen", "d'Amboise", "Rahimi", "Ndlovu", "Kobayashi"),
    *("Marić", "Park", "Aydin", "Fernández", "Chen", "Haddad", "Kovalenko"),
)
#: So many stand on the boards, at least: not everybody answers every day.
_IN_SERIES = 12
#: How many answered the other questions of the week, in sixths of those who answered this one.
_SIXTHS = (6, 4, 2, 0, 5)
_BOARD_LINES = 10
_LEADERS = 3
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
        form=Form.BOTH,
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
        form=Form.BOTH if question.choices else Form.TEXT,
    )


def _names(answered: int) -> dict[str, str]:
    """Give what members are called, by their ids; those who answered come first."""
    numbers = range(max(answered, _IN_SERIES))
    # The step takes every pair of names once.
    return {f"U{n + 1:04}": f"{_FIRST[n % len(_FIRST)]} {_LAST[(n + n // 60) % len(_LAST)]}" for n in numbers}


def _met(question: Question, answered: int) -> list[int]:
    """Give how many key points each met: the first all of them, and so on down to none."""
    most = len(question.key_points)
    return [most - number * (most + 1) // answered for number in range(answered)]


def _answers(question: Question, met: Sequence[int], members: Sequence[str]) -> list[Answer]:
    """Give answers that say the key points that they met, the first one also the short answer."""
    points = [point.text for point in question.key_points]
    texts = [" ".join(points[:number]) or "I do not know." for number in met]
    texts[0] = "\n".join((*points, question.summary))
    return [
        Answer(member, text, (f"{index}",), OPENED, OPENED)
        for index, (member, text) in enumerate(zip(members, texts, strict=False))
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
    return Judgement(met / len(points), findings, f"{met} of {len(points)} key points found.")


def cards(question: Question, answered: int = 5) -> dict[str, Card]:
    """Give the cards of a round that so many answered (at least two) and of a drill, by what they are."""
    played, names = _round(question), _names(answered)
    met = _met(question, answered)
    answers = _answers(question, met, list(names))
    judged = {number: _judgement(question, number) for number in {*met}}
    judgements = {one.member: judged[number] for one, number in zip(answers, met, strict=True)}
    answers, judgements = _with_quick(played, answers, judgements)
    points = {
        one.member: Points(
            7, 1, _WORKSPACE, played.day, one.member, 2 + 3 * number, judgements[one.member].score, is_best=not place
        )
        for place, (one, number) in enumerate(zip(answers, met, strict=True))
    }
    # The first that has something to claim.
    own = next(one for one, number in zip(answers, met, strict=True) if number < len(question.key_points))
    grade = Grade(7, own.member, Source.AUTO, judgements[own.member], "keypoints", OPENED)
    drill = Drill(3, _WORKSPACE, own.member, question, OPENED)
    done = Drill(3, _WORKSPACE, own.member, question, OPENED, OPENED, own.text, judgements[own.member])
    news, board = reveal_news(played, answered), _board(names)
    leading = replace(board, lines=board.lines[:_LEADERS])
    reveal = reveal_card(played, answers, judgements, points, names, reads_answers=True)
    return {
        "Daily card": question_card(series(question), played, question, answered),
        **_quick(played, own.member),
        "Closed card": closed_card(played, answered),
        "Reveal, in the thread": _with_whole_answer(reveal),
        "Model answer, below the reveal": model_answer_card(played, answers),
        "Reveal, in the channel": _linked(standing_blocks(news, "daily", leading, {"U0001": 3, "U0002": 2})),
        "Reveal that ends a week, in the channel": _linked(week_blocks(news, [_week(question, board, answered)])),
        "My place": place_card("daily", board),
        "Leaderboard": board_card("daily", board),
        "How did I do?": own_result_card(played, own, grade, points[own.member], may_claim=True),
        **_claimed(question, grade.judgement, own.text),
        "Drill": drill_card(drill),
        **_one_more(done),
        "Drill, answered": drill_result_card(done),
        "Exam, at its end": exam_result_card(ExamResult(_EXAM, (done, drill))),
        "For a newcomer, privately": newcomer_card(series(question)),
        "After two silent weeks, privately": silence_card(series(question)),
        "Series, set up": begun_card(series(question), [(at.date(), at) for at in SLOTS[:3]], SLOTS[0].date()),
    }


def _with_whole_answer(reveal: Card) -> Card:
    """Put the link below the beginning of the best answer, as it is where that stands in the thread."""
    blocks = ((block, whole_answer(_LINK)) if isinstance(block, Quote) else (block,) for block in reveal.blocks)
    return replace(reveal, blocks=tuple(chain.from_iterable(blocks)))


def _with_quick(
    played: Round, answers: Sequence[Answer], judgements: Mapping[str, Judgement]
) -> tuple[list[Answer], dict[str, Judgement]]:
    """Let the last one have chosen what is right, where the question has choices."""
    question, choosing = played.question, played.choosing
    if question is None or choosing is None:
        return list(answers), dict(judgements)
    right = tuple(place for place, one in enumerate(question.choices) if one.right)
    *others, last = answers
    chosen = replace(last, text=choosing.texts(right), picked=right)
    judgement = judged_quick(question, right, could_be_words=True)
    return [*others, chosen], {**judgements, last.member: judgement}


def _quick(played: Round, member: str) -> dict[str, Card]:
    """Give the choices of a question that has some, as a member sees them who has taken the first."""
    if played.question is None or played.choosing is None:
        return {}
    options = options_for(played.question, played.workspace, member)
    return {"Quick answer": quick_card(played, options, "a", "")}


def _one_more(done: Drill) -> dict[str, Card]:
    """Give the follow-up of a question that has one."""
    probes = [place for place, point in enumerate(done.question.key_points) if point.probe]
    return {"Drill, one more": probe_card(replace(done, probe=probes[0]))} if probes else {}


def _claimed(question: Question, judgement: Judgement, text: str) -> dict[str, Card]:
    """Give what is claimed of a question with several unmet points, as its author and a reviewer see it."""
    places = unmet(question, judgement)
    if not places:
        return {}
    point, claim = question.key_points[places[0]], Claim(5, _WORKSPACE, "U0002", OPENED, question.ref, 1, 7)
    sentences = (nearest_sentence(text, point), "It is the part that a reader would look for first.")
    claims = tuple(
        replace(claim, id=number, point=point.text, sentence=sentence)
        for number, sentence in enumerate(sentences, start=5)
    )
    return {
        "Which point did you say?": claim_card(question, places, "round", 7),
        "Claims, for a reviewer": group_card(ClaimGroup(question, point.text, claims, 0), 2),
        "Claim, decided": claims_decided_card(question, claims[0], accepted=True),
    }


def forms(question: Question) -> dict[str, AnswerForm]:
    """Give the forms for an answer, by what they are."""
    drill = Drill(3, _WORKSPACE, "U0002", question, OPENED)
    why = {"Why it was chosen": why_form("", is_sealed=True)} if question.choices else {}
    return {"Answer": round_form(question), **why, "Answer to a drill": drill_form(drill)}


def _linked(news: Card) -> Card:
    return leading_on(news, _LINK)


def _week(question: Question, board: Board, answered: int) -> WeekOfSeries:
    numbers = [sixths * answered // max(_SIXTHS) for sixths in _SIXTHS]
    figures = (
        RoundFigures(
            OPENED.date() + timedelta(days=day - 1), question.ref, number, Mean(sixths / 10 if number else None)
        )
        for day, (number, sixths) in enumerate(zip(numbers, _SIXTHS, strict=True))
    )
    # In a channel nobody is told where they stand themselves.
    return WeekOfSeries("daily", replace(board, own=None), tuple(figures), 7)


def _board(names: Mapping[str, str]) -> Board:
    lines = tuple(
        Standing(index, member, name, 66 - 4 * index, 6 - index // 4, 0.96 - index / 20, max(12 - index, 0))
        for index, (member, name) in enumerate(islice(names.items(), _BOARD_LINES), start=1)
    )
    return Board("2030-W23", lines, members=len(names), own=lines[1])
