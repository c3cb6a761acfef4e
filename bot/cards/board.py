"""Who stands where: leaderboards, and what the channel hears of a reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.cards.question import question_title
from bot.domain.calendar.periods import period_title
from bot.domain.card import Action, Block, Card, Chart, Facts, Heading, Quote, Small, Table, Text
from bot.domain.reporting import RoundFigures
from bot.domain.rounds import Round
from bot.domain.scoring import Board, Standing
from bot.domain.target import Target
from bot.domain.text import count, listing, percent, plain

_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def board_card(series: str, board: Board, *, has_scores: bool = False) -> Card:
    """Show a leaderboard, with mean scores only where it always had them."""
    title = f"Leaderboard of {series}: {period_title(board.period)}"
    if not board.lines:
        return Card(title, (Text("Nobody has points here yet."),))
    score = ("Score",) if has_scores else ()
    rows = tuple(_board_row(line, has_score=has_scores) for line in board.lines)
    header = ("Rank", "Who", "Points", "Answers", *score, "Streak")
    numeric = tuple(index for index in range(len(header)) if index != 1)
    return Card(title, (Table(header, rows, numeric), *_board_footer(board)))


def _board_row(line: Standing, *, has_score: bool) -> tuple[str, ...]:
    score = (percent(line.mean_score),) if has_score else ()
    return (str(line.rank), line.name, str(line.points), str(line.answered), *score, str(line.streak))


def _board_footer(board: Board) -> tuple[Block, ...]:
    notes = []
    if board.members > len(board.lines):
        notes.append(f"{count(board.members, 'member')} in all.")
    if board.own is not None:
        notes.append(f"You: rank {board.own.rank} with {count(board.own.points, 'point')}.")
    return (Small(" ".join(notes)),) if notes else ()


@dataclass(frozen=True, slots=True)
class WeekOfSeries:
    """What a week of a series came to."""

    series: str
    board: Board
    #: Of its questions, by day.
    questions: tuple[RoundFigures, ...]
    #: A round of that week.
    round_id: int


def correction_card(series: str, board: Board) -> Card:
    """Show the board of a week anew that was shown before and is another one now."""
    why = Text("A decision after the reveal has changed it.")
    return Card(f"Corrected board of {series}: {period_title(board.period)}", (why, _week_table(board)))


def _week_table(board: Board) -> Table:
    rows = tuple((_rank(line.rank), line.name, str(line.points), str(line.answered)) for line in board.lines)
    return Table(("Rank", "Who", "Points", "Answers"), rows, numeric=(0, 2, 3))


def void_card(voided: Round) -> Card:
    """Tell a channel that a question counts for nobody, and why."""
    text = f"{_dated(voided)} counts for nobody. Boards follow; streaks stay."
    return Card("A question does not count", (Text(text), Quote("Why", voided.void)))


def counts_again_card(played: Round) -> Card:
    """Tell a channel that a question that was voided counts again."""
    return Card("A question counts again", (Text(f"{_dated(played)} counts as it did before. Boards follow."),))


def _dated(played: Round) -> str:
    about = question_title(played.question) if played.question else "The question"
    return f"**{plain(about)}** of {played.day:%A} {played.day.day} {played.day:%B}"


def reveal_news(closed: Round, answered: int) -> Card:
    """Tell a channel in one line that a question is revealed, with a link to the reveal wherever there is one."""
    about = question_title(closed.question) if closed.question else "The question"
    said = count(answered, "answer") if answered else "nobody answered"
    return Card("", (Text(f"Revealed: **{plain(about)}** · {said}"),), thread_link="Read the reveal")


def with_board(news: Card, series: str, board: Board) -> Card:
    """Put the whole board of a period below the news, as series show it that stood before there were weekly boards."""
    whole = board_card(series, board, has_scores=True)
    return replace(news, blocks=(*news.blocks, Heading(whole.title), *whole.blocks))


def standing_blocks(news: Card, series: str, board: Board, before: Mapping[str, int]) -> Card:
    """Put who leads a week below the news, each with how they moved since the ranks before, by member."""
    if not board.lines:
        return news
    lines = (Small(standing_line(line.rank, line.name, line.points) + _moved(line, before)) for line in board.lines)
    return replace(news, blocks=(*news.blocks, Small(f"{series}, {period_title(board.period)}:"), *lines))


def week_blocks(news: Card, weeks: Sequence[WeekOfSeries]) -> Card:
    """Put the boards of the weeks that are over below the news, the last one's with a chart of its questions."""
    blocks, places = list(news.blocks), []
    for week in weeks:
        board = week.board
        blocks.append(Heading(f"{week.series}: {period_title(board.period)}"))
        if not board.lines:
            blocks.append(Text("Nobody has points this week."))
            continue
        blocks += [_week_table(board), *_board_footer(board)]
        blocks += _charts(week.questions) if week is weeks[-1] else ()
        which = "" if len(weeks) == 1 else f", {period_title(board.period)}"
        places.append(Action("place", f"My place{which}", str(Target("round", week.round_id))))
    return replace(news, blocks=tuple(blocks), actions=tuple(places))


def standing_line(rank: int, name: str, points: int) -> str:
    """Say in a line where somebody stands: "🥇 Ana · 17 points"."""
    return f"{_rank(rank)} {name} · {count(points, 'point')}"


def _rank(rank: int) -> str:
    return _MEDALS.get(rank, f"{rank}.")


def _moved(line: Standing, before: Mapping[str, int]) -> str:
    """Say how a rank moved; nothing where nobody stood anywhere before."""
    if not before:
        return ""
    earlier = before.get(line.member)
    if earlier is None:
        return " · new"
    if earlier == line.rank:
        return " · ="
    return f" · ▲{earlier - line.rank}" if earlier > line.rank else f" · ▼{line.rank - earlier}"


def _charts(questions: Sequence[RoundFigures]) -> tuple[Chart | Small, ...]:
    """Draw a week's questions: how many answered each, and how well, as far as that tells of nobody alone."""
    days = tuple(f"{one.day:%a}" for one in questions)
    answers = Chart("Answers by question", days, (("answers", tuple(one.answers for one in questions)),))
    means = [(day, one.mean_score) for day, one in zip(days, questions, strict=True)]
    known = [(day, round(mean.value * 100)) for day, mean in means if mean.value is not None]
    withheld = [day for day, mean in means if mean.is_withheld]
    why = f"No average for {listing(withheld)}: with so few answers it would show how one person did."
    note = (Small(why),) if withheld else ()
    if not known:
        return (answers, *note)
    labels, figures = zip(*known, strict=True)
    return (answers, Chart("Average by question, in %", labels, (("%", figures),)), *note)


def place_card(series: str, board: Board) -> Card:
    """Show a member alone where they stand in a period."""
    title = f"Your place in {series}: {period_title(board.period)}"
    own = board.own
    if own is None:
        return Card(title, (Text("You have no points in that week."),))
    pairs = (
        ("Rank", f"{own.rank} of {board.members}" if own.rank <= board.members else str(own.rank)),
        ("Points", str(own.points)),
        ("Answers", str(own.answered)),
    )
    return Card(title, (Facts(pairs),))
