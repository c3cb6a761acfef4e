"""Asking those who may set a series up to do it, for somebody who may not."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.cards.access import request_card, who_may
from bot.domain.card import Card
from bot.domain.deliveries import Urgency
from bot.domain.members import Actor, platform_of
from bot.errors import NotSetUpError, RefusedError
from bot.ports.clock import Clock
from bot.ports.messenger import Messenger
from bot.ports.store import Store, Transaction
from bot.services.access.recognising import MOST_NAMED, Recognising
from bot.services.deliveries.owing import owe_privately
from bot.services.placing import Placing


@dataclass(frozen=True, slots=True)
class Requesting:
    """Says who may set a series up, and lets them be asked: once a day for each channel, whoever asks."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    recognising: Recognising
    placing: Placing

    async def explain(self, actor: Actor, error: NotSetUpError) -> None:
        """Let a refusal name who may, and offer to ask them where that is a channel to ask in."""
        workspace, channel = actor.workspace, error.channel
        messenger = self.messengers.get(platform_of(workspace))
        names = list(await self._others(actor, channel))
        setup = await self.store.call(lambda tx: tx.access.who_sets_up(workspace))
        has_channel_managers = messenger is not None and messenger.people.has_channel_managers
        is_fit = bool(names and channel) and not await self.placing.is_unfit(workspace, channel)
        error.explain(who_may(setup, names, has_channel_managers=has_channel_managers), can_ask=is_fit)

    async def ask(self, actor: Actor, channel: str) -> Sequence[str]:
        """Send the form for a channel to those who may fill it in, and give their names.

        Raises:
            RefusedError: there is no such channel, nobody to ask, or they were asked for it today.
        """
        found = await self.placing.look_at(actor.workspace, channel)
        others = await self._others(actor, channel)
        if found is None or not others:
            raise RefusedError("Askaday knows nobody here whom it could ask.", hint="Ask an administrator yourself.")
        card = request_card(actor.name, channel, found.name)
        await self.store.call(self._send, actor, channel, list(others.values()), card)
        return list(others)

    async def _others(self, actor: Actor, channel: str) -> Mapping[str, str]:
        """Give those who may set a series up there and are somebody else, by name: those who invited Askaday first."""
        found = await self.recognising.who_sets_up(actor.workspace, channel)
        return {name: one for one, name in list(found.items())[:MOST_NAMED] if one != actor.member}

    def _send(self, tx: Transaction, actor: Actor, channel: str, members: Sequence[str], card: Card) -> None:
        now = self.clock.now()
        keys = {member: _key(actor.workspace, channel, member, now.date().isoformat()) for member in members}
        if any(tx.deliveries.is_owed(key) for key in keys.values()):
            raise RefusedError("They were asked for this channel today already.", hint="Tomorrow you can remind them.")
        for member, key in keys.items():
            # What is asked for another channel on that day comes the next morning, in one message.
            owe_privately(tx, actor.workspace, member, card, key=key, now=now, urgency=Urgency.NOTICE)


def _key(workspace: str, channel: str, member: str, day: str) -> str:
    return f"q{hashlib.sha256(f'{workspace} {channel} {member} {day}'.encode()).hexdigest()[:24]}"
