"""What a command may be: docs.discord.com/developers/interactions/application-commands, as tables."""

import re
from collections.abc import Mapping
from typing import Any

from tests.servers.fake_discord.component_rules import within
from tests.servers.fake_discord.records import Json
from tests.servers.fake_discord.refusals import invalid

NAME = re.compile(r"[-_'\w]{1,32}")
CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
#: How many commands of each type an app may have.
MOST: Mapping[int, int] = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
OPTIONS = CHOICES = 25
DESCRIPTION, CHOICE, WHOLE, NAME_LENGTH = 100, 100, 8000, 32
#: What stands inside of what; everything else holds nothing.
NESTED: Mapping[int, frozenset[int]] = {GROUP: frozenset({SUBCOMMAND}), SUBCOMMAND: frozenset(range(STRING, 12))}
#: Types of options that each of these belongs to.
FITTING: Mapping[str, frozenset[int]] = {
    "choices": frozenset({STRING, INTEGER, NUMBER}),
    "autocomplete": frozenset({STRING, INTEGER, NUMBER}),
    "min_value": frozenset({INTEGER, NUMBER}),
    "max_value": frozenset({INTEGER, NUMBER}),
    "min_length": frozenset({STRING}),
    "max_length": frozenset({STRING}),
    "channel_types": frozenset({CHANNEL}),
}


def check(command: Json, path: str = "") -> None:
    """Refuse a command that Discord would not take.

    Raises:
        RefusedError: a name, a description, an option or the whole is not allowed.
    """
    if command.get("type", CHAT_INPUT) == CHAT_INPUT:
        _check_name(command, path)
        _check_options(command.get("options") or [], frozenset(range(SUBCOMMAND, 12)), path)
    else:
        within(f"{path}name", command["name"], 1, NAME_LENGTH)
        if command.get("description") or command.get("options"):
            raise invalid(f"{path}description", "Context menu commands have no description and no options")
    for places in ("contexts", "integration_types"):
        if command.get(places) == []:
            raise invalid(f"{path}{places}", "Must be 1 or more in length.", "BASE_TYPE_BAD_LENGTH")
    if _weight(command) > WHOLE:
        raise invalid(f"{path}options", f"Command exceeds maximum size ({WHOLE})", "APPLICATION_COMMAND_TOO_LARGE")


def _check_name(command: Json, path: str) -> None:
    if not NAME.fullmatch(command["name"]) or command["name"] != command["name"].lower():
        raise invalid(f"{path}name", "Command name is invalid", "APPLICATION_COMMAND_INVALID_NAME")
    within(f"{path}description", command.get("description") or "", 1, DESCRIPTION)


def _check_options(options: list[Any], allowed: frozenset[int], path: str) -> None:
    if len(options) > OPTIONS:
        raise invalid(f"{path}options", f"Must be {OPTIONS} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    if len({one["name"] for one in options}) < len(options):
        raise invalid(f"{path}options", "Option names are not unique", "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE")
    if len({one["type"] in NESTED for one in options}) > 1:
        told = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        raise invalid(f"{path}options", told, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID")
    for number, option in enumerate(options):
        here = f"{path}options.{number}."
        if option["type"] not in allowed:
            raise invalid(f"{here}type", f"Value must be one of {sorted(allowed)}.", "BASE_TYPE_CHOICES")
        if option.get("required") and not all(earlier.get("required") for earlier in options[:number]):
            told = "Required options must be placed before non-required options"
            raise invalid(here.rstrip("."), told, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID")
        _check_name(option, here)
        _check_option(option, here)
        _check_options(option.get("options") or [], NESTED.get(option["type"], frozenset()), here)


def _check_option(option: Json, path: str) -> None:
    for name, kinds in FITTING.items():
        if option.get(name) not in (None, False, []) and option["type"] not in kinds:
            raise invalid(f"{path}{name}", f"Only options of the types {sorted(kinds)} have it.")
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        raise invalid(f"{path}choices", "An option with autocompletion cannot have choices.")
    if len(choices) > CHOICES:
        raise invalid(f"{path}choices", f"Must be {CHOICES} or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    for number, choice in enumerate(choices):
        within(f"{path}choices.{number}.name", choice["name"], 1, CHOICE)
        if isinstance(choice["value"], str):
            within(f"{path}choices.{number}.value", choice["value"], 1, CHOICE)
        if choice["name"] in [earlier["name"] for earlier in choices[:number]]:
            raise invalid(f"{path}choices.{number}.name", "Names of choices are not unique")
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        if option.get(least) is not None and option.get(most) is not None and option[least] > option[most]:
            raise invalid(f"{path}{least}", f"It is greater than {most}.")


def _weight(command: Json) -> int:
    own = len(command["name"]) + len(command.get("description") or "")
    choices = sum(len(str(one["name"])) + len(str(one["value"])) for one in command.get("choices") or [])
    return own + choices + sum(_weight(one) for one in command.get("options") or [])
