"""`askaday discord`: what an operator of the bot in Discord needs."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.preview_file import Out, QuestionName, write_page
from bot.errors import InputError

if TYPE_CHECKING:
    from bot.config.settings import Settings

discord_app = typer.Typer(help="Askaday in Discord.", no_args_is_help=True)
DEFAULT_OUT = Path("build/discord-preview.html")


@discord_app.command()
def invite() -> None:
    """Print the address at which a server's administrator invites the bot, with exactly what it needs."""
    # slow import
    from bot.config.settings import read_settings

    typer.echo(asyncio.run(invite_address(read_settings())))


async def invite_address(settings: "Settings") -> str:
    """Ask Discord whose token it is, and give the address at which that bot is invited.

    Raises:
        AskadayError: there is no token, Discord does not accept it, or does not answer.
    """
    # slow imports
    import discord

    from adapters.discord.connect.access import discord_access, refused_token
    from adapters.discord.connect.delivery_errors import FAILURES, delivery_error
    from adapters.discord.connect.permissions import invite as address

    if settings.discord_token is None:
        hint = "It goes into .env; docs/discord.md says where it is found."
        raise InputError("DISCORD_TOKEN is not set.", hint=hint)
    access = discord_access(settings)
    client = access.asking()
    try:
        await client.login(access.token)
        return address((await client.application_info()).id)
    except discord.LoginFailure as error:
        raise refused_token() from error
    except FAILURES as error:
        raise delivery_error(error) from error
    finally:
        await client.close()


@discord_app.command()
def preview(question: QuestionName, out: Out = DEFAULT_OUT) -> None:
    """Write a page that shows a question's card, reveal, private messages and forms as they look in Discord."""
    from adapters.discord.operate.preview_page import preview_page  # slow import
    from bot.cli.packs.app import find_question  # slow import

    write_page(out, preview_page(find_question(question)))
