"""How strict the fake is, and how long its deadlines are."""

from dataclasses import dataclass


@dataclass
class Rules:
    """Numbers of Discord's that tests shorten; seconds unless said otherwise."""

    heartbeat: float = 41.25
    #: How long after a heartbeat was due the connection is ended.
    heartbeat_grace: float = 30.0
    #: Within which the first answer to an interaction has to come.
    interaction_deadline: float = 3.0
    #: For which follow-ups are possible, by the clock.
    token_life: float = 15 * 60
    #: For which a nonce is remembered, by the clock: "the past few minutes".
    nonce_life: float = 300
    #: Requests that one bucket takes in `bucket_window`.
    bucket_size: int = 5
    bucket_window: float = 1.0
    #: Requests that an app may send in a second, interactions apart.
    global_size: int = 50
    #: Whether buckets and the global limit are kept at all.
    limits: bool = False
    #: How long a session can be resumed after its connection was lost, by the clock.
    resume_window: float = 180
    #: Whether requests and answers are held against Discord's document; what departs from it is refused.
    validate: bool = True
