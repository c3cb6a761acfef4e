"""The time zone of this machine, which examples and first answers are filled in with."""

from contextlib import suppress
from pathlib import Path

from bot.domain.calendar.zones import check_zone
from bot.errors import InputError

LOCAL_TIME = Path("/etc/localtime")


def machine_zone() -> str:
    """Give the zone of this machine as far as it tells; UTC where it does not."""
    with suppress(OSError, InputError):
        return check_zone(str(LOCAL_TIME.readlink()).partition("zoneinfo/")[2])
    return "UTC"
