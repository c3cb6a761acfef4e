"""The Home tab: a member's own figures, what they can answer today, and for managers their series."""

from collections.abc import Iterator, Mapping, Sequence

from adapters.slack.render import limits
from adapters.slack.render.buttons import action_parts
from adapters.slack.render.card import block_parts, moment
from adapters.slack.render.forms import view_blocks
from adapters.slack.render.parts import Part, paragraph_parts, rich_part, small_parts
from adapters.slack.render.rich_text import list_of_one, run
from adapters.slack.render.texts import escape, mrkdwn, plain_text
from adapters.slack.wire import Json
from bot.cards.authoring.suggestions import SUGGEST
from bot.cards.meeting import away_action
from bot.cards.naming import CommandNames
from bot.cards.notices.greetings import PRACTISE
from bot.cards.wording import say_day
from bot.domain.card import Action, Facts, Heading, Table
from bot.domain.reporting import HomeFigures, ManagedSeries, OpenQuestion, OwnLine, TopicScore
from bot.domain.statistics.people import KnowledgeLevel, TopicLevel
from bot.domain.target import Target
from bot.domain.text import DASH, count, one_line

#: How many buttons a series has at most; they are counted through, so that no two ids are alike.
_ACTIONS = 4


def home_view(figures: HomeFigures, links: Mapping[int, str], names: CommandNames) -> Json:
    """Give the Home tab; links to the cards of open questions by round, where Slack gave one."""
    parts = [
        *_own(figures.own),
        *action_parts(_past(figures.own), first=len(figures.managed) * _ACTIONS),
        *_open(figures.open_questions, links),
        *action_parts((PRACTISE, *_suggest(figures)), first=_ACTIONS * len(figures.managed)),
        *_away(figures),
        *_topics(figures.topics),
        *_weak(figures.weak_topics, first=_ACTIONS * (len(figures.managed) + 1)),
        *_managed(figures.managed),
    ]
    footer = small_parts([f"/{names.qotd} help lists every command; /{names.qotd} privacy is about your data."], most=1)
    blocks = [*view_blocks(parts, limits.VIEW_BLOCKS - 1), *(part.block for part in footer)]
    return {"type": "home", "blocks": blocks}


def _header(text: str) -> Part:
    return Part({"type": "header", "text": plain_text(text)}, text, leads=True)


def _sentence(text: str) -> Iterator[Part]:
    return paragraph_parts([run(text)])


def _away(figures: HomeFigures) -> Iterator[Part]:
    """Say whether a member is away, and let them change it, where there is something to be away from."""
    if not figures.own:
        return
    if figures.away_until is not None:
        yield from _sentence(f"You are away until {say_day(figures.away_until)}: nothing counts as missed until then.")
    action = away_action(figures.own[0].series_id, is_away=figures.away_until is not None)
    yield from action_parts((action,), first=_ACTIONS * (len(figures.managed) + 2))


def _suggest(figures: HomeFigures) -> tuple[Action, ...]:
    """Offer to suggest a question where there is a series that could ask it."""
    return (SUGGEST,) if figures.own else ()


def _own(own: Sequence[OwnLine]) -> Iterator[Part]:
    yield _header("How you are doing")
    if not own:
        yield from _sentence("Nothing yet: answer a question, and your streak and points are here.")
    elif len(own) == 1:
        yield from block_parts(Facts(_figures(own[0])))
    else:
        rows = tuple((line.series, *(value for _, value in _figures(line))) for line in own)
        yield from block_parts(Table(("Series", *(name for name, _ in _figures(own[0]))), rows, (2, 3, 4)))


def _past(own: Sequence[OwnLine]) -> tuple[Action, ...]:
    which = [f" of {line.series}" if len(own) > 1 else "" for line in own]
    return tuple(
        Action("past", f"Past questions{of}", _series(line.series_id)) for of, line in zip(which, own, strict=True)
    )


def _series(number: int) -> str:
    return str(Target("series", number))


def _figures(line: OwnLine) -> tuple[tuple[str, str], ...]:
    return (
        ("Streak", f"{count(line.streak, 'question')} in a row"),
        ("Longest", str(line.longest)),
        ("Points this week", str(line.points)),
        ("Rank this week", DASH if line.rank is None else str(line.rank)),
    )


def _open(questions: Sequence[OpenQuestion], links: Mapping[int, str]) -> Iterator[Part]:
    yield _header("Open questions")
    if not questions:
        yield from _sentence("No question is open at the moment.")
    for question in questions:
        mark = "✅ " if question.is_answered else ""
        title = one_line(question.title)
        yield from paragraph_parts(
            [run(f"{mark}{one_line(question.series)}: "), run(title, "bold", url=links.get(question.round_id, ""))]
        )
        closing: list[Json] = []
        if question.closes_at:
            closing = [plain_text("Closes"), mrkdwn(moment(question.closes_at, question.zone))]
        state = plain_text("You have answered" if question.is_answered else "You have not answered yet")
        yield Part({"type": "context", "elements": [*closing, state]}, escape(state["text"]))


#: How a level is drawn.
_DRAWN = {
    KnowledgeLevel.WEAK: "●○○",
    KnowledgeLevel.SOLID: "●●○",
    KnowledgeLevel.STRONG: "●●●",
    KnowledgeLevel.TOO_EARLY: "○○○",
}


def _topics(topics: Sequence[TopicLevel]) -> Iterator[Part]:
    if not topics:
        return
    yield _header("What you know")
    lines = ([run(f"{_DRAWN[one.level]} "), run(one_line(one.topic), "bold"), run(_level(one))] for one in topics)
    yield rich_part(*(list_of_one(line, 0, None) for line in lines))


def _level(known: TopicLevel) -> str:
    return f" — {known.level}, {count(known.answers, 'answer')}"


def _weak(topics: Sequence[TopicScore], first: int) -> Iterator[Part]:
    if not topics:
        return
    yield _header("Worth another look")
    lines = ([run(one_line(weak.topic), "bold"), run(_answers(weak))] for weak in topics)
    yield rich_part(*(list_of_one(line, 0, None) for line in lines))
    yield from action_parts((Action("practise-weak", "Practise these"),), first=first)


def _answers(weak: TopicScore) -> str:
    return f" — {count(weak.answers, 'answer')} so far"


def _managed(managed: Sequence[ManagedSeries]) -> Iterator[Part]:
    if managed:
        yield Part({"type": "divider"}, "---")
        yield _header("Your series")
    for place, series in enumerate(managed):
        yield from block_parts(Heading(series.name))
        yield from _sentence(one_line(series.schedule))
        yield from _sentence(_how_it_goes(series))
        yield from _state(series)
        yield from action_parts(_actions(series), first=place * _ACTIONS)


def _how_it_goes(series: ManagedSeries) -> str:
    """Say who takes part and what needs attention; only counts, no names."""
    took_part = f"{series.took_part} of {count(series.members, 'person', 'people')} answered this month"
    said = [took_part if series.members else "Nobody could answer yet this month"]
    said += [f"{count(series.to_decide, 'decision')} waiting for you"] if series.to_decide else []
    said += [f"{count(series.marked, 'question')} to look at"] if series.marked else []
    return f"{', '.join(said)}."


def _state(series: ManagedSeries) -> Iterator[Part]:
    if series.pause_reason:
        yield from small_parts([f"Paused: {series.pause_reason}"], most=1)
        return
    moments = " · ".join(moment(slot, series.zone) for slot in series.slots)
    if moments:
        yield Part({"type": "context", "elements": [plain_text("Next"), mrkdwn(moments)]}, f"Next {moments}")


def _actions(series: ManagedSeries) -> tuple[Action, ...]:
    target = _series(series.id)
    pause = Action("resume", "Resume", target) if series.pause_reason else Action("pause", "Pause", target)
    skip = (Action("skip", "Skip the next", target),) if series.slots and not series.pause_reason else ()
    return (pause, *skip, Action("stats", "Stats", target), Action("setup", "Settings", target))
