"""Memory that reading texts took and no longer needs."""

import ctypes
import sys


def give_back() -> None:
    """Give what was freed back to the system: glibc keeps it in pieces between what is still needed, 30 MB of a model.

    It takes a few milliseconds. Where the C library is another one, nothing is done.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)
