"""What the processes that run on the database do, and whether anything is left out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.cli.checks.report import Report
from bot.config.roles import Role
from bot.domain.text import count

if TYPE_CHECKING:
    from bot.config.settings import Settings


def check_processes(report: Report, settings: "Settings", running: Mapping[str, int]) -> None:
    """Say what runs, by role, and warn of what nobody does; nothing is said where nothing runs or one does all."""
    # Processes from before there were roles gave none.
    roles = {Role(name or Role.ALL): number for name, number in running.items()}
    if not roles or not settings.is_on_server:
        return
    listed = ", ".join(f"{number} with --role {role}" for role, number in sorted(roles.items()))
    report.say("processes", f"{count(sum(roles.values()), 'process', 'processes')} in the last two minutes: {listed}")
    if not any(role.works for role in roles):
        report.warn("processes", "none does what is due, so nothing is asked or sent: start one with --role work")
    if settings.has_platform and not any(role.connects for role in roles):
        report.warn("processes", "none hears what people do: start one with --role connect")
    if settings.pages_at and not any(role.shows for role in roles):
        report.warn("processes", "none shows the pages: start one with --role web")
