"""The shipped pack, and its first version."""

from functools import cache
from pathlib import Path

from bot.packs.folder import LoadedPack, read_pack

ROOT = Path(__file__).parents[2]
PACK = ROOT / "content" / "aws"


@cache
def shipped_pack() -> LoadedPack:
    """Read the pack, once."""
    return read_pack(PACK)


@cache
def first_pack() -> LoadedPack:
    """Read the pack as it was first shipped: sixty questions, which the answers of the tests were written for."""
    return read_pack(ROOT / "tests" / "grading" / "packs" / "before")
