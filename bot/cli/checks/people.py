"""Whom the operator made administrators, and whether the platforms know them."""

from typing import TYPE_CHECKING

from bot.cli.checks.report import Report
from bot.domain.members import platform_of
from bot.errors import DeliveryError

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.ports.people import People


def check_managers(report: Report, settings: "Settings") -> None:
    """Say who is an administrator by ASKADAY_MANAGERS, and which of them are on a platform that is off."""
    is_on = {
        "slack": bool(settings.slack_app_token or settings.slack_signing_secret),
        "discord": settings.discord_token is not None,
    }
    for workspace, member in settings.managers:
        if is_on[platform_of(workspace)]:
            report.say("managers", f"{member} administers Askaday in {workspace}")
        else:
            off = f"{platform_of(workspace).capitalize()} is off"
            report.warn("managers", f"ASKADAY_MANAGERS names {workspace}/{member}, and {off}")


async def check_known(report: Report, settings: "Settings", platform: str, people: "People") -> None:
    """Say which of them a platform does not know."""
    for workspace, member in settings.managers:
        if platform_of(workspace) == platform:
            try:
                known = await people.names(workspace, [member])
            except DeliveryError as error:
                report.warn("managers", f"ASKADAY_MANAGERS: {workspace}/{member}: {error}")
            else:
                if not known:
                    report.warn("managers", f"ASKADAY_MANAGERS: {workspace} has no {member}, or not any more")
