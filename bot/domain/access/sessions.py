"""Signing in to the pages: a link that is good once leads to a session, which ends after some hours."""

from dataclasses import dataclass
from datetime import timedelta

#: What the path of a link begins with, under the public address.
SIGN_IN_PATH = "/sign-in/"
#: For how long a link is good, and how long a session lasts.
LINK_HOLDS = timedelta(minutes=10)
SESSION_HOLDS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a link or a session."""

    workspace: str
    member: str
