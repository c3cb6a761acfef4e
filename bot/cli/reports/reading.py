"""Reading figures beside a bot that runs: what is written meanwhile changes nothing of what is read."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.domain.series import Series
    from bot.ports.store import Transaction
    from bot.services.services import Services

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """What a report is made from."""

    tx: "Transaction"
    services: "Services"
    #: Those that were asked for, of all workspaces.
    series: "Sequence[Series]"


def read(name: str | None, work: Callable[[Reader], T]) -> T:
    """Read figures of all series, or of those of a name.

    Raises:
        InputError: there is no series of that name.
    """
    return asyncio.run(_read(name, work))


async def _read(name: str | None, work: Callable[[Reader], T]) -> T:
    # slow imports
    from bot.bootstrap import build
    from bot.config.settings import read_settings
    from bot.databases import open_store
    from bot.packs.library import SHIPPED_PACKS, PackLibrary

    settings = read_settings()
    store = open_store(settings, read_only=True)
    try:
        # Packs are read where figures need them: that takes longer than all the rest.
        app = build(settings, {}, store=store, packs=PackLibrary([SHIPPED_PACKS, *settings.packs]))
        return await store.read(lambda tx: work(Reader(tx, app.services, _named(tx, name))))
    finally:
        await store.close()


def _named(tx: "Transaction", name: str | None) -> "list[Series]":
    from bot.errors import InputError  # slow import

    everything = tx.series.all()
    chosen = [one for one in everything if name is None or one.name.casefold() == name.casefold()]
    if name is not None and not chosen:
        names = ", ".join(sorted({one.name for one in everything})) or "none yet"
        raise InputError(f"There is no series {name!r}.", hint=f"Series: {names}.")
    return chosen
