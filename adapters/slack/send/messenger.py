"""Sending to Slack and reading back.

A card that does not fit into one message is posted as several, under the keys `key`, `key/2`, `key/3` …; the ids of all
of them together, joined by `+`, are the id of the card.
"""

import re
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from adapters.slack.connect.delivery_errors import MAY_NOT, NOT_THERE, code_of
from adapters.slack.connect.members import Members
from adapters.slack.connect.workspaces import PLATFORM
from adapters.slack.read.incoming import is_reply, revision_of, sender_through_app
from adapters.slack.read.timestamps import instant, timestamp
from adapters.slack.read.unescaping import mentioned
from adapters.slack.render.messages import Message
from adapters.slack.send.channels import SlackChannels
from adapters.slack.send.history import History
from adapters.slack.send.people import SlackPeople
from adapters.slack.send.showing import Showing
from adapters.slack.wire import Json
from bot.domain.answers import Revision
from bot.domain.card import Card, with_link
from bot.errors import DeliveryError, Scope
from bot.ports.channels import Channels
from bot.ports.messenger import Destination, Sent
from bot.ports.people import People

log = structlog.get_logger()

#: The type of the metadata that carries a delivery's key. Everybody can read metadata: it says nothing else.
EVENT_TYPE = "askaday_delivery"
_JOINT = "+"
#: Ids of channels, direct messages and members: https://docs.slack.dev/reference/objects/conversation-object
_PLACE = re.compile(r"[A-Z][A-Z0-9]+")
#: From how many keys on parts of cards that were found are forgotten.
_MOST_FOUND = 100


def part_key(key: str, number: int) -> str:
    """Name a message of a card by its number, counted from 1."""
    return key if number == 1 else f"{key}/{number}"


def first_message(card: str) -> str:
    """Give the id of a card's first message, in whose thread replies arrive."""
    return card.partition(_JOINT)[0]


@dataclass(frozen=True, slots=True)
class _Posted:
    """A message of this bot that carries a key."""

    channel: str
    ts: str
    #: How many messages the whole card has.
    of: int


class SlackMessenger:
    """Slack's Messenger."""

    platform = PLATFORM
    counts_answers = True
    has_options = False
    hears_joins = True

    def __init__(self, showing: Showing, history: History, members: Members) -> None:
        self._showing = showing
        self._calls = showing.calls
        self._history = history
        self._members = members
        self.channels: Channels = SlackChannels(showing.calls)
        self.people: People = SlackPeople(members)
        #: Parts of cards that were found to be posted without the rest, by the card's key.
        self._found: dict[str, dict[int, _Posted]] = {}

    async def is_reached(self, workspace: str) -> bool:
        """Say whether Slack answers at all, in that workspace."""
        try:
            await self._calls.read(workspace, "auth.test", {})
        except DeliveryError as error:
            return error.permanent
        return True

    async def send(self, destination: Destination, card: Card, *, key: str) -> Sent:
        """Post a card; of one that `find` has found in part, post what is missing."""
        parts = await self._showing.messages(destination.workspace, card)
        posted = self._found.pop(key, {})
        if destination.thread:
            await self._require_parent(destination, destination.thread)
        for number, message in enumerate(parts, start=1):
            if number not in posted:
                posted[number] = await self._post(destination, message, part_key(key, number), len(parts))
        return _sent(destination, [posted[number] for number in sorted(posted)])

    async def _require_parent(self, destination: Destination, parent: str) -> None:
        """Refuse to reply to a message that was deleted: Slack takes that, and shows it loose in the channel."""
        arguments = {"channel": destination.channel, "message_ts": parent}
        try:
            await self._calls.read(destination.workspace, "chat.getPermalink", arguments)
        except DeliveryError as error:
            if code_of(error) == "message_not_found":
                said = "The message that the thread hangs on was deleted."
                raise DeliveryError(said, permanent=True, scope=Scope.THREAD) from error
            # Whatever else is wrong, posting says it better; where only this fails, the reply is not held up.

    async def _post(self, destination: Destination, message: Message, key: str, of: int) -> _Posted:
        if not _PLACE.fullmatch(destination.channel):
            advice = "choose one with /qotd setup channel=#NAME"
            raise DeliveryError(f"{destination.channel!r} is no channel of Slack's: {advice}.", permanent=True)
        await self._calls.limiter.turn(destination.workspace, destination.channel)
        thread = {"thread_ts": destination.thread} if destination.thread else {}
        said = await self._showing.write(
            destination.workspace,
            "chat.postMessage",
            {
                "channel": destination.channel,
                **thread,
                "unfurl_links": False,
                "unfurl_media": False,
                "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key, "of": of}},
            },
            message,
        )
        return _Posted(str(said["channel"]), str(said["ts"]), of)

    async def find(self, destination: Destination, *, key: str, since: datetime) -> Sent | None:
        """Look up the messages that carry the key; a card of which some are missing is found by the next `send`."""
        found = await self._parts(destination, key, since)
        if found and len(found) == found[min(found)].of:
            return _sent(destination, [found[number] for number in sorted(found)])
        if found:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[key] = found
        return None

    async def _parts(self, destination: Destination, key: str, since: datetime) -> dict[int, _Posted]:
        workspace = destination.workspace
        channel = destination.channel
        if destination.direct:
            opened = await self._calls.write(workspace, "conversations.open", {"users": channel})
            channel = str(opened["channel"]["id"])
        place = {"channel": channel, "oldest": timestamp(since), "inclusive": "true"}
        method = "conversations.history"
        if destination.thread:
            method, place = "conversations.replies", {**place, "ts": destination.thread}
        bot = (await self._calls.workspaces.get(workspace)).bot_user
        listed = [m for m in await self._history.messages(workspace, method, place) if m.get("user") == bot]
        if destination.thread:
            listed = [message for message in listed if is_reply(message)]
        return {
            number: _Posted(channel, message["ts"], int(payload.get("of") or 1))
            for message in listed
            if (payload := _payload(message)) and (number := _number(str(payload.get("key")), key))
        }

    async def update(self, workspace: str, sent: Sent, card: Card) -> None:
        """Replace what a card shows.

        Messages it no longer needs are deleted. What it needs more of is posted in its thread, since nothing can be put
        between messages of a channel.
        """
        first, *others = sent.message.split(_JOINT)
        head, *rest = await self._showing.messages(workspace, await self._linked(workspace, sent, card))
        await self._change(workspace, sent.channel, first, head)
        missing = rest[len(others) :]
        for ts, message in zip(others, rest, strict=False):
            if not await self._try(self._change(workspace, sent.channel, ts, message)):
                missing.append(message)
        for ts in others[len(rest) :]:
            arguments = {"channel": sent.channel, "ts": ts}
            await self._try(self._calls.write(workspace, "chat.delete", arguments))
        if missing:
            await self._append(workspace, sent, missing)

    async def _linked(self, workspace: str, sent: Sent, card: Card) -> Card:
        if not card.thread_link:
            return card
        try:
            address = await self.address(workspace, sent)
        except DeliveryError as error:
            log.warning("changed without a link to the thread", workspace=workspace, error=str(error))
            address = ""
        # A parent's link opens the channel; with its thread named the thread opens beside it.
        return with_link(card, f"{address}?thread_ts={sent.thread}&cid={sent.channel}") if address else card

    async def _change(self, workspace: str, channel: str, ts: str, message: Message) -> None:
        await self._showing.write(workspace, "chat.update", {"channel": channel, "ts": ts}, message)

    async def _try(self, change: Awaitable[object]) -> bool:
        """Change a message that may be gone; False if it is."""
        try:
            await change
        except DeliveryError as error:
            if code_of(error) != "message_not_found":
                raise
            return False
        return True

    async def _append(self, workspace: str, sent: Sent, missing: Sequence[Message]) -> None:
        first = first_message(sent.message)
        thread = Destination(workspace, sent.channel, sent.thread)
        found = await self._parts(thread, first, instant(first))
        for number, message in enumerate(missing, start=1):
            if number in found:
                await self._change(workspace, sent.channel, found[number].ts, message)
            else:
                await self._post(thread, message, part_key(first, number), len(missing))

    async def address(self, workspace: str, sent: Sent) -> str:
        """Give a message's permalink; nothing where Slack has none, since the message is gone."""
        arguments = {"channel": sent.channel, "message_ts": first_message(sent.message)}
        try:
            said = await self._calls.read(workspace, "chat.getPermalink", arguments)
        except DeliveryError as error:
            if not error.permanent:
                raise
            return ""
        return str(said["permalink"])

    async def read_thread(self, workspace: str, sent: Sent) -> Sequence[Revision]:
        """Give people's replies as they stand now."""
        place = {"channel": sent.channel, "ts": sent.thread}
        try:
            listed = await self._history.messages(workspace, "conversations.replies", place)
        except DeliveryError as error:
            refused = code_of(error)
            if refused in MAY_NOT or (error.permanent and error.scope is Scope.CHANNEL and refused not in NOT_THERE):
                # It can post all the same, so nobody has to wait for a way into the channel.
                raise DeliveryError(str(error), permanent=True, scope=Scope.THREAD) from error
            raise
        replies = [m for m in listed if is_reply(m) and not await self._is_by_bot(workspace, m)]
        everybody = frozenset[str]().union(*(mentioned(message.get("text") or "") for message in replies))
        names = await self._members.names(workspace, everybody)
        revisions = [one for message in replies if (one := revision_of(message, names)) is not None]
        authors = await self._members.authors(workspace, {one.member for one in revisions if one.member})
        return [replace(one, author=authors.get(one.member or "", "")) for one in revisions]

    async def _is_by_bot(self, workspace: str, message: Json) -> bool:
        sender = sender_through_app(message)
        return bool(sender) and await self._members.is_bot(workspace, sender)


def _sent(destination: Destination, posted: Sequence[_Posted]) -> Sent:
    first = posted[0]
    return Sent(first.channel, _JOINT.join(one.ts for one in posted), destination.thread or first.ts)


def _payload(message: Json) -> Json:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") if metadata.get("event_type") == EVENT_TYPE else None
    return payload if isinstance(payload, dict) else {}


def _number(found: str, key: str) -> int:
    """Give the number of a card's message that carries a key; 0: it is another card's."""
    if found == key:
        return 1
    number = found.removeprefix(f"{key}/") if found.startswith(f"{key}/") else ""
    return int(number) if number.isdecimal() else 0
