"""One call of a Web API method on its way: who calls, where, and what of it the caller may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Channel, Installation, Json, Message, Token, Workspace

PAGE, STRICT_PAGE = 100, 15


@dataclass(frozen=True)
class Call:
    """A call whose token has been judged."""

    backend: Backend
    args: Json
    token: Token

    @property
    def installation(self) -> Installation:
        """The installation whose token it is."""
        return self.token.installation

    @property
    def bot_user(self) -> str:
        """The bot user who acts."""
        return self.installation.bot_user

    def workspace(self) -> Workspace:
        """Give the workspace the call is for: the token's, or that of `team_id` for an organization's token.

        Raises:
            SlackError: missing_argument or team_access_not_granted.
        """
        workspaces = self.backend.state.workspaces
        if self.installation.team_id is not None:
            return workspaces[self.installation.team_id]
        team_id = self.args.get("team_id")
        if not team_id:
            raise SlackError("missing_argument", arg="team_id")
        if team_id not in self.installation.granted:
            raise SlackError("team_access_not_granted")
        return workspaces[team_id]

    def reachable(self) -> list[Workspace]:
        """Give the workspaces the token is good for."""
        teams = self.installation.granted | {self.installation.team_id}
        return [one for one in self.backend.state.workspaces.values() if one.id in teams]

    def needs(self, *scopes: str) -> None:
        """Hold the token to one of the scopes.

        Raises:
            SlackError: missing_scope.
        """
        if not set(scopes) & self.installation.scopes:
            provided = ",".join(sorted(self.installation.scopes))
            raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)

    def channel(self, channel_id: Any = None) -> Channel:
        """Find the channel the call names; a private one exists only for its members.

        Raises:
            SlackError: channel_not_found.
        """
        wanted = self.args.get("channel") if channel_id is None else channel_id
        for workspace in self.reachable():
            channel = workspace.channels.get(str(wanted))
            if channel and (channel.type == "channel" or self.bot_user in channel.members):
                return channel
        raise SlackError("channel_not_found")

    def message(self, channel: Channel, ts: Any) -> Message:
        """Find a message in a channel.

        Raises:
            SlackError: message_not_found.
        """
        message = channel.messages.get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def member(self, channel: Channel) -> None:
        """Hold the bot to being in the channel.

        Raises:
            SlackError: not_in_channel.
        """
        if self.bot_user not in channel.members:
            raise SlackError("not_in_channel")

    def user(self, user_id: Any) -> Workspace:
        """Find the workspace of a user.

        Raises:
            SlackError: user_not_found.
        """
        for workspace in self.reachable():
            if user_id in workspace.users:
                return workspace
        raise SlackError("user_not_found")

    def page(self, key: str, items: list[Json], most: int = 1000, usual: int = PAGE) -> Json:
        """Give one page of a list under a key, with the cursor of the next.

        Raises:
            SlackError: invalid_cursor or invalid_limit.
        """
        limit = int(self.args.get("limit") or usual)
        if limit < 1:
            raise SlackError("invalid_limit")
        cursor = str(self.args.get("cursor") or "")
        if cursor and not cursor.removeprefix("next:").isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor.removeprefix("next:") or 0)
        size = min(limit, most)
        if self.backend.rules.short_pages:
            size = max(1, size - 1)
        end = start + size
        more = end < len(items)
        answer = {
            "ok": True,
            key: items[start:end],
            "response_metadata": {"next_cursor": f"next:{end}" if more else ""},
        }
        return answer | ({"has_more": more} if key == "messages" else {})


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, and what is asked before it does it."""

    run: Callable[[Call], Json]
    #: The tier of its rate limit; None is the special tier of posting.
    tier: int | None = 3
    #: Scopes of which the token needs one; those that depend on the channel are asked in the method.
    scopes: tuple[str, ...] = ()
