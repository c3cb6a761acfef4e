"""Paths that no shell has read."""

from pathlib import Path


def from_home(path: Path) -> Path:
    """Put the home folder in the place of "~".

    Raises:
        ValueError: nobody of that name has one; says so.
    """
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("nobody of that name has a home folder here") from None
