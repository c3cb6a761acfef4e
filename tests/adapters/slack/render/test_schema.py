"""Every card there is, against Slack's published types, the SDK's checks and the documented limits."""

from collections.abc import Iterator
from datetime import date

import pytest

from adapters.slack.render.messages import messages
from bot.cards import samples
from bot.cards.figures import flags_card, own_card
from bot.cards.notices.owed import owed_notice
from bot.cards.notices.questions import flagged_notice, missed_note, no_question_note, pool_notice
from bot.cards.notices.series import series_card
from bot.cards.question import hint_card
from bot.domain.card import Action, Block, Card, Facts, Heading, Small, Table, Text
from bot.domain.doubts import Flag
from bot.domain.question import Question
from bot.domain.rotation import Pool
from bot.domain.scoring import Standing
from bot.domain.streaks import Streak
from bot.packs.library import SHIPPED_PACKS, PackLibrary
from tests.adapters.blocks import hostile_blocks
from tests.adapters.slack.render.rules import message_limits_broken, message_problems
from tests.cards.figures_of_cards import statistics
from tests.worlds.builders import owed, question

SHIPPED = [one for pack in PackLibrary([SHIPPED_PACKS]).packs().values() for one in pack.questions]
HOSTILE = "<!channel> <@U1> &lt; | * ` ~ _ {x} \x00\u202e\ud800 :tada:\n\n\n" * 20


def problems(card: Card) -> list[str]:
    return [
        problem for message in messages(card) for problem in message_problems(message) + message_limits_broken(message)
    ]


@pytest.mark.repeats
@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("asked", SHIPPED, ids=lambda one: one.id)
def test_cards_of_shipped_questions_are_valid(asked: Question) -> None:
    cards = [*samples.cards(asked).values(), hint_card(asked)]

    assert [problem for card in cards for problem in problems(card)] == []


@pytest.mark.parametrize("asked", SHIPPED, ids=lambda one: one.id)
def test_shipped_question_is_one_message(asked: Question) -> None:
    card = samples.cards(asked)["Daily card"]

    assert len(messages(card)) == 1


def _other_cards() -> Iterator[Card]:
    series = samples.series(question())
    slots = [(slot.date(), slot) for slot in samples.SLOTS]
    week = Standing(1, "U1", "Ana", 12, 3, None, 2)
    yield own_card("daily", week, None, Streak(3, 5, 12, 1), on_board=False)
    yield from statistics("Ana & <!channel> ")
    yield flags_card((), ())
    yield flags_card([Flag("slack:T1", "U1", "aws/one", HOSTILE * 4, samples.SLOTS[0])], ["aws/two"] * 300)
    yield missed_note([date(2030, 6, 4), date(2030, 6, 5)])
    yield no_question_note(date(2030, 6, 4), "nobody is in")
    yield pool_notice(series, Pool.DRY, 0)
    yield owed_notice(series, owed(), date(2030, 6, 4), HOSTILE)
    yield flagged_notice("aws/one", [HOSTILE] * 5)
    yield series_card(series, slots, f"{series.name} is set up")
    yield series_card(series, slots * 12, HOSTILE)


OTHERS = list(_other_cards())


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("card", OTHERS, ids=range(len(OTHERS)))
def test_figures_and_notices_are_valid(card: Card) -> None:
    assert problems(card) == []


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("block", hostile_blocks(HOSTILE), ids=lambda block: block.kind)
def test_hostile_texts_are_valid(block: Block) -> None:
    assert problems(Card(HOSTILE, (block,), (Action("flag", HOSTILE, "round:7"),))) == []


@pytest.mark.parametrize(
    "block", [Facts(()), Text(""), Text("[a]: https://x.example"), Heading(" "), Small(""), Table((), ())]
)
def test_empty_blocks_are_nothing(block: Block) -> None:
    assert messages(Card("", (block,))) == ()
