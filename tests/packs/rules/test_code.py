import pytest

from bot.packs.rules.code import broken_code, code_blocks, code_without_language
from tests.packs.rules.questions import found


@pytest.mark.parametrize(
    "block",
    [
        'json\n{"a": [1]}',
        "yaml\nBucket: !GetAtt Logs.Arn\n---\na: !Sub\n  - x\n  - {b: c}",
        "python\nfor one in []:\n    print(one)",
        "bash\nif then (",
        "text\n}",
        "\n}",
    ],
)
def test_code_that_parses_or_is_not_parsed(block: str) -> None:
    assert found(broken_code, model_answer=f"```{block}\n```") == []


@pytest.mark.parametrize(
    ("language", "code"), [("json", '{"a": 1,}'), ("yaml", "a: b: c"), ("yaml", "a: [1"), ("python", "def f(:")]
)
@pytest.mark.parametrize("part", ["prompt", "model_answer"])
def test_code_that_does_not_parse(part: str, language: str, code: str) -> None:
    text = f"Look:\n\n```{language.upper()} title\n{code}\n```"

    (problem,) = found(broken_code, **{part: text})

    # What follows is the parser's own sentence, which changes with its version.
    assert problem.startswith(f"standby: {part}: the {language} block in its line 3 does not parse: ")


@pytest.mark.parametrize("part", ["prompt", "model_answer"])
def test_code_without_language(part: str) -> None:
    text = "```json\n{}\n```\n\n```\n{}\n```"

    assert found(code_without_language, **{part: text}) == [
        f"standby: {part}: the code block in its line 5 names no language"
    ]


def test_code_with_language() -> None:
    assert found(code_without_language, model_answer="```text\n```\n\n`inline`") == []


def test_code_blocks_in_lists_and_quotes() -> None:
    text = "- a\n\n  ```json\n  {}\n  ```\n\n> ~~~yaml\n> a: 1\n> ~~~"

    assert list(code_blocks(text)) == [(3, "json", "{}\n"), (7, "yaml", "a: 1\n")]
