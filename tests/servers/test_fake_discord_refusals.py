"""What Discord refuses of messages, forms and commands, the fake refuses: with its status, its code and the field."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.servers.fake_discord import FakeDiscord, Rules
from tests.servers.fake_discord.content import check_modal
from tests.servers.fake_discord.records import App, Channel, Json
from tests.servers.fake_discord.refusals import RefusedError

V2 = 1 << 15


@dataclass(frozen=True)
class Door:
    """The API as a program meets it that checks nothing by itself."""

    server: FakeDiscord
    app: App
    channel: Channel
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, body: Any, token: str = "") -> tuple[int, Any]:
        headers = {"Authorization": token or f"Bot {self.app.token}"}
        address = f"{self.server.address}/api/v10{path}"
        async with self.session.request(method, address, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def refused(self, method: str, path: str, body: Any) -> str:
        """Give the field that is refused, with the inner code; the whole must be an invalid form."""
        status, said = await self.ask(method, path, body)
        assert (status, said["code"]) == (400, 50035), said
        return _field(said["errors"])


def _field(errors: Json, path: str = "") -> str:
    [(name, inner)] = errors.items()
    return f"{path} {inner[0]['code']}" if name == "_errors" else _field(inner, f"{path}.{name}".strip("."))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    # The fake's own rules are what is tried, not the document.
    async with FakeDiscord(rules=Rules(validate=False)) as server:
        owner = server.add_user("ann")
        guild = server.add_guild("Rockets", owner)
        text = server.add_channel(guild, "general")
        app = server.add_app()
        server.invite(app, guild)
        async with aiohttp.ClientSession() as session:
            yield Door(server, app, text, session)


def button(**changes: Any) -> Json:
    made = {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **changes}
    return {name: value for name, value in made.items() if value is not None}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def options(*values: str, default: tuple[str, ...] = ()) -> list[Json]:
    return [{"label": value, "value": value, "default": value in default} for value in values]


def select(**changes: Any) -> Json:
    return {"type": 3, "custom_id": "pick", "options": options("a", "b"), **changes}


def display(text: str = "Hello", **changes: Any) -> Json:
    return {"type": 10, "content": text, **changes}


V2_REFUSALS: tuple[tuple[list[Json], str], ...] = (
    ([display(id=3), display(id=3)], "components.1.id COMPONENT_ID_DUPLICATED"),
    ([display(id=3), row(button(id=3))], "components.1.components.0.id COMPONENT_ID_DUPLICATED"),
    ([row(button(), button())], "components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"),
    ([row(button(label=None))], "components.0.components.0.label BASE_TYPE_REQUIRED"),
    ([row(button(label=" "))], "components.0.components.0.label BASE_TYPE_REQUIRED"),
    ([row(button(label="x" * 81))], "components.0.components.0.label BASE_TYPE_MAX_LENGTH"),
    ([row(button(custom_id=None))], "components.0.components.0.custom_id BASE_TYPE_REQUIRED"),
    ([row(button(custom_id="x" * 101))], "components.0.components.0.custom_id BASE_TYPE_MAX_LENGTH"),
    ([row(button(style=5))], "components.0.components.0.url BASE_TYPE_REQUIRED"),
    ([display(" \n")], "components.0.content BASE_TYPE_REQUIRED"),
    ([display("x" * 4001)], "components.0.content BASE_TYPE_MAX_LENGTH"),
    ([row()], "components.0.components BASE_TYPE_BAD_LENGTH"),
    ([row(*(button(custom_id=str(n)) for n in range(6)))], "components.0.components BASE_TYPE_BAD_LENGTH"),
    ([row(button(), select())], "components.0.components BASE_TYPE_BAD_LENGTH"),
    ([{"type": 17, "components": []}], "components.0.components BASE_TYPE_BAD_LENGTH"),
    (
        [{"type": 17, "components": [{"type": 17, "components": [display()]}]}],
        "components.0.components.0.type BASE_TYPE_CHOICES",
    ),
    ([button()], "components.0.type BASE_TYPE_CHOICES"),
    ([row({"type": 4, "custom_id": "t", "style": 1})], "components.0.components.0.type BASE_TYPE_CHOICES"),
    ([{"type": 9, "components": [display()]}], "components.0.accessory BASE_TYPE_REQUIRED"),
    ([row(select(max_values=3))], "components.0.components.0.max_values NUMBER_TYPE_MAX"),
    ([row(select(min_values=2))], "components.0.components.0.min_values NUMBER_TYPE_MAX"),
    ([row(select(options=[]))], "components.0.components.0.options BASE_TYPE_BAD_LENGTH"),
    ([row(select(placeholder="x" * 151))], "components.0.components.0.placeholder BASE_TYPE_MAX_LENGTH"),
    (
        [row(select(options=options("a", "a")))],
        "components.0.components.0.options.1.value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        [row(select(options=options("a", "b", default=("a", "b"))))],
        "components.0.components.0.options BASE_TYPE_BAD_LENGTH",
    ),
    ([row(select(options=options("x" * 101)))], "components.0.components.0.options.0.label BASE_TYPE_MAX_LENGTH"),
)


@pytest.mark.parametrize(("components", "field"), V2_REFUSALS)
async def test_components_that_discord_does_not_take(door: Door, components: list[Json], field: str) -> None:
    path = f"/channels/{door.channel.id}/messages"

    assert await door.refused("POST", path, {"components": components, "flags": V2}) == field
    assert door.server.messages(door.channel) == []


async def test_components_that_discord_takes(door: Door) -> None:
    parts = [
        display(id=7),
        {"type": 17, "components": [display(), row(button(emoji={"name": "👀"}, label=None))]},
        row(select(options=options("a", "b", default=("a", "b")), max_values=2, min_values=0)),
        row({"type": 5, "custom_id": "who", "max_values": 25}),
    ]

    status, said = await door.ask("POST", f"/channels/{door.channel.id}/messages", {"components": parts, "flags": V2})

    assert status == 200
    assert [one["id"] for one in said["components"]] == [7, 1, 5, 7 + 1]


MESSAGE_REFUSALS: tuple[tuple[Json, str], ...] = (
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    (
        {"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}},
        "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    (
        {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(101)]}},
        "allowed_mentions.users BASE_TYPE_MAX_LENGTH",
    ),
    ({"embeds": [{"title": "x", "footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text BASE_TYPE_MAX_LENGTH"),
    (
        {"embeds": [{"fields": [{"name": " ", "value": "x"}]}]},
        "embeds.0.fields.0.name BASE_TYPE_REQUIRED",
    ),
    ({"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "embeds.0.fields BASE_TYPE_MAX_LENGTH"),
)


@pytest.mark.parametrize(("body", "field"), MESSAGE_REFUSALS)
async def test_messages_that_discord_does_not_take(door: Door, body: Json, field: str) -> None:
    assert await door.refused("POST", f"/channels/{door.channel.id}/messages", body) == field


async def test_mentions_of_one_kind_in_one_way_are_taken(door: Door) -> None:
    body = {"content": "x", "allowed_mentions": {"parse": ["roles"], "users": ["1"]}}

    assert (await door.ask("POST", f"/channels/{door.channel.id}/messages", body))[0] == 200


@pytest.mark.parametrize(
    ("name", "code"), [("", "BASE_TYPE_REQUIRED"), (" \t", "BASE_TYPE_REQUIRED"), ("x" * 101, "BASE_TYPE_MAX_LENGTH")]
)
async def test_thread_needs_a_name(door: Door, name: str, code: str) -> None:
    path = f"/channels/{door.channel.id}/threads"

    assert await door.refused("POST", path, {"name": name, "type": 11}) == f"name {code}"


async def test_thread_is_not_renamed_to_nothing(door: Door) -> None:
    _, thread = await door.ask("POST", f"/channels/{door.channel.id}/threads", {"name": "Question", "type": 11})

    assert await door.refused("PATCH", f"/channels/{thread['id']}", {"name": "  "}) == "name BASE_TYPE_REQUIRED"


async def test_thread_is_archived_after_certain_times_only(door: Door) -> None:
    body = {"name": "Question", "type": 11, "auto_archive_duration": 90}

    path = f"/channels/{door.channel.id}/threads"
    assert await door.refused("POST", path, body) == "auto_archive_duration BASE_TYPE_BAD_VALUE"


def command(**changes: Any) -> Json:
    return {"type": 1, "name": "ask", "description": "Ask", **changes}


def option(kind: int = 3, **changes: Any) -> Json:
    return {"type": kind, "name": "topic", "description": "About what", **changes}


COMMAND_REFUSALS: tuple[tuple[list[Json], str], ...] = (
    ([command(name="Ask")], "0.name APPLICATION_COMMAND_INVALID_NAME"),
    ([command(description="")], "0.description BASE_TYPE_REQUIRED"),
    ([command(), command()], "0.name APPLICATION_COMMANDS_DUPLICATE_NAME"),
    (
        [command(options=[option(name="a"), option(name="b", required=True)])],
        "0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        [command(options=[option(1, options=[option(name="a"), option(name="b", required=True)])])],
        "0.options.0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        [command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)])],
        "0.options.0.choices BASE_TYPE_BAD_VALUE",
    ),
    ([command(options=[option(5, autocomplete=True)])], "0.options.0.autocomplete BASE_TYPE_BAD_VALUE"),
    ([command(options=[option(3, min_value=1)])], "0.options.0.min_value BASE_TYPE_BAD_VALUE"),
    ([command(options=[option(4, min_value=3, max_value=1)])], "0.options.0.min_value BASE_TYPE_BAD_VALUE"),
    ([command(options=[option(1, name="sub"), option()])], "0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
    (
        [command(options=[option(1, options=[option(1, name="deep")])])],
        "0.options.0.options.0.type BASE_TYPE_CHOICES",
    ),
    ([command(options=[option(), option()])], "0.options APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE"),
    ([command(contexts=[])], "0.contexts BASE_TYPE_BAD_LENGTH"),
    ([command(type=3, name="Best answer")], "0.description BASE_TYPE_BAD_VALUE"),
    (
        [command(options=[option(choices=[{"name": "a", "value": n} for n in "ab"])])],
        "0.options.0.choices.1.name BASE_TYPE_BAD_VALUE",
    ),
)


@pytest.mark.parametrize(("commands", "field"), COMMAND_REFUSALS)
async def test_commands_that_discord_does_not_take(door: Door, commands: list[Json], field: str) -> None:
    assert await door.refused("PUT", f"/applications/{door.app.id}/commands", commands) == field
    assert door.app.commands == {}


@pytest.mark.parametrize(("kind", "most"), [(2, 15), (3, 15), (1, 100)])
async def test_so_many_commands_and_no_more(door: Door, kind: int, most: int) -> None:
    path = f"/applications/{door.app.id}/commands"
    made = [{"type": kind, "name": f"do{n}", **({"description": "x"} if kind == 1 else {})} for n in range(most + 1)]

    status, said = await door.ask("PUT", path, made)

    assert (status, said["code"]) == (400, 30032)
    assert (await door.ask("PUT", path, made[:-1]))[0] == 200


@pytest.mark.parametrize("written", ["{}", "Bearer {}", "bot {}", "Bot  {}", "Bot {}x"])
async def test_token_that_does_not_say_bot_is_refused(door: Door, written: str) -> None:
    said = await door.ask("GET", "/users/@me", None, written.format(door.app.token))

    assert said == (401, {"code": 0, "message": "401: Unauthorized"})


def field(**changes: Any) -> Json:
    return {"type": 4, "custom_id": "text", "style": 2, **changes}


def label(inner: Json, **changes: Any) -> Json:
    return {"type": 18, "label": "In your own words", "component": inner, **changes}


def modal(*parts: Json, **changes: Any) -> Json:
    return {"title": "Your answer", "custom_id": "answer", "components": list(parts), **changes}


MODAL_REFUSALS: tuple[Json, ...] = (
    modal(),
    modal(*(label(field(custom_id=str(n))) for n in range(6))),
    modal(label(field()), title=""),
    modal(label(field()), title="x" * 46),
    modal(label(field()), custom_id=""),
    modal(label(field()), label(field())),
    modal(label(field(), label="x" * 46)),
    modal(label(field(), description="x" * 101)),
    modal(label(field(label="Twice"))),
    modal(row(field())),
    modal(row(field(label="x" * 46))),
    modal(row(button())),
    modal(label(field(min_length=5, max_length=4))),
    modal(label(field(max_length=4001))),
    modal(label(field(value="too long", max_length=4))),
    modal(label(field(placeholder="x" * 101))),
    modal(label(select(disabled=True))),
    modal(label({"type": 21, "custom_id": "sure", "options": options("only one")})),
    modal(label({"type": 21, "custom_id": "sure", "options": options("a", "b", default=("a", "b"))})),
)


@pytest.mark.parametrize("form", MODAL_REFUSALS)
def test_forms_that_discord_does_not_open(form: Json) -> None:
    with pytest.raises(RefusedError) as refused:
        check_modal(form)

    assert (refused.value.status, refused.value.code) == (400, 50035)


@pytest.mark.parametrize(
    "form",
    [
        modal(row(field(label="Text"))),
        modal({"type": 10, "content": "Read this"}, label(field(min_length=0, max_length=4000, value="x" * 4000))),
        modal(label({"type": 21, "custom_id": "sure", "options": options("a", "b", default=("a",))})),
        modal(label({"type": 22, "custom_id": "some", "options": options("a", "b", default=("a", "b"))})),
        modal(label({"type": 5, "custom_id": "who", "max_values": 25, "required": False, "min_values": 0})),
    ],
)
def test_forms_that_discord_opens(form: Json) -> None:
    check_modal(form)
