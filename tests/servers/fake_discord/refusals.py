"""Refusals, with Discord's codes (docs.discord.com/developers/topics/opcodes-and-status-codes)."""

from typing import Any


class RefusedError(Exception):
    """A request that Discord refuses."""

    #: Seconds to wait, where it asks for too much.
    retry_after: float | None = None

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.errors = status, code, message, errors

    @property
    def answer(self) -> tuple[int, dict[str, Any]]:
        """Give the status and the JSON that are sent back."""
        said: dict[str, Any] = {"code": self.code, "message": self.message}
        return self.status, said | {"errors": self.errors} if self.errors else said


def unknown(what: str) -> RefusedError:
    """Refuse because the thing is not there, or cannot be seen."""
    codes = {
        "Application": 10002,
        "Channel": 10003,
        "Guild": 10004,
        "Member": 10007,
        "Message": 10008,
        "User": 10013,
        "Webhook": 10015,
        "Interaction": 10062,
    }
    return RefusedError(404, codes[what], f"Unknown {what.lower()}")


def missing_access() -> RefusedError:
    """Refuse because the bot does not see the channel."""
    return RefusedError(403, 50001, "Missing Access")


def missing_permissions() -> RefusedError:
    """Refuse because the bot may not do this here."""
    return RefusedError(403, 50013, "Missing Permissions")


def too_often(seconds: float) -> RefusedError:
    """Refuse what was done too often: a limit of one resource that no header tells of beforehand."""
    error = RefusedError(429, 0, "The resource is being rate limited.")
    error.retry_after = seconds
    return error


def invalid(path: str, message: str, code: str = "BASE_TYPE_BAD_VALUE") -> RefusedError:
    """Refuse a form, naming the field by its path, such as `embeds.0.description`."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        errors = {part: errors}
    return RefusedError(400, 50035, "Invalid Form Body", errors)
