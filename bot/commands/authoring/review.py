"""One queue of all that waits for a reviewer."""

import asyncio
from collections.abc import Mapping

from bot.cards.authoring.suggestions import nothing_waits_anywhere_card, review_suggestion_card
from bot.cards.claims import ClaimGroup, DisputeFigures, dispute_card, flag_group_card, group_card
from bot.commands.authoring.marking import answers
from bot.commands.context import Context
from bot.commands.request import Press, Reply
from bot.domain.card import Card, Small
from bot.domain.doubts import Verdict
from bot.domain.members import Actor
from bot.domain.target import Target
from bot.services.authoring.suggesting import Seen
from bot.services.claims.waiting import NextDecision
from bot.services.services import Services

_VERDICTS: Mapping[str, Verdict] = {"flag-keep": Verdict.KEEP, "flag-retire": Verdict.RETIRE}
_SAID = {Verdict.KEEP: "may be asked again", Verdict.RETIRE: "is not asked here again"}


async def review(context: Context) -> Reply:
    """Show what waits longest for a decision, or the answers of a question one by one."""
    if context.given.get("what"):
        return await answers(context)
    return await next_reply(context.services, context.actor, 1)


async def go_on(services: Services, press: Press, _series_id: int) -> Reply:
    """Show what stands at the place that a button names."""
    return await next_reply(services, press.actor, Target.read(press.target).page)


async def decide_flags(services: Services, press: Press, series_id: int) -> Reply:
    """Let a flagged question be asked again, or not, and show what comes next."""
    meant, verdict = Target.read(press.target), _VERDICTS[press.action]
    ref = await services.store.call(
        services.own_questions.waiting.decide_flags, press.actor, series_id, meant.words, verdict
    )
    return await next_reply(services, press.actor, meant.page, f"{ref} {_SAID[verdict]}.")


async def next_reply(services: Services, actor: Actor, place: int, said: str = "") -> Reply:
    """Show what stands at a place of the queue, below a word on what was just done."""
    card = await decision_card(await services.store.call(services.own_questions.waiting.at, actor, place))
    return Reply(
        Card(card.title, (Small(said), *card.blocks), card.actions, menu=card.menu) if said else card, replaces=True
    )


async def decision_card(waiting: NextDecision) -> Card:
    """Show one thing to decide on, with what decides it."""
    decision, place, others = waiting.decision, waiting.place, waiting.others
    if decision is None:
        return nothing_waits_anywhere_card(waiting.series)
    if isinstance(decision, Seen):
        return await review_card(decision, place, others)
    if isinstance(decision, ClaimGroup):
        return group_card(decision, others, place)
    if isinstance(decision, DisputeFigures):
        return dispute_card(waiting.series, decision, others, place)
    return flag_group_card(decision, others, place)


async def review_card(seen: Seen, place: int, others: int = 0) -> Card:
    """Show a suggestion to who decides."""
    read = await asyncio.to_thread(seen.read)
    return review_suggestion_card(seen.suggestion, seen.author, seen.series, read, place=place, others=others)
