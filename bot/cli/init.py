"""`askaday init`: asks what Askaday needs to know, and writes it to `.env`."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import typer

from bot.cli.checks.files import unwritable
from bot.cli.grading.fetching import NoModel, fetch_on_first_run
from bot.errors import AskadayError, ConfigError, InputError

_FILE = Path(".env")
#: What the Slack app is made from, for machines without a browser. The address that holds all of it has 3 KB:
#: in a terminal that is a block nobody can copy, and as a link behind words terminals follow only 2 KB.
_MANIFEST = Path("slack-manifest.json")
_SLACK_APPS = "https://api.slack.com/apps?new_app=1"
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
    _Wanted("SLACK_BOT_TOKEN", "Install App, Install to your workspace, Allow, then the Bot User OAuth Token (xoxb-…)"),
    _Wanted(
        "SLACK_APP_TOKEN",
        "Basic Information, App-Level Tokens, Generate Token and Scopes, any name, Add Scope, connections:write, "
        "Generate (xapp-…)",
    ),
)
_DISCORD = (
    _Wanted(
        "DISCORD_TOKEN",
        "Bot, Reset Token, Copy (it is shown once); on the same page switch Message Content Intent on, Save Changes",
    ),
)
_PLATFORMS: Mapping[str, tuple[_Wanted, ...]] = {"slack": _SLACK, "discord": _DISCORD, "both": (*_SLACK, *_DISCORD)}


def init(no_model: NoModel = False) -> None:
    """Ask for platform, tokens, time zone and database, write them to `.env`, and look whether all is well.

    Nothing is overwritten. It ends with status 1 where something has failed.
    """
    # slow imports
    from bot.cli.machine_zone import machine_zone
    from bot.config.settings import read_settings

    if _FILE.exists() or _FILE.is_symlink():
        hint = "`askaday doctor` says what is missing in it; to be asked again, move it away."
        raise InputError(f"{_FILE.absolute()} is there already.", hint=hint)
    # Said before tokens are made: Discord shows one once.
    if reason := unwritable(Path.cwd()):
        raise InputError(f"Nothing can be written to {reason}.", hint=_ELSEWHERE)
    # What the environment says and cannot be used is told before that, too.
    read_settings()
    _say("Enter takes what stands in [brackets]. Ctrl-C stops: .env is written after the last question.\n")
    platform = _ask("Where does your team talk? slack, discord or both", _platform, default="slack")
    tokens = _tokens(platform)
    zone = _ask("Your time zone", _zone, default=machine_zone())
    database = _ask(
        "Keep everything in a file here, or in PostgreSQL? file, or postgresql://…",
        _database,
        default=_A_FILE,
    )
    kept = {} if database == _A_FILE else {"ASKADAY_DATABASE": database}
    _write({**tokens, **kept}, zone, fetches_model=not no_model)
    _say(f"\nWrote {_FILE.absolute()}, which your account alone can read.\n")
    fetch_on_first_run(read_settings().model_dir, is_refused=no_model)
    is_well = _is_well()
    _say_next(platform, zone, is_well=is_well)
    if not is_well:
        raise typer.Exit(1)


def _tokens(platform: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, wanted in enumerate(_PLATFORMS[platform]):
        if wanted in _SLACK and not number:
            _open(_by_hand(), slack_app_address(), "Only the workspace, Next and Create are left there.")
        if wanted in _DISCORD:
            how = "New Application, a name, agree, Create."
            _open(f"Discord makes the app:\n  {_DISCORD_APPS}\n  {how}", _DISCORD_APPS)
        _say(f"{wanted.variable}: {wanted.where}.")
        found[wanted.variable] = _ask(
            f"{wanted.variable} (what you paste is not shown)", _token_reader(wanted.variable), is_hidden=True
        )
    return found


def _by_hand() -> str:
    """Write the manifest beside the settings, and say what to do with it."""
    from bot.cli.slack import as_json  # slow import

    text = f"{as_json(_manifest())}\n"
    try:
        _keep_manifest(text)
    except OSError as error:
        raise _unwritten(_MANIFEST, error) from None
    return (
        f"Slack makes the app from the manifest in {_MANIFEST.absolute()}. By hand:\n  {_SLACK_APPS}\n"
        "  From a manifest, the workspace, Next, JSON, that file's text in place of what stands there, Next, Create."
    )


def _keep_manifest(text: str) -> None:
    try:
        with _MANIFEST.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        # An earlier try has left the same.
        if not _MANIFEST.is_file() or _MANIFEST.read_bytes() != text.encode():
            said = f"{_MANIFEST.absolute()} is there already, and is another one."
            raise InputError(said, hint="Move it away, then begin again.") from None


def slack_app_address() -> str:
    """Give the address at which Slack makes the app, with the manifest filled in.

    https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests#sharing
    """
    return f"{_SLACK_APPS}&{urlencode({'manifest_json': json.dumps(_manifest(), separators=(',', ':'))})}"


def _manifest() -> Mapping[str, object]:
    # slow imports
    from adapters.slack.operate.manifest import app_manifest
    from bot.cli.checks.naming import command_names
    from bot.config.settings import read_settings

    return app_manifest(command_names(read_settings()))


def _open(what: str, address: str, left: str = "") -> None:
    _say(f"\n{what}")
    with _stopping():
        if typer.confirm(" ".join(filter(None, ["Open it in a browser of this machine?", left])), default=False):
            typer.launch(address)


def _ask(question: str, read: Callable[[str], str], *, default: str = "", is_hidden: bool = False) -> str:
    """Ask until the answer is understood; what is wrong with one is said, and what another is taken as."""
    while True:
        with _stopping():
            # Without a default an empty line would be asked again without a word.
            said = str(typer.prompt(question, default, hide_input=is_hidden, show_default=bool(default))).strip()
        try:
            taken = read(said)
        except AskadayError as error:
            _say(error.plain_text)
            continue
        if taken != said and not is_hidden:
            _say(f"Taken as {taken}.")
        return taken


@contextmanager
def _stopping() -> Iterator[None]:
    """Say what is left behind where nobody answers any more.

    Raises:
        InputError: that is so.
    """
    try:
        yield
    except typer.Abort:
        if sys.stdin.isatty():
            raise InputError("Stopped. No .env was written.") from None
        hint = "No .env was written. Run it in a terminal, or fill in .env by hand."
        raise InputError("askaday init ended before its last question.", hint=hint) from None


def _platform(said: str) -> str:
    if said.casefold() not in _PLATFORMS:
        raise InputError(f"{said!r} is none of them.", hint="Type slack, discord or both.")
    return said.casefold()


def _token_reader(variable: str) -> Callable[[str], str]:
    # slow import
    from bot.config.settings import token_problem

    def read(said: str) -> str:
        if not said:
            raise InputError(f"{variable}: nothing was typed.", hint="Paste it, or leave with Ctrl-C.")
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
        hint = "Type the word file, or an address like postgresql://askaday:password@db.example.com/askaday."
        raise InputError(f"That cannot be used: {error}.", hint=hint) from None


def _write(chosen: Mapping[str, str], zone: str, *, fetches_model: bool) -> None:
    from bot.cli.machine_zone import ZONE_NOTE  # slow import

    lines = [
        "# Settings of Askaday; docs/operating.md says what else there is.",
        f"{ZONE_NOTE}{zone}.",
        *(f"{variable}={token}" for variable, token in chosen.items()),
        *([] if fetches_model else ["ASKADAY_FETCH_MODEL=no"]),
    ]
    try:
        # Made for this account alone, and never in the place of a file that somebody made meanwhile.
        descriptor = os.open(_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise _unwritten(_FILE, error) from None


def _unwritten(file: Path, error: OSError) -> InputError:
    return InputError(f"{file.absolute()} cannot be written: {error.strerror}.", hint=_ELSEWHERE)


def _is_well() -> bool:
    """Look whether all is well, as `askaday doctor` does."""
    from bot.cli.doctor import doctor  # slow import

    try:
        doctor()
    except typer.Exit:
        return False
    return True


def _say_next(platform: str, zone: str, *, is_well: bool) -> None:
    before = "Next:"
    if not is_well:
        _say(f"\nWhat FAILED above has to be fixed first; tokens and the database stand in {_FILE.absolute()}.")
        before = "Then `askaday doctor` looks again, and when nothing fails any more:"
    _say(f"\n{before} `askaday run`, on a machine that stays on. Then:")
    settings = f"packs=aws zone={zone} at=09:00 days=mon-fri"
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
