"""How doctor writes commands, before any platform is connected."""

from typing import TYPE_CHECKING

from bot.cards.naming import CommandNames, Naming
from bot.domain.members import platform_of

if TYPE_CHECKING:
    from bot.config.settings import Settings


def command_names(settings: "Settings") -> CommandNames:
    """Give what the operator calls the commands."""
    return CommandNames(settings.command, settings.quiz_command, settings.manage_command)


def naming(settings: "Settings", workspace: str) -> Naming:
    """Give how commands are written for people of a workspace, or, with a platform's name alone, on that platform."""
    # slow import
    from bot.commands.explaining.by_options import ByOptions

    names = command_names(settings)
    return ByOptions(names) if platform_of(workspace) == "discord" else names
