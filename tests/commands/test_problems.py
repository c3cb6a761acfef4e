"""What people are told when something was not done."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adapters.discord.connect.delivery_errors import _PERMANENT as DISCORD
from adapters.slack.connect.delivery_errors import _PERMANENT as SLACK
from adapters.slack.connect.delivery_errors import Answer, limited, no_answer, refusal
from bot.cards.notices.owed import owed_notice
from bot.cards.notices.questions import no_question_note
from bot.commands.problems import problem_card
from bot.domain.card import Card
from bot.errors import DeliveryError, InputError, Scope
from tests.worlds.builders import ADMIN
from tests.worlds.reading import text_of
from tests.worlds.world import World

ROOT = Path(__file__).parent.parent.parent
HELPS_NOT = "Trying again does not help before that is put right."
#: What shows plain text, in which a backtick would be seen.
PLAIN = {"Small", "Heading", "Facts"}


def refusals() -> list[DeliveryError]:
    slack = [refusal(Answer(200, {}, {"ok": False, "error": code})) for code in (*SLACK, "internal_error", "odd")]
    discord = [DeliveryError(f"Discord refused: {known} ({code}).", permanent=True) for code, known in DISCORD.items()]
    others = [limited(30), limited(1), no_answer(TimeoutError()), refusal(Answer(503, {}, {}))]
    return [
        *slack,
        *discord,
        *others,
        DeliveryError(permanent=False),
        DeliveryError(permanent=True, scope=Scope.MISTAKE),
    ]


def test_every_refusal_says_whether_to_try_again() -> None:
    last = {error: text_of(Card("", problem_card(error).blocks[-1:])) for error in refusals()}

    assert {said for error, said in last.items() if error.permanent} == {HELPS_NOT}
    assert {said for error, said in last.items() if not error.permanent} == {
        "Try again in a moment.",
        "Try again in 30 seconds.",
    }
    assert [error.plain_text for error in last if not error.plain_text.endswith(last[error])] == []


async def test_no_sentence_has_two_full_stops(world: World) -> None:
    series = await world.set_up()
    await world.command(ADMIN, "open")
    [owed, *_] = await world.deliveries((await world.last_round()).id)
    cards: list[Card] = [
        no_question_note(date(2030, 1, 7), "It broke."),
        no_question_note(date(2030, 1, 7), "it broke"),
    ]
    for error in refusals():
        cards += [problem_card(error), owed_notice(series, owed, date(2030, 1, 7), str(error))]

    assert [text_of(card) for card in cards if ".." in text_of(card)] == []


def said(node: ast.expr) -> str:
    """Give the text of a literal, with a mark for what is put into it."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(said(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return said(left) + said(right)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return "".join(said(part) for part in parts)
        case _:
            return ""


def is_small(place: str) -> bool:
    return place.endswith("Small")


def plain_texts() -> Iterator[tuple[str, str]]:
    """Give what code says where no Markdown is read: the sentences of errors, small print, headings, facts."""
    for folder in ("bot", "adapters"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and node.args:
                    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                    if name.endswith("Error") or name in PLAIN:
                        yield f"{path.relative_to(ROOT)}:{node.lineno} {name}", said(node.args[0])


def test_no_backtick_is_shown_as_one() -> None:
    found = dict(plain_texts())

    assert [place for place, text in found.items() if "`" in text] == []
    # A platform makes a link of a command that stands in backticks, and names its options.
    assert [place for place, text in found.items() if is_small(place) and re.search("/(qotd|aws-quiz)", text)] == []
    assert len([text for text in found.values() if text]) > 200


@pytest.mark.parametrize("hint", ["", "Write `/qotd me`."])
def test_plain_text_of_an_error(hint: str) -> None:
    assert InputError("What?", hint=hint).plain_text == f"What? {hint.replace('`', '')}".strip()
