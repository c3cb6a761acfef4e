"""What became of something a person did in the client."""

from dataclasses import dataclass, field

from tests.servers.fake_slack.records import Json


@dataclass(frozen=True)
class Outcome:
    """How the app took a command, a click or a submission."""

    acknowledged: bool
    #: What the person reads where it failed: operation_timeout, dispatch_failed, http_error, invalid_response,
    #: incomplete (the client did not send a form whose fields are not in order).
    error: str | None = None
    #: What the app sent along with the acknowledgement.
    response: Json | None = None
    #: Block id → sentence at the field, by the app or by the client.
    errors: dict[str, str] = field(default_factory=dict)
    #: Seconds from sending to the acknowledgement.
    elapsed: float = 0.0
