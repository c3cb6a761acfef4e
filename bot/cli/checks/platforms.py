"""What is said where no chat platform is set up."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config.settings import Settings


def all_off() -> str:
    """Say that there is no platform, to who sits at a terminal, and what sets one up."""
    return f"Slack and Discord are off; {_remedy()}"


def nobody_reaches(settings: "Settings") -> str:
    """Say who can reach an Askaday without a platform, where nobody sits at a terminal, and what changes that."""
    there = f".env in {Path.cwd()} holds none" if _has_file() else f"there is no .env in {Path.cwd()}"
    reached = f"only the pages at {settings.pages_at} are there" if settings.pages_at else "nobody can reach Askaday"
    remedy = _remedy()
    return f"No Slack or Discord token is set ({there}): {reached}. {remedy[0].upper()}{remedy[1:]}"


def _has_file() -> bool:
    return Path(".env").exists()


def _remedy() -> str:
    # `init` overwrites nothing.
    return "set their tokens in .env." if _has_file() else "`askaday init` sets them up."
