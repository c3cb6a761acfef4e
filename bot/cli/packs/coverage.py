"""`askaday packs coverage`: how many questions stand for each domain of the exams."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.paths import typed_path


def coverage(
    folder: Annotated[Path, typer.Argument(parser=typed_path, metavar="DIR", help="The folder of a pack.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count the questions of a pack by exam and domain, as a table of Markdown."""
    from bot.packs.coverage import coverage as counted  # slow import
    from bot.packs.coverage import coverage_table, read_guides  # slow import
    from bot.packs.folder import read_pack  # slow import

    rows = counted(read_pack(folder).pack, read_guides(folder))
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
    elif rows:
        sys.stdout.write(coverage_table(rows))
    else:
        sys.stdout.write("No question of this pack names an exam.\n")
