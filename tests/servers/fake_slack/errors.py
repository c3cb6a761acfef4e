"""How a Web API method refuses."""

from typing import Any


class SlackError(Exception):
    """A refusal with Slack's own error code; `fields` go into the answer beside it."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class RateLimitedError(SlackError):
    """A refusal with status 429 and `Retry-After` in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


def invalid(code: str, problems: list[str]) -> SlackError:
    """Make a refusal that says in `response_metadata.messages` what is wrong, as Slack does."""
    return SlackError(code, errors=problems, response_metadata={"messages": [f"[ERROR] {one}" for one in problems]})
