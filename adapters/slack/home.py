"""The Home tab: a member's own figures, what they can answer today, and for managers their series."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.slack import limits
from adapters.slack.blocks import block_parts, moment
from adapters.slack.buttons import action_parts
from adapters.slack.parts import Part, paragraph_parts, rich_part, small_parts
from adapters.slack.rich_text import list_of_one, run
from adapters.slack.texts import Json, escape, mrkdwn, plain_text
from adapters.slack.views import view_blocks
from bot.domain.cards import Action, Facts, Heading, Table
from bot.domain.target import Target
from bot.domain.text import DASH, count, one_line, percent

#: How many of a series' next slots are shown.
_SLOTS = 3
#: How many buttons a series has at most; they are counted through, so that no two ids are alike.
_ACTIONS = 4


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A member's figures in one series."""

    series: str
    streak: int
    longest: int
    points: int
    #: Place on the board of all time; None: no answer yet, or not on boards.
    rank: int | None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that can be answered now."""

    series: str
    title: str
    #: Aware UTC; None: not fixed yet.
    closes_at: datetime | None
    #: The series' zone.
    zone: str
    #: Of the card; empty where Slack gave none.
    link: str = ""
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """A topic in which the member's answers miss most."""

    topic: str
    #: 0..1.
    mean_score: float
    answers: int


@dataclass(frozen=True, slots=True)
class ManagedSeries:
    """A series that the member may run."""

    id: int
    name: str
    #: When it asks, in a sentence.
    schedule: str
    zone: str
    #: When it asks next, aware UTC.
    slots: Sequence[datetime] = ()
    #: Empty where it is not paused.
    pause_reason: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that the Home tab shows to one member."""

    own: Sequence[OwnLine] = ()
    open_questions: Sequence[OpenQuestion] = ()
    weak_topics: Sequence[WeakTopic] = ()
    managed: Sequence[ManagedSeries] = ()
    #: The commands' names.
    qotd: str = "qotd"
    quiz: str = "aws-quiz"


def home_view(page: HomePage) -> Json:
    """Give the Home tab."""
    parts = [*_own(page.own), *_open(page.open_questions), *_weak(page), *_managed(page)]
    footer = small_parts([f"/{page.qotd} help lists every command; /{page.qotd} privacy is about your data."], most=1)
    blocks = [*view_blocks(parts, limits.VIEW_BLOCKS - 1), *(part.block for part in footer)]
    return {"type": "home", "blocks": blocks}


def _header(text: str) -> Part:
    return Part({"type": "header", "text": plain_text(text)}, text, leads=True)


def _sentence(text: str) -> Iterator[Part]:
    return paragraph_parts([run(text)])


def _own(own: Sequence[OwnLine]) -> Iterator[Part]:
    yield _header("How you are doing")
    if not own:
        yield from _sentence("Nothing yet: answer a question, and your streak and points are here.")
    elif len(own) == 1:
        yield from block_parts(Facts(_figures(own[0])))
    else:
        rows = tuple((line.series, *(value for _, value in _figures(line))) for line in own)
        yield from block_parts(Table(("Series", *(name for name, _ in _figures(own[0]))), rows, (2, 3, 4)))


def _figures(line: OwnLine) -> tuple[tuple[str, str], ...]:
    return (
        ("Streak", f"{count(line.streak, 'question')} in a row"),
        ("Longest", str(line.longest)),
        ("Points", str(line.points)),
        ("Rank", DASH if line.rank is None else str(line.rank)),
    )


def _open(questions: Sequence[OpenQuestion]) -> Iterator[Part]:
    yield _header("Open questions")
    if not questions:
        yield from _sentence("No question is open at the moment.")
    for question in questions:
        mark = "✅ " if question.is_answered else ""
        title = one_line(question.title)
        yield from paragraph_parts([run(f"{mark}{one_line(question.series)}: "), run(title, "bold", url=question.link)])
        closing: list[Json] = []
        if question.closes_at:
            closing = [plain_text("Closes"), mrkdwn(moment(question.closes_at, question.zone))]
        state = plain_text("You have answered" if question.is_answered else "You have not answered yet")
        yield Part({"type": "context", "elements": [*closing, state]}, escape(state["text"]))


def _weak(page: HomePage) -> Iterator[Part]:
    if not page.weak_topics:
        return
    yield _header("Worth another look")
    lines = ([run(one_line(weak.topic), "bold"), run(_score(weak))] for weak in page.weak_topics)
    yield rich_part(*(list_of_one(line, 0, None) for line in lines))
    yield from small_parts(
        [f"/{page.quiz} {one_line(page.weak_topics[0].topic)} asks you about it in private."], most=1
    )


def _score(weak: WeakTopic) -> str:
    return f" — score {percent(weak.mean_score)} in {count(weak.answers, 'answer')}"


def _managed(page: HomePage) -> Iterator[Part]:
    if page.managed:
        yield Part({"type": "divider"}, "---")
        yield _header("Your series")
    for place, series in enumerate(page.managed):
        yield from block_parts(Heading(series.name))
        yield from _sentence(one_line(series.schedule))
        yield from _state(series)
        yield from action_parts(_actions(series), first=place * _ACTIONS)


def _state(series: ManagedSeries) -> Iterator[Part]:
    if series.pause_reason:
        yield from small_parts([f"Paused: {series.pause_reason}"], most=1)
        return
    moments = " · ".join(moment(slot, series.zone) for slot in series.slots[:_SLOTS])
    if moments:
        yield Part({"type": "context", "elements": [plain_text("Next"), mrkdwn(moments)]}, f"Next {moments}")


def _actions(series: ManagedSeries) -> tuple[Action, ...]:
    target = str(Target("series", series.id))
    pause = Action("resume", "Resume", target) if series.pause_reason else Action("pause", "Pause", target)
    skip = (Action("skip", "Skip the next", target),) if series.slots and not series.pause_reason else ()
    return (pause, *skip, Action("stats", "Stats", target), Action("setup", "Settings", target))
