"""Private questions: `/aws-quiz` and its buttons."""

import re
from collections.abc import Sequence
from typing import Any

from bot.cards.drill import (
    RATINGS,
    SURENESSES,
    choices_card,
    drill_card,
    drill_result_card,
    probe_card,
    shared_drill_card,
)
from bot.cards.question import hint_card
from bot.commands import for_privacy
from bot.commands.for_members import flagged_card
from bot.commands.quiz import exam as quiz_exam
from bot.commands.quiz import nudge as quiz_nudge
from bot.commands.request import Press, Reply, Request
from bot.commands.words import split
from bot.domain.card import Card
from bot.domain.judging.claims import Claim
from bot.domain.judging.options import is_single
from bot.domain.practice.drills import Drill
from bot.domain.reporting import weak_topics
from bot.domain.text import listing
from bot.errors import InputError
from bot.ports.store import Transaction
from bot.services.practice.drilling import options_of
from bot.services.practice.judging import Answered
from bot.services.practice.pool import Wanted
from bot.services.services import Services

#: How far a button moves the level.
STEPS = {"next": 0, "easier": -1, "harder": 1}
#: What can be typed beside a topic and level, in whatever order.
SUBCOMMANDS = ("exam", "nudge", "privacy")
#: What is not asked for together with anything else.
_ALONE = {"nudge": quiz_nudge.nudge, "privacy": for_privacy.of_practice}


async def ask(services: Services, request: Request) -> Reply:
    """Ask a private question, "[topic] [level]", or run one of the subcommands."""
    given = _typed(request.text) if request.values is None else request.values
    for name in (name for name in _ALONE if name in given):
        if others := sorted(given.keys() - {name}):
            raise InputError(f"/aws-quiz does not take {listing(others)} together with {name}.")
        return await _ALONE[name](services, request, given[name])
    words = [*given.get("words", ()), *(given[name] for name in ("topic", "level") if name in given)]
    wanted = await services.store.call(services.drill_pool.wanted, request.actor.workspace, words)
    if "exam" in given:
        return await quiz_exam.exam(services, request, given["exam"], wanted)
    drill = await services.store.call(services.drilling.ask, request.actor, wanted)
    return Reply(drill_card(drill))


async def practise_weak(services: Services, press: Press) -> Reply:
    """Ask a private question on one of the topics that are worth another look to who pressed; without any, any."""

    def work(tx: Transaction) -> Drill:
        weak = weak_topics(tx.reports.topics(press.actor.workspace, press.actor.member))
        return services.drilling.ask(tx, press.actor, Wanted(topics=frozenset(one.topic for one in weak)))

    return Reply(drill_card(await services.store.call(work)))


def _typed(text: str) -> dict[str, Any]:
    """Give the arguments by name; topic and level, which the packs tell apart, as `words`."""
    words = split(text, options=()).words
    name = next((word for word in words if word.casefold() in SUBCOMMANDS), "")
    others = [word for word in words if word is not name]
    if name.casefold() == "exam":
        size, others = quiz_exam.size_among(others)
        return {"exam": size, "words": others}
    if name:
        return {name.casefold(): re.sub(rf"(?<!\S){name}(?!\S)", "", text, count=1).strip()}
    return {"words": words}


async def onward(services: Services, press: Press) -> Reply:
    """Ask another one."""
    step = STEPS[press.action]
    card = drill_card(await services.store.call(services.drilling.ask_again, press.actor, step))
    # What is about no drill, like a reminder to practise or the end of an exam, stays where it is.
    return Reply(card, replaces=bool(press.target))


async def answer(services: Services, press: Press, drill_id: int) -> Reply:
    """Grade an answer and show the model answer; in an exam go on with the next question instead."""
    sureness = SURENESSES.get(press.sureness)
    answered = await services.drill_answering.answer(press.actor, drill_id, press.text, sureness)
    return await _after(services, press, answered)


async def answer_probe(services: Services, press: Press, drill_id: int) -> Reply:
    """Grade what came back to a follow-up, and show the model answer."""
    answered = await services.drill_answering.answer_probe(press.actor, drill_id, press.text)
    return Reply(result_card(answered), replaces=True)


async def choices(services: Services, press: Press, drill_id: int) -> Reply:
    """Show the choices."""
    return _choosing(await services.store.call(services.drilling.choices, press.actor, drill_id))


async def choose(services: Services, press: Press, drill_id: int) -> Reply:
    """Take a letter: as the answer where one choice is right, else as one of several."""
    drill = await services.store.call(services.drilling.choices, press.actor, drill_id)
    if not is_single(options_of(drill)):
        return _choosing(await services.store.call(services.drilling.toggle, press.actor, drill_id, press.action))
    work = services.drill_answering.choose
    return await _after(services, press, await services.store.call(work, press.actor, drill_id, press.action))


async def done(services: Services, press: Press, drill_id: int) -> Reply:
    """Take what was picked as the answer."""
    drill = await services.store.call(services.drilling.choices, press.actor, drill_id)
    work = services.drill_answering.choose
    return await _after(services, press, await services.store.call(work, press.actor, drill_id, drill.picked or ""))


def _choosing(drill: Drill) -> Reply:
    return Reply(choices_card(drill, options_of(drill)), replaces=True)


async def _after(services: Services, press: Press, answered: Answered) -> Reply:
    exam_id = answered.drill.exam_id
    if exam_id is None:
        drill = answered.drill
        return Reply(probe_card(drill) if drill.open_probe else result_card(answered), replaces=True)
    return await quiz_exam.go_on(services, press, exam_id)


def result_card(answered: Answered, claims: Sequence[Claim] = ()) -> Card:
    """Show how a drill went; the choices only where they were used."""
    drill = answered.drill
    options = options_of(drill) if drill.picked is not None else ()
    return drill_result_card(
        drill, options, rating=answered.rating, due_at=answered.due_at, claims=claims, is_kept=answered.is_kept
    )


def with_claims(tx: Transaction, answered: Answered) -> Card:
    """Show how a drill went, with what was said against it."""
    return result_card(answered, tx.claims.of_drill(answered.drill.id))


async def show(services: Services, press: Press, drill_id: int) -> Reply:
    """Show the model answer instead of answering, or instead of answering a follow-up."""
    await services.store.call(services.drilling.told, press.actor, drill_id)

    def given_up(tx: Transaction) -> tuple[Card, bool]:
        answered = services.drill_answering.give_up(tx, press.actor, drill_id)
        return with_claims(tx, answered), answered.drill.exam_id is None

    card, is_alone = await services.store.call(given_up)
    # Of an exam that is over it is one of several that can be looked at from its end.
    return Reply(card, replaces=is_alone)


async def hint(services: Services, press: Press, drill_id: int) -> Reply:
    """Show the hint: below the question, or by itself where that is answered."""
    drill = await services.store.call(services.drilling.hint, press.actor, drill_id)
    if drill.finished_at is not None or drill.exam_id is not None:
        return Reply(hint_card(drill.question))
    return Reply(drill_card(drill), replaces=True)


async def sure(services: Services, press: Press, drill_id: int) -> Reply:
    """Take note of how sure the member is."""
    sureness = SURENESSES[press.action]
    drill = await services.store.call(services.drilling.say_sureness, press.actor, drill_id, sureness)
    if drill.exam_id is not None:
        return await quiz_exam.go_on(services, press, drill.exam_id)
    return _choosing(drill) if drill.picked is not None else Reply(drill_card(drill), replaces=True)


async def rate(services: Services, press: Press, drill_id: int) -> Reply:
    """Correct how well the member knew it."""
    rating = RATINGS[press.action]

    def rated(tx: Transaction) -> Card:
        return with_claims(tx, services.drill_answering.rate(tx, press.actor, drill_id, rating))

    return Reply(await services.store.call(rated), replaces=True)


async def share(services: Services, press: Press, drill_id: int) -> Reply:
    """Show others how the member answered."""
    drill = await services.store.call(services.drilling.to_share, press.actor, drill_id)
    return Reply(shared_drill_card(drill, press.actor.name), public=True)


async def flag(services: Services, press: Press, drill_id: int) -> Reply:
    """Flag the question of a drill."""
    drill = await services.store.call(services.drilling.own, press.actor, drill_id)
    quarantined = await services.store.call(services.flagging.flag, press.actor, drill.ref, press.text)
    return Reply(flagged_card(in_quarantine=quarantined))
