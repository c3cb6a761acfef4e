"""The manifest against the code: every scope, event and command that is used is in it, and none more."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import adapters.slack
from adapters.slack.connect.permissions import NEEDED, OF_EVENTS, OF_FILES, OF_METHODS, OPTIONAL
from adapters.slack.listen import shortcuts
from adapters.slack.listen.events import HANDLED
from adapters.slack.listen.listener import Room
from adapters.slack.operate.manifest import app_manifest
from adapters.slack.render.limits import VIEW_TITLE
from bot.cards.naming import CommandNames
from bot.errors import InputError
from tests.cli.askaday import askaday
from tests.servers.fake_slack import specs
from tests.servers.fake_slack.events import subscriptions
from tests.servers.fake_slack.methods import METHODS

ADAPTER = Path(adapters.slack.__file__).parent
METHOD = re.compile(r"(apps|auth|chat|conversations|files|oauth|reactions|usergroups|users|views)(\.[a-zA-Z0-9]+)+")
LONGEST = "x" * 31


def called() -> Iterator[str]:
    """Give the methods that stand in the adapter's code, by name or as methods of the SDK's client."""
    for file in ADAPTER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.name != "scopes.py" else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and METHOD.fullmatch(node.value):
                yield node.value
            if isinstance(node, ast.Attribute) and hasattr(AsyncWebClient, node.attr):
                name = node.attr.replace("_", ".")
                yield from [name] if METHOD.fullmatch(name) else []


def test_methods_that_are_called_are_those_whose_scopes_are_known() -> None:
    assert set(called()) == set(OF_METHODS)


def test_events_that_are_listened_to_are_in_the_manifest() -> None:
    listened = HANDLED - {"message"} | {"message.channels", "message.groups", "message.im", "app_home_opened"}

    assert app_manifest(CommandNames())["settings"]["event_subscriptions"]["bot_events"] == sorted(listened)


def test_scopes_are_those_that_methods_and_events_need() -> None:
    used = {"commands", *OF_FILES, *chain(*OF_METHODS.values(), *OF_EVENTS.values())}

    scopes = app_manifest(CommandNames())["oauth_config"]["scopes"]

    assert set(scopes["bot"]) == used
    assert scopes["bot_optional"] == ["usergroups:read", "files:read", "files:write"]
    assert set(scopes["bot"]) == NEEDED.keys() | OPTIONAL.keys()


@pytest.mark.parametrize("method", sorted(OF_METHODS.keys() & METHODS.keys()))
def test_scopes_of_a_method_are_those_the_fake_asks_for(method: str) -> None:
    # The fake names those for all kinds of channels, and asks methods that read history for the channel's own.
    of_fake = set(METHODS[method].scopes)

    assert set(OF_METHODS[method]) <= of_fake or of_fake == set()
    assert bool(of_fake) <= bool(OF_METHODS[method])


# The fake deletes no channels.
@pytest.mark.parametrize("event", sorted(OF_EVENTS.keys() - {"group_deleted"}))
def test_scopes_of_an_event_are_those_the_fake_asks_for(event: str) -> None:
    assert set(OF_EVENTS[event]) == subscriptions.SCOPES.get(event, frozenset())


@pytest.mark.documents
def test_events_are_among_those_slack_publishes() -> None:
    types = {one.get("properties", {}).get("type", {}).get("const") for one in specs.types().values()}

    assert {event.partition(".")[0] for event in OF_EVENTS} - types == set()


def test_manifest_for_socket_mode() -> None:
    made = app_manifest(CommandNames("qod", "ask-me"))

    assert made["settings"] | {"event_subscriptions": None} == {
        "event_subscriptions": None,
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    }
    assert list(made["settings"]["event_subscriptions"]) == ["bot_events"]
    assert list(made["oauth_config"]) == ["scopes"]
    assert [(one["command"], one["should_escape"], "url" in one) for one in made["features"]["slash_commands"]] == [
        ("/qod", True, False),
        ("/ask-me", True, False),
    ]
    assert made["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_manifest_for_http_mode_names_the_addresses() -> None:
    made = app_manifest(CommandNames(), "https://askaday.example.org/bot/", rotates_tokens=True)

    events = "https://askaday.example.org/bot/slack/events"
    settings = made["settings"]
    assert made["oauth_config"]["redirect_urls"] == ["https://askaday.example.org/bot/slack/oauth_redirect"]
    assert [one["url"] for one in made["features"]["slash_commands"]] == [events, events]
    assert settings["event_subscriptions"]["request_url"] == events
    assert settings["interactivity"] == {"is_enabled": True, "request_url": events}
    assert [settings[f"{name}_enabled"] for name in ("org_deploy", "socket_mode", "token_rotation")] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    "address",
    [
        "http://askaday.example.org",
        "askaday.example.org",
        "https://",
        "https://a.example.org?x=1",
        "https://a.b#c",
        "https://[::1",
    ],
)
def test_address_that_slack_would_not_take_is_refused(address: str) -> None:
    with pytest.raises(InputError) as refused:
        app_manifest(CommandNames(), address)

    assert refused.value.message == f"{address} is no address that Slack takes."


def test_texts_are_within_the_limits_of_manifests() -> None:
    # https://docs.slack.dev/reference/app-manifest
    made = app_manifest(CommandNames(LONGEST, LONGEST[1:]))

    shown: dict[str, Any] = made["display_information"]
    commands = made["features"]["slash_commands"]
    assert len(shown["name"]) <= VIEW_TITLE
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", made["features"]["bot_user"]["display_name"])
    assert max(len(one["command"]) for one in commands) == 32
    assert max(len(one["description"]) for one in commands) <= 2000


def test_command_prints_json_with_the_names_of_the_settings(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "slack", "manifest", ASKADAY_COMMAND="qod", ASKADAY_QUIZ_COMMAND="drill")

    assert (outcome.status, outcome.err) == (0, "")
    assert json.loads(outcome.out) == app_manifest(CommandNames("qod", "drill"))


def test_command_prints_yaml_for_http_mode(tmp_path: Path) -> None:
    address = "https://askaday.example.org"

    outcome = askaday(tmp_path, "slack", "manifest", "--format", "yaml", "--url", address, "--rotate-tokens")

    assert (outcome.status, outcome.err) == (0, "")
    assert yaml.safe_load(outcome.out) == app_manifest(CommandNames(), address, rotates_tokens=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--url", "http://a.example.org"), "askaday: http://a.example.org is no address that Slack takes. "),
        (("--rotate-tokens",), "askaday: --rotate-tokens needs --url. "),
    ],
)
def test_command_refuses_what_slack_would_not_take(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    outcome = askaday(tmp_path, "slack", "manifest", *words)

    assert (outcome.status, outcome.out, outcome.err[: len(said)]) == (2, "", said)


def test_every_shortcut_is_declared_and_listened_to() -> None:
    declared = app_manifest(CommandNames())["features"]["shortcuts"]
    heard = Heard()

    shortcuts.register(cast("AsyncApp", heard), cast("Room", None))

    assert [one["callback_id"] for one in declared] == heard.ids
    assert {one["type"] for one in declared} == {"message"}
    # https://docs.slack.dev/reference/app-manifest
    assert [one for one in declared if len(one["name"]) > 24 or len(one["description"]) > 150] == []


class Heard:
    """Takes listeners as an app does."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def message_shortcut(self, callback_id: str) -> Callable[[object], None]:
        self.ids.append(callback_id)
        return lambda _listener: None
