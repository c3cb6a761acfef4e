"""What reviewers of a workspace accepted as further wordings, written into a copy of a pack."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.judging.wordings import Wording
    from bot.domain.question import Pack
    from bot.ports.store import Transaction


def with_accepted(pack: "Pack", workspace: str) -> "Pack":
    """Give a pack with what a workspace accepted as `alt` and `contrary`; say how much that is, and what fits nowhere.

    Raises:
        InputError: that is no workspace here.
    """
    from bot.domain.judging.wordings import laid_over  # slow import
    from bot.domain.text import count  # slow import

    own = [one for one in _accepted(workspace) if one.ref.partition("/")[0] == pack.name]
    points = {(question.ref, point.text) for question in pack.questions for point in question.key_points}
    lost = [one for one in own if (one.ref, one.point) not in points]
    kept = len(own) - len(lost)
    typer.echo(f"{count(kept, 'sentence')} accepted in {workspace} added to {pack.name}.", err=True)
    for one in lost:
        typer.echo(f"left out: {one.ref} has no key point “{one.point}” any more: “{one.text}”", err=True)
    return replace(pack, questions=tuple(laid_over(question, own) for question in pack.questions))


def write_copy(pack: "Pack", folder: Path | None, workspace: str) -> None:
    """Write a copy of a pack with what a workspace accepted, as a new folder.

    Raises:
        InputError: no folder is named, or that is no workspace here.
        PackError: the folder holds something already, or cannot be written.
    """
    from bot.errors import InputError  # slow import
    from bot.packs.writing import refuse_occupied, write_pack  # slow import

    if folder is None:
        raise InputError("A copy of a pack needs a folder.", hint="Add --out and a new folder, or --format json.")
    refuse_occupied(folder)
    write_pack(with_accepted(pack, workspace), folder)


def _accepted(workspace: str) -> "Sequence[Wording]":
    from bot.cli.stored import from_store  # slow import
    from bot.errors import InputError  # slow import

    def read(tx: "Transaction") -> "tuple[Sequence[Wording], list[str]]":
        return tx.wordings.of_workspace(workspace), sorted({one.workspace for one in tx.series.all()})

    found, known = from_store(read)
    if not found and workspace not in known:
        hint = f"Workspaces: {', '.join(known)}." if known else "No series is set up yet."
        raise InputError(f"There is no workspace {workspace!r}.", hint=hint)
    return found
