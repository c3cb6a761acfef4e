"""A series: its settings from the one table, when it asks next, what goes ahead, and what was changed by whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.cards.access import AUDIT_HEADER, change_row
from bot.cards.notices.series import series_card
from bot.commands.forms import SetupForm, setup_form
from bot.commands.pages.asked import PageQuery, ShownOnPage
from bot.commands.pages.overview import managed
from bot.commands.pages.titles import titles
from bot.commands.setting_up.forms import written
from bot.commands.setting_up.settings import SETTINGS, Setting
from bot.domain.calendar.periods import ALL_TIME
from bot.domain.card import Action, Card
from bot.domain.members import Actor
from bot.domain.series import Series
from bot.domain.target import Target
from bot.ports.store import Transaction
from bot.services.managing import Queued
from bot.services.services import Services

_SLOTS = 5


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as it is now."""

    setting: Setting
    #: As it is typed; people by name.
    value: str


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """How a series is set up, for who runs it."""

    shown: ShownOnPage
    #: What `/qotd preview` says, with what managers do to it in chat.
    preview: Card
    settings: tuple[SettingLine, ...]
    #: What the form of the settings offers, and what it is opened for.
    form: SetupForm
    #: The names of those who run and review it, by id; the id of those never seen.
    people: Mapping[str, str]
    #: What goes ahead of the rotation.
    queued: tuple[Queued, ...]
    #: What those are called, by `pack/id`.
    titles: Mapping[str, str]
    #: What was changed, newest first, in the order of `AUDIT_HEADER`: a page of it.
    changes: tuple[tuple[str, ...], ...]
    page: int
    has_more: bool
    header: tuple[str, ...] = AUDIT_HEADER
    #: Where it asks, as people write it: "#general"; its id where the platform does not say.
    channel: str = ""


def one_series(tx: Transaction, services: Services, actor: Actor, asked: PageQuery) -> SeriesPage:
    """Give a series with a page of what was changed of it in a period.

    Raises:
        InputError: the period is not understood.
        RefusedError: there is no such series here.
        RightsError: the actor may not manage it.
    """
    series, _, every = managed(tx, actor, asked)
    names = tx.members.names(actor.workspace)
    values = written(series, names)
    audit = services.auditing.page(tx, actor, asked.period or ALL_TIME, asked.page, series=series)
    of = {one.id: one.name for one in tx.series.of_workspace(actor.workspace)}
    slots = services.managing.preview(tx, series, _SLOTS)
    queued = tuple(services.managing.queue(tx, actor, series))
    return SeriesPage(
        shown=ShownOnPage(series.name, audit.period, every),
        preview=replace(
            series_card(series, slots, f"{series.name}: what comes next"),
            actions=_actions(series, has_slots=bool(slots)),
        ),
        settings=tuple(SettingLine(row, values[key]) for key, row in SETTINGS.items() if key in values),
        form=setup_form(tx, services, actor, series.channel, str(Target("series", series.id))),
        people={one: names.get(one, one) for one in sorted(series.settings.managers | series.settings.reviewers)},
        queued=queued,
        titles=titles(tx, services, actor.workspace, [one.ref for one in queued]),
        changes=tuple(change_row(change, names, of, most=None) for change in audit.changes),
        page=audit.number,
        has_more=audit.has_more,
    )


def _actions(series: Series, *, has_slots: bool) -> tuple[Action, ...]:
    """Give what managers do to a series that runs, or is paused."""
    target = str(Target("series", series.id))
    if series.pause_reason:
        return (Action("resume", "Resume", target),)
    skip = (Action("skip", "Skip the next", target),) if has_slots else ()
    return (Action("pause", "Pause", target), *skip)


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series at a glance."""

    name: str
    #: What `/qotd preview` says of its next slot.
    preview: Card


def all_series(tx: Transaction, services: Services, actor: Actor) -> tuple[SeriesLine, ...]:
    """Give every series that the actor manages.

    Raises:
        RightsError: there is none.
    """
    _, _, every = managed(tx, actor, PageQuery())
    found = [one for one in tx.series.of_workspace(actor.workspace) if one.name in every]
    return tuple(
        SeriesLine(one.name, series_card(one, services.managing.preview(tx, one, 1), one.name)) for one in found
    )
