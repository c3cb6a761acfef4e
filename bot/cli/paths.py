"""Paths as people write them."""

from pathlib import Path

from bot.errors import InputError
from bot.paths import from_home


def typed_path(text: str) -> Path:
    """Read a path; "~" is the home folder also where no shell has put it there, as behind an equals sign.

    Raises:
        InputError: nobody of that name has a home folder.
    """
    try:
        return from_home(Path(text))
    except ValueError as error:
        raise InputError(f"{text!r}: {error}.") from None
