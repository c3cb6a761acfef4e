"""Who may do what to a series; services ask before they act."""

from bot.domain.members import Actor
from bot.domain.series import Series, may_manage, may_review
from bot.errors import RightsError


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
