"""A member's own page: what `/qotd me` says, with all that managers see of them, and what to look at again."""

from dataclasses import dataclass, replace

from bot.commands.for_members import own_reply_card
from bot.commands.pages.asked import PageQuery, ShownOnPage, chosen
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.reporting import OpenQuestion
from bot.domain.statistics.people import Person, TopicLevel
from bot.ports.store import Transaction
from bot.services.services import Services
from bot.services.statistics.scopes import scope_of_own

_PERIOD = "month"


@dataclass(frozen=True, slots=True)
class Own:
    """What a member sees of themselves, shown to nobody else."""

    shown: ShownOnPage
    #: What `/qotd me` says.
    card: Card
    #: Of all series of the workspace.
    open_questions: tuple[OpenQuestion, ...]
    #: Levels, the weakest first, of all series of the workspace.
    topics: tuple[TopicLevel, ...]
    #: What managers see of them in the period, with the score that their reviewers see; None: they never took part.
    person: Person | None


def own(tx: Transaction, services: Services, actor: Actor, asked: PageQuery) -> Own:
    """Give a member's own figures.

    Raises:
        InputError: the period is not understood.
        RefusedError: there is no such series here, or none at all.
    """
    series, every = chosen(tx, actor, asked.series, lambda _: True, "No series is set up here.")
    scope, period = scope_of_own(tx, series), asked.period or _PERIOD
    card = own_reply_card(tx, services, actor, series, period)
    return Own(
        ShownOnPage(series.name, services.statistics.spans(scope, period).key, every),
        replace(card, actions=()),
        services.home.open_questions(tx, actor),
        services.home.topics(tx, actor),
        services.statistics.person(tx, scope, actor.member, period),
    )
