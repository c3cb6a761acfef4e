"""The rules of Slack that a test may bend: deadlines, pace, quirks."""

from dataclasses import dataclass


@dataclass
class Rules:
    """Slack's own numbers unless a test says otherwise; they may be changed while the server runs."""

    #: How long Slack waits for an acknowledgement, in seconds.
    ack_seconds: float = 3.0
    #: The waits before the three repeats of an event that was not acknowledged, in seconds.
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    #: How long the minute of the rate limits lasts, in seconds of real time.
    minute: float = 60.0
    #: Whether the tiers of the methods are kept.
    tiers: bool = True
    #: Seconds between two messages in one channel; 0 sets no limit.
    message_pace: float = 1.0
    #: One request a minute and 15 objects for history and replies, as for distributed apps outside the Marketplace.
    strict_history: bool = False
    #: Pages hold one object less than was asked for although more follow.
    short_pages: bool = False
    #: Also send `message_replied`, which comes without its subtype.
    message_replied: bool = False
    #: How long a message may be edited, in seconds of the clock; None sets no limit.
    edit_window: float | None = None
    #: Error codes of a trigger that is too old or was used: older pages of Slack name them so, views.open has also been
    #: seen with `expired_trigger_id` and `exchanged_trigger_id`.
    trigger_expired: str = "trigger_expired"
    trigger_exchanged: str = "trigger_exchanged"
    #: What `hello` gives as the life of the connection, in seconds; nothing ends it by itself.
    connection_seconds: int = 3600
