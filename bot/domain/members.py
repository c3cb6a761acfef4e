"""Who acts, what they may do, and what they changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.text import storable

#: What somebody is called whom the platform does not know any more, wherever a name stands.
GONE = "somebody who left"

# Slack: https://docs.slack.dev/reference/objects/usergroup-object. Discord gives roles ids like those of people.
_GROUP = re.compile(r"S[A-Z0-9]+")


class WhoSetsUp(StrEnum):
    """Who may set a series up in a workspace."""

    #: Administrators, who invited Askaday to that channel, and who may manage it where the platform knows such a right.
    INVITERS = "inviters"
    ADMINISTRATORS = "administrators"


def platform_of(workspace: str) -> str:
    """Give the platform that a workspace is on: "slack" of "slack:T024BE7LD"."""
    return workspace.partition(":")[0]


def is_own_place(workspace: str, member: str) -> bool:
    """Say whether a workspace is the place of one member alone, such as "discord:@80351110224678912"."""
    return workspace.endswith(f":@{member}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the platform vouches for them at this moment."""

    #: `platform:id`, for example "slack:T024BE7LD".
    workspace: str
    #: The platform's user id.
    member: str
    #: What people call them there; never trusted as markup.
    name: str
    #: Whether the platform counts them as an administrator of the workspace.
    is_admin: bool = False
    #: User groups (Slack) or roles (Discord) they are in, by id.
    groups: frozenset[str] = frozenset()
    #: Whether the platform's user ids are good everywhere: then it is the same person in all of its workspaces. Slack's
    #: are unique within a team.
    is_same_everywhere: bool = False
    #: Channels that the platform lets them manage, as far as it was asked.
    channels: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Take every name that a platform sends."""
        object.__setattr__(self, "name", storable(self.name))


@dataclass(frozen=True, slots=True)
class Member:
    """A platform user in a workspace, as the store knows them."""

    workspace: str
    member: str
    name: str
    #: False: they opted out of boards; they still see their own figures.
    on_board: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """How a member may be written to unasked."""

    #: 0 before it is stored.
    id: int
    workspace: str
    member: str
    #: When they will have been silent for long, and are asked whether to be left alone; None: they were, or said so.
    silent_at: datetime | None = None
    #: They want no message that they did not ask for.
    is_quiet: bool = False


#: Stands for who changed something where no person did: a platform took a channel away, say.
ITSELF = "*"
#: What a changed thing was, or is, by name: settings as they are typed, people by their ids.
Values = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed, as the audit keeps it; no answer, no model answer and no secret stands in it."""

    id: int
    workspace: str
    #: Who did it; empty: somebody who erased their data; or `ITSELF`.
    member: str
    action: str
    #: What it was done to, where that is not said by the series and the values.
    detail: str
    at: datetime
    #: Whose managers may see it; None: it concerns the workspace.
    series_id: int | None
    before: Values
    after: Values


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a member is away: for them they are as days without a question. Local dates, of whatever series."""

    workspace: str
    member: str
    since: date
    #: The first day on which they are back.
    until: date

    def holds(self, day: date) -> bool:
        """Say whether they are away on a day."""
        return self.since <= day < self.until


def is_group_id(one: str) -> bool:
    """Say whether an id is a group's, as far as its form tells."""
    return _GROUP.fullmatch(one) is not None
