"""Which tests step around which trap of a platform; a trap is named by how it begins in the sheet of platform facts."""

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path

TESTS = Path(__file__).parents[1]

#: How a trap begins in the sheet → the tests, as file and function.
Traps = Mapping[str, tuple[str, ...]]


def missing(traps: Traps) -> Sequence[str]:
    """Give the tests that are named for traps and do not exist."""
    named = [one.split("::") for tests in traps.values() for one in tests]
    return [f"{file}::{name}" for file, name in named if name not in _functions_of(TESTS / file)]


def begin_of(traps: Traps, stated: str) -> str:
    """Give the name of a trap that is stated in the sheet; the statement itself if no test is named for it."""
    return next((begin for begin in traps if stated.startswith(begin)), stated)


def _functions_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
