"""The part of the desk that pages are read at: like the rest of it, it checks every right on every call."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.cards.authoring.suggestions import nothing_waits_anywhere_card
from bot.commands.authoring.review import decision_card
from bot.commands.pages.asked import PageQuery
from bot.commands.pages.overview import Overview, overview
from bot.commands.pages.own import Own, own
from bot.commands.pages.people import PeoplePage, people
from bot.commands.pages.questions import QuestionPage, QuestionsPage, question, questions, with_decisions
from bot.commands.pages.queue import ON_PAGE, QueuePage, Waiting, alone, queue
from bot.commands.pages.series import SeriesLine, SeriesPage, all_series, one_series
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.series import may_manage, may_review
from bot.ports.store import Transaction
from bot.services.services import Services

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rights:
    """Which pages have something for a member; each page checks for itself."""

    manages: bool
    reviews: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """Gives what pages show; every method raises what its function says."""

    services: Services

    async def rights(self, actor: Actor) -> Rights:
        """Say which pages to lead somebody to."""

        def read(tx: Transaction, who: Actor) -> Rights:
            every = [one.settings for one in tx.series.of_workspace(who.workspace)]
            return Rights(any(may_manage(who, one) for one in every), any(may_review(who, one) for one in every))

        return await self._read(actor, read)

    async def overview(self, actor: Actor, asked: PageQuery) -> Overview:
        """Give a series at a glance."""
        return await self._read(actor, lambda tx, who: overview(tx, self.services, who, asked))

    async def people(self, actor: Actor, asked: PageQuery) -> PeoplePage:
        """Give who takes part."""
        return await self._read(actor, lambda tx, who: people(tx, self.services, who, asked))

    async def own(self, actor: Actor, asked: PageQuery) -> Own:
        """Give a member's own figures, and what managers see of them."""
        found = await self._read(actor, lambda tx, who: own(tx, self.services, who, asked))
        return replace(found, card=self._named(actor, found.card))

    async def questions(self, actor: Actor, asked: PageQuery) -> QuestionsPage:
        """Give how questions do."""
        return await self._read(actor, lambda tx, who: questions(tx, self.services, who, asked))

    async def question(self, actor: Actor, asked: PageQuery, ref: str) -> QuestionPage:
        """Give one question, by its `pack/id`."""
        found, waiting = await self._read(actor, lambda tx, who: question(tx, self.services, who, asked, ref))
        return await with_decisions(found, waiting)

    async def queue(self, actor: Actor, page: int) -> QueuePage:
        """Give what waits for a reviewer."""
        found, number = await self._read(actor, lambda tx, who: queue(tx, self.services, who, page))
        cards = [(self._named(actor, await decision_card(alone(one))), one) for one in found.decisions]
        return QueuePage(
            tuple(Waiting(card, one.series.name, one.place) for card, one in cards),
            found.waiting,
            number,
            max(-(-found.waiting // ON_PAGE), 1),
            self._named(actor, nothing_waits_anywhere_card(found.series)),
        )

    async def series(self, actor: Actor, asked: PageQuery) -> SeriesPage:
        """Give how a series is set up."""
        found = await self._read(actor, lambda tx, who: one_series(tx, self.services, who, asked))
        channel = found.form.channel
        placed = await self.services.placing.look_at(actor.workspace, channel)
        return replace(found, channel=f"#{placed.name}" if placed else channel)

    async def all_series(self, actor: Actor) -> tuple[SeriesLine, ...]:
        """Give every series that somebody manages."""
        return await self._read(actor, lambda tx, who: all_series(tx, self.services, who))

    def _named(self, actor: Actor, card: Card) -> Card:
        return self.services.naming(actor.workspace).in_card(card)

    async def _read(self, actor: Actor, read: Callable[[Transaction, Actor], T]) -> T:
        """Read with the rights that they have in Askaday at this moment."""
        return await self.services.store.read(lambda tx: read(tx, self.services.recognising.known(tx, actor)))
