"""The app manifest: how Slack has to be told about Askaday. Fields: https://docs.slack.dev/reference/app-manifest."""

import re

from adapters.slack.connect.permissions import NEEDED, OF_EVENTS, OPTIONAL
from adapters.slack.render.shortcuts import SHORTCUTS
from adapters.slack.wire import Json
from bot.cards.naming import CommandNames
from bot.errors import InputError

#: Where Askaday listens in HTTP mode, below its public address.
EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"

_ADDRESS = re.compile(r"https://[^\s/?#@\[\]]+(/[^\s?#]*)?")
_NAME = "Askaday"
_BACKGROUND = "#1d3557"
_DESCRIPTION = "One good question a day for your team, and the answer revealed on time."
# At least 174 characters: https://docs.slack.dev/reference/app-manifest
_LONG_DESCRIPTION = (
    "Askaday posts one interview question in a channel every working day and collects the answers that people give in "
    "the thread or in private. On schedule it reveals the model answer with its key points, the best answer and a "
    "leaderboard. Everybody can practise with private questions, and managers see who takes part."
)


def app_manifest(names: CommandNames, address: str = "", *, rotates_tokens: bool = False) -> Json:
    """Give the manifest of an app with exactly the scopes, events and commands that Askaday uses.

    Args:
        names: what the commands are called.
        address: the public address in HTTP mode, for one or many workspaces; empty: Socket Mode, for one.
        rotates_tokens: let tokens expire after 12 hours and be renewed. Slack never lets that be switched off again.

    Raises:
        InputError: Slack would not take the address.
    """
    base = _checked(address)
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": _NAME,
            "description": _DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
            "background_color": _BACKGROUND,
        },
        "features": _features(names, base),
        "oauth_config": _oauth(base),
        "settings": {
            "event_subscriptions": _requests(base) | {"bot_events": sorted(OF_EVENTS)},
            "interactivity": {"is_enabled": True} | _requests(base),
            "org_deploy_enabled": bool(base),
            "socket_mode_enabled": not base,
            "token_rotation_enabled": rotates_tokens,
        },
    }


def _checked(address: str) -> str:
    """Give the address without a slash at its end."""
    if not address:
        return ""
    if not _ADDRESS.fullmatch(address):
        raise InputError(
            f"{address} is no address that Slack takes.", hint="It looks like https://askaday.example.org."
        )
    return address.rstrip("/")


def _features(names: CommandNames, base: str) -> Json:
    return {
        # Commands in the direct message with Askaday need the tab, and a tab that is not read-only.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        # Small letters alone: https://docs.slack.dev/reference/app-manifest
        "bot_user": {"display_name": _NAME.lower(), "always_online": True},
        "slash_commands": [
            _command(
                names.qotd,
                "The question of the day: boards, your results, setup",
                "[help | me | leaderboard | …]",
                base,
            ),
            _command(names.quiz, "A private question to practise with", "[topic] [level]", base),
        ],
        "shortcuts": [
            {"name": name, "type": "message", "callback_id": callback_id, "description": description}
            for callback_id, (name, description) in SHORTCUTS.items()
        ],
    }


def _command(word: str, description: str, usage: str, base: str) -> Json:
    # Escaped, people and channels arrive as ids instead of names.
    command = {"command": f"/{word}", "description": description, "usage_hint": usage, "should_escape": True}
    return command | ({"url": f"{base}{EVENTS_PATH}"} if base else {})


def _oauth(base: str) -> Json:
    scopes = {"bot": [*NEEDED, *OPTIONAL], "bot_optional": list(OPTIONAL)}
    redirect = {"redirect_urls": [f"{base}{REDIRECT_PATH}"]} if base else {}
    return redirect | {"scopes": scopes}


def _requests(base: str) -> Json:
    return {"request_url": f"{base}{EVENTS_PATH}"} if base else {}
