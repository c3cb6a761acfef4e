"""Setting the scene: apps, organizations, workspaces, people, channels, installations."""

from collections.abc import Iterable

from tests.servers.fake_slack.backend import Backend
from tests.servers.fake_slack.events.delivery import Delivered
from tests.servers.fake_slack.installing import Installing
from tests.servers.fake_slack.records import App, Channel, Installation, Json, Token, User, Workspace

#: Every scope some method or event of the fake asks for.
SCOPES = frozenset(
    {"commands", "chat:write", "chat:write.public", "app_mentions:read", "team:read", "users:read", "usergroups:read"}
    | {f"{family}:{what}" for family in ("channels", "groups", "im") for what in ("history", "read")}
    | {"channels:join", "im:write", "reactions:read", "reactions:write", "files:read", "files:write"}
)


class Arranging:
    """The part of the server that a test calls first."""

    backend: Backend
    installing: Installing
    app: App

    def add_app(
        self,
        *,
        request_url: str | None = None,
        scopes: Iterable[str] = SCOPES,
        events: Iterable[str] | None = None,
        rotation: bool = False,
    ) -> App:
        """Create an app; without a request URL it uses Socket Mode, without a list of events it gets all."""
        state = self.backend.state
        made = App(
            state.new_id("A"),
            state.new_secret("client-"),
            state.new_secret(),
            state.new_secret(),
            state.new_secret("xapp-1-"),
            frozenset(scopes),
            None if events is None else frozenset(events),
            request_url,
            rotation,
        )
        state.apps[made.id] = made
        return made

    def add_enterprise(self, name: str) -> str:
        """Create an organization."""
        enterprise_id = self.backend.state.new_id("E")
        self.backend.state.enterprises[enterprise_id] = name
        return enterprise_id

    def add_workspace(
        self,
        name: str,
        *,
        people: Iterable[str] = (),
        channels: Iterable[str] = (),
        enterprise: str | None = None,
        install: bool = True,
        app: App | None = None,
        scopes: Iterable[str] | None = None,
    ) -> Workspace:
        """Create a workspace with people and public channels they are all in; the bot is in too if installed."""
        state = self.backend.state
        made = Workspace(state.new_id("T"), name, enterprise)
        state.workspaces[made.id] = made
        members = [self.add_user(made, person) for person in people]
        if install:
            token = self.install(app or self.app, made, scopes)
            made.bot_token, made.bot_user = token.value, token.installation.bot_user
            members.append(made.bot_user)
        for channel in channels:
            self.add_channel(made, channel, members=members)
        return made

    def add_user(
        self, workspace: Workspace, name: str, *, tz: str = "UTC", is_admin: bool = False, is_bot: bool = False
    ) -> str:
        """Create a person (or somebody else's bot) and give the id."""
        user_id = self.backend.state.new_id("U")
        workspace.users[user_id] = User(user_id, name, workspace.id, tz, is_admin, is_bot)
        return user_id

    def add_channel(
        self, workspace: Workspace, name: str, *, private: bool = False, members: Iterable[str] = ()
    ) -> str:
        """Create a channel with members, without a word about it to the apps, and give the id."""
        state = self.backend.state
        inside = set(members)
        creator = min(inside, default="USLACKBOT")
        made = Channel(state.new_id("C"), name, workspace.id, creator, state.now(), is_private=private, members=inside)
        workspace.channels[made.id] = made
        return made.id

    def add_usergroup(self, workspace: Workspace, users: Iterable[str]) -> str:
        """Create a user group and give the id."""
        group = self.backend.state.new_id("S")
        workspace.usergroups[group] = list(users)
        return group

    def install(self, app: App, workspace: Workspace, scopes: Iterable[str] | None = None) -> Token:
        """Install an app without the consent page and give its token."""
        return self.installing.install(app, workspace, None if scopes is None else frozenset(scopes))

    def install_org(self, app: App, enterprise: str) -> Token:
        """Install an app into an organization and give its token, which reaches no workspace yet."""
        return self.installing.install_org(app, enterprise)

    async def grant_access(self, token: Token, workspace: Workspace) -> None:
        """Open a workspace to the app of its organization and tell the app."""
        self.installing.grant(token.installation, workspace)
        event = {"type": "team_access_granted", "team_ids": [workspace.id], "event_ts": self.backend.state.new_ts()}
        self.backend.delivery.tell(token.installation, workspace, event)

    async def revoke_access(self, token: Token, workspace: Workspace) -> None:
        """Close a workspace to the app of its organization and tell the app."""
        token.installation.granted.discard(workspace.id)
        event = {"type": "team_access_revoked", "team_ids": [workspace.id], "event_ts": self.backend.state.new_ts()}
        self.backend.delivery.tell(token.installation, workspace, event)

    def approve(self, app: App, workspace: Workspace, user: str, scopes: Iterable[str] | None = None) -> str:
        """Let somebody agree on the consent page; gives the code for `oauth.v2.access`."""
        return self.installing.approve(app, workspace, user, None if scopes is None else frozenset(scopes))

    def revoke(self, token: str) -> None:
        """Revoke one token without uninstalling the app."""
        self.backend.state.tokens[token].revoked = True

    async def uninstall(
        self, app: App, workspace: Workspace, kinds: Iterable[str] = ("tokens_revoked", "app_uninstalled")
    ) -> None:
        """Remove an app from a workspace, and tell it by events of those kinds; Slack is sure of no order."""
        installation = self.installing.uninstall(app, workspace)
        if installation is None:
            raise LookupError(f"{app.id} is not installed in {workspace.name}")
        self._tell_gone(installation, workspace, kinds)

    async def uninstall_org(
        self, app: App, workspace: Workspace, kinds: Iterable[str] = ("tokens_revoked", "app_uninstalled")
    ) -> None:
        """Remove an app from the organization of a workspace, and tell it likewise."""
        installation = self.installing.uninstall_org(app, workspace.enterprise_id or "")
        if installation is None:
            raise LookupError(f"{app.id} is not installed in the organization of {workspace.name}")
        self._tell_gone(installation, workspace, kinds)

    async def repeat(self, delivered: Delivered) -> None:
        """Deliver an event once more, as Slack does when it has not heard of its acknowledgement."""
        self.backend.delivery.repeat(self.backend.state.apps[delivered.app_id], delivered)

    def _tell_gone(self, installation: Installation, workspace: Workspace, kinds: Iterable[str]) -> None:
        for kind in kinds:
            event: Json = {"type": kind}
            if kind == "tokens_revoked":
                event["tokens"] = {"oauth": [], "bot": [installation.bot_user]}
            self.backend.delivery.tell(installation, workspace, event)
