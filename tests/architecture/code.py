"""The project's own code as text, read once for all tests that look into it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def files(*folders: str) -> list[Path]:
    """Give the modules of some folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def parsed(word: str, *folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Give the modules that have a word anywhere; parsing the others would take most of the time for nothing."""
    for path in files(*folders):
        if word in text_of(path):
            yield str(path.relative_to(ROOT)), ast.parse(text_of(path))
