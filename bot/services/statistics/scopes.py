"""What figures are asked for, and by whom: whoever has a scope may see its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.members import Actor
from bot.domain.series import Series, may_manage
from bot.domain.statistics.floor import PeopleShown, ViewRules
from bot.errors import RightsError
from bot.ports.store import Transaction
from bot.services.rights import require_manager


@dataclass(frozen=True, slots=True)
class Scope:
    """Some series of one workspace, at least one, and what of their figures is shown."""

    series: tuple[Series, ...]
    #: Of the workspace.
    rules: ViewRules
    #: Whether exact scores of named people are shown.
    sees_scores: bool

    @property
    def workspace(self) -> str:
        """Give the workspace."""
        return self.series[0].workspace

    @property
    def name(self) -> str:
        """Give the name of the only series; empty: there are several."""
        return self.series[0].name if len(self.series) == 1 else ""

    @property
    def packs(self) -> frozenset[str]:
        """Give the packs that the series draw from."""
        return frozenset(pack for series in self.series for pack in series.settings.packs)

    @property
    def zone(self) -> str:
        """Give the zone by which days are told where there is only one answer."""
        return self.series[0].settings.schedule.zone


def scope_for(tx: Transaction, actor: Actor, series: Series) -> Scope:
    """Give a series to one of its managers.

    Raises:
        RightsError: the actor may not manage it.
    """
    require_manager(actor, series)
    return _scope(tx, (series,), sees_scores=is_reviewer(actor, series))


def scope_of_all(tx: Transaction, actor: Actor) -> Scope:
    """Give all series of a workspace that the actor may manage.

    Raises:
        RightsError: there is none.
    """
    managed = [one for one in tx.series.of_workspace(actor.workspace) if may_manage(actor, one.settings)]
    if not managed:
        raise RightsError("Only managers of a series and administrators may do this.")
    return _scope(tx, managed, sees_scores=all(is_reviewer(actor, one) for one in managed))


def scope_for_operator(tx: Transaction, series: Sequence[Series]) -> Scope:
    """Give series of one workspace to who runs Askaday and can read the database anyway; no right is checked."""
    return _scope(tx, series, sees_scores=True)


def scope_of_own(tx: Transaction, series: Series) -> Scope:
    """Give a series to a member who is shown nothing but what is theirs, with their scores."""
    return _scope(tx, (series,), sees_scores=True)


def is_reviewer(actor: Actor, series: Series) -> bool:
    """Say whether somebody is named as a reviewer; a manager as such may grade, and is shown levels."""
    return bool(series.settings.reviewers & ({actor.member} | actor.groups))


def _scope(tx: Transaction, series: Sequence[Series], *, sees_scores: bool) -> Scope:
    rules = tx.statistics.rules(series[0].workspace)
    return Scope(tuple(series), rules, sees_scores or rules.people is PeopleShown.SCORES)
