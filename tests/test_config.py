"""Settings: what is taken, and what is said of what is not."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from dotenv import dotenv_values

from adapters.console.render import FORMS
from bot.config import Settings, read_settings, setting_warnings, unknown_variables, variables
from bot.errors import ConfigError, SettingProblem
from tests.adapters.console_play import COMMANDS, Play

EXAMPLE = Path(__file__).parent.parent / ".env.example"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read neither this machine's variables nor its `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith(("ASKADAY_", "SLACK_", "DISCORD_", "PORT")):
            monkeypatch.delenv(name)


def set_all(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def problems() -> tuple[SettingProblem, ...]:
    with pytest.raises(ConfigError) as caught:
        read_settings()
    return caught.value.problems


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
    [("ASKADAY_QUIZ_COMMAND", "qotd", "aws-quiz"), ("ASKADAY_COMMAND", "aws-quiz", "quiz")],
)
def test_settings_commands_of_one_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str, example: str) -> None:
    monkeypatch.setenv(name, value)

    reason = "ASKADAY_COMMAND is the same, and the two commands need different names"
    assert problems() == (SettingProblem("ASKADAY_QUIZ_COMMAND", repr(value), reason, example),)


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
            "it begins with xapp-",
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
