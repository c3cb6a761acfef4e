"""The kinds of arguments as options of Discord's commands."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord.app_commands import Choice, Transformer

from bot.engine import COMPLETED, Argument, Kind

#: Suggests values for an argument, from what is typed there so far.
Complete = Callable[[discord.Interaction, Argument, str], Awaitable[Sequence[str]]]

_OptionType = discord.AppCommandOptionType
_TYPES = {
    Kind.NUMBER: _OptionType.integer,
    Kind.PERCENT: _OptionType.integer,
    Kind.YES_NO: _OptionType.boolean,
    Kind.MEMBER: _OptionType.user,
    Kind.CHANNEL: _OptionType.channel,
}
#: Channels that can have a series.
_ASKED_IN = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum)


class Option(Transformer[discord.Client]):
    """An argument as Discord asks for it; people and channels are handed over as their ids."""

    def __init__(self, argument: Argument) -> None:
        self._argument = argument

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Give what Discord takes for it."""
        return _TYPES.get(self._argument.kind, _OptionType.string)

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Give which channels may be chosen."""
        return list(_ASKED_IN) if self.type is _OptionType.channel else []

    @property
    def min_value(self) -> int | None:
        """Give the least number."""
        return self._argument.between[0] if self.type is _OptionType.integer else None

    @property
    def max_value(self) -> int | None:
        """Give the greatest number."""
        return self._argument.between[1] if self.type is _OptionType.integer else None

    @property
    def choices(self) -> list[Choice[str | int | float]] | None:
        """Give what can be chosen; None: anything can be typed."""
        return [Choice(name=one, value=one) for one in self._argument.choices] or None

    async def transform(self, _interaction: discord.Interaction, value: Any, /) -> Any:
        """Give a value as commands take it."""
        return value if isinstance(value, str | int) else str(value.id)


class CompletedOption(Option):
    """An argument for which values are suggested while somebody types."""

    def __init__(self, argument: Argument, complete: Complete) -> None:
        super().__init__(argument)
        self._complete = complete

    async def autocomplete(
        self, interaction: discord.Interaction, value: str | float, /
    ) -> list[Choice[str | int | float]]:
        """Suggest values; what fails here the library logs, without calling `CommandTree.on_error`."""
        suggested = await self._complete(interaction, self._argument, str(value))
        return [Choice(name=one, value=one) for one in suggested]


def option(argument: Argument, complete: Complete) -> Option:
    """Give the option that stands for an argument."""
    return CompletedOption(argument, complete) if argument.kind in COMPLETED else Option(argument)
