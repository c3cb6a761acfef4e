"""Suggesting questions, and deciding on what others suggest."""

import asyncio
from collections.abc import Mapping

from bot.cards.authoring.forms import LONGEST, points_form, reject_form, suggest_form
from bot.cards.authoring.marking import keep_form
from bot.cards.authoring.suggestions import (
    approved_card,
    credited_card,
    decided_suggestion_card,
    own_suggestion_card,
    own_suggestions_card,
)
from bot.cards.forms import FieldsForm
from bot.cards.notices.notice import notice
from bot.commands.authoring import marking
from bot.commands.authoring.review import next_reply, review_card
from bot.commands.context import Context
from bot.commands.request import OpenedForm, Press, Reply
from bot.commands.words import split
from bot.domain.authoring.suggestion import SuggestionState, Written
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.series import may_manage
from bot.domain.target import Target
from bot.domain.text import listing
from bot.errors import FormError, InputError, RefusedError
from bot.packs.suggested import proposed_text
from bot.ports.store import Transaction
from bot.services.authoring.suggesting import Seen
from bot.services.services import Services

_FIELDS = ("title", "prompt", "answer", "topic", "choices")
_HOW = 'For example `/qotd suggest title="A title" prompt="What …?" answer="Because …"`.'


async def suggest(context: Context) -> Reply:
    """Keep a question that was typed in the command's own words, where no form was opened."""
    given = {name: str(context.given[name]) for name in _FIELDS if name in context.given}
    if not given:
        raise InputError("What do you suggest?", hint=_HOW)
    return await _keep(context.services, context.actor, context.request.channel, given)


async def send(services: Services, press: Press) -> Reply:
    """Keep what somebody wrote in the form, or typed behind the button where there is none."""
    given = press.values or split(press.text, _FIELDS).options
    if not given:
        raise InputError("What do you suggest?", hint=_HOW)
    return await _keep(services, press.actor, press.channel, given)


async def _keep(services: Services, actor: Actor, channel: str, given: Mapping[str, str]) -> Reply:
    written = Written(**_checked(given, _FIELDS))
    seen = await services.store.call(services.own_questions.suggesting.suggest, actor, channel, written)
    return Reply(await _own_card(seen))


def _checked(given: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Give the fields of those names.

    Raises:
        FormError: one is longer than every platform can show it in its form again.
    """
    fields = {name: str(given.get(name) or "") for name in names}
    long = {name: f"has {len(text)} characters; {LONGEST[name]} are taken." for name, text in fields.items()}
    if wrong := {name: said for name, said in long.items() if len(fields[name]) > LONGEST[name]}:
        raise FormError(wrong)
    return fields


async def own(context: Context) -> Reply:
    """Show a member what they suggested, and what became of it."""
    suggested = await context.services.store.call(context.services.own_questions.suggesting.own, context.actor)
    return Reply(own_suggestions_card(suggested))


async def look(services: Services, press: Press, number: int) -> Reply:
    """Show a suggestion to its author, or to who decides."""
    return Reply(await _card(services, press, number), replaces=True)


async def revise(services: Services, press: Press, number: int) -> Reply:
    """Write other fields: all of a form, or those that were typed where there is none."""
    if press.values:
        return await _change(services, press, number, _checked(press.values, _FIELDS))
    typed = split(press.text, _FIELDS)
    typed.check_once()
    if not typed.options or typed.words:
        raise InputError(
            "What is to be changed?", hint=f'For example `title="A full disk"`; fields: {listing(_FIELDS)}.'
        )
    return await _change(services, press, number, _checked(typed.options, tuple(typed.options)))


async def points(services: Services, press: Press, number: int) -> Reply:
    """Write other key points; where they are typed in one line, a semicolon stands between two."""
    given = press.values or {"points": "\n".join(one.strip() for one in press.text.split(";"))}
    return await _change(services, press, number, _checked(given, ("points",)))


async def _change(services: Services, press: Press, number: int, fields: Mapping[str, str]) -> Reply:
    version = Target.read(press.target).page
    await services.store.call(services.own_questions.suggesting.change, press.actor, number, version, fields)
    return Reply(await _card(services, press, number), replaces=True)


async def name(services: Services, press: Press, number: int) -> Reply:
    """Let the author be named, or not."""
    suggesting, is_named = services.own_questions.suggesting, press.action == "named"
    named = await services.store.call(lambda tx: suggesting.name(tx, press.actor, number, is_named=is_named))
    if named.state is SuggestionState.APPROVED:
        return Reply(credited_card(named), replaces=True)
    return Reply(await _card(services, press, number), replaces=True)


async def withdraw(services: Services, press: Press, number: int) -> Reply:
    """Take the author's own suggestion back."""
    await services.store.call(services.own_questions.suggesting.withdraw, press.actor, number)
    return Reply(notice("Withdrawn", "Nobody is asked to decide on it any more."), replaces=True)


async def approve(services: Services, press: Press, number: int) -> Reply:
    """Let the question be asked."""
    version = Target.read(press.target).page
    shown = await services.store.call(services.own_questions.approving.look, press.actor, number, version)
    read = await asyncio.to_thread(shown.read)
    if read.question is None:
        raise RefusedError("It cannot be asked like this.", hint="Edit it first: " + " ".join(read.wrong.values()))
    question = read.question

    def work(tx: Transaction) -> Card:
        kept = services.own_questions.approving.approve(tx, press.actor, shown, question)
        series = tx.series.get(shown.series.id) or shown.series
        decided = tx.suggestions.get(number) or shown.suggestion
        can_ask = may_manage(press.actor, series.settings) and services.own_questions.approving.is_askable(tx, decided)
        return approved_card(decided, kept, series, may_ask_next=can_ask)

    return Reply(await services.store.call(work), replaces=True)


async def reject(services: Services, press: Press, number: int) -> Reply:
    """Turn it down, with a reason."""
    version = Target.read(press.target).page
    reason = press.values.get("reason", press.text)

    def work(tx: Transaction) -> Card:
        seen = services.own_questions.suggesting.look(tx, press.actor, number)
        services.own_questions.approving.reject(tx, press.actor, number, version, reason)
        return decided_suggestion_card("Rejected", "Its author is told, with your reason.", seen.series)

    return Reply(await services.store.call(work), replaces=True)


async def ask_next(services: Services, press: Press, number: int) -> Reply:
    """Let the question be the next one."""

    def work(tx: Transaction) -> Card:
        series = services.own_questions.approving.ask_next(tx, press.actor, number)
        when = services.managing.preview(tx, series, 1)
        day = f"on {when[0][0]:%A}" if when else "once the series asks again"
        return decided_suggestion_card(
            "It is next", f"It is asked {day}; `/qotd queue` shows what else goes ahead.", series
        )

    return Reply(await services.store.call(work), replaces=True)


async def later(services: Services, press: Press, _number: int) -> Reply:
    """Show what else waits."""
    words = Target.read(press.target).words
    return await next_reply(services, press.actor, (int(words) if words.isdecimal() else 0) + 1)


async def _card(services: Services, press: Press, number: int) -> Card:
    seen = await services.store.call(services.own_questions.suggesting.look, press.actor, number)
    if seen.suggestion.member == press.actor.member:
        return await _own_card(seen)
    words = Target.read(press.target).words
    return await review_card(seen, int(words) if words.isdecimal() else 1)


async def _own_card(seen: Seen) -> Card:
    read = await asyncio.to_thread(seen.read)
    return own_suggestion_card(seen.suggestion, seen.series, read)


def form(tx: Transaction, services: Services, actor: Actor, opened: OpenedForm) -> FieldsForm:
    """Give the form of an action of suggestions.

    Raises:
        RefusedError: there is nothing to fill in (any more), or not for them.
    """
    if opened.action in {"mark", "void"}:
        return marking.form(tx, services, actor, opened)
    if opened.action == "suggest":
        services.own_questions.suggesting.series_for(tx, actor, opened.channel)
        return suggest_form(opened.draft)
    meant, kind = Target.read(opened.target), "claim" if opened.action == "keep" else "suggestion"
    if meant.kind != kind or meant.number is None:
        raise InputError("This button is from an older version.", hint="Use the newest card instead.")
    if opened.action == "keep":
        services.deciding.dispute(tx, actor, meant.number)
        return keep_form()
    if opened.action == "reject":
        services.own_questions.approving.look(tx, actor, meant.number, meant.page)
        return reject_form()
    suggestion = services.own_questions.suggesting.look(tx, actor, meant.number).suggestion
    if suggestion.version != meant.page:
        raise RefusedError("Somebody has changed this suggestion since.", hint="Open it again, as it is now.")
    if opened.action == "points":
        written = suggestion.written
        return points_form(written.points or proposed_text(written.answer))
    return suggest_form(suggestion.written, title="Edit the question")
