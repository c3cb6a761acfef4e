"""`python -m tests.soak YEARS SEED`: simulated years, and one line of what became of them."""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path

import structlog

from tests.soak.soaking import soak


def main() -> None:
    """Say on one line what became of the years; the status says whether anything was lost or doubled."""
    years, seed = float(sys.argv[1]), int(sys.argv[2])
    # Thousands of troubles are meant.
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(soak(Path(folder), years, seed))
    print(tally.line(years, seed))  # noqa: T201 - what it is for
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
