"""The time zone that examples and first answers are filled in with."""

from contextlib import suppress
from pathlib import Path

from bot.domain.calendar.zones import check_zone
from bot.errors import InputError

LOCAL_TIME = Path("/etc/localtime")
#: What stands before the zone that `askaday init` was told, in the settings that it writes.
ZONE_NOTE = "# Each series has a time zone of its own; yours is "


def machine_zone() -> str:
    """Give the zone of this machine as far as it tells; UTC where it does not."""
    with suppress(OSError, InputError):
        return check_zone(str(LOCAL_TIME.readlink()).partition("zoneinfo/")[2])
    return "UTC"


def likely_zone(file: Path = Path(".env")) -> str:
    """Give the zone that `askaday init` was told; where nobody told it, or that line was changed, this machine's."""
    with suppress(OSError, InputError):
        for line in file.read_text("utf-8-sig", "replace").splitlines():
            if line.startswith(ZONE_NOTE):
                return check_zone(line.removeprefix(ZONE_NOTE).rstrip(" ."))
    return machine_zone()
