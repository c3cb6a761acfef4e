"""A team's first month, played on the fakes of Slack and of Discord with the clock moved and default settings only.

`python -m tests.e2e.first_month.playing` writes what was counted to docs/first-month.md.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, Protocol
from unittest.mock import patch

from bot.bootstrap import App
from bot.domain.rounds import Round, RoundState
from bot.packs.library import pack_library
from bot.ports.clock import TravelClock
from bot.services import managing
from tests.e2e.first_month.discord import discord_stage
from tests.e2e.first_month.page import write
from tests.e2e.first_month.people import DAYS, PEOPLE, Intention, Person, intentions, letters, words
from tests.e2e.first_month.record import PRIVATE, THREAD, ZONE, Act, Close, Record, Shown, Step
from tests.e2e.first_month.slack import slack_stage
from tests.waiting import PATIENCE
from tests.worlds.builders import options

#: A Monday morning, ten o'clock where the team is: late enough for the first question to be asked by hand.
START = datetime(2027, 1, 11, 9, tzinfo=UTC)
SEED = 13


class Stage(Protocol):
    """One platform with the team's channel in it."""

    platform: str
    app: App
    clock: TravelClock
    workspace: str

    def member(self, who: str) -> str: ...
    async def settled(self) -> None: ...
    async def begin(self, look: Callable[[str], None]) -> list[Step]: ...
    def has_quick(self, played: Round) -> bool: ...
    async def say(self, who: str, text: str, played: Round) -> None: ...
    async def choose(self, who: str, letters: list[str], played: Round) -> list[str]: ...
    async def ask_how(self, who: str, played: Round) -> list[str]: ...
    async def join(self, who: str) -> None: ...
    async def leave(self, who: str) -> None: ...
    def seen(self) -> Iterator[tuple[str, datetime | None, str, str, str]]: ...


STAGES: dict[str, Any] = {"slack": slack_stage, "discord": discord_stage}


class Month:
    """Plays the month, and writes down what is shown and done."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.record = stage, Record(stage.platform)
        self._known: dict[str, str] = {}
        self._habits, self._luck = Random(f"habits {SEED}"), Random(f"luck {SEED}")

    async def play(self) -> Record:
        """Go from the installed app to the end of the fourth week."""
        self.record.steps = await self.stage.begin(self._look)
        await self._ticked()
        for number in range(1, DAYS + 1):
            await self._day(number)
        await self.until(self.stage.clock.now() + timedelta(days=2))
        return self.record

    async def until(self, instant: datetime) -> None:
        """Let time pass, and Askaday do what is due on the way."""
        clock, ticking = self.stage.clock, self.stage.app.ticking
        while (due := await ticking.next_due()) is not None and due <= instant:
            # What is overdue and cannot be done yet is tried again a little later, as the scheduler does.
            clock.travel(max(due, clock.now() + timedelta(seconds=30 * (due <= clock.now()))))
            await self._ticked()
        clock.travel(max(instant, clock.now()))
        await self._ticked()

    async def _ticked(self) -> None:
        # What closes slowly owes its reveal to a second tick.
        for _ in range(2):
            await self.stage.app.ticking.tick()
            await self.stage.app.ticking.finish(timedelta(seconds=PATIENCE))
        await self.stage.settled()
        self._look()

    def _look(self, by: str = "") -> None:
        """Write down what is new; what only somebody sees while they do something answers it."""
        for key, posted, place, to, text in self.stage.seen():
            before = self._known.get(key)
            self._known[key] = text
            # A card that closes, or a message that goes on, is read anew only by who pressed it.
            if text and before != text and (before is None or (by and to == by)):
                is_reply = place == PRIVATE and bool(by) and to == by
                at = posted if posted is not None and before is None else self.stage.clock.now()
                self.record.shown.append(Shown(at, place, to, text, is_reply))

    async def _day(self, number: int) -> None:
        day = (START + timedelta(days=(number - 1) // 5 * 7 + (number - 1) % 5)).astimezone(ZONE).date()

        def at(local: time) -> datetime:
            return datetime.combine(day, local, ZONE).astimezone(UTC)

        for person in PEOPLE:
            if number > 1 and person.first == number:
                await self.until(at(time(8)))
                await self.stage.join(person.name)
                self._look(by=person.name)
        await self.until(at(time(10, 10)))
        self.record.present[day] = [one.name for one in PEOPLE if one.is_there(number)]
        answered: list[Person] = []
        played = await self._newest()
        has_quick = self.stage.has_quick(played)
        for meant in intentions(number, self._habits):
            await self.until(at(meant.at))
            await self._answer(meant, played)
            if meant.at < time(16, 30):
                answered.append(meant.who)
        await self.until(at(time(17, 30)))
        for person in answered:
            if self._luck.random() < person.curious:
                self._did(person.name, await self.stage.ask_how(person.name, played))
        self._closed(await self._newest(), has_quick, len(answered))
        for person in PEOPLE:
            if person.last == number < DAYS:
                await self.stage.leave(person.name)
                self._look()

    async def _answer(self, meant: Intention, played: Round) -> None:
        who, question = meant.who, played.question
        assert question is not None
        if meant.how == "words" or self.stage.clock.now() >= (played.closes_at or START):
            text = words(question, who.skill, self._luck)
            await self.stage.say(who.name, text, played)
            self.record.acts.append(Act(self.stage.clock.now(), who.name, text, is_press=False))
            self._look(by=who.name)
            return
        taken = list(letters(question, who.skill, self._luck, self.stage.workspace, self.stage.member(who.name)))
        pressed = await self.stage.choose(who.name, taken or ["a"], played)
        self.record.quick_presses.append(len(pressed))
        self.record.quick_choices.append(sum(one.right for one in question.choices))
        self._did(who.name, pressed)

    def _did(self, who: str, pressed: list[str]) -> None:
        self.record.acts.extend(Act(self.stage.clock.now(), who, one) for one in pressed)
        self._look(by=who)

    async def _newest(self) -> Round:
        found = await self.stage.app.call(
            lambda tx: [p for s in tx.series.of_workspace(self.stage.workspace) for p in tx.rounds.of_series(s.id)]
        )
        return [one for one in found if one.state in {RoundState.OPEN, RoundState.CLOSED}][-1]

    def _closed(self, played: Round, has_quick: bool, took_part: int) -> None:
        assert played.opened_at is not None
        assert played.closes_at is not None
        reveals = [one.at for one in self.record.shown if one.place == THREAD and one.title.startswith("Reveal")]
        revealed = next((at for at in reveals if at >= played.closes_at), None)
        made = Close(played.day, played.opened_at, played.closes_at, revealed, has_quick, took_part)
        self.record.closes.append(made)


async def play(platform: str) -> Record:
    """Play the month on a platform."""
    stage: AbstractAsyncContextManager[Any] = STAGES[platform](START)
    # A series draws its own seed: the same questions are asked in every month that is played.
    drawn = SimpleNamespace(randbits=lambda _bits: SEED)
    async with stage as made:
        made.world.app.services.drill_pool.packs.held = dict(pack_library(options()).packs())
        with patch.object(managing, "secrets", drawn):
            return await Month(made).play()


def main() -> None:
    """Play it on both platforms, and write the page."""
    write([asyncio.run(play(platform)) for platform in STAGES])


if __name__ == "__main__":
    main()
