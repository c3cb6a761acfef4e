"""People who answer in a thread as people do: in several messages, with second thoughts, and some of it too late."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from tests.servers.fake_slack import FakeSlack, Message, Workspace
from tests.worlds.slack import PEOPLE

LINES = (
    "It stores turquoise lanterns.",
    "Elephants guard marble gates.",
    "It stores drums.",
    "If a < b && b > c, then <lanterns>.",
    "*Perhaps* `s3://bucket` &amp; more",
    "👍",
    "Zwei\nZeilen",
)


@dataclass
class Said:
    """A message of a person as it stands."""

    member: str
    ts: str
    text: str


@dataclass
class People:
    """Draws what they do from a stream, and remembers what stands."""

    slack: FakeSlack
    team: Workspace
    chance: Random
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

    async def act(self, card: Message) -> None:
        """Do one thing; most are answers."""
        answers = [self._say] * 3 + [self._broadcast, self._share]
        doings = [*answers, self._edit, self._edit, self._delete, self._chat]
        await self.chance.choice(doings)(card)

    async def be_late(self, card: Message) -> None:
        """Answer when the question has just closed."""
        await self.slack.say(self._person(), card.channel, "Too late.", thread_ts=card.ts)

    async def repent(self) -> None:
        """Edit and delete long after the reveal."""
        for one in self.said[:1]:
            await self.slack.edit(one.member, self._channel, one.ts, "What I meant all the time.")
        for one in self.said[1:2]:
            await self.slack.delete(one.member, self._channel, one.ts)

    @property
    def _channel(self) -> str:
        return self.team.channel("general")

    def _person(self) -> str:
        return self.team.user(self.chance.choice(PEOPLE))

    async def _say(self, card: Message) -> None:
        who, text = self._person(), self.chance.choice(LINES)
        self.said.append(Said(who, await self.slack.say(who, card.channel, text, thread_ts=card.ts), text))

    async def _broadcast(self, card: Message) -> None:
        who, text = self._person(), self.chance.choice(LINES)
        self.said.append(Said(who, await self.slack.broadcast(who, card.channel, text, card.ts), text))

    async def _share(self, card: Message) -> None:
        who, text = self._person(), self.chance.choice(("", "See the drawing."))
        ts = await self.slack.share_file(who, card.channel, "drawing.png", text=text, thread_ts=card.ts)
        self.said.append(Said(who, ts, text))

    async def _edit(self, card: Message) -> None:
        if not self.said:
            await self._say(card)
        one = self.chance.choice(self.said)
        one.text = self.chance.choice(LINES)
        await self.slack.edit(one.member, card.channel, one.ts, one.text)

    async def _delete(self, card: Message) -> None:
        if not self.said:
            await self._say(card)
        one = self.chance.choice(self.said)
        self.said.remove(one)
        await self.slack.delete(one.member, card.channel, one.ts)

    async def _chat(self, card: Message) -> None:
        """Do what is no answer: talk beside the thread, let a robot talk in it, let Slack find out a language."""
        await self.slack.say(self._person(), card.channel, "Lunch?")
        await self.slack.say(self.team.user("robot"), card.channel, "Build 7 passed.", thread_ts=card.ts)
        for one in self.said[:1]:
            await self.slack.detect_language(card.channel, one.ts)
