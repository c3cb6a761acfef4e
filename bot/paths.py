"""Paths that no shell has read."""

from pathlib import Path

from bot.errors import InputError


def from_home(path: Path) -> Path:
    """Put the home folder in the place of "~".

    Raises:
        ValueError: nobody of that name has one; says so.
    """
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("nobody of that name has a home folder here") from None


def typed_path(text: str) -> Path:
    """Read a path; "~" is the home folder also where no shell has put it there, as behind an equals sign.

    Raises:
        InputError: nobody of that name has a home folder.
    """
    try:
        return from_home(Path(text))
    except ValueError as error:
        raise InputError(f"{text!r}: {error}.") from None
