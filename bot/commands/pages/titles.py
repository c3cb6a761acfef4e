"""What questions are called on pages, where a link leads to what commands need."""

from collections.abc import Iterable, Mapping

from bot.ports.store import Transaction
from bot.services.services import Services


def titles(tx: Transaction, services: Services, workspace: str, refs: Iterable[str]) -> Mapping[str, str]:
    """Give the titles of questions by their `pack/id`, which stands for one without a title and one that is gone."""
    wanted = list(refs)
    packs = services.managing.available(tx, workspace)
    # By their ids: to write the `pack/id` of every question of a pack takes longer than all else.
    every = {
        name: {question.id: question.title for question in packs[name].questions}
        for name in {ref.partition("/")[0] for ref in wanted} & packs.keys()
    }

    def title(ref: str) -> str:
        name, _, number = ref.partition("/")
        return every.get(name, {}).get(number) or ref

    return {ref: title(ref) for ref in wanted}
