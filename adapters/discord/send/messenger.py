"""Sending to Discord and reading back.

A card that does not fit into one message is posted as several, under the keys `key`, `key/2`, `key/3` …; the ids of all
of them together, joined by `+`, are the id of the card. Replies arrive in a thread on the last of them; in a forum
they arrive in the post, whose first message is the card.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, TypeVar

import discord
import structlog

from adapters.discord.connect.delivery_errors import (
    INVALID,
    MISSING_ACCESS,
    THREAD_EXISTS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    code_of,
    delivering,
)
from adapters.discord.connect.places import Place, Places
from adapters.discord.connect.workspaces import PLATFORM, guild_id
from adapters.discord.read.incoming import is_by_person, revision_of
from adapters.discord.render import limits
from adapters.discord.render.links import CommandLinks
from adapters.discord.render.messages import Message, Picture, layout, marker, messages, parts_of
from adapters.discord.render.texts import shortened
from adapters.discord.send.channels import DiscordChannels, explained
from adapters.discord.send.history import History
from adapters.discord.send.people import DiscordPeople
from bot.domain.answers import Revision
from bot.domain.card import Card, Chart, with_link
from bot.domain.statistics.pictures import Columns, Look
from bot.domain.text import one_line
from bot.errors import DeliveryError, Scope
from bot.ports.channels import Channels
from bot.ports.drawing import Drawing
from bot.ports.messenger import Destination, Sent
from bot.ports.people import People

log = structlog.get_logger()

T = TypeVar("T")

_JOINT = "+"
#: Where Discord's own links lead.
_CHANNELS = "https://discord.com/channels"
#: Minutes after its last message for which a thread is listed; Discord allows 60, 1440, 4320 and 10080.
_ARCHIVE_AFTER: Literal[1440] = 1440
#: What discord.py raises where something before Discord answers, with a page of its own.
_UNREADABLE = (AttributeError, LookupError, TypeError)
#: Of how many messages a card that is looked for may be made, and how many cards that were found in part are kept.
_MOST_PARTS = 9
_MOST_FOUND = 100


def part_key(key: str, number: int) -> str:
    """Name a message of a card by its number, counted from 1; it is its nonce as well."""
    named = key if number == 1 else f"{key}/{number}"
    # A longer nonce is refused: https://docs.discord.com/developers/resources/message
    return named if len(named) <= limits.NONCE else f"{key[: limits.NONCE - 3]}/{number}"


def thread_name(title: str) -> str:
    """Name a thread after its card."""
    return shortened(one_line(title), limits.THREAD_NAME) or "Question"


class DiscordMessenger:
    """Discord's Messenger."""

    platform = PLATFORM
    counts_answers = True
    has_options = True
    hears_joins = False

    def __init__(self, places: Places, links: CommandLinks | None = None, drawing: Drawing | None = None) -> None:
        """Without `drawing` charts are written as text."""
        self._places = places
        self._drawing = drawing
        self._links = links or CommandLinks()
        self._history = History(places)
        self.channels: Channels = DiscordChannels(places)
        self.people: People = DiscordPeople(places)
        #: Parts of cards that were found to be posted without the rest, by the card's key.
        self._found: dict[str, dict[int, int]] = {}

    async def is_reached(self, workspace: str) -> bool:
        """Say whether Discord answers at all, for that server."""
        try:
            client = self._places.client
            with delivering():
                await client.fetch_guild(guild_id(workspace) or 0, with_counts=False)
        except DeliveryError as error:
            return error.permanent
        except _UNREADABLE:
            return False
        return True

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        """Post a card; what was posted of it a few minutes ago is not posted again, by its nonce."""
        shown = await self._shown(card)
        place = await self._place(destination)
        posted = self._found.pop(key, {})
        try:
            if isinstance(place, discord.ForumChannel):
                return await self._post(place, destination, card, key, posted)
            await self._post_rest(place, shown, key, posted)
            return await self._sent(destination, place, [posted[number] for number in sorted(posted)])
        except DeliveryError as error:
            raise await explained(self._places, error, place) from error.__cause__

    async def _shown(self, card: Card) -> tuple[Message, ...]:
        """Give a card as messages, with a picture on the last one in the place of the chart that is worth one."""
        chart = next((block for block in card.blocks if isinstance(block, Chart) and block.is_picture), None)
        if chart is None or self._drawing is None:
            return messages(card, self._links.linked)
        picture = Columns(chart.title, chart.labels, chart.lines)
        try:
            png = await asyncio.to_thread(self._drawing.png, picture, Look.DARK)
        except Exception as error:
            # A chart is nice to have: what it shows can be written.
            log.exception("a chart could not be drawn", exc_info=error)
            return messages(card, self._links.linked)
        without = replace(card, blocks=tuple(block for block in card.blocks if block is not chart))
        *before, last = messages(without, self._links.linked)
        return (*before, replace(last, picture=Picture(png, picture.said)))

    async def _place(self, destination: Destination) -> Place | discord.ForumChannel:
        if destination.direct:
            return await self._places.direct(destination.channel)
        place = await self._places.channel(destination.thread or destination.channel)
        if isinstance(place, discord.ForumChannel) and destination.about_thread and not destination.opens_thread:
            return await self._post_of(destination.about_thread)
        return place

    async def _post_of(self, thread: str) -> Place:
        """Give a thread, or a post of a forum; one that is gone is no matter of its channel."""
        try:
            return await self._places.place(thread)
        except DeliveryError as error:
            if not error.permanent or error.scope is not Scope.CHANNEL:
                raise
            raise DeliveryError(error.message, permanent=True, scope=Scope.THREAD) from error

    async def _post_rest(self, place: Place, shown: Sequence[Message], key: str, posted: dict[int, int]) -> None:
        for number, message in enumerate(shown, 1):
            if number not in posted:
                posted[number] = await self._say(place, message, part_key(key, number), len(shown))

    async def _say(self, place: Place, message: Message, named: str, of: int) -> int:
        async def say(shown: Message) -> int:
            view, told = layout(shown, named, of=of), _told(shown)
            if shown.picture is None:
                return (await place.send(view=view, nonce=named, allowed_mentions=told)).id
            return (await place.send(view=view, nonce=named, allowed_mentions=told, file=shown.picture.file)).id

        return await _taken(say, message)

    async def _post(
        self, forum: discord.ForumChannel, destination: Destination, card: Card, key: str, posted: dict[int, int]
    ) -> Sent:
        shown = messages(card, self._links.linked)
        if 1 not in posted:
            posted[1] = await self._open_post(forum, destination.opens_thread or card.name, shown, key)
        post = await self._places.place(str(posted[1]))
        await self._post_rest(post, shown, key, posted)
        return _sent(str(forum.id), [posted[number] for number in sorted(posted)], str(posted[1]))

    async def _open_post(self, forum: discord.ForumChannel, title: str, shown: Sequence[Message], key: str) -> int:
        async def open_post(first: Message) -> int:
            made = await forum.create_thread(
                name=thread_name(title),
                view=layout(first, part_key(key, 1), of=len(shown)),
                allowed_mentions=_told(first),
                auto_archive_duration=_ARCHIVE_AFTER,
                # A forum can ask for a tag; there is no better one than the first.
                applied_tags=forum.available_tags[:1] if forum.flags.require_tag else [],
            )
            return made.thread.id

        return await _taken(open_post, shown[0])

    async def _sent(self, destination: Destination, place: Place, posted: Sequence[int]) -> Sent:
        """Say what became of a card, once its thread is there too."""
        channel = str(place.id) if destination.direct else destination.channel
        if not destination.opens_thread:
            return _sent(channel, posted, destination.thread or str(place.id))
        if isinstance(place, discord.TextChannel):
            try:
                await self._open_thread(place, posted[-1], destination.opens_thread)
            except DeliveryError as error:
                if error.permanent and error.scope is not Scope.WORKSPACE:
                    # Nobody could answer below a card without its thread, also where an earlier process posted it. A
                    # refused token says nothing of threads: it may be there from a try whose answer was lost.
                    await _withdraw(place, posted)
                raise
        return _sent(channel, posted, str(posted[-1]))

    async def _open_thread(self, place: discord.TextChannel, message: int, title: str) -> None:
        """Open the thread of a message; one that is there already has the same id."""
        partial = place.get_partial_message(message)
        try:
            with delivering():
                await partial.create_thread(name=thread_name(title), auto_archive_duration=_ARCHIVE_AFTER)
        except DeliveryError as error:
            if code_of(error) != THREAD_EXISTS:
                raise

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        """Look up the messages that carry the key; what is missing of a card is posted by the next `send`."""
        place = await self._place(destination)
        markers = {marker(part_key(key, number)): number for number in range(1, _MOST_PARTS + 1)}
        found = await self._history.parts(place, markers, since)
        ids = {number: one.message for number, one in found.items()}
        if not found or len(found) < found[min(found)].of:
            if found:
                self._remember(key, ids)
            return None
        posted = [ids[number] for number in sorted(ids)]
        if isinstance(place, discord.ForumChannel):
            return _sent(str(place.id), posted, str(posted[0]))
        return await self._sent(destination, place, posted)

    def _remember(self, key: str, posted: dict[int, int]) -> None:
        if len(self._found) >= _MOST_FOUND:
            self._found.clear()
        self._found[key] = posted

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        """Replace what a card shows, and name its thread after it; messages it no longer needs are deleted."""
        ids = [int(message) for message in sent.message.split(_JOINT)]
        if card.thread_link:
            # In a forum the card is in its thread already, and the link does no harm.
            card = with_link(card, f"{_CHANNELS}/{guild_id(workspace) or '@me'}/{sent.thread}")
        shown = messages(card, self._links.linked)
        place = await self._home(sent)
        for message_id, message in zip(ids, shown, strict=False):
            await self._change(place, message_id, message)
        for message_id in ids[len(shown) :]:
            await _delete(place, message_id)
        if len(shown) > len(ids):
            # Nothing can be put between messages of a channel: what there is more of follows in the thread.
            thread = await self._post_of(sent.thread)
            await self._post_rest(thread, shown[len(ids) :], f"u{ids[0]}", {})
        if sent.thread in {str(ids[0]), str(ids[-1])} and card.title:
            await self._rename(sent.thread, card.title, workspace)

    async def _change(self, place: Place, message_id: int, message: Message) -> None:
        """Replace what a message shows; the number by which it can be found stays."""
        with delivering():
            before = await place.fetch_message(message_id)
        [(number, of)] = parts_of(before) or [(0, 1)]

        async def edit(shown: Message) -> None:
            await before.edit(view=layout(shown, number=number, of=of))

        await _taken(edit, message)

    async def _home(self, sent: Sent) -> Place:
        """Give the place where a card's messages are: of a forum's post, the post itself."""
        channel = await self._places.channel(sent.channel)
        if not isinstance(channel, discord.ForumChannel):
            return channel
        post = await self._post_of(sent.thread)
        if isinstance(post, discord.Thread) and post.archived:
            # In an archived thread nothing can be edited.
            with delivering():
                await post.edit(archived=False)
        return post

    async def _rename(self, thread: str, title: str, workspace: str) -> None:
        try:
            place = await self._places.place(thread)
            if isinstance(place, discord.Thread) and place.name != thread_name(title):
                with delivering():
                    await place.edit(name=thread_name(title))
        except DeliveryError as error:
            # Discord allows it twice in ten minutes: then the whole update is made again, and so it is once a token is
            # taken that was refused. Without the right to, it is a nicety.
            if not error.permanent or error.scope is Scope.WORKSPACE:
                raise
            log.info("thread not renamed", workspace=workspace, thread=thread, error=str(error))

    async def address(self, workspace: str, sent: Sent) -> str:
        """Give the link to a message, which is in its thread, beside it or a post of its own; nothing if it is gone."""
        message = sent.message.partition(_JOINT)[0]
        for place_id in dict.fromkeys((sent.thread, sent.channel, message)):
            try:
                place = await self._places.place(place_id)
                with delivering():
                    await place.fetch_message(int(message))
            except DeliveryError as error:
                if not error.permanent:
                    raise
            else:
                return f"{_CHANNELS}/{guild_id(workspace) or '@me'}/{place_id}/{message}"
        return ""

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        """Give people's replies as they stand now."""
        del workspace  # ids of threads are unique over all servers
        try:
            listed = await self._history.messages(await self._places.place(sent.thread))
        except DeliveryError as error:
            if code_of(error) == UNKNOWN_CHANNEL:
                # Either may be gone; if its channel is, that is what has to come back.
                await self._places.channel(sent.channel)
            if error.permanent and error.scope is Scope.CHANNEL and code_of(error) != MISSING_ACCESS:
                raise DeliveryError(error.message, permanent=True, scope=Scope.THREAD) from error
            raise
        return [revision_of(message) for message in listed if is_by_person(message)]


def _told(message: Message) -> discord.AllowedMentions:
    """Let a message tell the role that it calls, and nobody else."""
    roles = [discord.Object(int(message.calls))] if message.calls.isdecimal() else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


async def _taken(show: Callable[[Message], Awaitable[T]], message: Message) -> T:
    """Post or change a message; where Discord does not take its components, as text without buttons and picture."""
    try:
        with delivering():
            return await show(message)
    except DeliveryError as error:
        if code_of(error) != INVALID or not (message.actions or message.menu or message.picture):
            raise
        log.error("Discord took a message as text alone", error=str(error))  # noqa: TRY400 - Discord says all there is
    with delivering():
        return await show(replace(message, actions=(), menu=(), picture=None))


async def _withdraw(place: Place, posted: Sequence[int]) -> None:
    for message in posted:
        try:
            await _delete(place, message)
        except DeliveryError as error:
            log.warning("a card without its thread could not be deleted", message=message, error=str(error))


async def _delete(place: Place, message_id: int) -> None:
    try:
        with delivering():
            await place.get_partial_message(message_id).delete()
    except DeliveryError as error:
        if code_of(error) != UNKNOWN_MESSAGE:
            raise


def _sent(channel: str, posted: Sequence[int], thread: str) -> Sent:
    return Sent(channel, _JOINT.join(str(one) for one in posted), thread)
