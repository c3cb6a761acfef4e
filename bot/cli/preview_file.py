"""Pages that commands write for people to look at."""

from pathlib import Path
from typing import Annotated

import typer

from bot.errors import InputError
from bot.paths import typed_path

#: What the commands take.
QuestionName = Annotated[str, typer.Argument(help="A question: id, or pack/id.")]
Out = Annotated[Path, typer.Option(parser=typed_path, metavar="FILE", help="The page to write.")]


def write_page(out: Path, page: str) -> None:
    """Write a page and say so.

    Raises:
        InputError: it cannot be written there.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{out} cannot be written: {reason}.", hint="Name another with --out.") from None
    typer.echo(f"Wrote {out}.")
