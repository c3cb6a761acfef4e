"""Settings files that are none, names that are nearly right, and what is said of each value that is not taken."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.config.settings import Settings, read_settings, setting_warnings, variables
from bot.errors import ConfigError, SettingProblem
from tests.config.reading import problems, set_all


def _make_folder(path: Path) -> None:
    path.mkdir()


def _make_pipe(path: Path) -> None:
    os.mkfifo(path)


def _make_dead_link(path: Path) -> None:
    path.symlink_to("nowhere")


def _make_utf16(path: Path) -> None:
    path.write_bytes("ASKADAY_COMMAND=daily\n".encode("utf-16"))


@pytest.mark.parametrize(
    ("make", "saw", "reason"),
    [
        (_make_folder, "a folder", "it has to be a file of lines NAME=value"),
        (_make_pipe, "a pipe", "it has to be a file of lines NAME=value"),
        (_make_dead_link, "a link", "it leads to no file"),
        (_make_utf16, "line 1", "it is not UTF-8 text; save it as UTF-8"),
    ],
)
def test_settings_file_that_is_none(tmp_path: Path, make: Callable[[Path], None], saw: str, reason: str) -> None:
    make(tmp_path / ".env")

    assert problems() == (SettingProblem(".env", saw, reason, ""),)


def test_settings_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("ASKADAY_COMMAND=daily\n", encoding="utf-8")

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    # Root may read everything.
    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert problems() == (SettingProblem(".env", "Permission denied", "the file cannot be read", ""),)


def test_settings_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASKADAY_COMMAND=daily\n", encoding="utf-8-sig")

    assert (read_settings().command, setting_warnings()) == ("daily", ())


def test_settings_file_that_is_nothing_by_nature(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to("/dev/null")

    assert read_settings() == Settings.model_construct()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SLACK_TOKEN": "x"}, ["SLACK_TOKEN is not read. Did you mean SLACK_BOT_TOKEN?"]),
        ({"DISCORD_BOT_TOKEN": "x"}, ["DISCORD_BOT_TOKEN is not read. Did you mean DISCORD_TOKEN?"]),
        ({"SLACK_SINGING_SECRET": "x"}, ["SLACK_SINGING_SECRET is not read. Did you mean SLACK_SIGNING_SECRET?"]),
        ({"DISCORD_SHARDS": "0/2"}, ["DISCORD_SHARDS is not read. Did you mean ASKADAY_DISCORD_SHARDS?"]),
        ({"SLACK_WEBHOOK_URL": "x", "DISCORD_WEBHOOK": "x", "SLACK_CHANNEL": "x"}, []),
        ({"SLACK_TOKEN": "x", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, []),
    ],
)
def test_names_that_are_nearly_read(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str], said: list[str]) -> None:
    set_all(monkeypatch, given)

    assert list(setting_warnings()) == said


def test_name_that_stands_twice_in_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASKADAY_COMMAND=a\n\n# again\naskaday_command=b\nX=1\n", encoding="utf-8")

    assert setting_warnings() == ("ASKADAY_COMMAND stands in .env more than once (lines 1, 4): the last one counts.",)


BAD = [
    "", " ", "x", "0", "-1", "1.5", "99999999999", "é", "ftp://x", "http://", "https://x/", "a\x01b", "x" * 5000, "A B",
    "'", "1/0", "5/4", "0,7/2", "{}", "[1]", "nan", "xoxb-", "xoxb-a b", "xapp-1 2", "Bot abc", "loud",
]  # fmt: skip
#: What only the libraries would say.
FOREIGN = ("Value error", "Input should", "String should", "Traceback", "Errno", "pydantic", "validation error")


def _found() -> tuple[SettingProblem, ...]:
    try:
        read_settings()
    except ConfigError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("variable", variables())
def test_every_setting_says_in_its_own_words_what_it_cannot_take(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    fields = dict(zip(variables(), Settings.model_fields.values(), strict=True))
    for value in BAD:
        monkeypatch.setenv(variable, value)
        for problem in _found():
            said = str(problem)
            assert [foreign for foreign in FOREIGN if foreign in said] == [], said
            assert len(said) < 300, said
            assert problem.saw != problem.example, said
    monkeypatch.setenv(variable, str((fields[variable].examples or [""])[0]))

    # It is good by itself; what is missing beside it is blamed, and nothing else.
    blamed = [(problem.variable == variable, problem.saw) for problem in _found()]
    assert set(blamed) - {(False, "nothing")} == set()


@pytest.mark.parametrize(
    ("given", "blamed"),
    [
        (
            {"SLACK_APP_TOKEN": "xapp-1"},
            "SLACK_BOT_TOKEN: SLACK_APP_TOKEN is set, and Slack needs both (saw nothing",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN: SLACK_BOT_TOKEN is set, and Slack needs both, or"),
        ({"ASKADAY_LLM_MODEL": "m"}, "ASKADAY_LLM_URL: ASKADAY_LLM_MODEL or ASKADAY_LLM_KEY is set, and a language"),
        (
            {"SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"},
            "SLACK_SIGNING_SECRET: SLACK_APP_TOKEN is for Socket Mode, and this for HTTP: leave one of them out",
        ),
    ],
)
def test_what_is_missing_is_blamed(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str], blamed: str) -> None:
    set_all(monkeypatch, given)

    [problem] = problems()

    assert str(problem)[: len(blamed)] == blamed


def test_shards_are_counted_from_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKADAY_DISCORD_SHARDS", "5/4")

    reason = "shards are counted from 0: the highest of 4 is 3"
    assert problems() == (SettingProblem("ASKADAY_DISCORD_SHARDS", "'5/4'", reason, "0,1/4"),)


@pytest.mark.parametrize("token", [" MTk4.a.b\n", "MTk4.a.b\r\n", "\tMTk4.a.b"])
def test_line_ends_around_a_token_are_none_of_it(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", token)

    found = read_settings().discord_token

    assert found is not None
    assert found.get_secret_value() == "MTk4.a.b"


def test_names_without_the_prefix_come_with_what_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(
        "SHARDS=5/4\nDATABASE=a.db\nTIMEZONE=Europe/Berlin\nDISCORD_CHANNEL=1\nOTHER=1\n", encoding="utf-8"
    )
    set_all(
        monkeypatch,
        {"SLACK_SIGNING": "a", "RETENTION_DAYS": "3", "PACKS": "other", "ASKADAY_ZONE": "UTC"},
    )

    assert setting_warnings() == (
        "ASKADAY_ZONE is not read: each series has its own. Write `/qotd setup zone=…`.",
        "DATABASE is not read. Did you mean ASKADAY_DATABASE?",
        "DISCORD_CHANNEL is not read: each series has its own. Write `/qotd setup channel=…`.",
        "RETENTION_DAYS is not read. Did you mean ASKADAY_RETENTION_DAYS?",
        "SHARDS is not read. Did you mean ASKADAY_DISCORD_SHARDS?",
        "SLACK_SIGNING is not read. Did you mean SLACK_SIGNING_SECRET?",
        "TIMEZONE is not read: each series has its own. Write `/qotd setup zone=…`.",
    )


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("DISCORD_TOKEN", "Bot MTk4.Cl2.Zn", "Bot"),
        ("SLACK_BOT_TOKEN", "Bearer xoxb-1-2-abc", "Bearer"),
        ("ASKADAY_LLM_KEY", "bearer sk-abc", "bearer"),
    ],
)
def test_token_that_was_pasted_with_the_word_before_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, word: str
) -> None:
    monkeypatch.setenv(variable, value)

    reasons = {problem.variable: problem.reason for problem in problems()}

    assert reasons[variable] == f"'{word}' is no part of it: leave that word and the space behind it out"
