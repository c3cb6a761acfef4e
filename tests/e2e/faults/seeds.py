"""Which schedules of faults are played: the first fifty, or those that ASKADAY_FAULTS names, such as 17 or 0-499."""

import os

#: So many in a test: among so many, each kind of fault happens some times.
IN_A_TEST = 50


def only() -> frozenset[str] | None:
    """Give what alone may befall a schedule, as ASKADAY_ONLY names it; None: everything."""
    named = os.environ.get("ASKADAY_ONLY")
    return None if named is None else frozenset(named.split(";"))


def batches() -> list[list[int]]:
    """Give the seeds, for each test its own."""
    first, _, last = os.environ.get("ASKADAY_FAULTS", f"0-{IN_A_TEST - 1}").partition("-")
    seeds = list(range(int(first), int(last or first) + 1))
    return [seeds[start : start + IN_A_TEST] for start in range(0, len(seeds), IN_A_TEST)]
