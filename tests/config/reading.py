"""Settings put into the environment, and what is wrong with them."""

from collections.abc import Mapping

import pytest

from bot.config.settings import read_settings
from bot.errors import ConfigError, SettingProblem


def set_all(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def problems() -> tuple[SettingProblem, ...]:
    with pytest.raises(ConfigError) as caught:
        read_settings()
    return caught.value.problems
