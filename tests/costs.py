"""What tests cost: which of them `make test-fast` leaves out, and where lines are not counted."""

import pytest

#: What a module of tests has among its names if it starts processes, or has commands run in one.
_SIGNS = frozenset({"ASKADAY", "askaday", "discord_process", "pexpect", "slack_process", "SlackProcess", "subprocess"})


def mark_what_costs(items: list[pytest.Item]) -> None:
    """Mark what starts processes; what repeats itself is not counted line by line, which would take half as long again.

    The lines that it goes through two hundred times some other test goes through once.
    """
    for item in items:
        if isinstance(item, pytest.Function) and _SIGNS & vars(item.module).keys():
            item.add_marker("processes")
        if item.get_closest_marker("repeats"):
            item.add_marker("no_cover")
