"""The shipped pack."""

from functools import cache
from pathlib import Path

from bot.packs.folder import LoadedPack, read_pack

ROOT = Path(__file__).parents[2]
PACK = ROOT / "content" / "aws"


@cache
def shipped_pack() -> LoadedPack:
    """Read the pack, once."""
    return read_pack(PACK)
