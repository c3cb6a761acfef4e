"""What everyone may ask."""

from dataclasses import replace
from datetime import date

from bot.cards.access import dashboard_card
from bot.cards.board import board_card
from bot.cards.choices import DROP, quick_card
from bot.cards.figures import own_card
from bot.cards.meeting import away_action, away_card, contact_action, here_card, loud_card, quiet_card, stay_card
from bot.cards.notices.notice import notice
from bot.cards.notices.series import series_card
from bot.cards.past import past_card, whole_card
from bot.cards.practice import practice_blocks
from bot.cards.privacy import AWAY, BACK, LOUD, QUIET, STAY
from bot.cards.statistics.people import seen_by_managers
from bot.cards.wording import say_day
from bot.commands.context import Context, series_of
from bot.commands.request import Press, Reply
from bot.domain.calendar.dates import parse_day
from bot.domain.card import Block, Card, Small
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series
from bot.domain.target import Target
from bot.domain.text import listing
from bot.errors import InputError, RefusedError
from bot.ports.store import Transaction
from bot.services.reviewing import closed_round
from bot.services.rights import require_manager_of_any
from bot.services.rounds.choosing import Chosen
from bot.services.rounds.looking_back import sought
from bot.services.services import Services
from bot.services.statistics.scopes import scope_of_own

_DEFAULT_SLOTS = 5


async def leaderboard(context: Context) -> Reply:
    """Show a board; "everywhere" adds up all series of the workspace."""
    everywhere = bool(context.given.get("everywhere"))

    def read(tx: Transaction) -> Card:
        # The board of all series needs one of them only to tell what today is.
        series = context.possible_series(tx)[0] if everywhere else context.series(tx)
        period = context.given.get("period") or "week"
        board = context.services.reporting.board(tx, context.actor, series, period, everywhere=everywhere)
        return board_card("all series" if everywhere else series.name, board)

    return Reply(await context.services.store.read(read))


async def dashboard(context: Context) -> Reply:
    """Give a link to the pages, for who asked alone."""
    return Reply(dashboard_card(await context.services.store.call(context.services.signing_in.new_link, context.actor)))


async def me(context: Context) -> Reply:
    """Show a member their own figures, in the series and in their practice, and what managers see of them."""

    def read(tx: Transaction) -> Card:
        period = context.given.get("period") or "month"
        return own_reply_card(tx, context.services, context.actor, context.series(tx), period)

    return Reply(await context.services.store.read(read))


def own_reply_card(tx: Transaction, services: Services, actor: Actor, series: Series, period: str) -> Card:
    """Show a member their own figures of a series, their practice, and what managers see of them in a period.

    Raises:
        InputError: the period is not understood.
    """
    own = services.reporting.own(tx, actor, series)
    card = own_card(own.series, own.this_week, own.all_time, own.streak, on_board=own.on_board)
    practice = practice_blocks(services.practising.figures(tx, actor))
    contact = tx.contacts.of_member(actor.workspace, actor.member)
    absence = services.absences.of(tx, actor.workspace, actor.member)
    actions = (contact_action(contact, series.id), away_action(series.id, is_away=absence is not None))
    until = (Small(f"You are away until {say_day(absence.until)}."),) if absence else ()
    blocks = (*until, *card.blocks, *practice, *_mirror(tx, services, actor, series, period))
    return replace(card, blocks=blocks, actions=actions)


def _mirror(tx: Transaction, services: Services, actor: Actor, series: Series, period: str) -> tuple[Block, ...]:
    """Show a member what managers see of them in a period."""
    figures, scope = services.statistics, scope_of_own(tx, series)
    key = figures.spans(scope, period).key
    person = figures.person(tx, scope, actor.member, key)
    return () if person is None else seen_by_managers(person, key, scope.rules.people)


def latest_round(tx: Transaction, context: Context, *states: RoundState) -> Round:
    """Give the latest round of the series that is in one of the states.

    Raises:
        RefusedError: there is none.
    """
    series = context.series(tx)
    played = tx.rounds.latest(series.id, *states)
    if played is None:
        said = f"{listing(states, 'or')} question of {series.name} yet."
        raise RefusedError(f"There is no {said}", hint="`/qotd preview` shows when the next one comes.")
    return played


async def result(context: Context) -> Reply:
    """Show a member how they did last."""

    def read(tx: Transaction) -> Card:
        closed = latest_round(tx, context, RoundState.CLOSED)
        return context.services.reviewing.own_result(tx, context.actor, closed.id)

    return Reply(await context.services.store.call(read))


async def dispute(context: Context) -> Reply:
    """Take a member's doubt about their grade."""
    number = context.given.get("round")

    def work(tx: Transaction) -> None:
        closed = closed_round(tx, context.series(tx), number)
        context.services.disputing.dispute(tx, context.actor, closed.id, context.given.get("reason", ""))

    await context.services.store.call(work)
    return Reply(disputed_card())


def disputed_card() -> Card:
    """Confirm a dispute."""
    return notice("Your dispute is kept", "A reviewer will decide, and you will be told what and why.")


async def flag(context: Context) -> Reply:
    """Take a doubt about the current question."""

    def work(tx: Transaction) -> bool:
        played = latest_round(tx, context, RoundState.OPEN, RoundState.CLOSED)
        return context.services.flagging.flag_round(tx, context.actor, played.id, context.given.get("reason", ""))

    return Reply(flagged_card(in_quarantine=await context.services.store.call(work)))


def flagged_card(*, in_quarantine: bool) -> Card:
    """Thank for a flag."""
    follows = "It is not asked again until a manager decides." if in_quarantine else "A manager will look at it."
    return notice("Thank you for the flag", follows)


def rated_card(*, is_good: bool) -> Card:
    """Thank for what a member thinks of a question."""
    return notice("Thank you", f"{'👍' if is_good else '👎'} is noted. You can change it: the last press counts.")


async def preview(context: Context) -> Reply:
    """Show the next slots."""
    wanted = context.given.get("number", _DEFAULT_SLOTS)

    def read(tx: Transaction) -> Card:
        series = context.series(tx)
        slots = context.services.managing.preview(tx, series, wanted)
        return series_card(series, slots, f"{series.name}: what comes next")

    return Reply(await context.services.store.call(read))


async def past(context: Context) -> Reply:
    """Show questions that were revealed, newest first: all, or those that have the words."""
    text = context.given.get("words", "")

    def read(tx: Transaction) -> Card:
        words, is_all = sought(text)
        if text.strip() and not words:
            raise InputError("There is no word in that.", hint="For example `/qotd past security`.")
        card = past_card(context.services.looking_back.page(tx, context.actor, context.series(tx), words))
        return card if is_all else replace(card, blocks=(Small("Only the first words were looked for."), *card.blocks))

    return Reply(await context.services.store.read(read))


async def quick(services: Services, press: Press, round_id: int) -> Reply:
    """Show a member the choices of an open question."""
    return Reply(_choosing(await services.store.call(services.quick_answering.look, press.actor, round_id)))


async def take(services: Services, press: Press, round_id: int) -> Reply:
    """Take a choice by its letter, or let it go."""
    letter, is_taken = press.action.removeprefix(DROP), not press.action.startswith(DROP)

    def work(tx: Transaction) -> Card:
        taking = services.quick_answering
        return _choosing(taking.take(tx, press.actor, round_id, letter, taken=is_taken))

    return Reply(await services.store.call(work), replaces=True)


async def why(services: Services, press: Press, round_id: int) -> Reply:
    """Keep why a member chose what they chose."""
    explained = await services.store.call(services.quick_answering.explain, press.actor, round_id, press.text)
    return Reply(_choosing(explained), replaces=True)


def _choosing(chosen: Chosen) -> Card:
    return quick_card(chosen.played, chosen.options, chosen.letters, chosen.why, in_words=chosen.in_words)


async def older(services: Services, press: Press, series_id: int) -> Reply:
    """Show the page of past questions that a button names."""
    meant = Target.read(press.target)

    def read(tx: Transaction) -> Card:
        series = series_of(tx, press.actor, series_id)
        words, _ = sought(meant.words)
        return past_card(services.looking_back.page(tx, press.actor, series, words, meant.page))

    return Reply(await services.store.read(read))


async def whole(services: Services, press: Press, round_id: int) -> Reply:
    """Show a member a question that was revealed, with its model answer."""
    return Reply(whole_card(await services.store.call(services.looking_back.whole, press.actor, round_id)))


async def away(context: Context) -> Reply:
    """Say until when a member is away, or that they are back: the actor, or for managers somebody else."""
    said, is_off = context.given.get("until"), bool(context.given.get("off"))
    name = context.given.get("member", "")

    def work(tx: Transaction) -> Card:
        absences, actor = context.services.absences, context.actor
        series = tx.series.of_workspace(actor.workspace)
        if not series:
            raise RefusedError("No series is set up here.", hint="There is nothing to be away from.")
        if not name:
            return _away(tx, context.services, actor, series[0].id, said, is_off=is_off)
        require_manager_of_any(tx, actor)  # before it says who is known here
        member = context.member_or_id(tx, name)
        if is_off:
            absences.end(tx, actor, member.member)
            return here_card(series[0].id, member.name)
        until = _first_day_back(said or "", absences.today(tx, actor.workspace, member.member))
        absence = absences.begin(tx, actor, member.member, until)
        return away_card(absence.until, series[0].id, member.name)

    return Reply(await context.services.store.call(work))


def _away(
    tx: Transaction, services: Services, actor: Actor, series_id: int, said: str | None, *, is_off: bool = False
) -> Card:
    absences = services.absences
    if said is not None:
        until = _first_day_back(said, absences.today(tx, actor.workspace, actor.member))
        return away_card(absences.begin(tx, actor, actor.member, until).until, series_id)
    if is_off:
        absences.end(tx, actor, actor.member)
    absence = absences.of(tx, actor.workspace, actor.member)
    return away_card(absence.until, series_id) if absence else here_card(series_id)


def _first_day_back(said: str, today: date) -> date:
    words = said.removeprefix("until ").strip()
    if not words:
        hint = "For example `/qotd away until monday` or `/qotd away until 2030-01-07`."
        raise InputError("Until which day?", hint=hint)
    return parse_day(words, today)


#: The actions of who goes away or comes back.
AWAY_OR_BACK = frozenset({AWAY, BACK})


async def away_or_back(services: Services, press: Press) -> Reply:
    """Let who pressed be away until the day that they wrote in the form, or be back."""

    def work(tx: Transaction) -> Card:
        series_id = Target.read(press.target).number or 0
        said = press.text if press.action == AWAY else None
        return _away(tx, services, press.actor, series_id, said, is_off=press.action == BACK)

    return Reply(await services.store.call(work), replaces=True)


#: The actions of private messages that nobody asked for.
CONTACTS = frozenset({QUIET, LOUD, STAY})


async def contact(services: Services, press: Press) -> Reply:
    """Turn private messages off or on again, or let them go on."""
    if press.action != STAY:
        await services.store.call(services.meeting.say, press.actor, is_quiet=press.action == QUIET)
    return Reply({QUIET: quiet_card, LOUD: loud_card, STAY: stay_card}[press.action](), replaces=True)
