"""What has one home: the same decision is not taken in two places."""

import ast
from collections.abc import Iterator

from tests.architecture.code import parsed

#: Weights are typed as `security:3`, which is neither a target nor a workspace.
TAKING_WEIGHTS_APART = {"read_weights"}


def functions(word: str, *folders: str) -> Iterator[tuple[str, ast.AST]]:
    for place, tree in parsed(word, *folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name not in TAKING_WEIGHTS_APART:
                yield place, node


def is_partition(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"partition", "rpartition"}
        and [one.value for one in node.args if isinstance(one, ast.Constant)] == [":"]
    )


def test_targets_and_workspaces_are_taken_apart_in_one_place_each() -> None:
    places = {
        place
        for place, function in functions("partition(", "bot", "adapters", "scheduler")
        if any(is_partition(node) for node in ast.walk(function))
    }

    assert places == {"bot/domain/target.py", "bot/domain/members.py"}


def test_what_is_said_is_written_in_cards_and_commands_alone() -> None:
    places = {
        "/".join(place.split("/")[:2])
        for place, function in parsed("Card(", "bot", "adapters", "scheduler")
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Card"
    }

    assert places == {"bot/cards", "bot/commands"}


def test_chat_adapters_touch_no_table_but_installations_and_limits() -> None:
    touched = {
        (place, node.attr)
        for place, function in functions("tx.", "adapters/slack", "adapters/discord", "adapters/console")
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "tx"
    }

    assert {table for _, table in touched} == {"installations", "limits"}
