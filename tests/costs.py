"""What tests cost: which of them `make test-fast` leaves out, found by what their modules import."""

import pytest

#: What a module of tests has among its names if it starts processes, or has commands run in one.
_SIGNS = frozenset(
    {
        "ASKADAY",
        "Campaign",
        "askaday",
        "at_terminal",
        "discord_process",
        "pexpect",
        "shown_pages",
        "slack_process",
        "SlackProcess",
        "subprocess",
        "window",
    }
)
#: And what talks to a server over sockets.
_SOCKETS = frozenset(
    {"DiscordWorld", "FakeDiscord", "FakeSlack", "Scene", "SlackWorld", "aiohttp", "discord_world", "slack_world"}
)


def mark_what_costs(items: list[pytest.Item]) -> None:
    """Mark what starts processes, and what talks to servers."""
    for item in items:
        if isinstance(item, pytest.Function):
            names = vars(item.module).keys()
            if _SIGNS & names:
                item.add_marker("processes")
            if _SOCKETS & names or "postgres" in _kinds(item):
                item.add_marker("sockets")


def _kinds(item: pytest.Function) -> list[str]:
    """Give what a test was made for, such as the stores that a contract is held to."""
    made_for = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return [one for one in made_for if isinstance(one, str)]
