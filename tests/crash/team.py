"""A team in the week, wherever it chats: three who answer and one who manages, and what they do in which order."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from bot.bootstrap import App
from bot.domain.judging.options import options_for
from bot.domain.members import Actor
from bot.domain.rounds import Form
from bot.ports.clock import TravelClock
from tests.crash.pair import Pair
from tests.crash.process import PACK, Askaday
from tests.crash.week import Act
from tests.worlds.builders import MONDAY, schedule, settings

PEOPLE, BOSS = ("ana", "bo", "cy"), "boss"
HALF, WHOLE = "It stores turquoise lanterns.", "It stores turquoise lanterns. Elephants guard marble gates."


class Team(ABC):
    """What they do by the week's plan, what stands of it, and where each platform comes in."""

    platform: str
    workspace: str
    clock: TravelClock
    askaday: Askaday | Pair

    def __init__(self) -> None:
        #: By round, what stands of each person's messages, by the message's id.
        self._words: list[dict[str, tuple[str, str]]] = [{} for _ in range(3)]
        self._chosen: list[set[str]] = [set() for _ in range(3)]
        self._newest: dict[str, str] = {}

    @property
    def acts(self) -> Sequence[Act]:
        """Give what happens, in order."""
        return [*self._monday(), *self._tuesday(), *self._wednesday(), Act(_nothing, at=MONDAY + timedelta(days=7))]

    def _monday(self) -> Iterator[Act]:
        yield Act(self.want_digest, at=MONDAY + timedelta(hours=1))
        yield Act(partial(self._say, 0, "ana", WHOLE), is_message=True)
        yield Act(partial(self._say, 0, "bo", HALF), is_message=True)
        yield Act(partial(self._edit, 0, "bo", WHOLE), is_message=True)
        yield Act(partial(self._quick, 0, "cy"))
        yield Act(partial(self._say, 0, "ana", "// Who knows?"), is_message=True)
        yield Act(partial(self._say, 0, "bo", "Drums."), is_message=True)
        yield Act(partial(self._delete, 0, "bo"), is_message=True)
        yield Act(_nothing, at=MONDAY + timedelta(hours=9))
        yield Act(partial(self._say, 0, "cy", "Too late."), is_message=True)
        yield Act(_nothing, at=MONDAY + timedelta(hours=19), is_night=True)

    def _tuesday(self) -> Iterator[Act]:
        begin = MONDAY + timedelta(days=1, hours=1)
        yield Act(_nothing, at=begin)
        yield Act(partial(self._say, 1, "ana", HALF), is_message=True)
        yield Act(partial(self._quick, 1, "bo"))
        yield Act(partial(self.drill, "cy"))
        yield Act(self.close, at=begin + timedelta(hours=3))
        yield Act(partial(self.claim, 1, "ana"), at=begin + timedelta(hours=4))
        yield Act(self.accept)
        yield Act(_nothing, at=MONDAY + timedelta(days=1, hours=19), is_night=True)

    def _wednesday(self) -> Iterator[Act]:
        begin = MONDAY + timedelta(days=2, hours=1)
        yield Act(_nothing, at=begin)
        yield Act(partial(self._say, 2, "cy", WHOLE), is_message=True)
        yield Act(partial(self._say, 2, "bo", HALF), is_message=True)
        yield Act(partial(self._say, 2, "bo", "Elephants guard marble gates."), is_message=True)
        yield Act(_nothing, at=begin + timedelta(hours=8))
        yield Act(_nothing, at=MONDAY + timedelta(days=2, hours=19), is_night=True)

    def said(self) -> list[list[tuple[str, str]]]:
        """Give who answered what by each close, as people would say it themselves."""
        found = []
        for words, chosen in zip(self._words, self._chosen, strict=True):
            texts: dict[str, list[str]] = {who: ["lanterns"] for who in chosen}
            for who, text in words.values():
                texts.setdefault(who, []).append(text)
            found.append(sorted((self.member(who), "\n".join(parts)) for who, parts in texts.items()))
        return found

    @property
    def people(self) -> Sequence[str]:
        """Give the ids of those who are drilled."""
        return [self.member(name) for name in PEOPLE]

    async def set_up(self, app: App, channel: str) -> None:
        """Set a series up that asks from Monday to Wednesday."""
        chosen = settings(
            schedule=schedule(weekdays=frozenset({0, 1, 2})),
            managers=frozenset({self.member(BOSS)}),
            form=Form.BOTH,
            remind_before=timedelta(hours=1),
        )
        actor = Actor(self.workspace, self.member(BOSS), BOSS, is_admin=True)
        await app.call(app.services.managing.set_up, actor, "daily", channel, chosen)

    async def _say(self, number: int, who: str, text: str) -> None:
        is_closed = self.is_closed(number)
        self._newest[who] = await self.write(number, who, text)
        if not text.startswith("//") and not is_closed and text != "Too late.":
            self._words[number][self._newest[who]] = (who, text)

    async def _edit(self, number: int, who: str, text: str) -> None:
        await self.change(number, who, self._newest[who], text)
        self._words[number][self._newest[who]] = (who, text)

    async def _delete(self, number: int, who: str) -> None:
        await self.take_back(number, who, self._newest[who])
        del self._words[number][self._newest[who]]

    async def _quick(self, number: int, who: str) -> None:
        await self.choose(number, who)
        self._chosen[number].add(who)

    def right_letter(self, who: str, shown: str) -> str:
        """Give the letter of the right choice, as somebody sees the question that is shown."""
        found = re.search(r"archive number (\d+)", shown)
        assert found is not None, shown
        asked = next(one for one in PACK.questions if one.id == f"question-{found[1]}")
        texts = [one.text for one in options_for(asked, self.workspace, self.member(who))]
        return "ab"[texts.index("lanterns")]

    async def settled(self) -> None:
        """Wait until Askaday has done all that it has heard of."""
        await self.askaday.at(self.clock.now())

    @abstractmethod
    def member(self, who: str) -> str:
        """Give somebody's id."""

    @abstractmethod
    def is_closed(self, number: int) -> bool:
        """Say whether a question's card says that it is closed.

        Raises:
            LookupError: there is no such card yet.
        """

    @abstractmethod
    async def write(self, number: int, who: str, text: str) -> str:
        """Write in a question's thread, and give the message's id."""

    @abstractmethod
    async def change(self, number: int, who: str, message: str, text: str) -> None:
        """Change one's own message."""

    @abstractmethod
    async def take_back(self, number: int, who: str, message: str) -> None:
        """Delete one's own message."""

    @abstractmethod
    async def want_digest(self) -> None:
        """Let the manager ask for the weekly digest."""

    @abstractmethod
    async def choose(self, number: int, who: str) -> None:
        """Take the right choice, unless that was done."""

    @abstractmethod
    async def drill(self, who: str) -> None:
        """Let somebody answer a private question."""

    @abstractmethod
    async def close(self) -> None:
        """Let the manager close the question."""

    @abstractmethod
    async def claim(self, number: int, who: str) -> None:
        """Let somebody claim a point, unless they have."""

    @abstractmethod
    async def accept(self) -> None:
        """Let the manager accept what was claimed, unless that was done."""


async def _nothing() -> None:
    """Let only time pass."""
