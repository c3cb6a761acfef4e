"""A workspace's own packs, as commands read them from the database."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.question import Pack
    from bot.ports.store import Transaction


def own_pack(workspace: str, name: str | None) -> "Pack | None":
    """Give a pack of a workspace's own by its name, without one that of approved questions; authors are named in it.

    None: it has no such pack.

    Raises:
        InputError: no name is given, and nothing was approved there.
    """
    from bot.cli.stored import from_store  # slow import
    from bot.errors import InputError  # slow import

    def read(tx: "Transaction") -> "tuple[Pack | None, list[str]]":
        known = sorted({one.workspace for one in tx.series.all()})
        meant = name or tx.own_packs.approved(workspace)
        found = next((one for one in tx.own_packs.packs(workspace) if one.name == meant), None)
        return (_named(tx, workspace, found) if found else None), known

    found, known = from_store(read)
    if found is None and name is None:
        hint = f"Workspaces: {', '.join(known)}." if known else "No series is set up yet."
        raise InputError(f"No question of its own was approved in {workspace!r}.", hint=hint)
    return found


def _named(tx: "Transaction", workspace: str, pack: "Pack") -> "Pack":
    """Give a pack with the names of those who want to be credited."""
    names, credits_ = tx.members.names(workspace), tx.own_packs.credits(workspace)
    credited = (replace(one, author=one.author or names.get(credits_.get(one.ref, ""), "")) for one in pack.questions)
    return replace(pack, questions=tuple(credited))
