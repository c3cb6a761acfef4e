"""The size and names that keep the code readable: docs/architecture.md says why."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.code import ROOT, files, text_of

CODE = files("bot", "adapters", "scheduler", "tests", "benchmarks")
MOST_LINES = 400
MOST_FUNCTION_LINES = 60
#: Names that attract everything.
BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}


def test_code_is_found() -> None:
    assert ROOT / "bot" / "errors.py" in CODE


def test_modules_stay_short() -> None:
    long = {str(path.relative_to(ROOT)): n for path in CODE if (n := len(text_of(path).splitlines())) > MOST_LINES}

    assert long == {}


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in CODE
        if text_of(path).count("\n") >= MOST_FUNCTION_LINES
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]

    assert long == []


def test_module_names_say_what_is_inside() -> None:
    vague = [str(path.relative_to(ROOT)) for path in CODE if path.stem in BANNED]

    assert vague == []


def test_every_test_folder_is_a_package() -> None:
    # A folder of tests without __init__.py can shadow a library of its name.
    bare = [
        str(f.parent.relative_to(ROOT))
        for f in CODE
        if f.is_relative_to(ROOT / "tests") and not (f.parent / "__init__.py").exists()
    ]

    assert bare == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_is_left_for_later(word: str) -> None:
    places = [str(path.relative_to(ROOT)) for path in CODE if path != Path(__file__) and word in text_of(path)]

    assert places == []


def test_no_test_imports_from_another_tests_module() -> None:
    borrowed = [
        f"{path.relative_to(ROOT)}: {node.module}"
        for path in CODE
        if re.search(r"\btests\.(\w+\.)*test_", text_of(path))
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.ImportFrom) and re.match(r"tests\.(\w+\.)*test_", node.module or "")
    ]

    assert borrowed == []
