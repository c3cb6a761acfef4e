"""The first month's channel on a fake Discord, over real discord.py: what can be done there, and what is seen."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import discord

from bot.domain.rounds import Round
from tests.e2e.first_month.people import LEAD, PEOPLE
from tests.e2e.first_month.record import CHANNEL, PRIVATE, THREAD, Step
from tests.servers.fake_discord import Outcome
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.records import DEFAULT, Channel, Message, Overwrite, User
from tests.worlds.discord import DiscordWorld, discord_world

_MANAGE = discord.Permissions(manage_channels=True).value


def visible(parts: Any) -> Iterator[str]:
    """Give the texts of components as a screen shows them: what a menu offers is seen only when it is opened."""
    for part in walk(parts):
        for key in ("content", "label", "description", "placeholder", "value"):
            if isinstance(part.get(key), str) and part[key]:
                yield part[key]


def text_of(message: Message) -> str:
    return "\n".join([message.content, *visible(message.components)]).strip()


class DiscordStage:
    """What is done and seen on Discord."""

    platform = "Discord"

    def __init__(self, world: DiscordWorld) -> None:
        self.world, self.server, self.app, self.clock = world, world.discord, world.app, world.clock
        self.workspace = world.workspace
        self.teammates: dict[str, User] = {}
        for one in PEOPLE:
            self.teammates[one.name] = world.people.get(one.name) or self.server.add_user(one.name)
            if one.first == 1 and one.name not in world.people:
                self.server.join(world.guild, self.teammates[one.name])
        #: Forms that were opened: they are no messages.
        self._forms: list[tuple[str, str, str]] = []

    def member(self, who: str) -> str:
        return self.teammates[who].id

    async def settled(self) -> None:
        """Wait for nothing: each act waits for what comes of it."""

    async def begin(self, look: Callable[[str], None]) -> list[Step]:
        """Go from the invited bot to the first card, as the lead, who may manage the channel, and say how."""
        lead, world = self.teammates[LEAD], self.world
        world.place.overwrites.append(Overwrite(lead.id, is_role=False, allow=_MANAGE))
        self.server.backend.tell_channel("CHANNEL_UPDATE", world.place)
        form = await self.server.command(lead, world.place, "qotd-manage setup")
        steps = [Step("/qotd-manage setup in the channel", 1, 0, await self._said(form))]
        # Discord tells nobody's zone: the lead, who is in Berlin, types it.
        times = await self.server.press(lead, form.message, "Time and zone…")
        asked = "\n".join([times.modal["title"], *visible(times.modal["components"])])
        self._forms.append((LEAD, "time and zone", asked))
        steps.append(Step("Time and zone…", 1, 0, asked))
        look(LEAD)
        await self.server.submit(lead, times, {"zone": "Europe/Berlin"})
        await world.until(lambda: "Europe/Berlin" in text_of(form.message))
        steps.append(Step("the zone typed, and sent", 1, 1, text_of(form.message)))
        saved = await self._said(await self.server.press(lead, form.message, "Save"), "is set up")
        steps.append(Step("Save", 1, 0, saved))
        await self._said(await self.server.press(lead, form.message, "Ask the first one now"))
        look(LEAD)
        await self.app.ticking.tick()
        await self.app.ticking.finish()
        [card] = self.server.messages(world.place, by=world.bot.user)
        steps.append(Step("Ask the first one now", 1, 0, text_of(card)))
        return steps

    def card(self, played: Round) -> Message:
        return self.world.place.messages[played.card_message or ""]

    def has_quick(self, played: Round) -> bool:
        return "Quick answer" in self._labels(self.card(played))

    async def say(self, who: str, text: str, played: Round) -> None:
        def heard(tx: Any) -> int:
            return len(tx.answers.revisions(played.workspace, played.channel, played.thread or ""))

        person = self.teammates[who]
        before, told = await self.app.call(heard), len(self.server.direct(person))
        self.server.say(person, self._thread(played), text)
        await self.world.kept(heard, lambda count: count > before)
        if played.closes_at is not None and self.clock.now() >= played.closes_at:
            # Whoever is late is told so, which answers what they just did.
            await self.world.until(lambda: len(self.server.direct(person)) > told)

    async def choose(self, who: str, letters: list[str], played: Round) -> list[str]:
        """Take a quick answer, and give what was pressed for it."""
        person, reminder = self.teammates[who], self._reminder(who)
        outcome = await self.server.press(person, reminder or self.card(played), "Quick answer")
        await self._said(outcome)
        for letter in letters:
            outcome = await self.server.press(person, outcome.message, letter.upper())
            await self._said(outcome, f"✓ {letter.upper()}")
        return ["Quick answer", *letters]

    async def ask_how(self, who: str, played: Round) -> list[str]:
        """Ask how one did, and claim what is missing where that takes one press."""
        person, bot = self.teammates[who], self.world.bot.user
        reveal = next(
            one
            for one in self.server.messages(self._thread(played), by=bot)
            if "How did I do?" in self._labels(one) or "How did I do?" in text_of(one)
        )
        own = await self.server.press(person, reveal, "How did I do?")
        before = await self._said(own)
        if "I said that" not in self._labels(own.message):
            return ["How did I do?"]
        await self.server.press(person, own.message, "I said that")
        await self.world.until(lambda: text_of(own.message) != before)
        return ["How did I do?", "I said that"]

    async def join(self, who: str) -> None:
        self.server.join(self.world.guild, self.teammates[who])

    async def leave(self, who: str) -> None:
        del self.world.guild.members[self.member(who)]

    def seen(self) -> Iterator[tuple[str, datetime | None, str, str, str]]:
        """Give (key, when it was posted, place, who alone sees it, text) of all that Askaday shows now."""
        bot, guild = self.world.bot.user, self.server.state.guilds[self.world.guild.id]
        names = {person.id: who for who, person in self.teammates.items()}
        for place, channel in [
            (CHANNEL, self.world.place),
            *((THREAD, one) for one in guild.threads_of(self.world.place.id)),
        ]:
            for one in list(channel.messages.values()):
                if one.author is bot and one.type == DEFAULT and one.seen_by is None:
                    yield one.id, one.created_at, place, "", text_of(one)
                elif one.seen_by in names:
                    yield one.id, one.created_at, PRIVATE, names[one.seen_by], text_of(one)
        for who, person in self.teammates.items():
            for one in self.server.direct(person):
                yield one.id, one.created_at, PRIVATE, who, text_of(one)
        for who, name, text in self._forms:
            yield f"form {name}", None, PRIVATE, who, text

    def _reminder(self, who: str) -> Message | None:
        today = [one for one in self.server.direct(self.teammates[who]) if one.created_at.date() == self._today]
        return next((one for one in today if "Quick answer" in self._labels(one)), None)

    @property
    def _today(self) -> Any:
        return self.clock.now().date()

    def _thread(self, played: Round) -> Channel:
        return self.server.state.channel(played.thread or "")

    def _labels(self, message: Message) -> list[str]:
        return [part["label"] for part in walk(message.components) if part.get("label")]

    async def _said(self, outcome: Outcome, part: str = "") -> str:
        await self.world.until(lambda: (found := text_of(outcome.message)) and part in found)
        return text_of(outcome.message)


@asynccontextmanager
async def discord_stage(start: datetime) -> AsyncIterator[DiscordStage]:
    """Run Askaday with default settings and the packs that come with it."""
    async with discord_world(by_words=True) as world:
        world.clock.travel(start)
        yield DiscordStage(world)
