"""How the engine names what Discord numbers."""

PLATFORM = "discord"
#: Where somebody asks for questions outside of every server.
_ALONE = "@"


def workspace_id(guild: int) -> str:
    """Name a server as the engine does: "discord:290926798626357999"."""
    return f"{PLATFORM}:{guild}"


def own_workspace(user: int) -> str:
    """Name the place where somebody asks for questions alone: "discord:@80351110224678912"."""
    return f"{PLATFORM}:{_ALONE}{user}"


def guild_id(workspace: str) -> int | None:
    """Give the server of a workspace; None for a person's own place."""
    number = workspace.removeprefix(f"{PLATFORM}:")
    return int(number) if number.isdecimal() else None
