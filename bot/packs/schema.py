"""The JSON Schemas of the front matter and the manifest, for editors that complete and check YAML."""

import json
from typing import Final

from bot.packs.records import FrontMatter, Manifest, Record

#: What each schema file beside this module describes.
SCHEMAS: Final[dict[str, type[Record]]] = {"question": FrontMatter, "pack": Manifest}


def schema_text(kind: str) -> str:
    """Give the JSON Schema of "question" (front matter) or "pack" (manifest) as the checked-in file holds it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **SCHEMAS[kind].model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
