"""Where Askaday was installed by a workspace itself, and with what secrets it speaks there."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installed:
    """One installation, as the store keeps it."""

    #: "slack:T024BE7LD"; of a whole organization "slack:E024BE7LE".
    workspace: str
    #: The organization it belongs to, by the platform's id; empty: none.
    enterprise: str
    #: Whether it is for all workspaces of that organization that were opened to it.
    is_org: bool
    bot_user: str
    bot_id: str
    #: Tokens, encrypted by the adapter: nothing else can read them.
    secret: str
    installed_at: datetime
