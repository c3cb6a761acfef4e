"""The typed options of each command, and how what was chosen is written as the engine reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.exams import SIZES
from bot.domain.question import Level

#: Types of options: https://docs.discord.com/developers/interactions/application-commands
STRING, INTEGER, BOOLEAN, USER, CHANNEL = 3, 4, 5, 6, 7
#: Types of channels that can have a series: text, announcement, forum.
_ASKED_IN = (0, 5, 15)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command."""

    name: str
    description: str
    type: int = STRING
    required: bool = False
    choices: tuple[str, ...] = ()
    #: Whether the bot suggests values while somebody types.
    completed: bool = False
    #: Least and greatest value of a number.
    between: tuple[int, int] | None = None
    #: Which types of channels can be chosen.
    channels: tuple[int, ...] = ()
    #: Writes the chosen value into the command line; empty: nothing.
    write: Callable[[Any], str] = str


def _mention(user: str) -> str:
    return f"<@{user}>"


def _setting(key: str) -> Callable[[Any], str]:
    return lambda value: f'{key}="{value}"'


def _channel(channel: str) -> str:
    return f'channel="<#{channel}>"'


_MY_DATA = "My data"
SERIES = Option("series", "Which series, where there are several", completed=True, write=_setting("series"))
_ROUND = Option("round", "The number of a round; without it, the last one", INTEGER, write=_setting("round"))
_PERIOD = Option("period", "For example week, last month, 2026-Q1 or all", completed=True)
_MEMBER = Option("member", "Who", USER, required=True, write=_mention)
_REASON = Option("reason", "Why, in a sentence", required=True)

#: By the names of `bot.commands.catalogue`; commands that are not here take none but `series`.
OPTIONS: Mapping[str, tuple[Option, ...]] = {
    "leaderboard": (
        _PERIOD,
        Option(
            "everywhere", "All series of this server together", BOOLEAN, write=lambda yes: "everywhere" if yes else ""
        ),
    ),
    "dispute": (_REASON, _ROUND),
    "flag": (_REASON,),
    "privacy": (Option("action", "What to do with your data", choices=("hide", "show", "export", "erase")),),
    "preview": (Option("number", "How many slots", INTEGER, between=(1, 20)),),
    "best": (_MEMBER,),
    "grade": (_MEMBER, Option("percent", "The right grade", INTEGER, required=True, between=(0, 100)), _REASON, _ROUND),
    "disputes": (
        Option("keep", "Whose grade stays as it is", USER, write=lambda user: f"keep {_mention(user)}"),
        Option("reason", "Why it stays"),
        _ROUND,
    ),
    "setup": (
        Option("packs", "Packs it draws from, separated by commas", completed=True, write=_setting("packs")),
        Option("zone", "Time zone, like Europe/Berlin", completed=True, write=_setting("zone")),
        Option("channel", "Where it asks; without it, here", CHANNEL, channels=_ASKED_IN, write=_channel),
        Option("settings", "Other settings as key=value; without any option a form opens"),
    ),
    "pause": (
        Option("until", "The first day on which it asks again, like 2030-01-07", write=lambda day: f"until {day}"),
    ),
    "queue": (Option("change", "add, first, remove or move, and a question"),),
    "flags": (
        Option("decision", "What becomes of a question", choices=("keep", "retire")),
        Option("question", "Which question"),
    ),
    "exclude": (_MEMBER,),
    "include": (_MEMBER,),
    "stats": (_PERIOD,),
}
QUIZ: tuple[Option, ...] = (
    Option("topic", "What it is about", completed=True),
    Option("level", "How hard it is", choices=tuple(Level)),
    Option(
        "exam",
        "Several in a row with a mark at the end: how many",
        INTEGER,
        between=(SIZES[0], SIZES[-1]),
        write=lambda n: f"exam {n}",
    ),
    Option(
        "privacy",
        "What is kept of you: see it, export it, erase it",
        choices=(_MY_DATA, "export", "erase"),
        write=lambda said: "privacy" if said == _MY_DATA else f"privacy {said}",
    ),
    Option("nudge", "A reminder of what is due: on 09:00, or off", write=lambda said: f"nudge {said}"),
)


def written(options: tuple[Option, ...], values: Mapping[str, Any]) -> str:
    """Write what was chosen as one line, in the order in which the engine reads it."""
    return " ".join(filter(None, (option.write(values[option.name]) for option in options if option.name in values)))
