"""`askaday init`: asks what Askaday needs to know, and writes it to `.env`."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import typer

from bot.cli.checks.files import unwritable
from bot.cli.grading.fetching import NoModel, fetch_on_first_run
from bot.errors import AskadayError, ConfigError, InputError

_FILE = Path(".env")
_SLACK_APPS = "https://api.slack.com/apps"
_DISCORD_APPS = "https://discord.com/developers/applications"
#: What is said where the database is to be a file, at its usual place.
_A_FILE = "file"
_ELSEWHERE = "Run it in a folder that this account may write to."


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A token, and where it is to be found."""

    variable: str
    where: str


_SLACK = (
    _Wanted("SLACK_BOT_TOKEN", "Install App, Install to your workspace, then the Bot User OAuth Token (xoxb-…)"),
    _Wanted(
        "SLACK_APP_TOKEN",
        "Basic Information, App-Level Tokens, Generate, with the scope connections:write (xapp-…)",
    ),
)
_DISCORD = (_Wanted("DISCORD_TOKEN", "Bot, Reset Token; there also switch Message Content Intent on, and save"),)
_PLATFORMS: Mapping[str, tuple[_Wanted, ...]] = {"slack": _SLACK, "discord": _DISCORD, "both": (*_SLACK, *_DISCORD)}


def init(no_model: NoModel = False) -> None:
    """Ask for platform, tokens, time zone and database, write them to `.env`, and look whether all is well.

    Nothing is overwritten.
    """
    # slow imports
    from bot.cli.doctor import doctor
    from bot.cli.machine_zone import machine_zone
    from bot.config.settings import read_settings

    if _FILE.exists() or _FILE.is_symlink():
        raise InputError(f"{_FILE.absolute()} is there already.", hint="`askaday doctor` says what is missing in it.")
    # Said before tokens are made: Discord shows one once.
    if reason := unwritable(Path.cwd()):
        raise InputError(f"Nothing can be written to {reason}.", hint=_ELSEWHERE)
    platform = _ask("Where does your team talk? slack, discord or both", _platform, default="slack")
    tokens = _tokens(platform)
    zone = _ask("Your time zone", _zone, default=machine_zone())
    database = _ask("Keep everything in a file, or in PostgreSQL? file, or postgresql://…", _database, default=_A_FILE)
    kept = {} if database == _A_FILE else {"ASKADAY_DATABASE": database}
    _write({**tokens, **kept}, zone, fetches_model=not no_model)
    _say(f"\nWrote {_FILE.absolute()}, which your account alone can read.\n")
    fetch_on_first_run(read_settings().model_dir, is_refused=no_model)
    with suppress(typer.Exit):  # what is wrong is said, and what comes next is of use all the same
        doctor()
    _say_next(platform, zone)


def _tokens(platform: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, wanted in enumerate(_PLATFORMS[platform]):
        if wanted in _SLACK and not number:
            _open("Slack makes the app from this address: choose the workspace, Next, Create.", slack_app_address())
        if wanted in _DISCORD:
            _open("Discord makes the app here: New Application, a name, Create.", _DISCORD_APPS)
        _say(f"{wanted.variable}: {wanted.where}.")
        found[wanted.variable] = _ask(
            f"{wanted.variable} (what you paste is not shown)", _token_reader(wanted.variable), is_hidden=True
        )
    return found


def slack_app_address() -> str:
    """Give the address at which Slack makes the app, with the manifest filled in.

    https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests#sharing
    """
    # slow imports
    from adapters.slack.operate.manifest import app_manifest
    from bot.cli.checks.naming import command_names
    from bot.config.settings import read_settings

    manifest = json.dumps(app_manifest(command_names(read_settings())), separators=(",", ":"))
    return f"{_SLACK_APPS}?{urlencode({'new_app': 1, 'manifest_json': manifest})}"


def _open(what: str, address: str) -> None:
    _say(f"\n{what}\n{address}")
    if typer.confirm("Open it in a browser of this machine?", default=False):
        typer.launch(address)


def _ask(question: str, read: Callable[[str], str], *, default: str = "", is_hidden: bool = False) -> str:
    """Ask until the answer is understood; what is wrong with one is said.

    Raises:
        InputError: nobody answers any more.
    """
    while True:
        try:
            said = typer.prompt(question, default=default or None, hide_input=is_hidden)
        except typer.Abort:
            if sys.stdin.isatty():
                raise InputError("Stopped. Nothing was written.") from None
            hint = "Nothing was written. Run it in a terminal, or fill in .env by hand."
            raise InputError("askaday init ended before its last question.", hint=hint) from None
        try:
            return read(str(said).strip())
        except AskadayError as error:
            _say(error.plain_text)


def _platform(said: str) -> str:
    if said.casefold() not in _PLATFORMS:
        raise InputError(f"{said!r} is none of them.", hint="Type slack, discord or both.")
    return said.casefold()


def _token_reader(variable: str) -> Callable[[str], str]:
    # slow import
    from bot.config.settings import token_problem

    def read(said: str) -> str:
        if problem := token_problem(variable, said):
            raise InputError(f"{variable}: {problem}.")
        return said

    return read


def _zone(said: str) -> str:
    # slow import
    from bot.domain.calendar.zones import check_zone

    return check_zone(said)


def _database(said: str) -> str:
    # slow import
    from bot.config.address import read_address

    if said.casefold() == _A_FILE:
        return _A_FILE
    try:
        return read_address(said).url.get_secret_value()
    except ValueError as error:
        hint = "Type file, or an address like postgresql://askaday:password@db.example.com/askaday."
        raise InputError(f"That is no place: {error}.", hint=hint) from None


def _write(chosen: Mapping[str, str], zone: str, *, fetches_model: bool) -> None:
    lines = [
        "# Settings of Askaday; docs/operating.md says what else there is.",
        f"# The time zone is a series' own: /qotd setup zone={zone}",
        *(f"{variable}={token}" for variable, token in chosen.items()),
        *([] if fetches_model else ["ASKADAY_FETCH_MODEL=no"]),
    ]
    try:
        # Made for this account alone, and never in the place of a file that somebody made meanwhile.
        descriptor = os.open(_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise InputError(f"{_FILE.absolute()} cannot be written: {error.strerror}.", hint=_ELSEWHERE) from None


def _say_next(platform: str, zone: str) -> None:
    settings = f"packs=aws zone={zone} at=09:00 days=mon-fri"
    _say("\nNext: `askaday run`, on a machine that stays on. Then:")
    if platform != "discord":
        _say(f"  Slack: /invite @askaday in the channel, and press Set up; or /qotd setup {settings}")
    if platform != "slack":
        _say(f"  Discord: {_invitation()}\n  then /qotd-manage setup in the channel, with zone {zone}")


def _invitation() -> str:
    # slow imports
    from bot.cli.discord import invite_address
    from bot.config.settings import read_settings

    try:
        return f"open {asyncio.run(invite_address(read_settings()))} to invite it"
    except (AskadayError, ConfigError) as error:
        return f"`askaday discord invite` prints the invitation once this is put right: {error}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
