"""Settings: the only reader of the environment. Nothing else of Askaday looks at environment variables."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, HttpUrl, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict

from bot.config.address import ServerAddress, read_address
from bot.config.names import unknown_names
from bot.config.people import read_members
from bot.config.problems import file_problems, reason_of, repeated_names
from bot.config.rules import contradictions
from bot.config.secret_files import SUFFIX, read_secrets
from bot.config.tokens import TOKEN_PREFIXES, cut_off, discord_token_problem, slack_token_problem, without_swapped
from bot.errors import ConfigError, SettingProblem
from bot.paths import from_home

#: Looked for where Askaday is started.
_FILE = Path(".env")
#: What a chat platform takes as a command's name: https://docs.discord.com/developers/interactions/application-commands
_COMMAND = r"^[a-z0-9][a-z0-9_-]{0,30}$"
#: What a terminal takes for its own: `adapters/console/listen/repl.py` and the actions of question cards.
_TERMINAL_WORDS = frozenset(
    {
        *(
            "answer",
            "as",
            "away",
            "claim",
            "delete",
            "dispute",
            "edit",
            "exit",
            "flag",
            "help",
            "hint",
            "keep",
            "mark",
            "mine",
            "points",
            "quick",
            "quit",
            "reject",
            "revise",
        ),
        *("said", "void", "why"),
    }
)
#: What stands before a token in a request's header, and is pasted with it.
_SCHEME = re.compile(r"(bot|bearer|basic)\s", re.IGNORECASE)
#: Fields of which nothing is ever shown.
_SECRETS = frozenset(
    {
        *TOKEN_PREFIXES,
        "slack_signing_secret",
        "slack_client_secret",
        "secret_keys",
        "discord_token",
        "llm_key",
        "metrics_token",
    }
)
#: What may stand in a file: secrets, and the database's address, which may hold a password.
_IN_FILES = _SECRETS | {"database"}
#: How much is shown of a value that cannot be used.
_MOST_SHOWN = 60
_DATABASE = Path("data/askaday.db")
_MODEL_DIR = user_data_path("askaday", appauthor=False) / "all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """What an operator chooses; `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_prefix="ASKADAY_", env_file=_FILE, env_file_encoding="utf-8-sig", extra="ignore", populate_by_name=True
    )

    database: Path | ServerAddress = Field(_DATABASE, examples=["data/askaday.db"])
    #: Folders that hold packs, beside the shipped ones.
    packs: Annotated[tuple[Path, ...], NoDecode] = Field((), examples=["packs,/srv/askaday/packs"])
    #: Where the model of the `semantic` grader is kept: one place for all checkouts and folders a user works in.
    model_dir: Path = Field(_MODEL_DIR, examples=["/srv/askaday/model"])
    #: Whether a first run fetches that model by itself.
    fetch_model: Literal["yes", "no"] = Field("yes", examples=["no"])
    command: str = Field("qotd", pattern=_COMMAND, examples=["qotd"])
    quiz_command: str = Field("aws-quiz", pattern=_COMMAND, examples=["aws-quiz", "quiz"])
    #: Managers' part of the first command, on platforms where that is a command of its own.
    manage_command: str = Field("qotd-manage", pattern=_COMMAND, examples=["qotd-manage", "manage"])
    #: Who is an administrator in Askaday of one workspace whatever the platform says: workspace and member.
    managers: Annotated[tuple[tuple[str, str], ...], NoDecode] = Field((), examples=["slack:T024BE7LD/U024BE7LH"])
    flag_threshold: int = Field(3, ge=1, le=1000, examples=["3"])
    drills_per_hour: int = Field(10, ge=1, le=1000, examples=["10"])
    #: Days after which messages of closed rounds and sent deliveries are deleted; answers and grades stay.
    retention_days: int = Field(365, ge=1, le=36500, examples=["365"])
    #: Where nightly backups go; none are made where it is empty.
    backups: Annotated[Path | None, NoDecode] = Field(None, examples=["data/backups"])
    backups_kept: int = Field(7, ge=1, le=3650, examples=["7"])
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", examples=["info"])
    log_format: Literal["auto", "text", "json"] = Field("auto", examples=["auto"])
    #: Both under the names that Slack's own documents give them; Slack is off without them.
    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN", examples=["xoxb-1-2-abc"])
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN", examples=["xapp-1-A1-2-abc"])
    slack_signing_secret: SecretStr | None = Field(
        None, validation_alias="SLACK_SIGNING_SECRET", examples=["8f742231b10e8888abcd99yyyzzz85a5"]
    )
    slack_client_id: str = Field("", validation_alias="SLACK_CLIENT_ID", examples=["123.456"])
    slack_client_secret: SecretStr | None = Field(
        None, validation_alias="SLACK_CLIENT_SECRET", examples=["33fea0113f5b1"]
    )
    #: Under the name that Discord's own documents give it; Discord is off without it.
    discord_token: SecretStr | None = Field(None, validation_alias="DISCORD_TOKEN", examples=["MTk4NjIy.Cl2FMQ.ZnCjm1"])
    #: The emoji that acknowledges an answer; empty: none.
    discord_reaction: str = Field("👀", max_length=16, examples=["👀"])
    #: Which shards of how many this process serves; empty: all of them, as many as Discord wants.
    discord_shards: str = Field("", pattern=r"^(\d+(,\d+)*/[1-9]\d*)?$", examples=["0,1/4"])
    #: Where Discord is; empty: at its own address.
    discord_api: str = Field("", pattern=r"^(https?://\S+[^/])?$", examples=["http://127.0.0.1:8080"])
    #: Keys that tokens of installations are encrypted with, the newest first.
    secret_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field((), examples=["what `askaday secret-key` prints"])
    #: Where people's browsers reach Askaday.
    public_url: str = Field("", pattern=r"^(https?://\S+)?$", examples=["https://askaday.example.com"])
    #: Whether there are pages for browsers.
    web: Literal["on", "off"] = Field("off", examples=["on"])
    #: What a program that collects figures shows at /metrics; without it they are shown to nobody.
    metrics_token: SecretStr | None = Field(None, examples=["3f7e5a0c9d21b684"])
    #: Where requests are listened for in HTTP mode; platforms that run a Procfile give the port as PORT.
    http_host: str = Field("0.0.0.0", examples=["127.0.0.1"])  # noqa: S104 - behind the platform's own proxy
    http_port: int = Field(3000, ge=0, le=65535, validation_alias="PORT", examples=["3000"])
    #: GovSlack has its own: https://docs.slack.dev/govslack
    slack_api: str = Field("https://slack.com/api/", pattern=r"^https?://\S+/$", examples=["https://slack.com/api/"])
    #: Name of the emoji that acknowledges a reply; empty: none.
    slack_reaction: str = Field("eyes", pattern=r"^[a-z0-9_+'-]*$", examples=["eyes"])
    #: Where the language model of the `llm` grader is, up to and without /chat/completions; empty: there is none.
    llm_url: str = Field("", examples=["http://localhost:11434/v1"])
    llm_model: str = Field("", examples=["llama3.3"])
    #: None where the endpoint wants none, like one on the same machine.
    llm_key: SecretStr | None = Field(None, examples=["sk-abc"])
    #: Whether it may be in a private network under a name that does not say so, or by a redirect.
    llm_private: Literal["yes", "no"] = Field("no", examples=["yes"])
    #: Seconds of silence after which the answer is graded without it.
    llm_timeout: int = Field(20, ge=1, le=120, examples=["20"])
    #: Calls of the language model, by day (UTC).
    llm_per_day: int = Field(500, ge=1, le=1_000_000, examples=["500"])

    @property
    def pages_at(self) -> str:
        """Give where browsers reach the pages, without a slash at its end; empty: there are none."""
        return self.public_url.rstrip("/") if self.web == "on" else ""

    @property
    def has_platform(self) -> bool:
        """Whether Slack or Discord is set up."""
        return any((self.slack_app_token, self.slack_signing_secret, self.discord_token))

    @property
    def is_on_server(self) -> bool:
        """Whether the database is on a server, and no file."""
        return isinstance(self.database, ServerAddress)

    @property
    def file(self) -> Path:
        """The database's file, or, where it is on a server, the one that other files stand beside all the same."""
        return self.database if isinstance(self.database, Path) else _DATABASE

    @field_validator("packs", mode="before")
    @classmethod
    def _split_folders(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("managers", mode="before")
    @classmethod
    def _read_members(cls, value: object) -> object:
        return read_members(value) if isinstance(value, str) else value

    @field_validator("database", mode="before")
    @classmethod
    def _is_named(cls, value: object) -> object:
        if isinstance(value, Path | ServerAddress):
            return value
        if not isinstance(value, str) or not value.strip():
            raise ValueError("a file is needed")
        return read_address(value) if "://" in value else value

    @field_validator("database", "model_dir", "backups", "packs")
    @classmethod
    def _from_home(
        cls, value: Path | ServerAddress | tuple[Path, ...] | None
    ) -> Path | ServerAddress | tuple[Path, ...] | None:
        """Put the home folder in the place of "~": no shell does it in `.env`."""
        if isinstance(value, ServerAddress):
            return value
        if value is None or isinstance(value, tuple):
            return value and tuple(map(from_home, value))
        return from_home(value)

    @field_validator("model_dir", mode="before")
    @classmethod
    def _empty_is_default(cls, value: object) -> object:
        return value or _MODEL_DIR

    @field_validator("secret_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(SecretStr(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("discord_token", *TOKEN_PREFIXES, "slack_signing_secret", "slack_client_secret", mode="before")
    @classmethod
    def _without_edges(cls, value: object) -> object:
        # Files that secrets come from often end with a line end.
        return value.strip() if isinstance(value, str) else value

    @field_validator(
        "backups",
        "discord_token",
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_secret",
        "llm_key",
        "metrics_token",
        mode="before",
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("log_level", "log_format", "fetch_model", "llm_private", "web", mode="before")
    @classmethod
    def _ignore_case(cls, value: object) -> object:
        return value.casefold() if isinstance(value, str) else value

    @field_validator("command", "quiz_command", "manage_command")
    @classmethod
    def _is_free(cls, value: str) -> str:
        if value in _TERMINAL_WORDS:
            raise ValueError(f"/{value} means something else in a terminal")
        return value

    @field_validator("quiz_command", "manage_command")
    @classmethod
    def _differs(cls, value: str, info: ValidationInfo) -> str:
        for other in ("command", "quiz_command"):
            if other != info.field_name and value == info.data.get(other):
                raise ValueError(f"{_variable(other)} is the same, and the commands need different names")
        return value

    @field_validator("llm_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        try:
            return value and str(HttpUrl(value))
        except ValueError:
            raise ValueError("an address begins with https:// or http:// and names a host") from None

    @field_validator("web")
    @classmethod
    def _is_reachable(cls, value: str, info: ValidationInfo) -> str:
        address = urlsplit(str(info.data.get("public_url", "")))
        if value == "on" and (address.path.strip("/") or address.query or address.fragment):
            raise ValueError("pages need an ASKADAY_PUBLIC_URL that ends with the name of the host, without a path")
        return value

    @field_validator("discord_shards")
    @classmethod
    def _are_shards(cls, value: str) -> str:
        ids, _, count = value.partition("/")
        if count and max(map(int, ids.split(","))) >= int(count):
            raise ValueError(f"shards are counted from 0: the highest of {int(count)} is {int(count) - 1}")
        return value

    @field_validator(
        "llm_key", "metrics_token", "discord_token", "slack_signing_secret", "slack_client_secret", *TOKEN_PREFIXES
    )
    @classmethod
    def _fits_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and (found := _SCHEME.match(value.get_secret_value())):
            raise ValueError(f"{found[1]!r} is no part of it: leave that word and the space behind it out")
        # HTTP takes nothing else: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
        if value is not None and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
            raise ValueError("a key has letters, digits and signs of ASCII alone, without spaces")
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and (problem := slack_token_problem(str(info.field_name), value.get_secret_value())):
            raise ValueError(problem)
        return value

    @field_validator("discord_token")
    @classmethod
    def _is_bots(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and (problem := discord_token_problem(value.get_secret_value())):
            raise ValueError(problem)
        return value


def read_settings(**overrides: Any) -> Settings:
    """Read the settings from the environment and `.env`.

    Raises:
        ConfigError: settings cannot be used; all of them together.
    """
    problems = file_problems(_FILE)
    if any(problem.variable == str(_FILE) for problem in problems):
        raise ConfigError(problems)
    texts, wrong_files = read_secrets(_given(), map(_variable, sorted(_IN_FILES)))
    problems += wrong_files
    from_files: dict[str, Any] = {_names_by_variable()[name]: text for name, text in texts.items()}
    try:
        found = Settings(**from_files, **overrides)
    except ValidationError as error:
        wrong = without_swapped([_problem(dict(detail)) for detail in error.errors()])
        raise ConfigError([*problems, *wrong]) from None
    problems += contradictions({_variable(name): bool(value) and value != "off" for name, value in found})
    if problems:
        raise ConfigError(problems)
    return found


def token_problem(variable: str, text: str) -> str:
    """Say what is wrong with a token that was pasted for a variable, in the words of settings; empty: it may be one."""
    if not text:
        return "nothing was typed"
    try:
        Settings.__pydantic_validator__.validate_assignment(
            Settings.model_construct(), _names_by_variable()[variable], text
        )
    except ValidationError as error:
        return _problem(dict(error.errors()[0])).reason
    return cut_off(text) if variable == "DISCORD_TOKEN" else ""


def default_settings(**changes: Any) -> Settings:
    """Give the defaults, but for some changes, whatever the environment and `.env` say; nothing is checked."""
    return Settings.model_construct(**changes)


def _problem(detail: dict[str, Any]) -> SettingProblem:
    name = _names_by_variable().get(str(detail["loc"][0]), str(detail["loc"][0]))
    field = Settings.model_fields[name]
    examples = [example for example in field.examples or () if example != detail["input"]]
    return SettingProblem(
        _variable(name),
        _seen(name, detail["input"]),
        reason_of(name, field, detail),
        str(examples[0]) if examples else "",
    )


def _seen(name: str, value: object) -> str:
    """Show what was found, but nothing of a secret."""
    if name not in _SECRETS and not (name == "database" and "://" in str(value)):
        shown = repr(value)
        return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"
    return "something else" if value else "nothing"


def setting_warnings() -> tuple[str, ...]:
    """Say what is probably not meant as it stands in the environment and `.env`, a sentence each."""
    return (*unknown_variables(), *repeated_names(_FILE))


def unknown_variables() -> tuple[str, ...]:
    """Give the variables of the environment and `.env` that look like settings and are none, a sentence each."""
    around, in_file = (
        {name.upper() for name in source(Settings).env_vars} for source in (EnvSettingsSource, DotEnvSettingsSource)
    )
    files = {f"{_variable(name)}{SUFFIX}" for name in _IN_FILES}
    return unknown_names(around - files, in_file - files, variables())


def _given() -> dict[str, str]:
    """Give the variables of the environment and `.env` with their values; the environment's go first."""
    both = (source(Settings).env_vars for source in (DotEnvSettingsSource, EnvSettingsSource))
    return {name.upper(): value for one in both for name, value in one.items() if value}


def variables() -> tuple[str, ...]:
    """Give the names of all environment variables that are read."""
    return tuple(map(_variable, Settings.model_fields))


def _variable(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"ASKADAY_{name.upper()}"


def _names_by_variable() -> dict[str, str]:
    return {_variable(name): name for name in Settings.model_fields}
