"""`python -m tests.crash [SLICE]`."""

import sys

from tests.crash.campaign import main

if __name__ == "__main__":
    main("".join(sys.argv[1:]))
