"""When Python looks for garbage: not while a process starts or ends, and in between not among what stays."""

import gc

_USUAL = gc.get_threshold()
#: More new objects than importing everything and reading the packs makes, of which nearly all stay.
_OF_A_START = 300_000


def put_off() -> None:
    """Look for garbage only after many new objects: hundreds of rounds took a ninth of a start, and found nothing."""
    gc.set_threshold(_OF_A_START)


def keep_for_good() -> None:
    """Leave all that is there now out of the collector's rounds, and have these as usual; call it once, with all read.

    A round over packs and libraries stops every thread for more than a tenth of a second, in the middle of anything.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_USUAL)


def leave_to_the_end() -> None:
    """Leave all that is there to the end of the process.

    Python looks for garbage twice as it ends, which takes a fifth of the time of a start and changes nothing.
    """
    gc.freeze()
