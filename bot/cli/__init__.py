"""The command line. What a command needs is imported when it runs, so that `askaday --help` answers at once."""

import sys

import typer

from bot.cli.database import backup, restore
from bot.cli.doctor import doctor
from bot.cli.packs import packs_app
from bot.cli.play import demo, run
from bot.cli.reports import stats
from bot.cli.slack import slack_app
from bot.errors import AskadayError, ConfigError, InputError

MISUSE = 2
FAILURE = 1

app = typer.Typer(
    name="askaday",
    help="A question of the day for engineering teams.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (run, demo, stats, doctor, backup, restore):
    app.command()(command)
app.add_typer(packs_app, name="packs")
app.add_typer(slack_app, name="slack")


def main() -> None:
    """Run the command line: what goes wrong is said in a sentence, with exit status 2 for misuse and 1 for failure."""
    try:
        app()
    except AskadayError as error:
        sys.stderr.write(f"askaday: {error}\n")
        sys.exit(MISUSE if isinstance(error, (InputError, ConfigError)) else FAILURE)
    except BrokenPipeError:
        # The reader of a pipe went away (`| head`): https://docs.python.org/3/library/signal.html#note-on-sigpipe
        sys.stderr.close()
        sys.exit(FAILURE)
