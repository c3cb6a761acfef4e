"""What the forms show before anybody has filled them in; the engine checks every right again when they are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from bot.cards.forms import AnswerForm, away_form, drill_form, probe_form, round_form, why_form
from bot.cards.privacy import AWAY
from bot.commands.setting_up.merging import marks
from bot.commands.setting_up.setup import free_name
from bot.domain.answers import SEALED
from bot.domain.members import Actor
from bot.domain.rounds import RoundState
from bot.domain.series import Series, may_manage
from bot.domain.target import Target
from bot.domain.text import as_value, listing
from bot.errors import InputError, NotSetUpError, RefusedError
from bot.ports.store import Transaction
from bot.services.rights import may_set_up, require_manager, require_tracked
from bot.services.rounds.answering import sealed_revisions
from bot.services.services import Services

_SLOTS_SHOWN = 5
#: What a form is opened for that is for a new series, whatever is set up meanwhile.
NEW = "new"


@dataclass(frozen=True, slots=True)
class SetupForm:
    """What can be chosen, and the series to change; None: a new one."""

    #: Titles by name.
    packs: Mapping[str, str]
    graders: Sequence[str]
    #: Where a new series would ask.
    channel: str
    series: Series | None = None
    slots: tuple[datetime, ...] = ()
    #: What a new series is called if nobody chooses a name.
    name: str = ""
    #: That of another series of the workspace, for where a platform does not tell people's own; empty: there is none.
    zone: str = ""

    @property
    def target(self) -> str:
        """Say what it is opened for, to be handed over when it is saved."""
        return str(Target("series", self.series.id)) if self.series else NEW

    @property
    def opened(self) -> Mapping[str, str]:
        """Say what it shows when it is opened, to be handed over when it is saved."""
        return marks(self.series) if self.series else {}


def answer_form(tx: Transaction, services: Services, actor: Actor, target: str) -> AnswerForm:
    """Give the form of an `answer`, `why` or `away` action: for a round, a drill, or who asks.

    Raises:
        RefusedError: there is nothing to answer (any more).
    """
    meant = Target.read(target)
    if meant.kind == "drill" and meant.number is not None:
        return drill_form(services.drilling.unfinished(tx, actor, meant.number))
    if meant.kind == "probe" and meant.number is not None:
        return probe_form(services.drill_answering.probing(tx, actor, meant.number))
    if meant.kind == "why" and meant.number is not None:
        chosen = services.quick_answering.look(tx, actor, meant.number)
        return why_form(chosen.why, is_sealed=chosen.played.is_sealed)
    if meant.kind == AWAY:
        if not tx.series.of_workspace(actor.workspace):
            raise RefusedError("No series is set up here.", hint="There is nothing to be away from.")
        return away_form()
    played = tx.rounds.get(meant.number) if meant.kind == "round" and meant.number is not None else None
    if played is None or played.workspace != actor.workspace or played.question is None:
        raise RefusedError("This question does not exist here.")
    if played.state is not RoundState.OPEN:
        raise RefusedError("This question has closed.", hint="The model answer is in its thread.")
    require_tracked(tx, actor)
    own = [r for r in sealed_revisions(tx, played) if r.message == _sealed(actor)]
    return round_form(played.question, own[-1].text if own else "")


def setup_form(tx: Transaction, services: Services, actor: Actor, channel: str, target: str = "") -> SetupForm:
    """Give the form of a `setup` action: for the series it names, else for the channel's only one, else for a new one.

    Raises:
        NotSetUpError: the actor may neither run that series nor set one up.
        InputError: the actor may run several of that channel, and has to say which one.
        RefusedError: the series it names does not exist here.
    """
    packs = {name: pack.title for name, pack in services.managing.available(tx, actor.workspace).items()}
    series = _meant(tx, actor, channel, target)
    if series is None:
        if not may_set_up(tx, actor, channel):
            _refuse(tx, actor, channel)
        zones = [one.settings.schedule.zone for one in tx.series.of_workspace(actor.workspace)]
        name, zone = free_name(tx, actor.workspace), zones[0] if zones else ""
        return SetupForm(packs, services.graders, channel, name=name, zone=zone)
    require_manager(actor, series)
    slots = tuple(due for _, due in services.managing.preview(tx, series, _SLOTS_SHOWN))
    return SetupForm(packs, services.graders, channel, series, slots)


def _refuse(tx: Transaction, actor: Actor, channel: str) -> NoReturn:
    here = [one for one in tx.series.of_workspace(actor.workspace) if one.channel == channel]
    own = [one.name for one in here if may_manage(actor, one.settings)]
    if own:
        hint = f"Say which one: `/qotd setup series={as_value(own[0])} KEY=VALUE`. You run {listing(own)}."
        raise InputError("Several series are possible here.", hint=hint)
    raise NotSetUpError(channel)


def _meant(tx: Transaction, actor: Actor, channel: str, target: str) -> Series | None:
    everywhere = tx.series.of_workspace(actor.workspace)
    meant = Target.read(target)
    if meant.kind == "series":
        found = [series for series in everywhere if series.id == meant.id]
        if not found:
            raise RefusedError("This series does not exist here.")
        return found[0]
    here = [series for series in everywhere if series.channel == channel] if target != NEW else []
    return here[0] if len(here) == 1 else None


def _sealed(actor: Actor) -> str:
    return SEALED + actor.member
