"""Who stands where: leaderboards."""

from bot.domain.calendar.periods import period_title
from bot.domain.card import Block, Card, Small, Table, Text
from bot.domain.scoring import Board, Standing
from bot.domain.text import count, percent


def board_card(series: str, board: Board) -> Card:
    """Show a leaderboard."""
    title = f"Leaderboard of {series}: {period_title(board.period)}"
    if not board.lines:
        return Card(title, (Text("Nobody has points here yet."),))
    rows = tuple(_board_row(line) for line in board.lines)
    header = ("Rank", "Who", "Points", "Answers", "Score", "Streak")
    table = Table(header, rows, numeric=(0, 2, 3, 4, 5))
    return Card(title, (table, *_board_footer(board)))


def _board_row(line: Standing) -> tuple[str, ...]:
    return (str(line.rank), line.name, str(line.points), str(line.answered), percent(line.mean_score), str(line.streak))


def _board_footer(board: Board) -> tuple[Block, ...]:
    notes = []
    if board.members > len(board.lines):
        notes.append(f"{count(board.members, 'member')} in all.")
    if board.own is not None:
        notes.append(f"You: rank {board.own.rank} with {count(board.own.points, 'point')}.")
    return (Small(" ".join(notes)),) if notes else ()
