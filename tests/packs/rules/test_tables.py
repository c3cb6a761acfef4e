import pytest

from bot.packs.rules.tables import SourceTable, oversized_tables, source_tables, uneven_tables
from tests.packs.rules.questions import found


def table(columns: int, rows: int, cell: str = "x") -> str:
    """Give a table with a header and that many rows in all."""
    row = "|" + f" {cell} |" * columns
    return "\n".join([row, "|" + "---|" * columns, *[row] * (rows - 1)])


@pytest.mark.parametrize("text", [table(4, 3), table(1, 100), table(2, 10, "x" * 97), "a | b"])
def test_tables_that_fit(text: str) -> None:
    assert found(oversized_tables, model_answer=text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (table(5, 2), "has 5 columns; at most 4 are taken"),
        (table(1, 101), "has 101 rows; at most 100 are taken"),
        (table(2, 10, "x" * 98), "has 2020 characters when aligned; at most 2000 are taken"),
    ],
)
@pytest.mark.parametrize("part", ["prompt", "model_answer"])
def test_tables_that_do_not_fit(part: str, text: str, reason: str) -> None:
    assert found(oversized_tables, **{part: f"Look:\n\n{text}"}) == [
        f"standby: {part}: the table in its line 3 {reason}"
    ]


@pytest.mark.parametrize(
    "text", [table(2, 3), "| a | b |\n|:-:|---|\n| `x\\|y` | |", "a | b\n--|--\nc | d", "a\n\n---"]
)
def test_tables_with_even_rows(text: str) -> None:
    assert found(uneven_tables, model_answer=text) == []


@pytest.mark.parametrize("row", ["| c |", "| c | d | e |"])
def test_tables_with_uneven_rows(row: str) -> None:
    assert found(uneven_tables, model_answer=f"| a | b |\n|---|---|\n{row}") == [
        "standby: model_answer: the table in its line 1 has rows of different length"
    ]


def test_table_whose_header_has_other_columns() -> None:
    assert found(uneven_tables, prompt="| a | b | c |\n|---|---|\n| d | e |") == [
        "standby: prompt: its line 2 divides no table: the header has other columns"
    ]


def test_source_of_a_table() -> None:
    text = "- Look:\n\n  | Store | Use |\n  |---|---|\n  | S3 | files \\| logs |\n  | EBS | |"

    assert list(source_tables(text)) == [
        SourceTable(3, (("Store", "Use"), ("S3", "files \\| logs"), ("EBS", ""))),
    ]
