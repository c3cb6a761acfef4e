"""Small packs as text, with room for one thing that is wrong."""

from pathlib import Path

MANIFEST = "name: demo\ntitle: Demo\ndescription: A pack.\nversion: 1.0.0\nlicence: MIT\nlanguage: en\n"
HEADER = """id: standby
level: associate
topics: [databases]
key_points:
  - text: A standby takes over.
verified: 2026-01-01
review_by: 2026-06-01
"""
BODY = "# Prompt\n\nWhat does a standby do?\n\n# Model answer\n\nA standby takes over.\n"


def question_text(header: str = HEADER, body: str = BODY) -> str:
    return f"---\n{header}---\n\n{body}"


def make_pack(folder: Path, files: dict[str, str] | None = None, manifest: str = MANIFEST) -> Path:
    (folder / "questions").mkdir(parents=True)
    (folder / "pack.yaml").write_text(manifest, encoding="utf-8")
    for name, text in (files or {"standby.md": question_text()}).items():
        target = folder / "questions" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder
