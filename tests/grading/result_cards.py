"""Private results of ten answers, drawn as text: `python -m tests.grading.result_cards` writes `result_cards.txt`.

They are to be read aloud whenever something in them changes.
"""

import io
from dataclasses import replace
from pathlib import Path

from adapters.console.render.card import render
from adapters.console.send.screen import terminal
from bot.cards.reveal import own_result_card
from bot.domain.card import Card
from bot.domain.grading import Grade, Source
from bot.domain.rounds import RoundState
from bot.domain.scoring import PointRules, points
from bot.services.claims.disputing import may_claim
from bot.services.rounds.judging import judged
from tests.cards.rounds_of_cards import AT, answer, earned, played
from tests.content.shipped import shipped_pack
from tests.grading.authors import answers_of
from tests.grading.graders import grader

FILE = Path(__file__).with_name("result_cards.txt")
_WIDTH = 100
#: By author, question and kind.
CHOSEN = (
    ("first", "lambda-retry-storm", "terse"),
    ("second", "ebs-or-s3", "good"),
    ("third", "cache-expiry-stampede", "in other words"),
    ("fourth", "security-groups-versus-nacls", "misconception"),
    ("first", "rds-failover-drill", "wrong turn"),
    ("second", "s3-versioning-mass-delete", "half"),
    ("third", "elb-type-per-workload", "vague"),
    ("fourth", "public-and-private-subnets", "slang"),
    ("first", "ec2-or-lambda", "off topic"),
    ("first", "lambda-cold-starts-low-traffic", "terse"),
)


def card_of(author: str, name: str, kind: str) -> Card:
    """Give what the author would read of their answer after the reveal."""
    given = next(one for one in answers_of(author) if (one.question, one.kind) == (name, kind))
    asked = shipped_pack().pack.by_ref[f"aws/{name}"]
    judgement = judged(grader("lexical"), asked, given.answer)
    closed = replace(played(), state=RoundState.CLOSED, question=asked)
    grade = Grade(closed.id, "ana", Source.AUTO, judgement, "lexical", AT)
    gained = points(PointRules(), judgement.score, is_best=False)
    return own_result_card(
        closed,
        answer("ana", given.answer),
        grade,
        earned("ana", gained, judgement.score),
        may_claim=bool(may_claim(closed, grade, ())),
    )


def drawn() -> str:
    """Draw all of them."""
    output = io.StringIO()
    screen = terminal(file=output, width=_WIDTH)
    for author, name, kind in CHOSEN:
        screen.print(f"{name}, {kind}", markup=False, highlight=False)
        screen.print(render(card_of(author, name, kind)))
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines()) + "\n"


if __name__ == "__main__":
    FILE.write_text(drawn(), encoding="utf-8")
