"""SECURITY.md names tests that there are."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text())

    missing = [f"{path}::{name}" for path, name in named if name not in functions(ROOT / path)]

    assert len(named) > 10
    assert missing == []


def functions(path: Path) -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text("utf-8")) if path.exists() else ast.Module([], [])
    return {one.name for one in tree.body if isinstance(one, functions)}
