"""Who acts, and what they may do."""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Member:
    """A platform user in a workspace, as the store knows them."""

    workspace: str
    member: str
    name: str
    #: False: they opted out of boards; they still see their own figures.
    on_board: bool = True
