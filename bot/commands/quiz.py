"""Private questions: `/aws-quiz` and its buttons."""

from bot.commands.context import Services
from bot.commands.for_members import flagged_card
from bot.commands.request import Press, Reply, Request
from bot.commands.words import split
from bot.domain.drill_cards import drill_card, drill_result_card, shared_drill_card
from bot.domain.question_cards import hint_card

#: How far a button moves the level.
STEPS = {"next": 0, "easier": -1, "harder": 1}


async def ask(services: Services, request: Request) -> Reply:
    """Ask a private question, "[topic] [level]"."""
    wanted = services.drilling.wanted(split(request.text, options=()).words)
    drill = await services.store.call(services.drilling.ask, request.actor, wanted)
    return Reply(drill_card(drill, wanted.topic or ""))


async def onward(services: Services, press: Press) -> Reply:
    """Ask another one."""
    step = STEPS[press.action]
    return Reply(drill_card(await services.store.call(services.drilling.ask_again, press.actor, step)))


async def answer(services: Services, press: Press, drill_id: int) -> Reply:
    """Grade an answer and show the model answer."""
    return Reply(drill_result_card(await services.drilling.answer(press.actor, drill_id, press.text)))


async def show(services: Services, press: Press, drill_id: int) -> Reply:
    """Show the model answer instead of answering."""
    return Reply(drill_result_card(await services.store.call(services.drilling.show, press.actor, drill_id)))


async def hint(services: Services, press: Press, drill_id: int) -> Reply:
    """Show the hint."""
    drill = await services.store.call(services.drilling.own, press.actor, drill_id)
    return Reply(hint_card(drill.question))


async def share(services: Services, press: Press, drill_id: int) -> Reply:
    """Show others how the member answered."""
    drill = await services.store.call(services.drilling.to_share, press.actor, drill_id)
    return Reply(shared_drill_card(drill, press.actor.name), public=True)


async def flag(services: Services, press: Press, drill_id: int) -> Reply:
    """Flag the question of a drill."""
    drill = await services.store.call(services.drilling.own, press.actor, drill_id)
    quarantined = await services.store.call(services.flagging.flag, press.actor, drill.question.ref, press.text)
    return Reply(flagged_card(in_quarantine=quarantined))
