"""Application commands: registered for all, or for one guild."""

from collections import Counter

from tests.servers.fake_discord.call import Answer, Call, Route
from tests.servers.fake_discord.command_rules import CHAT_INPUT, MOST, check
from tests.servers.fake_discord.records import Json
from tests.servers.fake_discord.refusals import RefusedError, invalid


def listed(call: Call) -> Answer:
    """Give the registered commands."""
    return 200, call.app.commands.get(call.path.get("guild_id"), [])


def overwrite(call: Call) -> Answer:
    """Replace all commands; the same name keeps its id."""
    guild_id = call.path.get("guild_id")
    _check_together(call.body)
    before = {(one["type"], one["name"]): one["id"] for one in call.app.commands.get(guild_id, [])}
    call.app.commands[guild_id] = [_registered(call, one, before, guild_id) for one in call.body]
    return 200, call.app.commands[guild_id]


def _check_together(commands: list[Json]) -> None:
    for number, command in enumerate(commands):
        check(command, f"{number}.")
    named = Counter((one.get("type") or CHAT_INPUT, one["name"]) for one in commands)
    for number, command in enumerate(commands):
        if named[command.get("type") or CHAT_INPUT, command["name"]] > 1:
            told = "Application command names must be unique"
            raise invalid(f"{number}.name", told, "APPLICATION_COMMANDS_DUPLICATE_NAME")
    for kind, most in MOST.items():
        if sum((one.get("type") or CHAT_INPUT) == kind for one in commands) > most:
            raise RefusedError(400, 30032, f"Maximum number of application commands reached ({most})")


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
