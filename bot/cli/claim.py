"""`askaday claim`: a word that makes somebody an administrator in Askaday."""

import sys
from typing import Annotated

import typer


def claim(
    workspace: Annotated[
        str,
        typer.Argument(metavar="WORKSPACE", help="Such as slack:T024BE7LD or discord:290926798626357999."),
    ],
) -> None:
    """Print a word that makes whoever sends it to Askaday its administrator: of one workspace, once, within an hour."""
    # slow imports
    from bot.config.people import is_workspace
    from bot.config.settings import read_settings
    from bot.databases import appointing_words
    from bot.errors import InputError
    from bot.ports.clock import SystemClock
    from bot.services.access.appointing import new_word

    if not is_workspace(workspace):
        hint = "It is slack:T024BE7LD or discord:290926798626357999; `askaday doctor` names those that there are."
        raise InputError(f"{workspace!r} names no workspace.", hint=hint)
    word = new_word(appointing_words(read_settings()), workspace, SystemClock())
    sys.stdout.write(f"{word}\n\nSend this word to Askaday in a direct message. It is good once, for an hour.\n")
