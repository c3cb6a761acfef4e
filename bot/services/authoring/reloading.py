"""Reading packs in folders anew while Askaday runs; rounds and drills that were asked keep their own text."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import structlog

from bot.domain.members import ITSELF
from bot.domain.question import Pack, Question
from bot.domain.series import Series
from bot.packs.library import Found, PackLibrary
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.each import for_all_series
from bot.services.supplying import Supplying

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Difference:
    """How many questions of a pack came, went and became others."""

    before: int
    after: int
    added: int
    removed: int
    changed: int

    @property
    def is_none(self) -> bool:
        """Say whether the pack is the same."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Reloading:
    """Takes over what stands in folders now."""

    store: Store
    clock: Clock
    packs: PackLibrary

    async def reload(self) -> None:
        """Read all folders, and ask out of them from now on; what is broken is left out, and told as at the start."""
        before, found = self.packs.packs(), await asyncio.to_thread(self.packs.read)
        # On the store's thread, so that no transaction sees some of both.
        await self.store.call(lambda _tx: self.packs.hold(found))
        tell_problems(found.problems)
        differences = dict(_differences(before, found.packs))
        log.info("packs were read anew", packs=_counted(found), **_summed(differences))
        await for_all_series(self.store, lambda tx, some: self._note(tx, some, differences))
        await Supplying(self.packs, self.clock).tell_left_out(self.store, found.problems)

    def _note(self, tx: Transaction, some: Sequence[Series], differences: Mapping[str, Difference]) -> None:
        """Keep in the audit of each series what became of its packs."""
        now = self.clock.now()
        for series in some:
            for name in series.settings.packs:
                one = differences.get(name)
                if one is not None and not one.is_none:
                    before, after = {"questions": str(one.before)}, {"questions": str(one.after)}
                    after |= {"added": str(one.added), "removed": str(one.removed), "changed": str(one.changed)}
                    where, of = series.workspace, series.id
                    tx.audit.add(where, ITSELF, "pack read anew", name, now, series_id=of, before=before, after=after)


def tell_problems(problems: Mapping[str, Sequence[object]]) -> None:
    """Say in the log what is left out."""
    for name, problem in chain.from_iterable(((name, one) for one in some) for name, some in problems.items()):
        log.error("left out of the packs", pack=name, problem=str(problem))


def _differences(before: Mapping[str, Pack], after: Mapping[str, Pack]) -> Iterator[tuple[str, Difference]]:
    for name in sorted({*before, *after}):
        was, now = (_questions(packs.get(name)) for packs in (before, after))
        both = was.keys() & now.keys()
        changed = sum(was[ref] != now[ref] for ref in both)
        yield name, Difference(len(was), len(now), len(now) - len(both), len(was) - len(both), changed)


def _questions(pack: Pack | None) -> Mapping[str, Question]:
    return pack.by_ref if pack else {}


def _counted(found: Found) -> dict[str, int]:
    return {name: len(pack.questions) for name, pack in found.packs.items()}


def _summed(differences: Mapping[str, Difference]) -> dict[str, int]:
    every = differences.values()
    return {name: sum(getattr(one, name) for one in every) for name in ("added", "removed", "changed")}
