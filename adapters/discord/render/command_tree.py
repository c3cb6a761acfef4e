"""The commands as objects of discord.py's, made of those that exist, and whether Discord knows them as they are.

https://docs.discord.com/developers/interactions/application-commands

A command of the library takes its options from the signature of its callback. Here they are data: one callback stands
for all, and bears a signature made of the command's arguments.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Protocol, cast

import discord
from discord.app_commands import (
    AppCommand,
    AppCommandContext,
    AppCommandGroup,
    AppInstallationType,
    Argument,
    ContextMenu,
    Group,
    Parameter,
    describe,
)
from discord.app_commands import Command as SlashCommand

from adapters.discord.render import limits
from adapters.discord.render.command_options import Complete, option
from adapters.discord.render.texts import shortened
from bot.cards.naming import CommandNames
from bot.engine import COMMANDS, QUIZ
from bot.engine import Argument as Taken

#: The commands in a message's menu.
BEST, FLAG, SUGGEST = "Best answer", "Flag", "Suggest as question"
_IN_SERVERS = AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_ANYWHERE = AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_FOR_SERVERS = AppInstallationType(guild=True, user=False)
_FOR_ALL = AppInstallationType(guild=True, user=True)

Run = Callable[[discord.Interaction, Mapping[str, Any]], Awaitable[None]]
OnMessage = Callable[[discord.Interaction, discord.Message], Awaitable[None]]
Declared = SlashCommand[Any, ..., Any] | Group | ContextMenu


@dataclass(frozen=True, slots=True)
class Handlers:
    """What is done when a command is used."""

    #: Takes the word behind the slash, the subcommand (empty: there is none), and the values of the options.
    run: Callable[[discord.Interaction, str, str, Mapping[str, Any]], Awaitable[None]]
    #: Take the message in whose menu `BEST`, `FLAG` or `SUGGEST` was chosen.
    best: OnMessage
    flag: OnMessage
    suggest: OnMessage
    complete: Complete


class Handling(Protocol):
    """A client that commands were added to."""

    @property
    def handlers(self) -> Handlers:
        """What it does when one is used."""
        ...


@cache
def commands(names: CommandNames) -> tuple[Declared, ...]:
    """Give all commands, the same ones to every client: what a use does, the client says that it came to.

    The library looks through the signature of each as it is made, which takes some milliseconds. Every one is shown to
    everybody, since it is the engine that decides who may use it.
    """
    qotd = _group(names.qotd, "The question of the day: boards, your results, and help")
    manage = _group(names.manage, "The question of the day, for who runs it: setting it up, pausing, figures")
    for one in COMMANDS.values():
        group = manage if one.is_for_managers else qotd
        told = shortened(f"{one.summary[0].upper()}{one.summary[1:]}", limits.DESCRIPTION)
        callback = _callback(partial(_run, group.name, one.name), one.arguments)
        group.add_command(SlashCommand(name=one.name, description=told, callback=callback))
    quiz: SlashCommand[Any, ..., Any] = SlashCommand(
        name=names.quiz,
        description="A private question, whenever you like",
        callback=_callback(partial(_run, names.quiz, ""), QUIZ),
        allowed_contexts=_ANYWHERE,
        allowed_installs=_FOR_ALL,
    )
    best, flag = _menu(BEST, lambda of: of.best), _menu(FLAG, lambda of: of.flag)
    return qotd, manage, quiz, best, flag, _menu(SUGGEST, lambda of: of.suggest)


def _group(name: str, told: str) -> Group:
    return Group(name=name, description=told, allowed_contexts=_IN_SERVERS, allowed_installs=_FOR_SERVERS)


def _handlers(interaction: discord.Interaction) -> Handlers:
    return cast("Handling", interaction.client).handlers


async def _run(word: str, name: str, interaction: discord.Interaction, values: Mapping[str, Any]) -> None:
    await _handlers(interaction).run(interaction, word, name, values)


async def _complete(interaction: discord.Interaction, argument: Taken, typed: str) -> Sequence[str]:
    return await _handlers(interaction).complete(interaction, argument, typed)


def _menu(name: str, chosen: Callable[[Handlers], OnMessage]) -> ContextMenu:
    # The library reads the kind of menu from the signature of a function of its own.
    async def callback(interaction: discord.Interaction, message: discord.Message) -> None:
        await chosen(_handlers(interaction))(interaction, message)

    return ContextMenu(name=name, callback=callback, allowed_contexts=_IN_SERVERS, allowed_installs=_FOR_SERVERS)


def _callback(run: Run, arguments: Sequence[Taken]) -> Callable[..., Any]:
    """Give a function whose parameters are a command's arguments; what is left out is not among its values."""

    async def callback(interaction: discord.Interaction, **given: Any) -> None:
        await run(interaction, {name: value for name, value in given.items() if value is not None})

    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    options = [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if one.is_required else None,
            annotation=option(one, _complete),
        )
        for one in arguments
    ]
    callback.__signature__ = inspect.Signature([first, *options])  # type: ignore[attr-defined]  # it may have one
    return describe(**{one.name: one.about for one in arguments})(callback)


def is_registered(ours: Sequence[Declared], registered: Sequence[AppCommand]) -> bool:
    """Say whether Discord has just these commands; what it adds of its own does not matter."""
    wanted = {(_type_of(one), one.name): one for one in ours}
    known = {(one.type, one.name): one for one in registered}
    return wanted.keys() == known.keys() and all(_agrees(one, known[key]) for key, one in wanted.items())


def _type_of(one: Declared) -> discord.AppCommandType:
    return one.type if isinstance(one, ContextMenu) else discord.AppCommandType.chat_input


def _agrees(ours: Declared, theirs: AppCommand) -> bool:
    said = "" if isinstance(ours, ContextMenu) else ours.description
    wanted = [said, _options(ours), ours.default_permissions, ours.nsfw]
    options = [_option(one) if isinstance(one, Argument) else _subcommand(one) for one in theirs.options]
    return (
        wanted == [theirs.description, options, theirs.default_member_permissions, theirs.nsfw]
        and _is_read_of(ours.allowed_contexts, theirs.allowed_contexts, ("guild", "dm_channel", "private_channel"))
        and _is_read_of(ours.allowed_installs, theirs.allowed_installs, ("guild", "user"))
    )


def _is_read_of(ours: Any, theirs: Any, places: Sequence[str]) -> bool:
    """Say whether a command is offered in the places that were declared.

    discord.py 2.7 reads them shifted by one: 0 is lost, 1 becomes 0, and so on. A command that is offered in no server
    is taken for one that is, then; Askaday has never had any.
    """
    if ours is None or theirs is None:
        return ours is theirs
    wanted = [getattr(ours, place) for place in places]
    return [getattr(theirs, place) for place in places] in (wanted, [*wanted[1:], False])


def _options(one: Declared) -> list[object]:
    if isinstance(one, Group):
        inner = [each for each in one.commands if isinstance(each, SlashCommand)]
        return [[each.name, each.description, _options(each)] for each in inner]
    return [_option(each) for each in one.parameters] if isinstance(one, SlashCommand) else []


def _subcommand(one: AppCommandGroup) -> list[object]:
    return [one.name, one.description, [_option(each) for each in one.options if isinstance(each, Argument)]]


def _option(one: Argument | Parameter) -> list[object]:
    return [
        one.name,
        str(one.description),
        one.type,
        bool(one.required),
        [(choice.name, choice.value) for choice in one.choices],
        list(one.channel_types),
        (one.min_value, one.max_value),
        bool(one.autocomplete),
    ]
