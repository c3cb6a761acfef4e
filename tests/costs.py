"""What tests cost: which of them `make test-fast` leaves out."""

import pytest

#: What a module of tests has among its names if it starts processes, or has commands run in one.
_SIGNS = frozenset({"ASKADAY", "askaday", "discord_process", "pexpect", "slack_process", "SlackProcess", "subprocess"})


def mark_what_costs(items: list[pytest.Item]) -> None:
    """Mark what starts processes."""
    for item in items:
        if isinstance(item, pytest.Function) and _SIGNS & vars(item.module).keys():
            item.add_marker("processes")
