"""Packs that are sent as files."""

import asyncio

from bot.cards.authoring.packs import no_pack_card, offered_card, used_card
from bot.cards.notices.notice import notice
from bot.commands.request import Press, Reply, SentFile
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.target import Target
from bot.errors import InputError
from bot.packs.sent import read_sent
from bot.ports.store import Transaction
from bot.services.services import Services


async def receive(services: Services, actor: Actor, file: SentFile) -> Card:
    """Read a file that a manager sent, and show what is in it.

    Raises:
        RightsError: they manage nothing there; nothing was fetched.
        AskadayError: it has another pack's name, or cannot be fetched.
    """
    receiving = services.own_questions.receiving
    expected = await services.store.call(receiving.expect, actor)
    data = await file.fetch()
    sent = await asyncio.to_thread(read_sent, file.name, data, expected.today, expected.packs)
    problems = sent.problems if not file.others else (_others(file.others), *sent.problems)
    if sent.pack is None or not sent.pack.questions:
        return no_pack_card(file.name, problems)
    offered = await services.store.call(receiving.offer, actor, sent.pack)
    return offered_card(offered.offer, problems, offered.series, new=offered.new, changed=offered.changed)


def _others(number: int) -> str:
    files = "the other file was" if number == 1 else f"the other {number} files were"
    return f"Of several files {files} not read; send one in a message."


async def discard(services: Services, press: Press, offer_id: int) -> Reply:
    """Let a pack that was sent go unused."""
    await services.store.call(services.own_questions.receiving.discard, press.actor, offer_id)
    return Reply(notice("Discarded", "Nothing of the file is kept."), replaces=True)


async def use(services: Services, press: Press, offer_id: int) -> Reply:
    """Let a series ask the questions of a pack that was sent."""
    words = Target.read(press.target).words
    if not words.isdecimal():
        raise InputError("This button is from an older version.", hint="Send the file again.")

    def work(tx: Transaction) -> Card:
        offered, series = services.own_questions.receiving.use(tx, press.actor, offer_id, int(words))
        return used_card(offered.offer, series, new=offered.new, changed=offered.changed)

    return Reply(await services.store.call(work), replaces=True)
