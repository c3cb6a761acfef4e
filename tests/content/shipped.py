"""The shipped pack, and the outline it was planned from where that is at hand."""

from functools import cache
from pathlib import Path

from bot.packs.folder import LoadedPack, read_pack

ROOT = Path(__file__).parents[2]
PACK = ROOT / "content" / "aws"
OUTLINE = ROOT.parent / "shared" / "seed" / "aws-interview-questions.txt"
OVERLAP_CHECK = ROOT.parent / "shared" / "checks" / "seed_overlap.py"


@cache
def shipped_pack() -> LoadedPack:
    """Read the pack, once."""
    return read_pack(PACK)
