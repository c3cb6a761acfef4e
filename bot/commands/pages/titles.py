"""What questions are called on pages, where a link leads to what commands need."""

from collections.abc import Iterable, Mapping

from bot.ports.store import Transaction
from bot.services.services import Services


def titles(tx: Transaction, services: Services, workspace: str, refs: Iterable[str]) -> Mapping[str, str]:
    """Give the titles of questions by their `pack/id`, which stands for one without a title and one that is gone."""
    packs = services.managing.available(tx, workspace).values()
    every = {question.ref: question.title for pack in packs for question in pack.questions}
    return {ref: every.get(ref) or ref for ref in refs}
