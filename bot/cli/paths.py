"""Paths as people write them."""

from pathlib import Path

from bot.errors import InputError


def typed_path(text: str) -> Path:
    """Read a path; "~" is the home folder also where no shell has put it there, as behind an equals sign.

    Raises:
        InputError: nobody of that name has a home folder.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise InputError(f"{text!r}: nobody of that name has a home folder here.") from None
