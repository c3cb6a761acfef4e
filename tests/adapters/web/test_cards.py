"""Every kind of block has its place in the pages' template of cards, and says there what it says in chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import pytest
from selectolax.lexbor import LexborHTMLParser

from adapters.web.templates import environment
from bot.domain.card import Block, Chart, Facts, Heading, KeyPointLine, Meter, Moment, Quote, Small, Table, Text
from tests.adapters.console.cards import BLOCKS

SAID: Mapping[type[Block], str] = {
    Text: (
        "What does s3:GetObject allow on arn:aws:s3:::<bucket> , and why ? See IAM . First nested Second "
        "Class Minimum Standard 0 Deep Archive 180 days "
        '{"Effect": "Allow", "Action": "s3:GetObject"}'
    ),
    Heading: "Key points",
    Facts: "Services S3, IAM Level associate",
    Moment: "Closes Tuesday 3 June, 09:00 (Europe/Berlin)",
    Quote: "Ada It reads. Indented.",
    Table: "Rank Who Points Answers Score Streak 1 Ada Lovelace 40 5 92 % 12 2 Katherine Johnson 8 1 — 1",
    KeyPointLine: "It reads an object reads the object covered",
    Small: "Reply in this thread.",
    Meter: "●●●○○ Invalidate on write 3 of 5",
    Chart: "This week Mon Tue answers 5 4 average 60 75",
}


def shown(block: object) -> str:
    return str(environment().get_template("cards.html.jinja").module.block(block))  # type: ignore[attr-defined] # a macro


@pytest.mark.parametrize("kind", get_args(Block))
def test_every_block_says_what_it_holds(kind: type[Block]) -> None:
    first = next(block for block in BLOCKS if isinstance(block, kind))

    assert " ".join(LexborHTMLParser(shown(first)).text(separator=" ").split()) == SAID[kind]


def test_kind_that_has_no_drawing_is_refused() -> None:
    @dataclass
    class Banner:
        text: str = "shown"
        kind: str = "banner"

    with pytest.raises(TypeError, match="no drawing for Banner"):
        shown(Banner())
