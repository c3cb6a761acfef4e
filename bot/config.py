"""Settings: the only reader of the environment. Nothing else of Askaday looks at environment variables."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError, SettingProblem

#: What a chat platform takes as a command's name: https://docs.discord.com/developers/interactions/application-commands
_COMMAND = r"^[a-z0-9][a-z0-9_-]{0,30}$"
#: What to say instead of what pydantic says, by the kind of mistake.
_REASONS = {"string_pattern_mismatch": "a command has 1 to 31 small letters, digits, hyphens or underscores"}


class Settings(BaseSettings):
    """What an operator chooses; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_prefix="ASKADAY_", env_file=".env", env_file_encoding="utf-8", extra="ignore")

    database: Path = Field(Path("data/askaday.db"), examples=["data/askaday.db"])
    #: Folders that hold packs, beside the shipped ones.
    packs: Annotated[tuple[Path, ...], NoDecode] = Field((), examples=["packs,/srv/askaday/packs"])
    command: str = Field("qotd", pattern=_COMMAND, examples=["qotd"])
    quiz_command: str = Field("aws-quiz", pattern=_COMMAND, examples=["aws-quiz"])
    flag_threshold: int = Field(3, ge=1, le=1000, examples=["3"])
    drills_per_hour: int = Field(10, ge=1, le=1000, examples=["10"])
    #: Days after which messages of closed rounds and sent deliveries are deleted; answers and grades stay.
    retention_days: int = Field(365, ge=1, le=36500, examples=["365"])
    #: Where nightly backups go; none are made where it is empty.
    backups: Annotated[Path | None, NoDecode] = Field(None, examples=["data/backups"])
    backups_kept: int = Field(7, ge=1, le=3650, examples=["7"])
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", examples=["info"])
    log_format: Literal["auto", "text", "json"] = Field("auto", examples=["auto"])

    @field_validator("packs", mode="before")
    @classmethod
    def _split_folders(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("database", mode="before")
    @classmethod
    def _is_named(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            raise ValueError("a file is needed")
        return value

    @field_validator("backups", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _ignore_case(cls, value: object) -> object:
        return value.casefold() if isinstance(value, str) else value

    @field_validator("quiz_command")
    @classmethod
    def _differs(cls, value: str, info: Any) -> str:
        if value == info.data.get("command"):
            raise ValueError("the two commands need different names")
        return value


def read_settings(**overrides: Any) -> Settings:
    """Read the settings from the environment and `.env`.

    Raises:
        ConfigError: settings cannot be used; all of them together.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise ConfigError([_problem(dict(detail)) for detail in error.errors()]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([SettingProblem(".env", str(error), "the file cannot be read as UTF-8 text", "")]) from None


def _problem(detail: dict[str, Any]) -> SettingProblem:
    name = str(detail["loc"][0])
    field = Settings.model_fields[name]
    example = (field.examples or [str(field.default)])[0]
    reason = _REASONS.get(detail["type"]) or str(detail["msg"]).removeprefix("Value error, ")
    return SettingProblem(f"ASKADAY_{name.upper()}", repr(detail["input"]), reason, example)


def variables() -> tuple[str, ...]:
    """Give the names of all environment variables that are read."""
    return tuple(f"ASKADAY_{name.upper()}" for name in Settings.model_fields)
