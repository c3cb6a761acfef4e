"""Application commands: registered for all, or for one guild."""

import re
from typing import Any

from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.records import Json
from tests.servers.fake_discord.refusals import invalid

#: docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
NAME = re.compile(r"[-_'\w]{1,32}")
CHAT_INPUT = 1
OPTIONS = CHOICES = 25
DESCRIPTION, WHOLE = 100, 8000


def check(command: Json, path: str = "") -> None:
    """Refuse a command that Discord would not take.

    Raises:
        RefusedError: a name, a description or a number of options is not allowed.
    """
    name = command["name"]
    is_typed = command.get("type", CHAT_INPUT) == CHAT_INPUT or path
    if is_typed and (not NAME.fullmatch(name) or name != name.lower()):
        raise invalid(f"{path}name", "Command name is invalid", "APPLICATION_COMMAND_INVALID_NAME")
    if is_typed and not 1 <= len(command.get("description") or "") <= DESCRIPTION:
        raise invalid(f"{path}description", f"Must be between 1 and {DESCRIPTION} in length.")
    options: list[Any] = command.get("options") or []
    if len(options) > OPTIONS or len(command.get("choices") or []) > CHOICES:
        raise invalid(f"{path}options", f"Must be {OPTIONS} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    if len({one["name"] for one in options}) < len(options):
        raise invalid(f"{path}options", "Option names are not unique", "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE")
    for number, option in enumerate(options):
        check(option, f"{path}options.{number}.")
    if not path and _weight(command) > WHOLE:
        raise invalid("options", f"Command exceeds maximum size ({WHOLE})", "APPLICATION_COMMAND_TOO_LARGE")


def _weight(command: Json) -> int:
    own = len(command["name"]) + len(command.get("description") or "")
    choices = sum(len(str(one["name"])) + len(str(one["value"])) for one in command.get("choices") or [])
    return own + choices + sum(_weight(one) for one in command.get("options") or [])


def listed(call: Call) -> Answer:
    """Give the registered commands."""
    return 200, call.app.commands.get(call.path.get("guild_id"), [])


def overwrite(call: Call) -> Answer:
    """Replace all commands; the same name keeps its id."""
    guild_id = call.path.get("guild_id")
    for command in call.body:
        check(command)
    before = {(one["type"], one["name"]): one["id"] for one in call.app.commands.get(guild_id, [])}
    call.app.commands[guild_id] = [_registered(call, one, before, guild_id) for one in call.body]
    return 200, call.app.commands[guild_id]


def _registered(call: Call, command: Json, before: dict[tuple[int, str], str], guild_id: str | None) -> Json:
    kind = command.get("type") or CHAT_INPUT
    known = before.get((kind, command["name"]))
    shown: Json = {
        "id": known or call.state.new_id(),
        "application_id": call.app.id,
        "version": call.state.new_id(),
        "default_member_permissions": None,
        "description": "",
        "nsfw": False,
        **{name: value for name, value in command.items() if value is not None},
        "type": kind,
    }
    if command.get("default_member_permissions") is not None:
        shown["default_member_permissions"] = str(command["default_member_permissions"])
    return shown | ({"guild_id": guild_id} if guild_id else {})


ROUTES: dict[str, Route] = {
    "GET /applications/{application_id}/commands": listed,
    "PUT /applications/{application_id}/commands": overwrite,
    "GET /applications/{application_id}/guilds/{guild_id}/commands": listed,
    "PUT /applications/{application_id}/guilds/{guild_id}/commands": overwrite,
}
