"""Telling an administrator that nobody is left of those who ran a series."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.cards.access import left_notice
from bot.domain.members import is_group_id, platform_of
from bot.domain.series import Series, SeriesState
from bot.errors import DeliveryError
from bot.ports.clock import Clock
from bot.ports.messenger import Messenger
from bot.ports.store import Store, Transaction
from bot.services.access.recognising import Recognising
from bot.services.deliveries.owing import tell_members
from bot.services.each import for_all_series

log = structlog.get_logger()

#: So many of a series' latest changes are looked through for who was its last manager.
_MOST_CHANGES = 1000


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Looks whether the managers of each series are still there."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    recognising: Recognising

    async def tell_left(self) -> None:
        """Tell an administrator of each active series whose managers have all left, once for those managers.

        A platform that does not answer is asked again the next night.
        """
        named: list[Series] = []
        await for_all_series(self.store, lambda tx, some: named.extend(one for one in some if _is_to_look_at(tx, one)))
        for series in named:
            try:
                if not await self._is_run(series) and (found := await self._administrator(series)):
                    await self.store.call(self._tell, series, found)
            except DeliveryError as error:
                log.warning("managers could not be looked up", workspace=series.workspace, error=str(error))

    async def _is_run(self, series: Series) -> bool:
        """Say whether one of the managers is there; they are asked for one by one, since mostly the first one is."""
        messenger = self.messengers.get(platform_of(series.workspace))
        if messenger is None:
            return True
        for member in sorted(series.settings.managers):
            if await messenger.people.names(series.workspace, [member]):
                return True
        return False

    async def _administrator(self, series: Series) -> Sequence[str]:
        gone = series.settings.managers
        return [one for one in await self.recognising.administrators(series.workspace) if one not in gone][:1]

    def _tell(self, tx: Transaction, series: Series, members: Sequence[str]) -> None:
        managers = " ".join(sorted(series.settings.managers))
        code = hashlib.sha256(f"left {managers}".encode()).hexdigest()
        tell_members(tx, series, set(members), left_notice(series), code=code, now=self.clock.now())


def _is_to_look_at(tx: Transaction, series: Series) -> bool:
    """Say whether it is active and was run by people: of a group nobody can say that it is empty.

    A series without managers is one for administrators alone, unless the last of them erased their data.
    """
    managers = series.settings.managers
    if series.state is not SeriesState.ACTIVE or any(map(is_group_id, managers)):
        return False
    return bool(managers) or _was_erased(tx, series)


def _was_erased(tx: Transaction, series: Series) -> bool:
    found = tx.audit.changes(series.workspace, None, None, series=[series.id], limit=_MOST_CHANGES)
    last = next((one for one in found if "managers" in one.after), None)
    return last is not None and last.action == "erased"
