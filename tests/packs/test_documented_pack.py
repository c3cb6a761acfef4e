"""The pack on docs/packs.md, which people copy."""

import re
from pathlib import Path

from typer.testing import CliRunner

from bot.cli.packs.app import packs_app

PAGE = Path(__file__).parent.parent.parent / "docs" / "packs.md"


def block(language: str) -> str:
    """Give the page's first block of code in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_documented_pack_checks_clean(tmp_path: Path) -> None:
    question = block("markdown")
    name = question.split("id: ")[1].split()[0]
    (tmp_path / "pack.yaml").write_text(block("yaml"), encoding="utf-8")
    (tmp_path / f"{name}.md").write_text(question, encoding="utf-8")

    result = CliRunner().invoke(packs_app, ["check", str(tmp_path), "--strict"])

    assert (result.stderr, result.stdout) == ("", "1 question, no problems\n")
