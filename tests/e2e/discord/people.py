"""People who answer in Discord as people do: in several messages, with second thoughts, and some of it too late."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from tests.servers.fake_discord import Outcome
from tests.servers.fake_discord.records import Channel, Message, User
from tests.worlds.discord import DiscordWorld, shown

ANSWERING = ("ana", "bo", "cy")
LINES = (
    "It stores turquoise lanterns.",
    "Elephants guard marble gates.",
    "It stores drums.",
    "If a < b && b > c, then <lanterns>.",
    "*Perhaps* `s3://bucket` &amp; more",
    "👍",
    "Zwei\nZeilen",
)
#: How often somebody tries a button or a form again that was not answered.
TRIES = 20


@dataclass
class Said:
    """A message of a person as it stands; what was said privately has none."""

    member: str
    text: str
    message: Message | None


@dataclass
class People:
    """Draws what they do from a stream, and remembers what stands."""

    world: DiscordWorld
    chance: Random
    robot: User
    #: Whether they may answer through the card's button.
    sealed: bool
    said: list[Said] = field(default_factory=list)

    @property
    def acts(self) -> int:
        return self.chance.randint(4, 8)

    def pause(self) -> timedelta:
        return timedelta(seconds=self.chance.choice((0.4, 7, 90, 1500)))

    def answers(self) -> list[tuple[str, str]]:
        """Give who has answered what so far."""
        members = {one.member for one in self.said}
        return sorted((who, "\n".join(s.text for s in self.said if s.member == who and s.text)) for who in members)

    async def act(self) -> None:
        """Do one thing; most are answers."""
        doings = [self._say, self._say, self._reply, self._share, self._edit, self._edit, self._delete, self._purge]
        doing = self.chance.choice([*doings, self._chat])
        if self.sealed and self.chance.random() < 0.3:
            await self._confide()
        else:
            doing()

    def come_to_an_end(self) -> None:
        """Answer once more: events change places with the next one at most, so that what came before is known by then.

        Discord does not say when something was deleted; what is heard of after the close comes too late.
        """
        self._say()
        self._say()

    def be_late(self) -> None:
        """Answer when the question has just closed."""
        self.world.discord.say(self._person(), self._thread, "Too late.")

    def repent(self) -> None:
        """Edit and delete long after the reveal."""
        written = [one.message for one in self.said if one.message is not None]
        for message in written[:1]:
            self.world.discord.edit(message, "What I meant all the time.")
        for message in written[1:2]:
            self.world.discord.delete(message)

    @property
    def _thread(self) -> Channel:
        return self.world.thread()

    @property
    def _written(self) -> list[Said]:
        return [one for one in self.said if one.message is not None]

    def _person(self) -> User:
        return self.world.people[self.chance.choice(ANSWERING)]

    def _say(self) -> None:
        who, text = self._person(), self.chance.choice(LINES)
        self.said.append(Said(who.name, text, self.world.discord.say(who, self._thread, text)))

    def _reply(self) -> None:
        who, text = self._person(), self.chance.choice(LINES)
        before = next((one.message for one in self._written), None)
        self.said.append(Said(who.name, text, self.world.discord.say(who, self._thread, text, reply_to=before)))

    def _share(self) -> None:
        who, text = self._person(), self.chance.choice(("", "See the drawing."))
        message = self.world.discord.say(who, self._thread, text, file="drawing.png")
        self.said.append(Said(who.name, text, message))

    def _edit(self) -> None:
        if not self._written:
            self._say()
        one = self.chance.choice(self._written)
        one.text = self.chance.choice(LINES)
        if one.message is not None:
            self.world.discord.edit(one.message, one.text)

    def _delete(self) -> None:
        if not self._written:
            self._say()
        self._take_back([self.chance.choice(self._written)])

    def _purge(self) -> None:
        """Let a moderator delete several messages at once."""
        self._say()
        self._take_back(self.chance.sample(self._written, min(2, len(self._written))))

    def _take_back(self, gone: list[Said]) -> None:
        self.said = [one for one in self.said if one not in gone]
        self.world.discord.delete(*(one.message for one in gone if one.message is not None))

    def _chat(self) -> None:
        """Do what is no answer: talk beside the thread, let a robot talk in it, let a preview appear."""
        if self.world.place.messages:
            self.world.discord.say(self._person(), self.world.place, "Lunch?")
        self.world.discord.say(self.robot, self._thread, "Build 7 passed.")
        for one in self._written[:1]:
            if one.message is not None:
                self.world.discord.resolve_embeds(one.message)

    async def _confide(self) -> None:
        """Answer privately, and again as long as nothing comes of it."""
        who, text = self._person(), self.chance.choice(LINES)
        for _ in range(TRIES):
            opened = await self.world.discord.press(who, self._card, "Answer privately")
            if opened.answered and await self._sent(who, opened, text):
                break
        earlier = next((one for one in self.said if one.message is None and one.member == who.name), None)
        if earlier is None:
            self.said.append(Said(who.name, text, None))
        else:
            earlier.text = text

    async def _sent(self, who: User, opened: Outcome, text: str) -> bool:
        sent = await self.world.discord.submit(who, opened, {"text": text})
        if sent.answered:
            await self.world.until(lambda: shown(sent.message))
        return sent.answered

    @property
    def _card(self) -> Message:
        bot = self.world.bot.user
        return (
            self.world.discord.messages(self.world.place, by=bot) or self.world.discord.messages(self._thread, by=bot)
        )[0]
