"""People of the fake Discord can do what Discord's client lets people do, and nothing else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from tests.servers.fake_discord import FakeDiscord, ImpossibleError, Outcome, Rules
from tests.servers.fake_discord.permissions import MANAGE_GUILD, MANAGE_MESSAGES, SEND, VIEW
from tests.servers.fake_discord.records import (
    FORUM,
    TEXT,
    App,
    Channel,
    Guild,
    Interaction,
    Json,
    Message,
    Overwrite,
    User,
)

ASK: Json = {
    "id": "1",
    "type": 1,
    "name": "ask",
    "options": [
        {"type": 3, "name": "topic", "required": True, "autocomplete": True, "max_length": 10},
        {"type": 3, "name": "level", "choices": [{"name": "hard", "value": "hard"}]},
        {"type": 4, "name": "number", "min_value": 1, "max_value": 20},
        {"type": 5, "name": "aloud"},
        {"type": 6, "name": "who"},
        {"type": 7, "name": "where", "channel_types": [TEXT]},
    ],
    "contexts": [0],
    "default_member_permissions": None,
}
LEAD: Json = {
    "id": "2",
    "type": 1,
    "name": "lead",
    "contexts": [0, 1],
    "default_member_permissions": str(MANAGE_GUILD | MANAGE_MESSAGES),
}
CLOSED: Json = {"id": "3", "type": 3, "name": "Close", "default_member_permissions": "0"}


@dataclass(frozen=True)
class Stage:
    """A server with an app that hears nothing: what is possible is not answered."""

    server: FakeDiscord
    app: App
    guild: Guild
    owner: User
    bo: User
    text: Channel
    forum: Channel

    @property
    def now(self) -> datetime:
        return self.server.state.now()

    async def ask(self, options: Json) -> Outcome:
        return await self.server.command(self.bo, self.text, "ask", {"topic": "storage", **options})

    def post(self, *components: Json, seen_by: str | None = None) -> Message:
        made = Message(self.server.state.new_id(), self.text.id, self.app.user, "", self.now, seen_by=seen_by)
        made.components = [{"type": 1, "components": list(components)}]
        self.text.messages[made.id] = made
        return made

    def opened(self, *fields: Json) -> Outcome:
        shown = {"title": "T", "custom_id": "f", "components": [{"type": 18, "component": one} for one in fields]}
        used = Interaction("1", "t", self.app, self.bo, {"data": {}, "type": 3}, self.now, self.text.id, 0.0)
        used.response = {"type": 9, "data": shown}
        return Outcome(used, 0.0)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with FakeDiscord(rules=Rules(interaction_deadline=0.01)) as server:
        owner, bo = server.add_user("ann"), server.add_user("bo")
        guild = server.add_guild("Rockets", owner, bo)
        text, forum = server.add_channel(guild, "general"), server.add_channel(guild, "posts", FORUM)
        app = server.add_app()
        server.invite(app, guild)
        app.commands[None] = [ASK, LEAD, CLOSED]
        yield Stage(server, app, guild, owner, bo, text, forum)


def the(stage: Stage, value: Any) -> Any:
    """Put ids in the place of names."""
    return {"bo": stage.bo.id, "text": stage.text.id, "forum": stage.forum.id}.get(value, value)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("level", "hard"),
        ("number", 1),
        ("number", 20),
        ("aloud", False),
        ("who", "bo"),
        ("where", "text"),
        ("topic", "x" * 10),
    ],
)
async def test_options_that_can_be_given(stage: Stage, option: str, value: Any) -> None:
    assert not (await stage.ask({option: the(stage, value)})).answered


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("level", "harder"),
        ("level", ""),
        ("number", 0),
        ("number", 21),
        ("number", "3"),
        ("number", True),
        ("number", 1.5),
        ("aloud", "yes"),
        ("who", "Bo"),
        ("where", "forum"),
        ("where", "general"),
        ("topic", "x" * 11),
        ("topic", ""),
    ],
)
async def test_options_that_cannot_be_given(stage: Stage, option: str, value: Any) -> None:
    with pytest.raises(ImpossibleError, match="cannot be chosen"):
        await stage.ask({option: the(stage, value)})


async def test_required_option_cannot_be_left_out(stage: Stage) -> None:
    with pytest.raises(ImpossibleError, match="required"):
        await stage.server.command(stage.bo, stage.text, "ask", {"level": "hard"})


async def test_nothing_is_suggested_for_an_option_without_completion(stage: Stage) -> None:
    assert not (await stage.server.complete(stage.bo, stage.text, "ask", "topic", "")).answered
    with pytest.raises(ImpossibleError, match="suggested"):
        await stage.server.complete(stage.bo, stage.text, "ask", "level", "h")


async def test_command_is_offered_in_its_contexts_alone(stage: Stage) -> None:
    direct = stage.server.state.direct_message(stage.app.user, stage.bo)

    assert not (await stage.server.command(stage.bo, direct, "lead")).answered
    with pytest.raises(ImpossibleError, match="direct messages"):
        await stage.server.command(stage.bo, direct, "ask", {"topic": "storage"})
    with pytest.raises(ImpossibleError, match="does not see"):
        await stage.server.command(stage.owner, direct, "lead")


async def test_command_is_offered_to_those_with_all_permissions(stage: Stage) -> None:
    stage.server.add_role(stage.guild, "half", MANAGE_GUILD, stage.bo)
    with pytest.raises(ImpossibleError, match="lacks permissions"):
        await stage.server.command(stage.bo, stage.text, "lead")

    stage.server.add_role(stage.guild, "other half", MANAGE_MESSAGES, stage.bo)
    assert not (await stage.server.command(stage.bo, stage.text, "lead")).answered
    assert not (await stage.server.command(stage.owner, stage.text, "lead")).answered


async def test_command_for_nobody_is_for_administrators(stage: Stage) -> None:
    said = stage.server.say(stage.bo, stage.text, "Hello")

    assert not (await stage.server.message_command(stage.owner, said, "Close")).answered
    with pytest.raises(ImpossibleError, match="lacks permissions"):
        await stage.server.message_command(stage.bo, said, "Close")


async def test_channel_that_is_not_seen_is_not_used(stage: Stage) -> None:
    stage.text.overwrites.append(Overwrite(stage.bo.id, is_role=False, deny=VIEW))

    with pytest.raises(ImpossibleError, match="does not see"):
        await stage.ask({})
    with pytest.raises(ImpossibleError, match="does not see"):
        stage.server.say(stage.bo, stage.text, "Hello")


def button(**changes: Any) -> Json:
    return {"type": 2, "label": "Go", "custom_id": "go", "style": 1, **changes}


def select(**changes: Any) -> Json:
    options = [{"label": one, "value": one} for one in ("a", "b", "c")]
    return {"type": 3, "custom_id": "pick", "options": options, **changes}


async def test_button_that_is_disabled_is_not_pressed(stage: Stage) -> None:
    assert not (await stage.server.press(stage.bo, stage.post(button()), "Go")).answered
    with pytest.raises(ImpossibleError, match="disabled"):
        await stage.server.press(stage.bo, stage.post(button(disabled=True)), "Go")


async def test_message_of_somebody_else_is_not_pressed(stage: Stage) -> None:
    private = stage.post(button(), seen_by=stage.bo.id)

    assert not (await stage.server.press(stage.bo, private, "Go")).answered
    with pytest.raises(ImpossibleError, match="does not see"):
        await stage.server.press(stage.owner, private, "Go")
    del stage.text.messages[private.id]
    with pytest.raises(ImpossibleError, match="gone"):
        await stage.server.press(stage.bo, private, "Go")


@pytest.mark.parametrize("values", [[], ["a", "b", "c"], ["d"], ["a", "a"]])
async def test_values_that_cannot_be_chosen(stage: Stage, values: list[str]) -> None:
    shown = stage.post(select(max_values=2))

    assert not (await stage.server.press(stage.bo, shown, "pick", ["a", "c"])).answered
    with pytest.raises(ImpossibleError):
        await stage.server.press(stage.bo, shown, "pick", values)


@pytest.mark.parametrize(("kind", "value"), [(5, "forum"), (6, "bo"), (8, "bo"), (8, "forum")])
async def test_ids_that_cannot_be_chosen(stage: Stage, kind: int, value: str) -> None:
    shown = stage.post({"type": kind, "custom_id": "who", "channel_types": [TEXT]})

    with pytest.raises(ImpossibleError, match="not offered"):
        await stage.server.press(stage.bo, shown, "who", [the(stage, value)])


async def test_form_keeps_its_limits(stage: Stage) -> None:
    form = stage.opened({"type": 4, "custom_id": "text", "style": 2, "min_length": 2, "max_length": 5})

    assert not (await stage.server.submit(stage.bo, form, {"text": "x" * 5})).answered
    for typed in ("x", "x" * 6):
        with pytest.raises(ImpossibleError, match="characters"):
            await stage.server.submit(stage.bo, form, {"text": typed})


async def test_form_is_not_sent_without_what_is_required(stage: Stage) -> None:
    needed = stage.opened({"type": 4, "custom_id": "text", "style": 2}, select(required=False, min_values=0))
    optional = stage.opened({"type": 4, "custom_id": "text", "style": 2, "required": False})

    assert not (await stage.server.submit(stage.bo, optional, {})).answered
    assert not (await stage.server.submit(stage.bo, needed, {"text": "x"})).answered
    with pytest.raises(ImpossibleError, match="required"):
        await stage.server.submit(stage.bo, needed, {"pick": ["a"]})


async def test_form_is_sent_by_whom_it_was_opened_for(stage: Stage) -> None:
    form = stage.opened({"type": 4, "custom_id": "text", "style": 2})

    with pytest.raises(ImpossibleError, match="opened for bo"):
        await stage.server.submit(stage.owner, form, {"text": "x"})


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_words_that_are_not_sent(stage: Stage, text: str) -> None:
    said = stage.server.say(stage.bo, stage.text, "x" * 2000)

    with pytest.raises(ImpossibleError):
        stage.server.say(stage.bo, stage.text, text)
    with pytest.raises(ImpossibleError):
        stage.server.edit(said, text)
    assert [one.content for one in stage.server.messages(stage.text)] == ["x" * 2000]


def test_file_needs_no_words(stage: Stage) -> None:
    assert stage.server.say(stage.bo, stage.text, "", file="a.png").content == ""


def test_nobody_writes_where_they_may_not(stage: Stage) -> None:
    thread = stage.server.backend.start_thread(stage.text, None, "Question", stage.bo.id, 1440)
    thread.locked = True
    stage.text.overwrites.append(Overwrite(stage.bo.id, is_role=False, deny=SEND))

    for place, said in ((stage.text, "may not"), (stage.forum, "posts"), (thread, "locked")):
        with pytest.raises(ImpossibleError, match=said):
            stage.server.say(stage.bo, place, "Hello")
    assert stage.server.say(stage.owner, thread, "Hello").author is stage.owner
