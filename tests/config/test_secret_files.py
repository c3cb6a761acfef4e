"""Secrets in files that variables ending in _FILE name."""

from pathlib import Path
from typing import get_args

import pytest
from pydantic import SecretStr

from bot.config.address import ServerAddress
from bot.config.settings import Settings, read_settings, setting_warnings, variables
from bot.errors import ConfigError
from tests.config.reading import problems, set_all

#: Variable → a value that is one, and what it needs beside it.
SECRETS = {
    "SLACK_BOT_TOKEN": ("xoxb-1-hush", {"SLACK_SIGNING_SECRET": "0123456789abcdef"}),
    "SLACK_APP_TOKEN": ("xapp-1-hush", {"SLACK_BOT_TOKEN": "xoxb-1-2"}),
    "SLACK_SIGNING_SECRET": ("hush0123456789", {"SLACK_BOT_TOKEN": "xoxb-1-2"}),
    "SLACK_CLIENT_SECRET": (
        "hush9876543210",
        {
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_SIGNING_SECRET": "0123456789abcdef",
            "ASKADAY_SECRET_KEYS": "key",
            "ASKADAY_PUBLIC_URL": "https://askaday.example.com",
        },
    ),
    "ASKADAY_DATABASE": ("postgresql://askaday:hush@db.example.com/askaday", {}),
    "DISCORD_TOKEN": ("MTk4NjIy.Cl2FMQ.hush", {}),
    "ASKADAY_SECRET_KEYS": ("hush1,hush2", {}),
    "ASKADAY_LLM_KEY": ("sk-hush", {"ASKADAY_LLM_URL": "http://localhost:1/v1", "ASKADAY_LLM_MODEL": "m"}),
    "ASKADAY_METRICS_TOKEN": (
        "hush-0123456789abcdef",
        {"ASKADAY_WEB": "on", "ASKADAY_PUBLIC_URL": "https://askaday.example.com"},
    ),
}


def _is_secret(annotation: object) -> bool:
    return annotation in (SecretStr, ServerAddress) or any(_is_secret(one) for one in get_args(annotation))


def test_every_secret_is_tried_here() -> None:
    fields = zip(variables(), Settings.model_fields.values(), strict=True)

    assert {name for name, field in fields if _is_secret(field.annotation)} == set(SECRETS)


@pytest.mark.parametrize("variable", SECRETS)
def test_secret_is_read_from_the_file_that_is_named(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, beside = SECRETS[variable]
    (tmp_path / "secret").write_text(f"{secret}\n", "utf-8")
    set_all(monkeypatch, beside)

    monkeypatch.setenv(variable, secret)
    expected = read_settings()
    monkeypatch.delenv(variable)
    monkeypatch.setenv(f"{variable}_FILE", str(tmp_path / "secret"))

    assert read_settings() == expected
    assert setting_warnings() == ()


def test_file_may_be_named_in_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("MTk4NjIy.Cl2FMQ.hush", "utf-8")
    (tmp_path / ".env").write_text("DISCORD_TOKEN_FILE=token\n", "utf-8")

    token = read_settings().discord_token

    assert token is not None
    assert token.get_secret_value() == "MTk4NjIy.Cl2FMQ.hush"


def test_file_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "both").write_text("xoxb-hush")
    files = {
        "DISCORD_TOKEN_FILE": "missing",
        "ASKADAY_LLM_KEY_FILE": str(tmp_path),
        "ASKADAY_METRICS_TOKEN_FILE": "empty",
        "SLACK_BOT_TOKEN_FILE": "both",
    }
    set_all(monkeypatch, {**files, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"})

    found = problems()

    assert {(one.variable, one.saw, one.reason) for one in found} == {
        ("DISCORD_TOKEN_FILE", "missing", "there is no such file"),
        ("ASKADAY_LLM_KEY_FILE", "a folder", "it has to be a file"),
        ("ASKADAY_METRICS_TOKEN_FILE", "an empty file", "it has to hold the secret"),
        ("SLACK_BOT_TOKEN_FILE", "both", "SLACK_BOT_TOKEN is set, too: leave one of them out"),
    }


def test_what_a_file_holds_is_checked_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("xoxp-hush")
    set_all(monkeypatch, {"SLACK_BOT_TOKEN_FILE": "token", "SLACK_APP_TOKEN": "xapp-1"})

    [problem] = problems()

    assert "this is a person's token" in problem.reason
    assert "hush" not in str(ConfigError([problem]))
