"""What reviewers may do."""

from bot.cards.dispute import disputes_card
from bot.cards.notices import notice
from bot.commands.context import Context
from bot.commands.request import Reply
from bot.domain.card import Card
from bot.domain.text import percent, plain
from bot.errors import InputError
from bot.ports.store import Transaction


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
        reviewing.grade(tx, context.actor, series, member.member, score=score, reason=reason, number=number)
        return notice("Grade recorded", f"{plain(member.name)} now has {percent(score)}; boards and averages follow.")

    return Reply(await context.services.store.call(work))


async def disputes(context: Context) -> Reply:
    """Show the grades that members doubt, or keep one of them."""
    name, reason, number = (context.given.get(name) for name in ("keep", "reason", "round"))
    if (name is None) != (reason is None):
        raise InputError(
            "Keep whose grade, and why?",
            hint="For example `/qotd disputes keep @ana no word of the limit`; `/qotd disputes` lists them.",
        )

    def work(tx: Transaction) -> Card:
        series, reviewing = context.series(tx), context.services.reviewing
        if not name:
            return disputes_card(series, reviewing.disputes(tx, context.actor, series, number))
        member = context.member(tx, name)
        reviewing.keep(tx, context.actor, series, member.member, reason=reason or "", number=number)
        return notice("Grade kept", f"{plain(member.name)} is told, with your reason.")

    return Reply(await context.services.store.call(work))
