"""What waits for a reviewer: suggestions, claims, disputes and flags, each as chat shows it."""

from dataclasses import dataclass, replace

from bot.domain.card import Card
from bot.domain.members import Actor
from bot.ports.store import Transaction
from bot.services.claims.waiting import NextDecision, Queue
from bot.services.services import Services

#: So many decisions are on a page.
ON_PAGE = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to decide on."""

    card: Card
    #: The series it is about.
    series: str
    #: Where it stands in the queue, from 1.
    place: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of what waits, what waits longest first."""

    decisions: tuple[Waiting, ...]
    #: How much waits in all.
    waiting: int
    #: Counted from 1.
    page: int
    pages: int
    #: What is said where nothing waits.
    nothing: Card


def queue(tx: Transaction, services: Services, actor: Actor, page: int) -> tuple[Queue, int]:
    """Give the decisions of a page, and which page it is: behind the last one, the last.

    Raises:
        RightsError: the actor reviews no series here.
    """
    waiting = services.own_questions.waiting
    found = waiting.every(tx, actor, (page - 1) * ON_PAGE + 1, ON_PAGE)
    last = max(-(-found.waiting // ON_PAGE), 1)
    return (found, page) if page <= last else (waiting.every(tx, actor, (last - 1) * ON_PAGE + 1, ON_PAGE), last)


def alone(one: NextDecision) -> NextDecision:
    """Give a decision as if it were the only one: what else waits stands on the page, too."""
    return replace(one, others=0)
