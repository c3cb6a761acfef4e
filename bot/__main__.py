"""`python -m bot` and the console script `askaday`."""

import sys

# What is imported below does not even load there.
if sys.version_info < (3, 11):  # noqa: UP036 - see above
    sys.exit(f"askaday: Python 3.11 or later is needed, and this is {sys.version_info.major}.{sys.version_info.minor}.")

from bot.cli import main

if __name__ == "__main__":
    main()
