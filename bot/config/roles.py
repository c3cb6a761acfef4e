"""What a process does of all that Askaday does, and which parts go with which settings."""

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import InputError

if TYPE_CHECKING:
    from bot.config.settings import (
        Settings,
    )  # a slow import, and the command line reads the names before a command runs


class Role(StrEnum):
    """What a process does: `all` of it is the default."""

    ALL = "all"
    #: Hears what people do on chat platforms, and answers them.
    CONNECT = "connect"
    #: Does what is due: opens, closes, grades, sends, and cleans up at night.
    WORK = "work"
    #: Shows the pages.
    WEB = "web"

    @property
    def connects(self) -> bool:
        """Whether it hears what people do on chat platforms."""
        return self in {Role.ALL, Role.CONNECT}

    @property
    def works(self) -> bool:
        """Whether it does what is due."""
        return self in {Role.ALL, Role.WORK}

    @property
    def shows(self) -> bool:
        """Whether it shows the pages."""
        return self in {Role.ALL, Role.WEB}


def refuse_role(role: Role, settings: "Settings") -> None:
    """Let a part be done alone only where others can do the rest, and where there is something to do.

    Raises:
        InputError: the settings do not go with the role.
    """
    if role is Role.ALL:
        return
    if not settings.is_on_server:
        said = f"--role {role} needs PostgreSQL: on SQLite one process does everything."
        raise InputError(said, hint="Leave --role out, or name a server in ASKADAY_DATABASE.")
    if role is Role.WEB:
        if not settings.pages_at:
            raise InputError("--role web shows the pages, and they are off.", hint="Set ASKADAY_WEB=on.")
    elif not settings.has_platform:
        said = f"--role {role} is for chat platforms, and none is set up."
        raise InputError(said, hint="`askaday init` sets Slack or Discord up.")
