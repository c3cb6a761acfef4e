"""What people typed, out of the form in which Slack sends it.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Mapping

# Text between angle brackets is Slack's own: a bracket that somebody typed arrives as `&lt;`.
_TOKEN = re.compile(r"<([^<>]*)>")
_MEMBER = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")


def mentioned(text: str) -> frozenset[str]:
    """Give the ids of the members that a text mentions."""
    return frozenset(_MEMBER.findall(text))


def unescape(text: str, names: Mapping[str, str] | None = None) -> str:
    """Give a text as people see it: links as their label, mentions as `@name` where the member's id is in `names`."""
    readable = _TOKEN.sub(lambda found: _token(found.group(1), names or {}), text)
    # The ampersand last: `&amp;lt;` is what `&lt;` becomes when somebody types it.
    return readable.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(inside: str, names: Mapping[str, str]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{names.get(target[1:]) or label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return _special(target[1:], label)
    return label or target.removeprefix("mailto:")


def _special(command: str, label: str) -> str:
    if label:  # a date, or a user group as `!subteam^S123|@name`
        return label
    return f"@{command.partition('^')[2] or command}"
