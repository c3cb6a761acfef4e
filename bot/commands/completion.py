"""Which values there are for an argument, for platforms that complete what somebody types: its kind decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.commands.arguments import Argument, Kind
from bot.domain.calendar.periods import NAMED_PERIODS
from bot.domain.calendar.zones import zone_names
from bot.ports.store import Transaction
from bot.services.services import Services

#: Where the values of a kind are known without a look into the store.
_KNOWN: Mapping[Kind, Callable[[], Sequence[str]]] = {Kind.PERIOD: lambda: NAMED_PERIODS, Kind.ZONE: zone_names}
_KEPT: Mapping[Kind, Callable[[Services, Transaction, str], Sequence[str]]] = {
    Kind.SERIES: lambda services, tx, workspace: services.managing.names(tx, workspace),
    Kind.TOPIC: lambda services, tx, workspace: services.drill_pool.topics(tx, workspace),
    Kind.PACKS: lambda services, tx, workspace: list(services.managing.available(tx, workspace)),
}
COMPLETED = frozenset({*_KNOWN, *_KEPT})


async def completed(services: Services, workspace: str, argument: Argument, typed: str) -> Sequence[str]:
    """Give the values that fit what was typed so far; none of a kind that is not completed."""
    if argument.kind not in COMPLETED:
        return []
    if argument.kind in _KNOWN:
        return fitting(_KNOWN[argument.kind](), typed)
    known = await services.store.call(lambda tx: _KEPT[argument.kind](services, tx, workspace))
    return fitting_last(known, typed) if argument.kind is Kind.PACKS else fitting(known, typed)


def fitting(known: Iterable[str], typed: str) -> list[str]:
    """Give the values that contain what was typed; "new york" finds America/New_York."""
    wanted = _bare(typed)
    return [one for one in known if wanted in _bare(one)]


def fitting_last(known: Iterable[str], typed: str) -> list[str]:
    """Give lists that go on with values for the last of those that were typed, separated by commas."""
    *before, last = typed.split(",")
    chosen = [one.strip() for one in before]
    return [",".join([*chosen, one]) for one in fitting(known, last.strip()) if one not in chosen]


def _bare(text: str) -> str:
    return text.casefold().replace("_", " ")
