"""What a platform's check found, for `askaday doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    #: What was found, and how to fix it.
    text: str
    #: It does not work like this.
    is_wrong: bool = False
    #: It may be right; somebody should look at it.
    is_doubtful: bool = False
