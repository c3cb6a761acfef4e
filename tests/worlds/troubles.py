"""A platform that fails when a test says so."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.answers import Revision
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.errors import DeliveryError
from bot.ports.channels import Channels
from bot.ports.messenger import Destination, Messenger, Sent
from bot.ports.people import People


class SomePeople:
    """The people of a platform, of whom some have left."""

    def __init__(self, wrapped: People, troubled: "Troubled") -> None:
        self._wrapped = wrapped
        self._troubled = troubled

    @property
    def has_channel_managers(self) -> bool:
        return self._wrapped.has_channel_managers

    @property
    def are_same_everywhere(self) -> bool:
        return self._troubled.is_everywhere

    async def administrators(self, workspace: str) -> Mapping[str, str]:
        return await self._wrapped.administrators(workspace)

    async def names(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        return await self._wrapped.names(workspace, members)

    async def actor(self, workspace: str, member: str, groups: Iterable[str]) -> Actor | None:
        if self._troubled.people_refusal is not None:
            raise self._troubled.people_refusal
        if member in self._troubled.left:
            return None
        found = await self._wrapped.actor(workspace, member, groups)
        return found and replace(found, is_admin=member in self._troubled.administer)

    async def readers(self, workspace: str, channel: str, members: Iterable[str]) -> frozenset[str]:
        if self._troubled.people_refusal is not None:
            raise self._troubled.people_refusal
        return await self._wrapped.readers(workspace, channel, members) - self._troubled.left

    async def audience(self, workspace: str, channel: str) -> int | None:
        if self._troubled.people_refusal is not None:
            raise self._troubled.people_refusal
        del workspace, channel
        return self._troubled.audience

    async def may_manage(self, workspace: str, channel: str, member: str) -> bool:
        return await self._wrapped.may_manage(workspace, channel, member)


class Troubled:
    """Hands everything on to another Messenger, but for the calls that are to fail."""

    def __init__(self, wrapped: Messenger) -> None:
        self.wrapped = wrapped
        self._failures: deque[Exception] = deque()
        self._lost_replies: deque[Exception] = deque()
        self._unread: deque[Exception] = deque()
        #: What messages into a channel are refused with, by the channel's id (or the member's, for direct messages).
        self.refusals: dict[str, DeliveryError] = {}
        #: What messages into threads are refused with.
        self.thread_refusal: DeliveryError | None = None
        #: Where links to messages begin; empty: there are none.
        self.links: str = ""
        #: Who cannot read the channels any more, and what asking for that is refused with.
        self.left: set[str] = set()
        self.people_refusal: DeliveryError | None = None
        #: Whom the platform counts as administrators.
        self.administer: set[str] = set()
        #: How many people are in each channel; None: that is not told.
        self.audience: int | None = None
        #: Whether ids are the same in all workspaces.
        self.is_everywhere = False
        #: What looking links up is refused with.
        self.link_refusal: DeliveryError | None = None
        #: What every call fails with while the platform cannot be reached.
        self.outage: DeliveryError | None = None

    @property
    def platform(self) -> str:
        return self.wrapped.platform

    @property
    def counts_answers(self) -> bool:
        return self.wrapped.counts_answers

    @property
    def hears_joins(self) -> bool:
        return self.wrapped.hears_joins

    @property
    def has_options(self) -> bool:
        return self.wrapped.has_options

    @property
    def channels(self) -> Channels:
        return self.wrapped.channels

    @property
    def people(self) -> People:
        return SomePeople(self.wrapped.people, self)

    def fail_next(self, error: Exception) -> None:
        """Let the next call fail without doing anything; several errors are raised one after another."""
        self._failures.append(error)

    def refuse_reading(self, error: DeliveryError, *, times: int) -> None:
        """Let reading threads back fail so often."""
        self._unread.extend([error] * times)

    def lose_next_reply(self, error: DeliveryError) -> None:
        """Let the next `send` post its message, and fail nevertheless."""
        self._lost_replies.append(error)

    def _maybe_refuse(self, channel: str, thread: str | None) -> None:
        if thread is not None and self.thread_refusal is not None:
            raise self.thread_refusal
        if channel in self.refusals:
            raise self.refusals[channel]

    async def is_reached(self, workspace: str) -> bool:
        return self.outage is None and await self.wrapped.is_reached(workspace)

    def _maybe_cut_off(self) -> None:
        if self.outage is not None:
            raise self.outage.with_traceback(None)

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        self._maybe_cut_off()
        _maybe_fail(self._failures)
        self._maybe_refuse(destination.channel, destination.thread)
        sent = await self.wrapped.send(destination, card, key=key)
        _maybe_fail(self._lost_replies)
        return sent

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        self._maybe_cut_off()
        _maybe_fail(self._failures)
        self._maybe_refuse(destination.channel, destination.thread)
        return await self.wrapped.find(destination, key=key, since=since)

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        self._maybe_cut_off()
        _maybe_fail(self._failures)
        self._maybe_refuse(sent.channel, None)
        await self.wrapped.update(workspace, sent, card)

    async def address(self, workspace: str, sent: Sent) -> str:
        if self.link_refusal is not None:
            raise self.link_refusal
        return f"{self.links}/{sent.message}" if self.links else await self.wrapped.address(workspace, sent)

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        self._maybe_cut_off()
        _maybe_fail(self._failures)
        _maybe_fail(self._unread)
        return await self.wrapped.read_thread(workspace, sent)


def _maybe_fail(errors: deque[Exception]) -> None:
    if errors:
        # An error that is raised again and again keeps the frames of each time, with all that stood in them.
        raise errors.popleft().with_traceback(None)
