"""Which values there are for an argument, for platforms that complete what somebody types: its kind decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.commands.arguments import Argument, Kind
from bot.domain.calendar.periods import NAMED_PERIODS
from bot.domain.calendar.zones import zone_names
from bot.services.services import Services

#: Where the values of a kind are known without a look into the store.
_KNOWN: Mapping[Kind, Callable[[Services], Sequence[str]]] = {
    Kind.PERIOD: lambda _services: NAMED_PERIODS,
    Kind.TOPIC: lambda services: services.drill_pool.topics(),
    Kind.PACKS: lambda services: list(services.managing.packs.packs()),
    Kind.ZONE: lambda _services: zone_names(),
}
COMPLETED = frozenset({Kind.SERIES, *_KNOWN})


async def completed(services: Services, workspace: str, argument: Argument, typed: str) -> Sequence[str]:
    """Give the values that fit what was typed so far; none of a kind that is not completed."""
    if argument.kind not in COMPLETED:
        return []
    if argument.kind is Kind.SERIES:
        return fitting(await services.store.call(services.managing.names, workspace), typed)
    known = _KNOWN[argument.kind](services)
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
