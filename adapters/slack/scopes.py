"""What Askaday may do in a workspace, and why: https://docs.slack.dev/reference/scopes."""

from collections.abc import Mapping

#: Needed, with the reason for people who install it.
NEEDED: Mapping[str, str] = {
    "commands": "the slash commands",
    "chat:write": "posting questions, reveals and private replies",
    "channels:history": "reading answers in public channels",
    "groups:history": "reading answers in private channels",
    "channels:read": "noticing that it was added to a public channel, or removed",
    "groups:read": "noticing that it was added to a private channel, or removed",
    "im:history": "finding its own direct messages after a lost connection",
    "im:write": "opening direct messages",
    "users:read": "names, time zones and administrators",
    "reactions:write": "acknowledging answers with an emoji",
}
#: Useful where user groups are managers or reviewers; without it they have no rights.
OPTIONAL: Mapping[str, str] = {"usergroups:read": "user groups as managers or reviewers"}
