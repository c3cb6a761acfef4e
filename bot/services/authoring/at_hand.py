"""The packs that a workspace may use."""

from collections.abc import Mapping

from bot.domain.question import Pack
from bot.ports.packs import PackSource
from bot.ports.store import Transaction


def packs_at_hand(tx: Transaction, packs: PackSource, workspace: str) -> Mapping[str, Pack]:
    """Give them by name: those of folders, which all workspaces share, and the workspace's own.

    Of two of one name the workspace's own is meant: the other was put into a folder later.
    """
    own = tx.own_packs.packs(workspace)
    return dict(packs.packs()) | {pack.name: pack for pack in own} if own else packs.packs()
