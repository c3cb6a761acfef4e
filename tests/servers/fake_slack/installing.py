"""Apps coming into workspaces and going: tokens, codes, rotation, removal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import App, Installation, Json, Token, User, Workspace
from tests.servers.fake_slack.state import State

TOKEN_LIFE = timedelta(hours=12)
CODE_LIFE = timedelta(minutes=10)
#: An installation has at most two living tokens while it rotates them.
LIVING_TOKENS = 2
#: For how long a refresh token that was used is taken again; Slack calls it short.
GRACE = timedelta(minutes=1)


@dataclass
class Code:
    """What a person brings back from Slack's consent page; good once, for ten minutes."""

    app: App
    #: None: it is for the whole organization.
    workspace: Workspace | None
    enterprise_id: str
    scopes: frozenset[str]
    user: str
    expires_at: datetime


class Installing:
    """Keeps codes and refresh tokens."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._codes: dict[str, Code] = {}
        self._refresh: dict[str, Installation] = {}
        #: When each refresh token was used first.
        self._used: dict[str, datetime] = {}

    def install(self, app: App, workspace: Workspace, scopes: frozenset[str] | None = None) -> Token:
        """Install an app into a workspace, again if it is there, and give its bot token."""
        wanted = app.scopes if scopes is None else scopes
        for existing in self._state.installations:
            if existing.active and existing.app is app and existing.team_id == workspace.id:
                existing.scopes = wanted
                return self.new_token(existing)
        made = self._record(app, workspace.id, workspace.enterprise_id, wanted)
        self._add_bot(workspace, made)
        return self.new_token(made)

    def install_org(self, app: App, enterprise_id: str) -> Token:
        """Install an app into an organization, again if it is there: into no workspace until one is granted."""
        existing = self._of_organization(app, enterprise_id)
        return self.new_token(existing or self._record(app, None, enterprise_id, app.scopes))

    def grant(self, installation: Installation, workspace: Workspace) -> None:
        """Open a workspace to the app of its organization."""
        installation.granted.add(workspace.id)
        self._add_bot(workspace, installation)

    def new_token(self, installation: Installation) -> Token:
        """Make a bot token; with rotation it lives 12 hours, and the third last one ends."""
        prefix, expires_at = "xoxb-", None
        if installation.app.rotation:
            prefix, expires_at = "xoxe.xoxb-", self._state.clock.now() + TOKEN_LIFE
            living = [
                one for one in self._state.tokens.values() if one.installation is installation and not one.revoked
            ]
            for token in living[: max(0, len(living) - LIVING_TOKENS + 1)]:
                token.revoked = True
        token = Token(self._state.new_secret(prefix), installation, expires_at)
        self._state.tokens[token.value] = token
        return token

    def approve(self, app: App, workspace: Workspace, user: str, scopes: frozenset[str] | None = None) -> str:
        """Let somebody agree on the consent page; gives the code for `oauth.v2.access`."""
        wanted = app.scopes if scopes is None else scopes
        return self._new_code(app, workspace, workspace.enterprise_id or "", wanted, user)

    def approve_org(self, app: App, enterprise_id: str, user: str) -> str:
        """Let somebody agree for the whole organization."""
        return self._new_code(app, None, enterprise_id, app.scopes, user)

    def _new_code(
        self, app: App, workspace: Workspace | None, enterprise_id: str, scopes: frozenset[str], user: str
    ) -> str:
        code = self._state.new_secret()
        expires_at = self._state.clock.now() + CODE_LIFE
        self._codes[code] = Code(app, workspace, enterprise_id, scopes, user, expires_at)
        return code

    def uninstall(self, app: App, workspace: Workspace) -> Installation | None:
        """Remove an app from a workspace; its tokens are of no use from then on."""
        for installation in self._state.installations:
            if installation.active and installation.app is app and installation.team_id == workspace.id:
                installation.active = False
                for channel in workspace.channels.values():
                    channel.members.discard(installation.bot_user)
                return installation
        return None

    def uninstall_org(self, app: App, enterprise_id: str) -> Installation | None:
        """Remove an app from an organization, and so from all workspaces that it had opened."""
        installation = self._of_organization(app, enterprise_id)
        if installation is not None:
            installation.active = False
        return installation

    def _of_organization(self, app: App, enterprise_id: str) -> Installation | None:
        for one in self._state.installations:
            if one.active and one.app is app and one.team_id is None and one.enterprise_id == enterprise_id:
                return one
        return None

    def access(self, args: Json) -> Json:
        """Answer `oauth.v2.access`: a code or a refresh token against a bot token.

        Raises:
            SlackError: invalid_client_id, bad_client_secret, invalid_code, code_expired or invalid_refresh_token.
        """
        app = next((one for one in self._state.apps.values() if one.client_id == args.get("client_id")), None)
        if app is None:
            raise SlackError("invalid_client_id")
        if app.client_secret != args.get("client_secret"):
            raise SlackError("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            return self._refreshed(app, str(args.get("refresh_token")))
        code = self._codes.pop(str(args.get("code")), None)
        if code is None or code.app is not app:
            raise SlackError("invalid_code")
        if self._state.clock.now() > code.expires_at:
            raise SlackError("code_expired")
        if code.workspace is None:
            token = self.install_org(app, code.enterprise_id)
        else:
            token = self.install(app, code.workspace, code.scopes)
        return self._answer(token) | {"authed_user": {"id": code.user}}

    def refresh_token(self, installation: Installation) -> str:
        """Make a refresh token; it is good once, and for a short while after."""
        value = self._state.new_secret("xoxe-1-")
        self._refresh[value] = installation
        return value

    def _refreshed(self, app: App, value: str) -> Json:
        now, installation = self._state.clock.now(), self._refresh.get(value)
        if now > self._used.setdefault(value, now) + GRACE:
            raise SlackError("invalid_refresh_token")
        if installation is None or installation.app is not app or not installation.active:
            raise SlackError("invalid_refresh_token")
        return self._answer(self.new_token(installation))

    def _answer(self, token: Token) -> Json:
        one = token.installation
        workspace = self._state.workspaces.get(one.team_id or "")
        name = self._state.enterprises.get(one.enterprise_id or "")
        answer: Json = {
            "ok": True,
            "app_id": one.app.id,
            "authed_user": {},
            "scope": ",".join(sorted(one.scopes)),
            "token_type": "bot",
            "access_token": token.value,
            "bot_user_id": one.bot_user,
            "team": {"id": workspace.id, "name": workspace.name} if workspace else None,
            "enterprise": {"id": one.enterprise_id, "name": name} if one.enterprise_id else None,
            "is_enterprise_install": workspace is None,
        }
        if token.expires_at is not None:
            life = int(TOKEN_LIFE.total_seconds())
            answer |= {"refresh_token": self.refresh_token(one), "expires_in": life}
        return answer

    def _record(self, app: App, team_id: str | None, enterprise_id: str | None, scopes: frozenset[str]) -> Installation:
        bot_id, bot_user = self._state.new_id("B"), self._state.new_id("U")
        made = Installation(app, team_id, enterprise_id, scopes, bot_id, bot_user)
        self._state.installations.append(made)
        return made

    def _add_bot(self, workspace: Workspace, installation: Installation) -> None:
        bot = installation.bot_user
        workspace.users[bot] = User(bot, "askaday", workspace.id, is_bot=True)
