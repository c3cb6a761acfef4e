"""All workspaces of the fake Slack and how a thing is found by its id; no rules of who may see it."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from random import Random

from bot.ports.clock import Clock
from tests.servers.fake_slack.records import App, Channel, Installation, Json, Message, Token, User, Workspace

MICROSECOND = timedelta(microseconds=1)


class State:
    """Everything kept, under ids that are unique over all workspaces."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self.clock = clock
        self.random = Random(seed)
        self.apps: dict[str, App] = {}
        self.workspaces: dict[str, Workspace] = {}
        self.enterprises: dict[str, str] = {}
        self.installations: list[Installation] = []
        self.tokens: dict[str, Token] = {}
        self.uploads: dict[str, Json] = {}
        self._numbers = count(1)
        self._last_ts = 0

    def new_id(self, prefix: str) -> str:
        """Make an id such as U000000012."""
        return f"{prefix}{next(self._numbers):09d}"

    def new_secret(self, prefix: str = "") -> str:
        """Make a value nobody can guess; it does not depend on the seed."""
        return prefix + secrets.token_hex(12)

    def new_ts(self) -> str:
        """Make the id of a message: the clock's time, always later than the one before."""
        now = self.clock.now()
        self._last_ts = max(self._last_ts + 1, int(now.timestamp()) * 1_000_000 + now.microsecond)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def now(self) -> int:
        """Give the clock's time in whole seconds."""
        return int(self.clock.now().timestamp())

    def user(self, user_id: str) -> User:
        """Find a user.

        Raises:
            LookupError: there is none.
        """
        return self.workspace_of(user_id).users[user_id]

    def workspace_of(self, thing_id: str) -> Workspace:
        """Find the workspace that a user or channel belongs to.

        Raises:
            LookupError: there is none.
        """
        for workspace in self.workspaces.values():
            if thing_id in workspace.users or thing_id in workspace.channels:
                return workspace
        raise LookupError(f"nothing here has the id {thing_id!r}")

    def channel(self, channel_id: str) -> Channel:
        """Find a channel.

        Raises:
            LookupError: there is none.
        """
        return self.workspace_of(channel_id).channels[channel_id]

    def message(self, channel_id: str, ts: str) -> Message:
        """Find a message.

        Raises:
            LookupError: there is none.
        """
        return self.channel(channel_id).messages[ts]

    def installations_in(self, workspace: Workspace) -> Iterator[Installation]:
        """Give the living installations that serve the workspace, those of its organization among them."""
        for one in self.installations:
            if one.active and (one.team_id == workspace.id or workspace.id in one.granted):
                yield one

    def direct_message(self, workspace: Workspace, bot_user: str, user_id: str) -> Channel:
        """Find the direct message between a bot and a person, and open it if there is none."""
        pair = {bot_user, user_id}
        for channel in workspace.channels.values():
            if channel.is_im and channel.members == pair:
                return channel
        made = Channel(self.new_id("D"), "", workspace.id, bot_user, self.now(), is_im=True, members=pair)
        workspace.channels[made.id] = made
        return made
