"""Who may do what to a series; services ask before they act."""

from bot.domain.members import Actor, WhoSetsUp
from bot.domain.series import Series, may_manage, may_review
from bot.errors import NotSetUpError, RefusedError, RightsError
from bot.ports.store import Transaction


def may_set_up(tx: Transaction, actor: Actor, channel: str) -> bool:
    """Say whether the actor may set a new series up in a channel; with an empty one, somewhere.

    Administrators may. Who invited Askaday there and who may manage the channel may, unless administrators keep it to
    themselves.
    """
    if actor.is_admin:
        return True
    if tx.access.who_sets_up(actor.workspace) is WhoSetsUp.ADMINISTRATORS:
        return False
    there = {*actor.channels, *tx.access.invited_to(actor.workspace, actor.member)}
    return channel in there if channel else bool(there)


def require_set_up(tx: Transaction, actor: Actor, channel: str) -> None:
    """Refuse who may not set a new series up in a channel.

    Raises:
        NotSetUpError: they may not; who may is told where it is shown.
    """
    if not may_set_up(tx, actor, channel):
        raise NotSetUpError(channel)


def require_tracked(tx: Transaction, actor: Actor) -> None:
    """Refuse to take what would have to be stored from somebody who left tracking.

    Raises:
        RefusedError: they left it.
    """
    if not tx.members.is_tracked(actor.workspace, actor.member):
        said = "You left tracking, so Askaday stores no answer of yours."
        raise RefusedError(said, hint="**My data** lets you come back; `/qotd privacy return` does, too.")


def require_manager(actor: Actor, series: Series) -> None:
    """Refuse who may not manage.

    Raises:
        RightsError: the actor is neither manager of the series nor administrator of its workspace.
    """
    if actor.workspace != series.workspace or not may_manage(actor, series.settings):
        raise RightsError(f"Only managers of {series.name} and administrators may do this.")


def require_reviewer(actor: Actor, series: Series) -> None:
    """Refuse who may not review.

    Raises:
        RightsError: the actor is neither reviewer nor manager of the series, nor administrator of its workspace.
    """
    if actor.workspace != series.workspace or not may_review(actor, series.settings):
        raise RightsError(f"Only reviewers and managers of {series.name} may do this.")


def require_manager_of_any(tx: Transaction, actor: Actor) -> None:
    """Refuse whoever manages no series of their workspace.

    Raises:
        RightsError: they manage none.
    """
    if not any(may_manage(actor, series.settings) for series in tx.series.of_workspace(actor.workspace)):
        raise RightsError("Only those who manage a series here may do that for somebody else.")
