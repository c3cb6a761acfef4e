"""Members as an operator names them: a workspace and a person in it."""

import re

#: Slack: https://docs.slack.dev/reference/objects; Discord: numbers of at least 15 digits.
_WORKSPACE = r"slack:T[A-Z0-9]{2,}|discord:\d{15,20}"
_MEMBER = re.compile(r"slack:T[A-Z0-9]{2,}/[UW][A-Z0-9]{2,}|discord:\d{15,20}/\d{15,20}")
#: How many entries are named that are not understood, and how much of each is shown.
_MOST_NAMED, _LONGEST = 3, 30


def read_members(text: str) -> tuple[tuple[str, str], ...]:
    """Give workspaces and members of a list separated by commas.

    Raises:
        ValueError: an entry is not understood; all of those are named.
    """
    said = [one.strip() for one in text.split(",") if one.strip()]
    if wrong := [one for one in said if not _MEMBER.fullmatch(one)]:
        named = [one if len(one) <= _LONGEST else f"{one[:_LONGEST]}…" for one in wrong[:_MOST_NAMED]]
        more = f" and {len(wrong) - len(named)} more" if len(wrong) > len(named) else ""
        verb = "names" if len(wrong) == 1 else "name"
        raise ValueError(
            f"{', '.join(named)}{more} {verb} nobody: an entry is a workspace, / and a member, by their ids"
        )
    pairs = (one.partition("/") for one in said)
    return tuple(dict.fromkeys((workspace, member) for workspace, _, member in pairs))


def is_workspace(text: str) -> bool:
    """Say whether it names a workspace of a chat platform."""
    return re.fullmatch(_WORKSPACE, text) is not None
