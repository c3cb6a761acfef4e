"""Who is an administrator in Askaday, and what the platform says of who acts, where something depends on it."""

from collections.abc import Awaitable, Collection, Mapping
from dataclasses import dataclass, replace

import structlog

from bot.cards.choices import ANSWERING
from bot.domain.members import Actor, WhoSetsUp, is_group_id, is_own_place, platform_of
from bot.errors import DeliveryError, Scope
from bot.ports.messenger import Messenger
from bot.ports.store import Store, Transaction
from bot.services.rights import may_set_up

log = structlog.get_logger()

#: So many of those who may set up are named, and asked.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Recognising:
    """Knows who may do what; platforms are asked between transactions."""

    store: Store
    messengers: Mapping[str, Messenger]
    #: Whom the operator made administrators: a workspace and a member each.
    appointed: Collection[tuple[str, str]] = ()

    def known(self, tx: Transaction, actor: Actor) -> Actor:
        """Give who acts, as an administrator where the operator or an appointing word made them one."""
        if actor.is_admin or actor.member not in self._made(tx, actor.workspace):
            return actor
        return replace(actor, is_admin=True)

    def groups_with_a_say(self, tx: Transaction, workspace: str) -> frozenset[str]:
        """Give the groups that manage or review a series of a workspace, as far as their ids tell."""
        named = (one.settings.managers | one.settings.reviewers for one in tx.series.of_workspace(workspace))
        return frozenset(one for one in frozenset[str]().union(*named) if is_group_id(one))

    async def now(self, workspace: str, member: str) -> Actor | None:
        """Give somebody with the rights that they have at this moment; None: they have left the workspace.

        Of a workspace whose platform is not connected only what Askaday itself keeps is known.

        Raises:
            DeliveryError: the platform does not say.
        """
        messenger = self.messengers.get(platform_of(workspace))
        if messenger is None or is_own_place(workspace, member):
            vouched: Actor | None = Actor(workspace, member, "")
        else:
            groups = await self.store.read(self.groups_with_a_say, workspace)
            vouched = await messenger.people.actor(workspace, member, groups)
        return None if vouched is None else await self.store.read(self._with_name, vouched)

    async def vouched(self, known: Actor, vouching: Awaitable[Actor], action: str) -> Actor:
        """Give who acts as the platform vouches for them.

        To answer takes no right: where the workspace refuses Askaday, its token has ended, say, an answer is taken from
        whoever the request says it is, by the name they had last.

        Raises:
            DeliveryError: the platform does not vouch, and the action takes that.
        """
        try:
            return await vouching
        except DeliveryError as error:
            if not (action in ANSWERING and error.permanent and error.scope is Scope.WORKSPACE):
                raise
        return await self.store.read(self.called, known)

    def _with_name(self, tx: Transaction, vouched: Actor) -> Actor:
        if not vouched.name:
            vouched = self.called(tx, replace(vouched, name=vouched.member))
        return self.known(tx, vouched)

    def called(self, tx: Transaction, actor: Actor) -> Actor:
        """Give who acts by the name they had last, if they are known, where the platform does not say it now."""
        seen = tx.members.get(actor.workspace, actor.member)
        return replace(actor, name=seen.name) if seen else actor

    async def in_channel(self, actor: Actor, channel: str) -> Actor:
        """Give who acts with the right to manage a channel, if that decides whether they may set a series up there."""
        messenger = self.messengers.get(platform_of(actor.workspace))
        if messenger is None or not await self.store.call(_depends, actor, channel):
            return actor
        try:
            manages = await messenger.people.may_manage(actor.workspace, channel, actor.member)
        except DeliveryError as error:
            log.warning("a right could not be looked up", workspace=actor.workspace, error=str(error))
            return actor
        return replace(actor, channels=actor.channels | {channel}) if manages else actor

    async def who_sets_up(self, workspace: str, channel: str) -> Mapping[str, str]:
        """Give the names of those who may set a series up in a channel, by id: who invited Askaday there first.

        Who has left is not among them; a platform that does not answer names nobody.
        """
        made, inviters = await self.store.call(self._both, workspace, channel)
        messenger = self.messengers.get(platform_of(workspace))
        if messenger is None:
            return {}
        try:
            chosen = await messenger.people.names(workspace, dict.fromkeys([*inviters, *made]))
            vouched = await messenger.people.administrators(workspace)
        except DeliveryError as error:
            log.warning("who may set up could not be looked up", workspace=workspace, error=str(error))
            return {}
        ids = dict.fromkeys([*inviters, *sorted(made), *vouched])
        return {one: name for one in ids if (name := chosen.get(one) or vouched.get(one))}

    async def administrators(self, workspace: str) -> list[str]:
        """Give the ids of administrators who are still there, those whom the operator or a word made it first.

        Raises:
            DeliveryError: the platform does not answer.
        """
        made = sorted(await self.store.call(self._made, workspace))
        messenger = self.messengers.get(platform_of(workspace))
        if messenger is None:
            return made[:MOST_NAMED]
        present = await messenger.people.names(workspace, made)
        vouched = await messenger.people.administrators(workspace)
        return list(dict.fromkeys([*(one for one in made if one in present), *vouched]))[:MOST_NAMED]

    def _made(self, tx: Transaction, workspace: str) -> set[str]:
        appointed = {member for where, member in self.appointed if where == workspace}
        return appointed | set(tx.access.administrators(workspace))

    def _both(self, tx: Transaction, workspace: str, channel: str) -> tuple[set[str], list[str]]:
        may = tx.access.who_sets_up(workspace) is WhoSetsUp.INVITERS
        return self._made(tx, workspace), list(tx.access.inviters(workspace, channel)) if may else []


def _depends(tx: Transaction, actor: Actor, channel: str) -> bool:
    """Say whether managing a channel would give somebody a right that they do not have without it."""
    as_manager = replace(actor, channels=actor.channels | {channel})
    return not may_set_up(tx, actor, channel) and may_set_up(tx, as_manager, channel)
