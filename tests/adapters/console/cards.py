"""Cards of every block, and their text as the terminal would print it."""

import io
from datetime import UTC, datetime

from rich.console import RenderableType

from adapters.console.render.legible import Legible
from adapters.console.send.screen import terminal
from bot.domain.card import Action, Card, Chart, Facts, Heading, KeyPointLine, Meter, Moment, Quote, Small, Table, Text

CLOSES = datetime(2025, 6, 3, 7, 0, tzinfo=UTC)

PROMPT = """\
What does `s3:GetObject` allow on `arn:aws:s3:::<bucket>`, and **why**? See [IAM](https://docs.aws.amazon.com/iam).

1. First
   - nested
2. Second

| Class | Minimum |
|:--|--:|
| Standard | 0 |
| Deep Archive | 180 days |

```json
{"Effect": "Allow",

 "Action": "s3:GetObject"}
```
"""

QUESTION = Card(
    "Question of the day: Storage · associate",
    (
        Text(PROMPT),
        Facts((("Services", "S3, IAM"), ("Level", "associate"))),
        Moment("Closes", CLOSES, "Europe/Berlin"),
        Small("Reply in this thread."),
    ),
    (
        Action("answer", "Answer privately", "round:1"),
        Action("hint", "Hint", "round:1"),
        Action("flag", "Flag", "round:1"),
    ),
)

REVEAL = Card(
    "Reveal",
    (
        Heading("Key points"),
        KeyPointLine("It reads an object", "covered", "reads the object"),
        KeyPointLine("It needs permission on the object", "unsure"),
        KeyPointLine("It is charged", "not found in your reply"),
        KeyPointLine("Requests are logged", "4 of 6"),
        KeyPointLine("Nobody was looked at", ""),
        Heading("Best answer"),
        Quote("Ada", "It reads.\n\n  Indented.\n"),
        Quote("Bob", ""),
    ),
)

FIGURES = Card(
    "Reveal: Prices an hour old",
    (
        Meter("Invalidate on write", 3, 5),
        Meter("Jitter", 0, 5),
        Chart("This week", ("Mon", "Tue"), (("answers", (5, 4)), ("average", (60, 75)))),
    ),
    feedback="round:7",
    menu=(Action("flag", "Flag", "round:7"),),
)

BOARD = Card(
    "Leaderboard",
    (
        Table(
            ("Rank", "Who", "Points", "Answers", "Score", "Streak"),
            (("1", "Ada Lovelace", "40", "5", "92 %", "12"), ("2", "Katherine Johnson", "8", "1", "—", "1")),
            numeric=(0, 2, 3, 4, 5),
        ),
        Small("2 members in all."),
    ),
)

#: Every kind of block.
BLOCKS = (*QUESTION.blocks, *REVEAL.blocks, *FIGURES.blocks, *BOARD.blocks)


def printed(renderable: RenderableType, width: int = 80, encoding: str = "utf-8") -> str:
    """Print into a pipe of that encoding and give what came out, without the spaces at the ends of lines."""
    pipe = io.BytesIO()
    stream = io.TextIOWrapper(pipe, encoding=encoding, write_through=True, newline="\n")
    terminal(file=stream, width=width).print(Legible(renderable))
    return "\n".join(line.rstrip() for line in pipe.getvalue().decode(encoding).splitlines())
