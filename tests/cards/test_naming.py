"""Commands that an operator gave other names."""

from dataclasses import replace

import pytest

from bot.cards.naming import CommandNames
from bot.domain.card import Action, Card, Facts, Heading, Quote, Small, Table, Text

CHOSEN = CommandNames("ask", "drill")


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        ("`/qotd me`; /aws-quiz.", "`/ask me`; /drill."),
        ("(/qotd) and /qotd", "(/ask) and /ask"),
        ("/qotd-archive /qotds docs/qotd //qotd https://example.com/aws-quiz", None),
        ("qotd and aws-quiz", None),
    ],
)
def test_in_text(text: str, renamed: str | None) -> None:
    assert CHOSEN.in_text(text) == (text if renamed is None else renamed)


def test_in_text_with_the_names_swapped() -> None:
    assert CommandNames("aws-quiz", "qotd").in_text("/qotd /aws-quiz") == "/aws-quiz /qotd"


def test_in_card_renames_own_texts_and_leaves_what_people_wrote() -> None:
    typed = (Quote("Ana", "/qotd"), Facts((("Name", "/qotd"),)))
    action = Action("hint", "/qotd", "round:7")
    card = Card(
        "/qotd",
        (Text("/qotd"), Heading("/aws-quiz"), Small("/qotd"), Table(("/qotd",), (("/qotd",),), (0,)), *typed),
        (action,),
    )

    assert CHOSEN.in_card(card) == Card(
        "/qotd",
        (Text("/ask"), Heading("/drill"), Small("/ask"), Table(("/ask",), (("/qotd",),), (0,)), *typed),
        (action,),
    )


def test_in_card_without_other_names() -> None:
    card = Card("Title", (Text("/qotd and /aws-quiz"),))

    assert CommandNames().in_card(card) == card
    assert replace(CHOSEN, qotd="qotd", quiz="aws-quiz") == CommandNames()
