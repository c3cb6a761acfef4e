"""Figures for members and managers as cards."""

from collections.abc import Sequence

from bot.domain.card import Block, Card, Facts, Heading, Small, Table, Text
from bot.domain.doubts import Flag, Opinions
from bot.domain.reporting import Participation
from bot.domain.scoring import Standing
from bot.domain.streaks import Streak
from bot.domain.text import DASH, count, percent

#: So many of the questions that members found bad are listed.
_MOST_OPINIONS = 10


def own_card(series: str, week: Standing | None, all_time: Standing | None, streak: Streak, *, on_board: bool) -> Card:
    """Show a member their own figures."""
    pairs = (
        ("Streak", f"{count(streak.current, 'question')} in a row, longest {streak.longest}"),
        ("Freezes", f"{streak.freezes} of 2"),
        ("This week", _standing(week)),
        ("All time", _standing(all_time)),
    )
    hidden = () if on_board else (Text("You do not appear on boards; `/qotd privacy show` changes that."),)
    return Card(f"You in {series}", (Facts(pairs), *hidden))


def _standing(standing: Standing | None) -> str:
    if standing is None:
        return "no answer yet"
    # Points can come from drills alone.
    whence = f" from {count(standing.answered, 'answer')}" if standing.answered else ""
    return f"rank {standing.rank}, {count(standing.points, 'point')}{whence}"


PARTICIPATION_HEADER = ("Member", "Rounds", "Answered", "Rate", "Score", "Points", "Streak", "Longest", "Last answer")


def participation_row(row: Participation) -> tuple[str, ...]:
    """Give one member's figures as texts, in the order of `PARTICIPATION_HEADER`."""
    last = f"{row.last_answer:%Y-%m-%d}" if row.last_answer else DASH
    figures = (
        row.rounds,
        row.answered,
        percent(row.rate),
        percent(row.mean_score),
        row.points,
        row.streak,
        row.longest,
    )
    return (row.name, *map(str, figures), last)


def participation_table(rows: Sequence[Participation]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Give a header and a line for each member; how many answers were quick ones stands there where there are any."""
    lines = [participation_row(row) for row in rows]
    if not any(row.quick for row in rows):
        return PARTICIPATION_HEADER, lines
    at = PARTICIPATION_HEADER.index("Answered") + 1
    header = (*PARTICIPATION_HEADER[:at], "Quick", *PARTICIPATION_HEADER[at:])
    return header, [(*line[:at], str(row.quick), *line[at:]) for line, row in zip(lines, rows, strict=True)]


def flags_card(flags: Sequence[Flag], quarantined: Sequence[str], opinions: Sequence[Opinions] = ()) -> Card:
    """Show managers what members doubt, and which questions most of them found bad."""
    rows = tuple((flag.ref, flag.reason) for flag in flags)
    table = (Table(("Question", "Reason"), rows),) if rows else ()
    out = (Small(f"Not asked here: {', '.join(quarantined)}"),) if quarantined else ()
    nothing = () if table or out else (Text("No question is flagged."),)
    return Card("Flagged questions", (*nothing, *table, *out, *_opinions(opinions)))


def _opinions(opinions: Sequence[Opinions]) -> tuple[Block, ...]:
    """Show the questions that somebody found bad, the worst first."""
    bad = [one for one in opinions if one.bad]
    rows = tuple((one.ref, str(one.good), str(one.bad)) for one in bad[:_MOST_OPINIONS])
    if not rows:
        return ()
    more = len(bad) - len(rows)
    rest = (Text(f"And {more} more; `askaday packs feedback` prints all."),) if more else ()
    return (Heading("What members think"), Table(("Question", "👍", "👎"), rows, numeric=(1, 2)), *rest)
