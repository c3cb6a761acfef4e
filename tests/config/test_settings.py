"""Settings: what is taken, and what is said of what is not."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from dotenv import dotenv_values

from adapters.console.render.card import FORMS
from bot.config.settings import Settings, read_settings, unknown_variables, variables
from bot.errors import ConfigError, SettingProblem
from tests.adapters.console.play import COMMANDS, Play
from tests.config.reading import problems, set_all

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_settings_left_out_have_defaults() -> None:
    assert read_settings() == Settings.model_construct()


def test_settings_from_environment_go_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("ASKADAY_COMMAND=file\nASKADAY_QUIZ_COMMAND=quiz\nOTHER=1\n", encoding="utf-8")
    set_all(
        monkeypatch,
        {
            "ASKADAY_COMMAND": "daily",
            "ASKADAY_PACKS": " a , ,b/c",
            "ASKADAY_BACKUPS": "copies",
            "ASKADAY_LOG_LEVEL": "DEBUG",
        },
    )

    settings = read_settings()

    assert (settings.command, settings.quiz_command) == ("daily", "quiz")
    assert (settings.packs, settings.backups) == ((Path("a"), Path("b/c")), Path("copies"))
    assert settings.log_level == "debug"


def test_settings_given_in_code_go_before_all() -> None:
    settings = read_settings(database=Path("x.db"), backups=None, packs=(Path("p"),))

    assert (settings.database, settings.packs) == (Path("x.db"), (Path("p"),))


def test_settings_all_problems_together_with_variable_value_and_example(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(
        monkeypatch,
        {
            "ASKADAY_DATABASE": " ",
            "ASKADAY_COMMAND": "/QOTD",
            "ASKADAY_FLAG_THRESHOLD": "many",
            "ASKADAY_DRILLS_PER_HOUR": "0",
            "ASKADAY_RETENTION_DAYS": "",
            "ASKADAY_BACKUPS_KEPT": "1000000",
            "ASKADAY_LOG_LEVEL": "loud",
            "ASKADAY_LOG_FORMAT": "xml",
        },
    )

    found = problems()

    assert [(problem.variable, problem.saw, problem.example) for problem in found] == [
        ("ASKADAY_DATABASE", "' '", "data/askaday.db"),
        ("ASKADAY_COMMAND", "'/QOTD'", "qotd"),
        ("ASKADAY_FLAG_THRESHOLD", "'many'", "3"),
        ("ASKADAY_DRILLS_PER_HOUR", "'0'", "10"),
        ("ASKADAY_RETENTION_DAYS", "''", "365"),
        ("ASKADAY_BACKUPS_KEPT", "'1000000'", "7"),
        ("ASKADAY_LOG_LEVEL", "'loud'", "info"),
        ("ASKADAY_LOG_FORMAT", "'xml'", "auto"),
    ]
    assert str(ConfigError(found[1:2])) == (
        "Some settings cannot be used.\n  ASKADAY_COMMAND: a command has 1 to 31 small letters, digits, hyphens or "
        "underscores (saw '/QOTD'; for example ASKADAY_COMMAND=qotd)"
    )


def test_settings_reasons_are_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(
        monkeypatch,
        {
            "ASKADAY_DATABASE": "",
            "ASKADAY_FLAG_THRESHOLD": "many",
            "ASKADAY_DRILLS_PER_HOUR": "0",
            "ASKADAY_RETENTION_DAYS": "1.5",
            "ASKADAY_BACKUPS_KEPT": "9" * 5000,
            "ASKADAY_LOG_LEVEL": "loud",
            "ASKADAY_SLACK_API": "slack.com",
        },
    )

    assert [(problem.variable, problem.reason) for problem in problems()] == [
        ("ASKADAY_DATABASE", "a file is needed"),
        ("ASKADAY_FLAG_THRESHOLD", "a whole number from 1 to 1000 is needed"),
        ("ASKADAY_DRILLS_PER_HOUR", "a whole number from 1 to 1000 is needed"),
        ("ASKADAY_RETENTION_DAYS", "a whole number from 1 to 36500 is needed"),
        ("ASKADAY_BACKUPS_KEPT", "a whole number from 1 to 3650 is needed"),
        ("ASKADAY_LOG_LEVEL", "it is one of debug, info, warning, error"),
        ("ASKADAY_SLACK_API", "an address begins with https:// or http:// and ends with a slash"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "example"),
    [
        ("ASKADAY_QUIZ_COMMAND", "qotd", "aws-quiz"),
        ("ASKADAY_COMMAND", "aws-quiz", "quiz"),
        ("ASKADAY_COMMAND", "qotd-manage", "manage"),
        ("ASKADAY_MANAGE_COMMAND", "qotd", "qotd-manage"),
    ],
)
def test_settings_commands_of_one_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str, example: str) -> None:
    monkeypatch.setenv(name, value)

    later = {"aws-quiz": "ASKADAY_QUIZ_COMMAND", "qotd-manage": "ASKADAY_MANAGE_COMMAND"}.get(value, name)
    reason = "ASKADAY_COMMAND is the same, and the commands need different names"
    assert problems() == (SettingProblem(later, repr(value), reason, example),)


async def test_settings_commands_may_not_be_words_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Play()
    await play.open(1)
    words = {word.removeprefix("/") for word in play.repl.words()} | FORMS.keys() | {"exit", "mine"}
    own = sorted(word for word in words - COMMANDS.keys() if " " not in word)

    refused = []
    for word in own:
        monkeypatch.setenv("ASKADAY_COMMAND", word)
        refused.append(problems())

    assert refused == [
        (SettingProblem("ASKADAY_COMMAND", repr(word), f"/{word} means something else in a terminal", "qotd"),)
        for word in own
    ]


def test_settings_file_with_lines_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(
        "# fine\nASKADAY_COMMAND=daily\nSLACK_BOT_TOKEN='xoxb-secret\n\nxoxb-secret here\n", encoding="utf-8"
    )
    monkeypatch.setenv("ASKADAY_LOG_LEVEL", "loud")

    found = problems()

    reason = "the line cannot be read: it should be NAME=value, with quotes that are closed, or begin with #"
    assert found == (
        SettingProblem(f"{tmp_path}/.env:3", "SLACK_BOT_TOKEN=…", reason, ""),
        SettingProblem(f"{tmp_path}/.env:5", "a line without =", reason, ""),
        SettingProblem("ASKADAY_LOG_LEVEL", "'loud'", "it is one of debug, info, warning, error", "info"),
    )


def test_settings_file_with_a_broken_line_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('ASKADAY_COMMAND="daily\n', encoding="utf-8")

    assert [problem.variable for problem in problems()] == [f"{tmp_path}/.env:1"]


def test_unknown_variables_come_with_the_nearest_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("ASKADAY_COMAND=ask\nOTHER=1\n", encoding="utf-8")
    set_all(monkeypatch, {"askaday_packz": "a", "ASKADAY_FOO": "1", "ASKADAY_COMMAND": "ask"})

    assert unknown_variables() == (
        "ASKADAY_COMAND is no setting. Did you mean ASKADAY_COMMAND?",
        "ASKADAY_FOO is no setting.",
        "ASKADAY_PACKZ is no setting. Did you mean ASKADAY_PACKS?",
    )


def test_settings_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"ASKADAY_COMMAND=caf\xe9\n")

    found = problems()

    assert found == (SettingProblem(".env", "line 1", "it is not UTF-8 text; save it as UTF-8", ""),)
    assert "for example" not in str(found[0])


def test_settings_examples_are_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, field in zip(variables(), Settings.model_fields.values(), strict=True):
        assert field.examples, variable
        monkeypatch.setenv(variable, str(field.examples[0]))
    # Slack is reached in one way alone.
    for variable in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(variable)

    assert read_settings().command == "qotd"


def test_example_file_names_every_setting_and_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    values = dotenv_values(EXAMPLE)

    set_all(monkeypatch, {name: value or "" for name, value in values.items()})

    assert sorted(values) == sorted(variables())
    assert read_settings() == Settings.model_construct()


def test_problems_never_print_what_other_variables_hold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_TOKEN=file-secret\n", encoding="utf-8")
    set_all(monkeypatch, {"SLACK_BOT_TOKEN": "xoxb-hush", "ASKADAY_COMMAND": "/x"})

    said = str(ConfigError(problems()))

    assert "secret" not in said


ALONE = "SLACK_BOT_TOKEN is set, and Slack needs both"


@pytest.mark.parametrize(
    ("given", "saw", "reason"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-hush"}, "nothing", f"{ALONE}, or SLACK_SIGNING_SECRET to be reached over HTTP"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-hush", "SLACK_APP_TOKEN": "xoxb-hush"},
            "something else",
            "this is SLACK_BOT_TOKEN; the one for here begins with xapp-",
        ),
    ],
)
def test_slack_tokens_that_do_not_fit(
    monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str], saw: str, reason: str
) -> None:
    set_all(monkeypatch, given)

    assert problems() == (SettingProblem("SLACK_APP_TOKEN", saw, reason, "xapp-1-A1-2-abc"),)


def test_slack_tokens_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {"SLACK_BOT_TOKEN": "xoxb-hush", "SLACK_APP_TOKEN": "xapp-hush"})

    settings = read_settings()

    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-hush"
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_slack_reaction_that_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKADAY_SLACK_REACTION", ":Eyes:")

    reason = "an emoji's name has small letters, digits and _ + - ' alone"
    assert problems() == (SettingProblem("ASKADAY_SLACK_REACTION", "':Eyes:'", reason, "eyes"),)


MANY = {
    "SLACK_SIGNING_SECRET": "s",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "c",
    "ASKADAY_SECRET_KEYS": "k",
    "ASKADAY_PUBLIC_URL": "https://askaday.example.com",
}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (
            {"SLACK_APP_TOKEN": "xapp-1", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"},
            ["SLACK_SIGNING_SECRET"],
        ),
        ({"SLACK_SIGNING_SECRET": "s"}, ["SLACK_BOT_TOKEN"]),
        (
            {"SLACK_CLIENT_ID": "1.2"},
            ["SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET", "ASKADAY_SECRET_KEYS", "ASKADAY_PUBLIC_URL"],
        ),
        ({"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_CLIENT_SECRET": "c"}, ["SLACK_CLIENT_ID"]),
        ({**MANY, "SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_BOT_TOKEN"]),
    ],
)
def test_ways_to_slack_that_do_not_go_together(
    monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str], found: list[str]
) -> None:
    set_all(monkeypatch, given)

    assert [problem.variable for problem in problems()] == found


@pytest.mark.parametrize("given", [{"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-1"}, MANY])
def test_ways_to_slack_that_go_together(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]) -> None:
    set_all(monkeypatch, given)

    assert read_settings().slack_app_token is None


LLM = {"ASKADAY_LLM_URL": "http://localhost:11434/v1", "ASKADAY_LLM_MODEL": "tiny"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"ASKADAY_LLM_URL": "http://localhost/v1"}, ["ASKADAY_LLM_MODEL"]),
        ({"ASKADAY_LLM_MODEL": "tiny"}, ["ASKADAY_LLM_URL"]),
        ({"ASKADAY_LLM_KEY": "k"}, ["ASKADAY_LLM_URL"]),
        ({**LLM, "ASKADAY_LLM_URL": "localhost:11434"}, ["ASKADAY_LLM_URL"]),
        ({**LLM, "ASKADAY_LLM_URL": "http://localhost:many/v1"}, ["ASKADAY_LLM_URL"]),
        ({**LLM, "ASKADAY_LLM_TIMEOUT": "0"}, ["ASKADAY_LLM_TIMEOUT"]),
        ({**LLM, "ASKADAY_LLM_PER_DAY": "-1"}, ["ASKADAY_LLM_PER_DAY"]),
    ],
)
def test_language_models_that_cannot_be_reached(
    monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str], found: list[str]
) -> None:
    set_all(monkeypatch, given)

    assert [problem.variable for problem in problems()] == found


@pytest.mark.parametrize("key", ["", "sk-hush"])
def test_language_model_whose_key_is_never_printed(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    set_all(monkeypatch, {**LLM, "ASKADAY_LLM_KEY": key})

    settings = read_settings()

    assert (settings.llm_url, settings.llm_model) == tuple(LLM.values())
    assert (settings.llm_key.get_secret_value() if settings.llm_key else "") == key
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_key_of_a_language_model_that_no_header_takes_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {**LLM, "ASKADAY_LLM_KEY": "hush hush"})

    reason = "a key has letters, digits and signs of ASCII alone, without spaces"
    assert problems() == (SettingProblem("ASKADAY_LLM_KEY", "something else", reason, "sk-abc"),)


def test_home_folder_is_found_in_every_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in (("DATABASE", "~/a.db"), ("PACKS", "~/p,q"), ("BACKUPS", "~"), ("MODEL_DIR", "~/model")):
        monkeypatch.setenv(f"ASKADAY_{name}", value)

    settings = read_settings()

    assert (settings.database, settings.packs) == (tmp_path / "a.db", (tmp_path / "p", Path("q")))
    assert (settings.backups, settings.model_dir) == (tmp_path, tmp_path / "model")


def test_home_folder_of_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKADAY_BACKUPS", "~no-such-person/backups")

    with pytest.raises(ConfigError) as caught:
        read_settings()

    assert [problem.reason for problem in caught.value.problems] == ["nobody of that name has a home folder here"]
