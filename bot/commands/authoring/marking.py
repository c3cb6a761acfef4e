"""Answers of a closed question one by one: graded, chosen as the best, or voided together."""

from bot.cards.authoring.marking import (
    counted_card,
    mark_form,
    marked_card,
    no_answers_card,
    void_form,
    voided_card,
)
from bot.cards.forms import FieldsForm
from bot.commands.context import Context
from bot.commands.request import OpenedForm, Press, Reply
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.target import Target
from bot.errors import FormError, InputError
from bot.ports.store import Transaction
from bot.services.claims.marking import round_for
from bot.services.reviewing import closed_round
from bot.services.rights import require_manager, require_reviewer
from bot.services.services import Services

_GRADED = "Grade recorded; boards and averages follow."
_CHOSEN = "It is the best answer now; the channel is told."


async def answers(context: Context) -> Reply:
    """Show the answers of the last question, or of the round of a number."""
    number = context.given.get("round")

    def read(tx: Transaction) -> Card:
        series = context.series(tx)
        require_reviewer(context.actor, series)
        return _card(tx, context.services, context.actor, closed_round(tx, series, number).id, 1)

    return Reply(await context.services.store.call(read))


async def void(context: Context) -> Reply:
    """Let the last question, or that of a round, count for nobody."""
    number, reason = context.given.get("round"), str(context.given.get("reason", ""))

    def work(tx: Transaction) -> Card:
        series = context.series(tx)
        require_manager(context.actor, series)
        played, voiding = closed_round(tx, series, number), context.services.own_questions.voiding
        return voided_card(voiding.void(tx, context.actor, series, played, reason))

    return Reply(await context.services.store.call(work))


async def unvoid(context: Context) -> Reply:
    """Let the last question, or that of a round, count again."""
    number = context.given.get("round")

    def work(tx: Transaction) -> Card:
        series = context.series(tx)
        require_manager(context.actor, series)
        played, voiding = closed_round(tx, series, number), context.services.own_questions.voiding
        return counted_card(voiding.count_again(tx, context.actor, series, played))

    return Reply(await context.services.store.call(work))


async def go_on(services: Services, press: Press, round_id: int) -> Reply:
    """Show the answer at the place that a button names."""
    place = Target.read(press.target).page
    return Reply(await services.store.call(_card, services, press.actor, round_id, place), replaces=True)


def _card(tx: Transaction, services: Services, actor: Actor, round_id: int, place: int, *, said: str = "") -> Card:
    played, series = round_for(tx, actor, round_id)
    marked = services.own_questions.marking.at(tx, actor, series, played, place)
    return no_answers_card(series.name) if marked is None else marked_card(marked, said)


async def mark(services: Services, press: Press, round_id: int) -> Reply:
    """Grade the answer that a button names."""
    # Where there is no form, both are typed in one line.
    first, _, rest = press.text.strip().partition(" ")
    given = press.values or {"percent": first, "reason": rest}
    meant, score = Target.read(press.target), _share(given.get("percent", ""))
    reason = given.get("reason", "")

    def work(tx: Transaction) -> Card:
        played, series = round_for(tx, press.actor, round_id)
        member = services.own_questions.marking.member(tx, press.actor, series, played, meant.words)
        services.reviewing.grade(tx, press.actor, series, member, score=score, reason=reason, number=round_id)
        return _card(tx, services, press.actor, round_id, meant.page, said=_GRADED)

    return Reply(await services.store.call(work), replaces=True)


def _share(typed: str) -> float:
    number = typed.strip().removesuffix("%").strip()
    # Of thousands of digits Python makes no number.
    if not number.isdecimal() or len(number) > len("100") or int(number) > 100:  # noqa: PLR2004 - percent
        raise FormError({"percent": "is a number from 0 to 100, such as 80."})
    return int(number) / 100


async def choose(services: Services, press: Press, round_id: int) -> Reply:
    """Choose the answer that a button names as the best one."""
    meant = Target.read(press.target)

    def work(tx: Transaction) -> Card:
        played, series = round_for(tx, press.actor, round_id)
        member = services.own_questions.marking.member(tx, press.actor, series, played, meant.words)
        services.reviewing.choose_best_of(tx, press.actor, series, played, member)
        return _card(tx, services, press.actor, round_id, meant.page, said=_CHOSEN)

    return Reply(await services.store.call(work), replaces=True)


async def void_pressed(services: Services, press: Press, round_id: int) -> Reply:
    """Let the question of a round count for nobody."""

    def work(tx: Transaction) -> Card:
        played, series = round_for(tx, press.actor, round_id)
        reason, voiding = press.values.get("reason", press.text), services.own_questions.voiding
        return voided_card(voiding.void(tx, press.actor, series, played, reason))

    return Reply(await services.store.call(work), replaces=True)


async def unvoid_pressed(services: Services, press: Press, round_id: int) -> Reply:
    """Let the question of a round count again."""

    def work(tx: Transaction) -> Card:
        played, series = round_for(tx, press.actor, round_id)
        return counted_card(services.own_questions.voiding.count_again(tx, press.actor, series, played))

    return Reply(await services.store.call(work), replaces=True)


def form(tx: Transaction, services: Services, actor: Actor, opened: OpenedForm) -> FieldsForm:
    """Give the form of a grade, or of voiding.

    Raises:
        RefusedError: there is no such answer or question, or it is not for them.
    """
    meant = Target.read(opened.target)
    if meant.kind != "round" or meant.number is None:
        raise InputError("This button is from an older version.", hint="Use the newest card instead.")
    played, series = round_for(tx, actor, meant.number)
    if opened.action == "mark":
        services.own_questions.marking.member(tx, actor, series, played, meant.words)
        return mark_form()
    require_manager(actor, series)
    return void_form()
