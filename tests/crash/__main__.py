"""`python -m tests.crash [SLICE] [--only NAME] [--slots N] [--minutes N] [--again]`."""

import argparse
import math
import sys
import time

from tests.crash.campaign import EVERY, run


def main() -> None:
    """Run a slice such as 1-40 of each campaign; all of it where none is named."""
    asked = argparse.ArgumentParser(prog="python -m tests.crash", description=main.__doc__)
    asked.add_argument("slice", nargs="?", default="")
    asked.add_argument("--only", action="append", choices=[one.name for one in EVERY], help="one of the campaigns")
    asked.add_argument("--slots", type=int, default=4, help="how many are played side by side")
    asked.add_argument("--minutes", type=float, default=math.inf, help="begin nothing after so many")
    asked.add_argument("--again", action="store_true", help="also what was covered with other code")
    told = asked.parse_args()
    first, _, last = told.slice.partition("-")
    some = [one for one in EVERY if told.only is None or one.name in told.only]
    until = time.time() + told.minutes * 60
    sys.exit(
        0 if run(some, int(first or 1), int(last or first or sys.maxsize), told.slots, until, again=told.again) else 1
    )


if __name__ == "__main__":
    main()
