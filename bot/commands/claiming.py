"""Claims of an answer to a round or a drill, "I said that": which point is meant, and what is shown then."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from bot.cards.claims import claim_card
from bot.commands.quiz.drill import with_claims
from bot.commands.request import Press, Reply
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.question import Question
from bot.domain.target import Target
from bot.ports.store import Transaction
from bot.services.services import Services

#: Gives the question of a round or drill by its number, and the places of the points that may be claimed.
_Claimable: TypeAlias = Callable[[Transaction, Actor, int], tuple[Question, Sequence[int]]]
#: Takes the claim of the point at a place.
_Take: TypeAlias = Callable[[Transaction, Actor, int, int], None]


async def claim_in_round(services: Services, press: Press, round_id: int) -> Reply:
    """Take a claim of a point of the answer to a round, and show how the answer stands then."""

    def result(tx: Transaction) -> Card:
        return services.reviewing.own_result(tx, press.actor, round_id)

    disputing = services.disputing
    return await _claim(
        services, press, "round", claimable=disputing.of_round, take=disputing.claim_in_round, result=result
    )


async def claim_in_drill(services: Services, press: Press, drill_id: int) -> Reply:
    """Take a claim of a point of the answer to a drill, and show how the drill stands then."""

    def result(tx: Transaction) -> Card:
        return with_claims(tx, services.drill_answering.give_up(tx, press.actor, drill_id))

    disputing = services.disputing
    return await _claim(
        services, press, "drill", claimable=disputing.of_drill, take=disputing.claim_in_drill, result=result
    )


async def _claim(
    services: Services,
    press: Press,
    kind: str,
    *,
    claimable: _Claimable,
    take: _Take,
    result: Callable[[Transaction], Card],
) -> Reply:
    """Take the point that is meant, or the only one there is; otherwise let them choose."""
    number = Target.read(press.target).number or 0

    def work(tx: Transaction) -> Card:
        question, places = claimable(tx, press.actor, number)
        place = _meant(press, places)
        if place is None and len(places) > 1:
            return claim_card(question, places, kind, number)
        if place is not None:
            take(tx, press.actor, number, place)
        return result(tx)

    return Reply(await services.store.call(work), replaces=True)


def _meant(press: Press, places: Sequence[int]) -> int | None:
    """Give the place of the key point that is claimed: named by the button, typed as its number, or the only one."""
    typed, named = press.text.strip(), Target.read(press.target).words
    if press.action == "said" and typed.isdecimal() and 0 < int(typed) <= len(places):
        return places[int(typed) - 1]
    if named.isdecimal():
        return int(named)
    return places[0] if len(places) == 1 else None
