"""What can be generated; nothing else is here, since the command line reads it before a command runs."""

from enum import StrEnum


class Kind(StrEnum):
    """Which team's year it is."""

    YEAR = "year"  # two hundred people and four series
    TEAM = "team"  # six people and one series
