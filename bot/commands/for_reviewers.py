"""What reviewers may do."""

from dataclasses import replace

from bot.cards.claims import (
    ClaimGroup,
    dispute_card,
    group_card,
    learnt,
    not_added_card,
    nothing_waits_card,
    offered_card,
    regraded_card,
    taken_back_card,
    taught_card,
    wordings_card,
)
from bot.cards.notices.notice import notice
from bot.commands.authoring.review import next_reply
from bot.commands.context import Context, series_of
from bot.commands.request import Press, Reply
from bot.domain.card import Card, Small
from bot.domain.judging.wordings import Saying
from bot.domain.target import Target
from bot.domain.text import count, percent, plain
from bot.errors import InputError
from bot.ports.store import Transaction
from bot.services.claims.deciding import MOST_SENTENCES, Waiting
from bot.services.services import Services


async def best(context: Context) -> Reply:
    """Choose the best answer of the last question."""
    name = context.given.get("member", "")
    if not name:
        raise InputError("Whose answer is the best one?", hint="For example `/qotd best @ana`.")

    def work(tx: Transaction) -> Card:
        member = context.member(tx, name)
        context.services.reviewing.choose_best(tx, context.actor, context.series(tx), member.member)
        return notice("Best answer chosen", f"{plain(member.name)} gets the points for it.")

    return Reply(await context.services.store.call(work))


async def grade(context: Context) -> Reply:
    """Correct a grade of the last question."""
    name, share, reason = (context.given.get(name, "") for name in ("member", "percent", "reason"))
    if "reason" not in context.given:
        raise InputError(
            "A grade needs a member, a percentage and a reason.",
            hint="For example `/qotd grade @ana 80% names the trade-off`.",
        )
    score = share / 100
    number = context.given.get("round")

    def work(tx: Transaction) -> Card:
        member = context.member(tx, name)
        series = context.series(tx)
        reviewing = context.services.reviewing
        graded = reviewing.grade(tx, context.actor, series, member.member, score=score, reason=reason, number=number)
        card = notice("Grade recorded", f"{plain(member.name)} now has {percent(score)}; boards and averages follow.")
        offer = context.services.teaching.offer(tx, graded.played, member.member, graded.before, score)
        return card if offer is None else offered_card(card, offer)

    return Reply(await context.services.store.call(work))


async def disputes(context: Context) -> Reply:
    """Show what members say against grades, one decision at a time, or keep a grade."""
    name, reason, number = (context.given.get(name) for name in ("keep", "reason", "round"))
    if (name is None) != (reason is None):
        raise InputError(
            "Keep whose grade, and why?",
            hint="For example `/qotd disputes keep @ana no word of the limit`; `/qotd disputes` lists them.",
        )

    def work(tx: Transaction) -> Card:
        series, reviewing = context.series(tx), context.services.reviewing
        if not name:
            return _waiting_card(context.services.deciding.queue(tx, context.actor, series, number=number))
        member = context.member(tx, name)
        reviewing.keep(tx, context.actor, series, member.member, reason=reason or "", number=number)
        return notice("Grade kept", f"{plain(member.name)} is told, with your reason.")

    return Reply(await context.services.store.call(work))


def _waiting_card(waiting: Waiting, place: int = 0) -> Card:
    if waiting.next is None:
        return nothing_waits_card(waiting.series)
    if isinstance(waiting.next, ClaimGroup):
        return group_card(waiting.next, waiting.others, place)
    return dispute_card(waiting.series, waiting.next, waiting.others, place)


async def decide(services: Services, press: Press, first: int) -> Reply:
    """Accept or refuse what was claimed of a point, and show what comes next."""
    accepted, deciding = press.action != "refuse", services.deciding

    def work(tx: Transaction) -> tuple[str, Card]:
        series = deciding.where(tx, press.actor, first)
        last, is_wording = _last(press, first), press.action == "learn"
        decided = deciding.decide(tx, press.actor, first, last, accepted=accepted, as_wording=is_wording)
        after = _waiting_card(deciding.queue(tx, press.actor, series))
        verdict = "accepted" if accepted else "refused"
        said = f"You {verdict} {count(decided.claims, 'claim')}." if decided.claims else "That was decided already."
        if is_wording and decided.claims:
            said += f" {learnt(decided.wordings)}"
        return said, replace(after, blocks=(Small(said), *after.blocks))

    said, after = await services.store.call(work)
    if place := _place(press):
        return await next_reply(services, press.actor, place, said)
    return Reply(after, replaces=True)


async def keep(services: Services, press: Press, dispute_id: int) -> Reply:
    """Keep the grade that a member doubts, and show what comes next."""

    def work(tx: Transaction) -> tuple[str, Card]:
        series, dispute = services.deciding.dispute(tx, press.actor, dispute_id)
        reason, number = press.values.get("reason", press.text), dispute.round_id
        services.reviewing.keep(tx, press.actor, series, dispute.member, reason=reason, number=number)
        said = "You kept the grade; its author is told, with your reason."
        after = _waiting_card(services.deciding.queue(tx, press.actor, series))
        return said, replace(after, blocks=(Small(said), *after.blocks))

    said, after = await services.store.call(work)
    if place := _place(press):
        return await next_reply(services, press.actor, place, said)
    return Reply(after, replaces=True)


async def pass_on(services: Services, press: Press, first: int) -> Reply:
    """Show what else waits, or the first claim of a group by itself."""
    place = _place(press)
    if place and press.action == "later":
        return await next_reply(services, press.actor, place + 1)

    def work(tx: Transaction) -> Card:
        series, is_single = services.deciding.where(tx, press.actor, first), press.action == "single"
        after, most = (first - 1, 1) if is_single else (first, MOST_SENTENCES)
        return _waiting_card(services.deciding.queue(tx, press.actor, series, after=after, most=most), place)

    return Reply(await services.store.call(work), replaces=True)


async def teach(services: Services, press: Press, round_id: int) -> Reply:
    """Add a sentence of an answer, which was offered with a corrected grade, to the rubric of the workspace."""
    words, saying = Target.read(press.target).words, Saying(press.action)
    place, _, member = words.partition(" ")
    if not place.isdecimal() or not member:
        raise InputError("This button is from an older version.", hint="Use the newest card instead.")

    def work(tx: Transaction) -> Card:
        added = services.teaching.add_offered(tx, press.actor, round_id, member, place=int(place), saying=saying)
        return taught_card(added) if added else not_added_card()

    return Reply(await services.store.call(work), replaces=True)


async def wordings(context: Context) -> Reply:
    """Show what was added to the rubrics of the series' packs."""

    def read(tx: Transaction) -> Card:
        series = context.series(tx)
        return wordings_card(series, context.services.teaching.taught(tx, context.actor, series), page=1)

    return Reply(await context.services.store.call(read))


async def older_wordings(services: Services, press: Press, series_id: int) -> Reply:
    """Show the page that a button names of what was added to rubrics."""

    def read(tx: Transaction) -> Card:
        series = series_of(tx, press.actor, series_id)
        taught = services.teaching.taught(tx, press.actor, series)
        return wordings_card(series, taught, page=Target.read(press.target).page)

    return Reply(await services.store.call(read))


async def take_back(services: Services, press: Press, wording_id: int) -> Reply:
    """Take a sentence out of its rubric."""
    gone = await services.store.call(services.teaching.take_back, press.actor, wording_id)
    return Reply(taken_back_card(gone), replaces=True)


async def regrade(context: Context) -> Reply:
    """Grade a closed round again, with what its rubric was taught."""
    services, number = context.services, context.given.get("round")
    series = await services.store.call(context.series)
    again = await services.regrading.grade_again(context.actor, series, number)
    return Reply(regraded_card(again.played, again.answers, again.higher, again.lower))


def _place(press: Press) -> int:
    """Give where it stood in the queue of all that waits; 0: it was shown among claims alone."""
    return Target.read(press.target).page - 1


def _last(press: Press, first: int) -> int:
    """Give the last claim that was shown; a button that names none is about the first alone."""
    words = Target.read(press.target).words
    return int(words) if words.isdecimal() else first
