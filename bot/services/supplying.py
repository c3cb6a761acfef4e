"""Telling managers in time that their questions lapse, and at once that some cannot be used.

That a series has asked all of them is told where it chooses: `rounds/opening.py`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.cards.notices.questions import lapse_notice, left_out_notice
from bot.domain.calendar.localtime import local_day
from bot.domain.series import Series, SeriesState
from bot.domain.supply import Supply, month_of, supply
from bot.errors import PackProblem
from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.ports.store import Store, Transaction
from bot.services.authoring.at_hand import packs_at_hand
from bot.services.deliveries.owing import tell_managers
from bot.services.each import for_all_series


@dataclass(frozen=True, slots=True)
class Supplying:
    """Looks after what each series can ask."""

    packs: PackSource
    clock: Clock

    def supply(self, tx: Transaction, series: Series) -> Supply:
        """Say what a series can ask today, where it is."""
        today = local_day(self.clock.now(), series.settings.schedule.zone)
        quarantined = tx.flags.quarantined(series.workspace)
        at_hand = packs_at_hand(tx, self.packs, series.workspace)
        return supply(at_hand, series.settings.packs, quarantined, today, series.settings.form)

    async def tell_lapsing(self, store: Store) -> None:
        """Tell the managers of each active series, once for each month, that questions lapse within thirty days."""
        await for_all_series(store, self._tell_lapsing)

    def _tell_lapsing(self, tx: Transaction, some: Sequence[Series]) -> None:
        now = self.clock.now()
        for series in some:
            found = self.supply(tx, series)
            lapsing = found.lapsing(local_day(now, series.settings.schedule.zone))
            month = month_of(lapsing[0].review_by) if lapsing else ""
            if series.state is SeriesState.ACTIVE and month > series.lapse_told:
                tx.series.set_lapse_told(series.id, month)
                card = lapse_notice(series, lapsing, len(found.questions) - len(lapsing))
                tell_managers(tx, series, card, code=f"lapse {month}", now=now)

    async def tell_left_out(self, store: Store, problems: Mapping[str, Sequence[PackProblem]]) -> None:
        """Tell the managers of each active series, once, which parts of its packs cannot be used.

        `problems` are those found when packs were read, by the pack's name.
        """
        await for_all_series(store, partial(self._tell_left_out, problems))

    def _tell_left_out(
        self, problems: Mapping[str, Sequence[PackProblem]], tx: Transaction, some: Sequence[Series]
    ) -> None:
        for series in some:
            found = [str(one) for name in series.settings.packs for one in problems.get(name, ())]
            found += [f"the pack {name} is missing" for name in self.supply(tx, series).missing]
            if found and series.state is SeriesState.ACTIVE:
                code = hashlib.sha256("\n".join(found).encode()).hexdigest()
                tell_managers(tx, series, left_out_notice(series, found), code=f"left out {code}", now=self.clock.now())
