"""The first month's channel on a fake Slack, over real slack-bolt: what can be done there, and what is seen."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.domain.rounds import Round
from tests.e2e.first_month.people import LEAD, PEOPLE
from tests.e2e.first_month.record import CHANNEL, PRIVATE, THREAD, Step
from tests.servers.fake_slack import Message, View
from tests.worlds.slack import SlackWorld, pressable, slack_world

#: Parts of a rich text whose pieces stand in one line.
_LINES = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})
_LINK = re.compile(r"<[^<>|]*\|([^<>]*)>")


def visible(part: Any) -> Iterator[str]:
    """Give the texts of blocks as a screen shows them: what a menu offers is seen only when it is opened."""
    if isinstance(part, list):
        for one in part:
            yield from visible(one)
    elif isinstance(part, dict):
        if part.get("type") in _LINES:
            yield "".join(visible_inside(part))
            return
        if "rows" in part:
            yield from ("  ".join(visible(row)) for row in part["rows"])
            return
        if isinstance(part.get("text"), str):
            yield _LINK.sub(r"\1", part["text"]).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        for key, one in part.items():
            if isinstance(one, dict | list) and key not in {"options", "option_groups", "placeholder", "confirm"}:
                yield from visible(one)
        if isinstance(part.get("initial_value"), str):
            yield part["initial_value"]


def visible_inside(part: dict[str, Any]) -> Iterator[str]:
    """Give the pieces of one line: words, links, people, times."""
    for one in part["elements"]:
        yield str(one.get("text") or one.get("fallback") or one.get("name") or one.get("url") or "@somebody")


class SlackStage:
    """What is done and seen on Slack."""

    platform = "Slack"

    def __init__(self, world: SlackWorld) -> None:
        self.world, self.slack, self.app, self.clock = world, world.slack, world.app, world.clock
        self.workspace, self.teammates, self.channel = world.workspace(), {}, ""
        for one in PEOPLE:
            known = one.name in {"ana", "bo", "cy"}
            self.teammates[one.name] = (
                world.person(one.name) if known else self.slack.add_user(world.team, one.name, tz="Europe/Berlin")
            )
        there = [self.teammates[one.name] for one in PEOPLE if one.first == 1]
        self.channel = self.slack.add_channel(world.team, "team", members=there)
        #: By the identity of a list of blocks, which is kept for as long, what they show.
        self._texts: dict[int, tuple[list[dict[str, Any]], list[str]]] = {}

    def member(self, who: str) -> str:
        return self.teammates[who]

    async def settled(self) -> None:
        await self.world.settled()

    async def begin(self, look: Callable[[str], None]) -> list[Step]:
        """Go from the installed app to the first card, as the lead, and say how."""
        lead = self.member(LEAD)
        await self.slack.invite(self.world.team.bot_user, self.channel, by=lead)
        await self.settled()
        await self.app.ticking.tick()
        await self.app.ticking.finish()
        look(LEAD)
        [welcome] = self._direct(lead)
        steps = [Step("/invite @askaday in the channel", 1, 0, self.text(welcome))]
        await self.world.press(lead, welcome, "setup")
        form = self.slack.modal(lead)
        assert form is not None
        steps.append(Step("Set up", 1, 0, self.text(form)))
        look(LEAD)
        await self.world.submit(lead)
        saved = self.slack.ephemerals(lead)[-1] if self.slack.ephemerals(lead) else self._direct(lead)[-1]
        steps.append(Step("Save", 1, 0, self.text(saved)))
        await self.world.press(lead, saved, "open")
        look(LEAD)
        await self.app.ticking.tick()
        await self.app.ticking.finish()
        steps.append(Step("Ask the first one now", 1, 0, self.text(self._in_channel()[-1])))
        return steps

    def card(self, played: Round) -> Message:
        return self.slack.state.message(self.channel, played.card_message or "")

    def has_quick(self, played: Round) -> bool:
        return "quick" in self._names(self.card(played))

    async def say(self, who: str, text: str, played: Round) -> None:
        await self.slack.say(self.member(who), self.channel, text, thread_ts=played.thread)
        await self.settled()

    async def choose(self, who: str, letters: list[str], played: Round) -> list[str]:
        """Take a quick answer, and give what was pressed for it."""
        member, reminder = self.member(who), self._reminder(who)
        await self.world.press(member, reminder or self.card(played), "quick")
        for letter in letters:
            await self.world.press(member, self.slack.ephemerals(member)[-1], letter)
        await self.settled()
        return ["Quick answer", *letters]

    async def ask_how(self, who: str, played: Round) -> list[str]:
        """Ask how one did, and claim what is missing where that takes one press."""
        member = self.member(who)
        await self.world.press(member, self.card(played), "mine")
        own = self.slack.ephemerals(member)[-1]
        if "claim" not in self._names(own):
            return ["How did I do?"]
        await self.world.press(member, own, "claim")
        return ["How did I do?", "I said that"]

    async def join(self, who: str) -> None:
        await self.slack.join(self.member(who), self.channel)
        await self.settled()

    async def leave(self, who: str) -> None:
        await self.slack.leave(self.member(who), self.channel)
        await self.settled()

    def seen(self) -> Iterator[tuple[str, datetime | None, str, str, str]]:
        """Give (key, when it was posted, place, who alone sees it, text) of all that Askaday shows now."""
        names = {member: who for who, member in self.teammates.items()}
        for one in self.slack.state.channel(self.channel).messages.values():
            if one.app_id:
                place = THREAD if one.is_reply else CHANNEL
                yield one.ts, _when(one.ts), place, "", self.text(one)
        for who, member in self.teammates.items():
            for one in self._direct(member):
                yield f"direct {one.channel} {one.ts}", _when(one.ts), PRIVATE, who, self.text(one)
            view = self.slack.modal(member)
            if view is not None:
                yield f"form {view.id}", None, PRIVATE, who, self.text(view)
        for one in self.world.team.ephemerals:
            yield f"alone {one.ts}", _when(one.ts), PRIVATE, names[one.ephemeral_to or ""], self.text(one)

    def text(self, shown: Message | View) -> str:
        title = shown.body["title"]["text"] if isinstance(shown, View) else ""
        said = "\n".join(one for one in (title, *self._visible(shown.blocks)) if one)
        return said or getattr(shown, "text", "")

    def _visible(self, blocks: list[dict[str, Any]]) -> list[str]:
        # What is shown now is looked at a thousand times; what is shown anew is another list.
        if id(blocks) not in self._texts:
            self._texts[id(blocks)] = blocks, list(visible(blocks))
        return self._texts[id(blocks)][1]

    def _reminder(self, who: str) -> Message | None:
        today = [one for one in self._direct(self.member(who)) if _when(one.ts).date() == self.clock.now().date()]
        return next((one for one in today if "quick" in self._names(one)), None)

    def _names(self, shown: Message) -> set[str]:
        return {name for block in shown.blocks for one in block.get("elements", []) for name, _ in _pressable(one)}

    def _direct(self, member: str) -> list[Message]:
        return self.slack.bot_messages(self.slack.direct_message(member))

    def _in_channel(self) -> list[Message]:
        return self.slack.bot_messages(self.channel)


def _pressable(element: dict[str, Any]) -> list[tuple[str, str | None]]:
    return list(pressable(element)) if "type" in element and "action_id" in element else []


def _when(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)


@asynccontextmanager
async def slack_stage(start: datetime) -> AsyncIterator[SlackStage]:
    """Run Askaday with default settings and the packs that come with it."""
    async with slack_world(start=start, by_words=True) as world:
        yield SlackStage(world)
