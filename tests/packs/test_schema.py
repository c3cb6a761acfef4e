import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
import yaml

import bot.packs
from bot.packs.schema import SCHEMAS, schema_text
from tests.packs.samples import HEADER, MANIFEST


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schema_file_is_what_the_code_says(kind: str) -> None:
    file = Path(bot.packs.__file__).parent / f"{kind}.schema.json"

    assert file.read_text(encoding="utf-8") == schema_text(kind)


@pytest.mark.parametrize(("kind", "text"), [("question", HEADER), ("pack", MANIFEST)])
def test_schema_takes_what_the_code_takes(kind: str, text: str) -> None:
    data = json.loads(json.dumps(yaml.safe_load(text), default=str))

    validator = jsonschema.Draft202012Validator(json.loads(schema_text(kind)))

    assert list(validator.iter_errors(data)) == []
    assert [error.validator for error in validator.iter_errors({**data, "unknown": 1})] == ["additionalProperties"]
