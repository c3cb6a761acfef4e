"""The commands as Discord registers them, made of those that exist; they are data, so no function stands for each.

https://docs.discord.com/developers/interactions/application-commands
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.render import limits
from adapters.discord.render.command_options import option
from adapters.discord.render.texts import shortened
from bot.commands.catalogue import COMMANDS, QUIZ, Command

Json = dict[str, Any]
_CHAT_INPUT, _MESSAGE, _SUBCOMMAND = 1, 3, 1
_IN_SERVERS, _IN_DIRECT_MESSAGES, _IN_PRIVATE_CHANNELS = 0, 1, 2
_FOR_SERVERS, _FOR_USERS = 0, 1
#: Every command is shown to everybody, since it is the engine that decides who may use it. Said in so many words: an
#: earlier version registered one for those alone who manage the server.
_EVERYBODY: Json = {"default_member_permissions": None}
#: The command in a message's menu.
BEST = "Best answer"


def payload(qotd: str, quiz: str) -> list[Json]:
    """Give all commands; the arguments are the names of the two that are typed."""
    subcommands = [_subcommand(command) for command in COMMANDS.values()]
    return [
        _EVERYBODY
        | {
            "type": _CHAT_INPUT,
            "name": qotd,
            "description": "The question of the day: boards, your results, and setting it up",
            "options": subcommands,
            "contexts": [_IN_SERVERS],
            "integration_types": [_FOR_SERVERS],
        },
        _EVERYBODY
        | {
            "type": _CHAT_INPUT,
            "name": quiz,
            "description": "A private question, whenever you like",
            "options": [option(argument) for argument in QUIZ],
            "contexts": [_IN_SERVERS, _IN_DIRECT_MESSAGES, _IN_PRIVATE_CHANNELS],
            "integration_types": [_FOR_SERVERS, _FOR_USERS],
        },
        _EVERYBODY | {"type": _MESSAGE, "name": BEST, "contexts": [_IN_SERVERS], "integration_types": [_FOR_SERVERS]},
    ]


def _subcommand(command: Command) -> Json:
    # Discord wants the required ones first.
    ordered = sorted(map(option, command.arguments), key=lambda one: not one.get("required"))
    described = f"{command.summary[0].upper()}{command.summary[1:]}"
    return {
        "type": _SUBCOMMAND,
        "name": command.name,
        "description": shortened(described, limits.DESCRIPTION),
        "options": ordered,
    }


def is_registered(ours: Sequence[Json], registered: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether Discord has just these commands; what it adds of its own does not matter."""
    known = {(one["type"], one["name"]): one for one in registered}
    return len(known) == len(ours) and all(_agrees(one, known.get((one["type"], one["name"]))) for one in ours)


def _agrees(ours: object, theirs: object) -> bool:
    if isinstance(ours, dict) and isinstance(theirs, Mapping):
        return all(_agrees(value, theirs.get(name)) for name, value in ours.items())
    if isinstance(ours, list):
        others = theirs if isinstance(theirs, list) else []
        return len(ours) == len(others) and all(map(_agrees, ours, others))
    # Permissions are a number where they are sent, and a text where they are read.
    return str(ours) == str(theirs)
