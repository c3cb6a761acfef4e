"""Reading back what was posted, page by page (https://docs.discord.com/developers/resources/message)."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import discord
import structlog

from adapters.discord.connect.delivery_errors import UNKNOWN_MESSAGE, code_of, delivering
from adapters.discord.connect.places import Place, Places
from adapters.discord.read.incoming import is_by_person
from adapters.discord.render.messages import parts_of
from bot.errors import DeliveryError

log = structlog.get_logger()

#: So much of a thread makes a draft, and so many seconds are left for reading it.
_MOST_OF_THREAD = 50
_PATIENCE = 1.5
#: How many posts of a forum are looked through, the newest first.
_POSTS = 25


@dataclass(frozen=True, slots=True)
class Found:
    """A message of a card."""

    message: int
    #: How many messages the whole card has.
    of: int


@dataclass(frozen=True, slots=True)
class History:
    """Lists messages; raises nothing but `DeliveryError`."""

    places: Places

    async def messages(self, place: Place, since: datetime | None = None) -> list[discord.Message]:
        """Give all messages of a place, the oldest first.

        Without the permission Read Message History Discord gives none, which is no error of its own.
        """
        after = discord.Object(discord.utils.time_snowflake(since) - 1) if since else None
        with delivering():
            # Without limit=None the library stops after a hundred and says nothing.
            return [message async for message in place.history(limit=None, after=after, oldest_first=True)]

    async def parts(
        self, place: Place | discord.ForumChannel, markers: Mapping[int, int], since: datetime
    ) -> dict[int, Found]:
        """Give the messages of a card by their numbers.

        Args:
            place: where it was posted.
            markers: the number of each message by its marker (`messages.marker`).
            since: messages from before are not looked at.
        """
        if isinstance(place, discord.ForumChannel):
            return await self._in_posts(place, markers, since)
        return dict(self._marked(await self.messages(place, since), markers))

    def _marked(self, listed: Iterable[discord.Message], markers: Mapping[int, int]) -> Iterator[tuple[int, Found]]:
        own = self.places.known.user
        for message in listed:
            for marker, of in parts_of(message):
                if message.author == own and marker in markers:
                    yield markers[marker], Found(message.id, of)

    async def _in_posts(
        self, forum: discord.ForumChannel, markers: Mapping[int, int], since: datetime
    ) -> dict[int, Found]:
        with delivering():
            active = [thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id]
            archived = [thread async for thread in forum.archived_threads(limit=_POSTS)]
        newest = sorted({*active, *archived}, key=lambda thread: thread.id, reverse=True)[:_POSTS]
        for post in newest:
            if discord.utils.snowflake_time(post.id) >= since:
                found = dict(self._marked([*await self._first(post), *await self.messages(post)], markers))
                if found:
                    return found
        return {}

    async def _first(self, post: discord.Thread) -> list[discord.Message]:
        found = await self._one(post, post.id)
        return [found] if found else []

    async def is_gone(self, place: Place, message: int) -> bool:
        """Say whether a message was deleted, as Discord answers for it alone: a lacking permission is an error."""
        return await self._one(place, message) is None

    async def around(self, place: object, message: discord.Message) -> list[discord.Message]:
        """Give what people wrote in the thread of a message with what they wrote it under, as much as makes a draft.

        Nothing where Discord does not tell it in time: a form opens at once or never.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                return [one for one in await self._thread(place, message) if is_by_person(one)]
        except (DeliveryError, TimeoutError) as error:
            log.info("a suggestion begins without its thread", error=str(error))
            return []

    async def _thread(self, place: object, message: discord.Message) -> list[discord.Message]:
        is_inside = isinstance(place, discord.Thread)
        thread = place if isinstance(place, discord.Thread) else None
        if thread is None and isinstance(place, discord.TextChannel):
            thread = place.get_thread(message.id)
        if thread is None:
            return []
        with delivering():
            replies = [one async for one in thread.history(limit=_MOST_OF_THREAD, oldest_first=True)]
            # The thread of a message bears its id; what it hangs on stands in the channel.
            first = await _start(thread) if is_inside else message
        begun = [first] if first else []
        return [*begun, *(one for one in replies if one not in begun)]

    async def _one(self, place: Place, message: int) -> discord.Message | None:
        try:
            with delivering():
                return await place.fetch_message(message)
        except DeliveryError as error:
            if code_of(error) == UNKNOWN_MESSAGE:
                return None
            raise


async def _start(thread: discord.Thread) -> discord.Message | None:
    """Give what a thread hangs on; None: its first message stands in it."""
    parent = thread.parent
    return await parent.fetch_message(thread.id) if isinstance(parent, discord.TextChannel) else None
