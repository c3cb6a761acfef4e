"""Every card and form there is, against Discord's published document and the limits that it does not know."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from adapters.discord.render import limits
from adapters.discord.render.forms import REASONS, answer_form, reason_form
from adapters.discord.render.messages import Message, messages
from adapters.discord.render.setup_form import STEPS, Draft, setup_view, step_form
from bot.cards import samples
from bot.cards.figures import flags_card, own_card
from bot.cards.forms import AnswerForm
from bot.cards.notices.owed import owed_notice
from bot.cards.notices.questions import flagged_notice, missed_note
from bot.cards.notices.series import series_card
from bot.cards.question import hint_card
from bot.domain.card import Action, Block, Card, Facts, Text
from bot.domain.doubts import Flag
from bot.domain.question import Question
from bot.domain.scoring import Standing
from bot.domain.streaks import Streak
from bot.packs.library import SHIPPED_PACKS, PackLibrary
from tests.adapters.blocks import LONG, hostile_blocks
from tests.adapters.discord.render.rules import limits_broken, message_problems, modal_problems
from tests.cards.figures_of_cards import statistics
from tests.servers.fake_discord.records import COMPONENTS_V2
from tests.worlds.builders import owed, question

SHIPPED = [one for pack in PackLibrary([SHIPPED_PACKS]).packs().values() for one in pack.questions]
HOSTILE = "@everyone <@1> <@&2> <#3> <t:0:R> <:x:4> | * ` ~ _ [a](https://b.example) \x00\u202e\ud800\n# x\n\n\n" * 20


def problems(card: Card) -> list[str]:
    return [problem for message in messages(card) for problem in message_problems(message)]


@pytest.mark.repeats
@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("asked", SHIPPED, ids=lambda one: one.id)
def test_cards_of_shipped_questions_are_valid(asked: Question) -> None:
    cards = [*samples.cards(asked).values(), hint_card(asked)]

    assert [problem for card in cards for problem in problems(card)] == []


@pytest.mark.parametrize("asked", SHIPPED, ids=lambda one: one.id)
def test_shipped_question_is_one_message(asked: Question) -> None:
    assert len(messages(samples.cards(asked)["Daily card"])) == 1


def _other_cards() -> Iterator[Card]:
    series = samples.series(question())
    slots = [(slot.date(), slot) for slot in samples.SLOTS]
    yield own_card("daily", Standing(1, "1", "Ana", 12, 3, None, 2), None, Streak(3, 5, 12, 1), on_board=False)
    yield from statistics("Ana & @everyone ")
    yield flags_card([Flag("discord:1", "1", "aws/one", HOSTILE * 4, samples.SLOTS[0])], ["aws/two"] * 300)
    yield missed_note([date(2030, 6, 4), date(2030, 6, 5)])
    yield owed_notice(series, owed(), date(2030, 6, 4), HOSTILE)
    yield flagged_notice("aws/one", [HOSTILE] * 5)
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


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("number", [0, 1, 5, 25, 26, 60])
def test_any_number_of_buttons_is_valid(number: int) -> None:
    actions = tuple(Action("next", "Next", f"drill:{index}") for index in range(number))

    made = messages(Card("A title", (), actions))

    assert [problem for message in made for problem in message_problems(message)] == []
    assert [action for message in made for action in message.actions] == list(actions)


@pytest.mark.documents(also_without=True)
def test_message_of_the_greatest_length_is_valid() -> None:
    assert message_problems(Message("x" * limits.MESSAGE)) == []
    assert message_problems(Message("x" * (limits.MESSAGE + 1))) != []


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("action", REASONS)
def test_forms_for_a_reason_are_valid(action: str) -> None:
    assert modal_problems(reason_form(action, f"round:{2**63 - 1}").to_dict()) == []


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("typed", ["", "An answer.", LONG])
@pytest.mark.parametrize("asked", [(), (Text("Why?"), Facts((("Topics", "storage"),))), (Text(LONG),) * 9])
def test_forms_for_an_answer_are_valid(asked: tuple[Block, ...], typed: str) -> None:
    form = AnswerForm(asked, "x" * 200, typed, {"sure": "I am sure", "guess": "I guess"}, "guess")

    assert modal_problems(answer_form(form, f"round:{2**63 - 1}").to_dict()) == []


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("packs", [1, 25, 40])
def test_set_up_is_valid(packs: int) -> None:
    drafted = Draft(
        {f"pack-{n}": f"Pack {n} {HOSTILE}" for n in range(packs)},
        {"channel": "100000000000000002", "managers": "100000000000000001", "zone": "x" * 100},
        samples.SLOTS,
    )
    shown = setup_view(drafted, 1, {"zone": HOSTILE[:300]}).to_components()  # type: ignore[no-untyped-call]  # as above

    assert limits_broken({"components": shown, "flags": COMPONENTS_V2}) == []
    first = setup_view(replace(drafted, is_whole=False), 1).to_components()  # type: ignore[no-untyped-call]  # as above
    assert limits_broken({"components": first, "flags": COMPONENTS_V2}) == []
    forms = [step_form(step, one, 1) for step in STEPS for one in (drafted, Draft({}))]
    assert [modal_problems(form.to_dict()) for form in forms] == [[]] * 6


@pytest.mark.documents(also_without=True)
@pytest.mark.parametrize("label", ["", " \n", "\u200b", "\u2060\u00a0"])
def test_button_without_a_word_is_valid(label: str) -> None:
    [made] = messages(Card("A title", (), (Action("next", label, "drill:1"),)))

    assert message_problems(made) == []
