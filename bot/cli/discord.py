"""`askaday discord`: what an operator of the bot in Discord needs."""

import asyncio
from pathlib import Path

import typer

from bot.cli.preview_file import Out, QuestionName, write_page
from bot.errors import AskadayError, InputError

discord_app = typer.Typer(help="Askaday in Discord.", no_args_is_help=True)
DEFAULT_OUT = Path("build/discord-preview.html")


@discord_app.command()
def invite() -> None:
    """Print the address at which a server's administrator invites the bot, with exactly what it needs."""
    # slow imports
    import discord

    from adapters.discord.connect.access import discord_access
    from adapters.discord.connect.delivery_errors import FAILURES
    from adapters.discord.connect.permissions import invite as address
    from bot.config.settings import read_settings

    settings = read_settings()
    if settings.discord_token is None:
        raise InputError("DISCORD_TOKEN is not set.", hint="docs/discord.md says where the token is found.")
    access = discord_access(settings)

    async def ask() -> int:
        client = access.asking()
        try:
            await client.login(access.token)
            return (await client.application_info()).id
        except discord.LoginFailure as error:
            raise AskadayError("DISCORD_TOKEN: Discord does not accept the token.") from error
        except FAILURES as error:
            raise AskadayError(f"Discord does not answer: {error}") from error
        finally:
            await client.close()

    typer.echo(address(asyncio.run(ask())))


@discord_app.command()
def preview(question: QuestionName, out: Out = DEFAULT_OUT) -> None:
    """Write a page that shows a question's card, reveal, private messages and forms as they look in Discord."""
    from adapters.discord.operate.preview_page import preview_page  # slow import
    from bot.cli.packs.app import find_question  # slow import

    write_page(out, preview_page(find_question(question)))
