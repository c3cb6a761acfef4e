"""The command line. What a command needs is imported when it runs, so that `askaday --help` answers at once."""

import sys
from typing import Annotated

import typer

from bot.cli.audit import audit
from bot.cli.claim import claim
from bot.cli.database import backup, restore
from bot.cli.discord import discord_app
from bot.cli.doctor import doctor
from bot.cli.grading import grading_app
from bot.cli.health import health
from bot.cli.init import init
from bot.cli.migrate import migrate
from bot.cli.output import checked_output
from bot.cli.packs.app import packs_app
from bot.cli.play.app import demo, run
from bot.cli.reports.export import export
from bot.cli.reports.page import report
from bot.cli.reports.stats import stats
from bot.cli.slack import secret_key, slack_app
from bot.cli.upgrade import upgrade
from bot.errors import AskadayError, ConfigError, InputError
from bot.garbage import leave_to_the_end, put_off

MISUSE = 2
FAILURE = 1

app = typer.Typer(
    name="askaday",
    help="A question of the day for engineering teams.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    demo,
    init,
    run,
    doctor,
    health,
    stats,
    report,
    export,
    audit,
    backup,
    restore,
    upgrade,
    migrate,
    claim,
    secret_key,
):
    app.command()(command)
app.add_typer(packs_app, name="packs")
app.add_typer(slack_app, name="slack")
app.add_typer(discord_app, name="discord")
app.add_typer(grading_app, name="grading")


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version  # slow import

        typer.echo(f"askaday {version('askaday')}")
        raise typer.Exit


@app.callback()
def askaday(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take what stands before the commands."""


def main() -> None:
    """Run the command line: what goes wrong is said in a sentence, with exit status 2 for misuse and 1 for failure."""
    put_off()
    with checked_output(FAILURE):
        try:
            app()
        except AskadayError as error:
            sys.stderr.write(f"askaday: {error}\n")
            sys.exit(MISUSE if isinstance(error, (InputError, ConfigError)) else FAILURE)
        finally:
            leave_to_the_end()
