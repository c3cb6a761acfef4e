"""The week on a fake Discord."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connection import DiscordConnection
from bot.bootstrap import DrawnWhenNeeded, build
from bot.databases import open_store
from bot.ports.clock import TravelClock
from tests.crash.process import PACK, Askaday
from tests.crash.team import BOSS, HALF, PEOPLE, Team
from tests.crash.week import UnansweredError, Week
from tests.servers.fake_discord import FakeDiscord, Outcome, Rules
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.records import THREAD_STARTER, Channel, Guild, Message, User
from tests.servers.fake_discord.records import App as Bot
from tests.waiting import PATIENCE, until
from tests.worlds.builders import MONDAY, Packs, options
from tests.worlds.discord import shown

_LINK = re.compile(r"/channels/[\d/]+|</[\w -]+:\d+>|<#\d+>")
#: The kind of an answer that opens a form.
_FORM = 9
#: What somebody is told who answers a question a second time.
_FINISHED = "This question is finished."
_SO_FAR = re.compile(r"(\d+ answers?|No answers?|Nobody.*) so far")


class DiscordPlace(Team):
    """A server.

    Of what is written while nobody listens no event ever comes: Discord resumes no session of a process that died.
    """

    platform = "discord"

    def __init__(self, discord: FakeDiscord, guild: Guild, channel: Channel, bot: Bot, clock: TravelClock) -> None:
        super().__init__()
        self.discord, self.guild, self.channel, self.bot, self.clock = discord, guild, channel, bot, clock
        self.workspace = f"discord:{guild.id}"
        self._drill: Message | None = None

    @property
    def settings(self) -> dict[str, str]:
        return {"DISCORD_TOKEN": self.bot.token, "ASKADAY_DISCORD_API": self.discord.address}

    def marks(self) -> dict[str, int]:
        """Give how many events each session was sent."""
        return {one.id: len(one.sent) for one in self.discord.gateway.sessions}

    @property
    def connections(self) -> int:
        return len(self.discord.gateway.identified)

    async def connected(self, least: int) -> None:
        sessions = self.discord.gateway.sessions
        await until(lambda: self.connections >= least and any(one.socket for one in sessions))

    async def heard(self) -> None:
        """Wait for nothing: by `marks` Askaday knows what it has to have heard."""

    def deafen(self, *, is_deaf: bool) -> None:
        """Do nothing: nobody is told again of what they missed."""

    def seen(self) -> dict[str, list[str]]:
        found = {"channel": self._texts(self.channel)}
        for number, thread in enumerate(self._threads()):
            found[f"thread {number}"] = self._texts(thread)
        for name in (*PEOPLE, BOSS):
            found[name] = [_told(one) for one in self.discord.direct(self._user(name))]
        return found

    def member(self, who: str) -> str:
        return self._user(who).id

    def is_closed(self, number: int) -> bool:
        return shown(self._card(number)).startswith("## Closed")

    async def write(self, number: int, who: str, text: str) -> str:
        return self.discord.say(self._user(who), self._thread(number), text).id

    async def change(self, number: int, who: str, message: str, text: str) -> None:
        del who
        self.discord.edit(self._thread(number).messages[message], text)

    async def take_back(self, number: int, who: str, message: str) -> None:
        del who
        self.discord.delete(self._thread(number).messages[message])

    async def want_digest(self) -> None:
        await self._command(BOSS, "qotd-manage digest", {"when": "on"})

    async def choose(self, number: int, who: str) -> None:
        own = await self._press(who, self._card(number), "Quick answer")
        if "You have taken **" not in shown(own):
            await self._press(who, own, self.right_letter(who, shown(own)).upper())

    async def drill(self, who: str) -> None:
        if self._drill is None:
            self._drill = await self._command(who, "aws-quiz")
        if "Model answer" in shown(self._drill):
            return
        opened = await self._answered(self.discord.press(self._user(who), self._drill, "Answer"))
        if (opened.interaction.response or {}).get("type") == _FORM:
            sent = await self._answered(self.discord.submit(self._user(who), opened, {"text": HALF}))
            self._drill = await self._said(sent)
            assert "Model answer" in shown(self._drill), f"the drill was answered with: {shown(self._drill)}"
        else:
            # The answer was taken and only its result was not shown.
            told = shown(await self._said(opened))
            assert _FINISHED in told, f"instead of a form for the answer: {told}"

    async def close(self) -> None:
        await self._command(BOSS, "qotd-manage close")

    async def claim(self, number: int, who: str) -> None:
        reveal = next(one for one in self._own(self._thread(number)) if "How did I do?" in _labels(one))
        own = await self._press(who, reveal, "How did I do?")
        if "claimed" not in shown(own):
            await self._press(who, own, "I said that")

    async def accept(self) -> None:
        queue = await self._command(BOSS, "qotd disputes")
        if "Accept" in _labels(queue):
            await self._press(BOSS, queue, "Accept")

    def _user(self, who: str) -> User:
        return next(one.user for one in self.guild.members.values() if one.user.name == who)

    def _own(self, channel: Channel) -> list[Message]:
        return [one for one in self.discord.messages(channel, by=self.bot.user) if one.type != THREAD_STARTER]

    def _texts(self, channel: Channel) -> list[str]:
        return [_told(one) for one in self._own(channel)]

    def _threads(self) -> list[Channel]:
        found = self.discord.state.guilds[self.guild.id].threads_of(self.channel.id)
        return sorted(found, key=lambda one: int(one.id))

    def _cards(self) -> list[Message]:
        every = self._own(self.channel)
        return [one for one in every if shown(one).startswith(("## Question of the day", "## Closed"))]

    def _card(self, number: int) -> Message:
        cards = self._cards()
        if len(cards) <= number:
            raise LookupError(f"there is no card {number}")
        return cards[number]

    def _thread(self, number: int) -> Channel:
        threads = self._threads()
        if len(threads) <= number:
            raise LookupError(f"there is no thread {number}")
        return threads[number]

    async def _command(self, who: str, name: str, values: dict[str, Any] | None = None) -> Message:
        used = self.discord.command(self._user(who), self.channel, name, values)
        return await self._said(await self._answered(used))

    async def _press(self, who: str, message: Message, label: str) -> Message:
        assert label in _labels(message), f"{label}: {shown(message)} {_labels(message)}"
        return await self._said(await self._answered(self.discord.press(self._user(who), message, label)))

    async def _answered(self, used: Any) -> Outcome:
        outcome: Outcome = await used
        if not outcome.answered:
            raise UnansweredError("The application did not respond.")
        await self.settled()
        return outcome

    async def _said(self, outcome: Outcome) -> Message:
        if not shown(outcome.message):
            raise UnansweredError("Askaday is thinking …")
        return outcome.message


def _labels(message: Message) -> list[str]:
    return [part["label"] for part in walk(message.components) if part.get("label")]


def _told(message: Message) -> str:
    # Ids hold the time at which something was made. How many have answered by a reminder is not known of what was
    # written while nobody listened: the thread is read back at the close.
    return _SO_FAR.sub("so far", _LINK.sub("", shown(message)))


@asynccontextmanager
async def discord_week(
    folder: Path, database: str, *, new: Any = Askaday, is_lossy: bool = False
) -> AsyncIterator[Week]:
    """Give a week before its beginning, on an empty database, with a series that is set up."""
    del is_lossy  # of what nobody hears there is never another event
    clock = TravelClock(MONDAY)
    # What is sent is held against Discord's document in other tests; here it would take most of the time.
    rules = Rules(interaction_deadline=PATIENCE, validate=False)
    async with FakeDiscord(clock=clock, rules=rules) as discord:
        people = [discord.add_user(name) for name in (BOSS, *PEOPLE)]
        guild = discord.add_guild("Rockets", *people)
        channel = discord.add_channel(guild, "questions")
        bot = discord.add_app()
        discord.invite(bot, guild)
        place = DiscordPlace(discord, guild, channel, bot, clock)
        await _set_up(place, database)
        place.askaday = new(folder, database, place.settings, place.marks)
        try:
            yield Week(place, place.askaday, clock)
        finally:
            place.askaday.kill()


async def _set_up(place: DiscordPlace, database: str) -> None:
    """Make the database, with the series in it."""
    store = open_store(options(database=database))
    access = DiscordAccess(place.bot.token, address=place.discord.address)
    connection = DiscordConnection(access, place.clock, DrawnWhenNeeded())
    messengers = {"discord": connection.messenger}
    app = build(options(), messengers, store=store, packs=Packs({PACK.name: PACK}), clock=place.clock)
    # What is asked follows from a number that is drawn: here it is the same each time.
    with patch("bot.services.managing.secrets.randbits", return_value=1):
        await place.set_up(app, place.channel.id)
    await connection.close()
    await store.close()
