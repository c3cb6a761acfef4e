"""`python -m tests.soak YEARS SEED`: simulated years, and one line of what became of them."""

import asyncio
import logging
import sys
import tempfile
from pathlib import Path

from structlog.testing import capture_logs

from tests.soak.soaking import soak


def main() -> None:
    """Say on one line what became of the years; the status says whether anything was lost or doubled."""
    years, seed = float(sys.argv[1]), int(sys.argv[2])
    # Thousands of troubles are meant.
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder, capture_logs():
        tally = asyncio.run(soak(Path(folder), years, seed))
    print(tally.line(years, seed))  # noqa: T201 - what it is for
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
