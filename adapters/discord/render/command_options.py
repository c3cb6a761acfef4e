"""How the kinds of arguments look as options of Discord's commands."""

from typing import Any

from bot.commands.arguments import Argument, Kind

#: Types of options: https://docs.discord.com/developers/interactions/application-commands
_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL = 3, 4, 5, 6, 7
_TYPES = {
    Kind.NUMBER: _INTEGER,
    Kind.PERCENT: _INTEGER,
    Kind.YES_NO: _BOOLEAN,
    Kind.MEMBER: _USER,
    Kind.CHANNEL: _CHANNEL,
}
#: Of these the bot suggests values while somebody types.
_COMPLETED = frozenset({Kind.SERIES, Kind.PERIOD, Kind.TOPIC, Kind.PACKS, Kind.ZONE})
#: Types of channels that can have a series: text, announcement, forum.
_ASKED_IN = (0, 5, 15)


def option(argument: Argument) -> dict[str, Any]:
    """Give the option that stands for an argument."""
    made: dict[str, Any] = {
        "type": _TYPES.get(argument.kind, _STRING),
        "name": argument.name,
        "description": argument.about,
    }
    if argument.is_required:
        made["required"] = True
    if argument.kind in _COMPLETED:
        made["autocomplete"] = True
    if argument.choices:
        made["choices"] = [{"name": choice, "value": choice} for choice in argument.choices]
    if made["type"] == _INTEGER:
        made["min_value"], made["max_value"] = argument.between
    if made["type"] == _CHANNEL:
        made["channel_types"] = list(_ASKED_IN)
    return made
