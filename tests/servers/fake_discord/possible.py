"""What Discord's own client lets a person do: everything else never reaches the app."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.servers.fake_discord import permissions
from tests.servers.fake_discord.command_rules import (
    BOOLEAN,
    CHANNEL,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    USER,
)
from tests.servers.fake_discord.component_rules import (
    CHANNEL_SELECT,
    CHECKBOX,
    MENTIONABLE_SELECT,
    RADIO,
    ROLE_SELECT,
    SELECTS,
    TEXT_INPUT,
    USER_SELECT,
)
from tests.servers.fake_discord.permissions import in_channel
from tests.servers.fake_discord.records import DM, FORUM, App, Channel, Guild, Json, Message, User
from tests.servers.fake_discord.state import State

#: The greatest whole number that an option takes, and characters of a text: to Discord's client and to most people.
GREATEST, LONGEST_OPTION, LONGEST_MESSAGE = 2**53, 6000, 2000
IN_SERVER, IN_DIRECT_MESSAGE = 0, 1


class ImpossibleError(Exception):
    """A person cannot do this: Discord's client does not offer it, or does not send it."""


def check_presence(state: State, person: User, channel: Channel) -> None:
    """Hold that somebody sees a channel.

    Raises:
        ImpossibleError: they do not.
    """
    guild = state.guild_of(channel)
    if guild is None:
        is_there = channel.type == DM and person in channel.recipients
    else:
        member = guild.members.get(person.id)
        is_there = member is not None and bool(in_channel(guild, member, channel) & permissions.VIEW)
    if not is_there:
        raise ImpossibleError(f"{person.name} does not see #{channel.name}")


def check_writing(state: State, person: User, channel: Channel, text: str, *, has_more: bool) -> None:
    """Hold that somebody can write this here.

    Raises:
        ImpossibleError: there is nothing in it, it is too long, or they may not write here.
    """
    check_presence(state, person, channel)
    if not (text.strip() or has_more):
        raise ImpossibleError("an empty message is not sent")
    if len(text) > LONGEST_MESSAGE:
        raise ImpossibleError(f"a message has {LONGEST_MESSAGE} characters at most, not {len(text)}")
    if channel.type == FORUM:
        raise ImpossibleError("a forum has posts, and messages only in them")
    guild = state.guild_of(channel)
    if guild is None:
        return
    allowed = in_channel(guild, guild.members[person.id], channel)
    if not allowed & (permissions.SEND_IN_THREADS if channel.is_thread else permissions.SEND):
        raise ImpossibleError(f"{person.name} may not write in #{channel.name}")
    if channel.locked and not allowed & permissions.MANAGE_THREADS:
        raise ImpossibleError(f"#{channel.name} is locked")


def check_use(state: State, app: App, person: User, channel: Channel, command: Json) -> None:
    """Hold that a command is offered to somebody there.

    Raises:
        ImpossibleError: it is not for such places, or not for such people.
    """
    check_presence(state, person, channel)
    guild = state.guild_of(channel)
    contexts = command.get("contexts")
    context = IN_DIRECT_MESSAGE if guild is None else IN_SERVER
    if contexts is not None and context not in contexts:
        raise ImpossibleError(f"{command['name']!r} is not offered in {'direct messages' if context else 'servers'}")
    if guild is None:
        return
    if app.user.id not in guild.members and person.id not in app.users:
        raise ImpossibleError(f"{app.name} is neither in the server nor installed by {person.name}")
    needed = command.get("default_member_permissions")
    allowed = in_channel(guild, guild.members[person.id], channel)
    # 0 stands for administrators alone.
    is_allowed = allowed & int(needed) == int(needed) != 0 if needed is not None else True
    if not is_allowed and allowed != permissions.EVERYTHING:
        raise ImpossibleError(f"{command['name']!r} is not offered to {person.name}, who lacks permissions")


def check_options(state: State, channel: Channel, registered: Sequence[Json], given: Mapping[str, Any]) -> None:
    """Hold that options can be given so, in a command that is sent.

    Raises:
        ImpossibleError: a required one is left out, or a value is none that can be chosen or typed.
    """
    left_out = [one["name"] for one in registered if one.get("required") and one["name"] not in given]
    if left_out:
        raise ImpossibleError(f"the options {left_out} are required")
    known = {one["name"]: one for one in registered}
    for name, value in given.items():
        if not _fits(state.guild_of(channel), state, known[name], value):
            raise ImpossibleError(f"{value!r} cannot be chosen for {name!r}: {known[name]}")


def _fits(guild: Guild | None, state: State, option: Json, value: Any) -> bool:
    if option.get("choices"):
        return value in [one["value"] for one in option["choices"]]
    kind = option["type"]
    if kind == STRING:
        least, most = option.get("min_length") or 1, option.get("max_length") or LONGEST_OPTION
        return isinstance(value, str) and least <= len(value) <= most
    if kind in {INTEGER, NUMBER}:
        is_number = isinstance(value, int if kind == INTEGER else int | float) and not isinstance(value, bool)
        least, most = option.get("min_value", -GREATEST), option.get("max_value", GREATEST)
        return is_number and least <= value <= most
    if kind == BOOLEAN:
        return isinstance(value, bool)
    if kind == CHANNEL:
        wanted = option.get("channel_types")
        found = guild.channels.get(value) if guild else None
        return found is not None and (not wanted or found.type in wanted)
    return _is_listed(guild, state, value, {USER: "users", ROLE: "roles", MENTIONABLE: "users roles"}.get(kind, ""))


def _is_listed(guild: Guild | None, state: State, value: Any, kinds: str) -> bool:
    is_role = "roles" in kinds and guild is not None and value in guild.roles
    return is_role or ("users" in kinds and value in state.users)


def check_press(state: State, person: User, message: Message, part: Json, values: list[str] | None) -> None:
    """Hold that somebody can press a button, or choose so in a select.

    Raises:
        ImpossibleError: they do not see it, it is disabled, or what they choose is not offered.
    """
    channel = state.channel(message.channel_id)
    check_presence(state, person, channel)
    if channel.messages.get(message.id) is not message:
        raise ImpossibleError("the message is gone")
    if message.seen_by not in {None, person.id}:
        raise ImpossibleError(f"{person.name} does not see this message")
    if part.get("disabled"):
        raise ImpossibleError(f"{part['custom_id']!r} is disabled")
    if part["type"] in SELECTS:
        _check_values(state, channel, part, values or [])
    elif values:
        raise ImpossibleError("a button has nothing to choose")


def _check_values(state: State, channel: Channel, part: Json, values: list[str]) -> None:
    fewest, most = part.get("min_values", 1), part.get("max_values") or 1
    if not part.get("required", True) and not values:
        return
    if not fewest <= len(values) <= most or len(set(values)) < len(values):
        raise ImpossibleError(f"{fewest} to {most} values can be chosen in {part['custom_id']!r}, not {values}")
    guild, kinds = (
        state.guild_of(channel),
        {USER_SELECT: "users", ROLE_SELECT: "roles", MENTIONABLE_SELECT: "users roles"},
    )
    for value in values:
        if part["type"] == CHANNEL_SELECT:
            fits = _fits(guild, state, {"type": CHANNEL, "channel_types": part.get("channel_types")}, value)
        elif part["type"] in kinds:
            fits = _is_listed(guild, state, value, kinds[part["type"]])
        else:
            fits = value in [one["value"] for one in part.get("options") or []]
        if not fits:
            raise ImpossibleError(f"{value!r} is not offered in {part['custom_id']!r}")


def check_form(state: State, channel: Channel, filled: Mapping[str, Any], fields: Sequence[Json]) -> None:
    """Hold that a form can be sent in so.

    Args:
        state: where people, roles and channels are looked up.
        channel: where the form was opened.
        filled: values by custom id, of every field.
        fields: the fields as they were opened.

    Raises:
        ImpossibleError: a required field is empty, a text is too long or short, or a choice is not offered.
    """
    for field in fields:
        value = filled[field["custom_id"]]
        if field["type"] == TEXT_INPUT:
            _check_text(field, value)
        elif field["type"] == RADIO:
            _check_values(state, channel, field, [] if value is None else [value])
        elif field["type"] != CHECKBOX:
            _check_values(state, channel, field, list(value))


def _check_text(field: Json, value: str) -> None:
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    if not value and not field.get("required", True):
        return
    if not value:
        raise ImpossibleError(f"{field['custom_id']!r} is required")
    if not least <= len(value) <= most:
        raise ImpossibleError(f"{field['custom_id']!r} takes {least} to {most} characters, not {len(value)}")
