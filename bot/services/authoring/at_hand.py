"""The packs that a workspace may use, and who is credited for a question of its own."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from bot.domain.question import Pack, Question
from bot.domain.rounds import Round
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_count


def packs_at_hand(tx: Transaction, packs: PackSource, workspace: str) -> Mapping[str, Pack]:
    """Give them by name: those of folders, which all workspaces share, and the workspace's own.

    Of two of one name the workspace's own is meant: the other was put into a folder later.
    """
    own = tx.own_packs.packs(workspace)
    return dict(packs.packs()) | {pack.name: pack for pack in own} if own else packs.packs()


def question_at_hand(tx: Transaction, packs: PackSource, workspace: str, ref: str) -> Question | None:
    """Give a question by its `pack/id`; None: no pack that the workspace may use has it any more."""
    pack = packs_at_hand(tx, packs, workspace).get(ref.partition("/")[0])
    return pack.by_ref.get(ref) if pack else None


def credit_of(tx: Transaction, played: Round) -> str:
    """Give what the member is called who suggested a round's question and wants to be named; empty: nobody is."""
    if played.question is None:
        return ""
    member = tx.own_packs.credits(played.workspace).get(played.question.ref, "")
    found = tx.members.get(played.workspace, member) if member else None
    return found.name if found else ""


def restate_credit(tx: Transaction, workspace: str, refs: AbstractSet[str], now: datetime) -> None:
    """Bring the cards of open rounds in line with who is credited for these questions now."""
    for played in tx.rounds.open_in(workspace):
        if played.question is not None and played.question.ref in refs:
            owe_count(tx, workspace, played.id, played.channel, now)
