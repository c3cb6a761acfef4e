import pytest

from bot.packs.yaml_text import read_yaml


def test_values_with_lines() -> None:
    read = read_yaml("a: 1\nb:\n  - x\n  - {c: yes, d: 2026-01-01}\n", offset=10)

    assert read.lines == {
        (): 11, ("a",): 11, ("b",): 12, ("b", 0): 13, ("b", 1): 14, ("b", 1, "c"): 14, ("b", 1, "d"): 14,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2\n", (2, "the key “a” is given twice")),
        ("a: &x [1]\nb: *x\n", (2, "the alias *x is not taken: write the value out")),
        ("a: !!python/object:os.system 1\n", (1, "the tag tag:yaml.org,2002:python/object:os.system is not taken")),
        ("a:\n  ? [1]\n  : 2\n", (2, "a key must be plain text")),
        ("[" * 100_000, (1, "is nested too deeply")),
        ("--- 1\n--- 2\n", (1, "holds more than one YAML document")),
        ("a: b: c\n", (1, "is no valid YAML: mapping values are not allowed in this context")),
        ("a: \x07\n", (1, "is no valid YAML: control characters are not allowed")),
    ],
)
def test_problem(text: str, problem: tuple[int, str]) -> None:
    assert read_yaml(text).problems == (problem,)


def test_alias_bomb() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))

    read = read_yaml(f"l0: &l0 x\n{levels}")

    assert len(read.problems) == 29 * 9


def test_empty_text() -> None:
    assert read_yaml("").value is None
