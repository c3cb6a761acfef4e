"""What goes over the wire to Slack, and comes from it."""

from typing import Any

#: A JSON object of Slack's.
Json = dict[str, Any]
