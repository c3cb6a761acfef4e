"""What there is: apps, servers, people, channels, roles. Nothing here asks the app."""

from tests.servers.fake_discord.backend import Backend
from tests.servers.fake_discord.gateway import MESSAGE_CONTENT
from tests.servers.fake_discord.permissions import USUAL
from tests.servers.fake_discord.records import FORUM, TEXT, App, Channel, Guild, Member, Overwrite, Role, User
from tests.servers.fake_discord.shapes import channel_json, guild_create_json, member_json, role_json


class Arranging:
    """Sets the stage."""

    backend: Backend

    def add_user(self, name: str, *, bot: bool = False) -> User:
        """Add somebody, in no server yet."""
        made = User(self.backend.state.new_id(), name, bot)
        self.backend.state.users[made.id] = made
        return made

    def add_app(self, name: str = "askaday", *, message_content: bool = True) -> App:
        """Add an app with its bot and its token.

        Args:
            name: what it is called.
            message_content: whether that intent is switched on in the developer portal.
        """
        bot = self.add_user(name, bot=True)
        made = App(bot.id, name, f"{bot.id}.token", bot, MESSAGE_CONTENT if message_content else 0)
        self.backend.state.apps[made.id] = made
        return made

    def add_guild(self, name: str, *people: User) -> Guild:
        """Add a server; the first of its people owns it."""
        state = self.backend.state
        made = Guild(state.new_id(), name, people[0].id, state.now())
        made.roles[made.id] = Role(made.id, "@everyone", USUAL)
        state.guilds[made.id] = made
        for person in people:
            self.join(made, person)
        return made

    def join(self, guild: Guild, person: User) -> Member:
        """Let somebody join a server."""
        made = Member(person, self.backend.state.now())
        guild.members[person.id] = made
        return made

    def add_role(self, guild: Guild, name: str, permissions: int, *people: User) -> Role:
        """Add a role and give it to people."""
        made = Role(self.backend.state.new_id(), name, permissions, len(guild.roles))
        guild.roles[made.id] = made
        for person in people:
            guild.members[person.id].roles.append(made.id)
        for app in self.backend.state.apps_in(guild):
            told = {"guild_id": guild.id, "role": role_json(made)}
            self.backend.gateway.publish("GUILD_ROLE_CREATE", told, guild_id=guild.id, app=app)
        return made

    def add_channel(self, guild: Guild, name: str, kind: int = TEXT, *, needs_tag: bool = False) -> Channel:
        """Add a channel: text, announcement or forum."""
        state = self.backend.state
        made = Channel(state.new_id(), kind, name, state.now(), guild.id)
        if kind == FORUM:
            tag = {"id": state.new_id(), "name": "daily", "moderated": False, "emoji_id": None, "emoji_name": None}
            made.tags, made.flags = [tag], (1 << 4 if needs_tag else 0)
        guild.channels[made.id] = made
        self.backend.tell_channel("CHANNEL_CREATE", made)
        return made

    def invite(self, app: App, guild: Guild) -> None:
        """Invite an app's bot into a server."""
        self.join(guild, app.user)
        app.guilds.add(guild.id)
        told = guild_create_json(guild, app.user)
        self.backend.gateway.publish("GUILD_CREATE", told, guild_id=guild.id, app=app)

    def kick(self, app: App, guild: Guild) -> None:
        """Remove an app's bot from a server."""
        self.backend.gateway.publish("GUILD_DELETE", {"id": guild.id}, guild_id=guild.id, app=app)
        app.guilds.discard(guild.id)
        del guild.members[app.user.id]

    def forbid(self, app: App, channel: Channel, permission: int) -> None:
        """Take a permission from a bot in one channel."""
        channel.overwrites = [one for one in channel.overwrites if one.id != app.user.id]
        channel.overwrites.append(Overwrite(app.user.id, is_role=False, deny=permission))
        self.backend.tell_channel("CHANNEL_UPDATE", channel)

    def allow(self, app: App, channel: Channel) -> None:
        """Give a bot back all that was taken from it in one channel."""
        channel.overwrites = [one for one in channel.overwrites if one.id != app.user.id]
        self.backend.tell_channel("CHANNEL_UPDATE", channel)

    def change_role(self, guild: Guild, role: Role, permissions: int) -> None:
        """Let a role allow something else; that of everybody has the id of its server."""
        role.permissions = permissions
        self._tell(guild, "GUILD_ROLE_UPDATE", {"guild_id": guild.id, "role": role_json(role)})

    def set_roles(self, guild: Guild, person: User, *roles: Role) -> None:
        """Give somebody these roles and take all others; a bot always hears of its own."""
        member = guild.members[person.id]
        member.roles = [role.id for role in roles]
        self._tell(guild, "GUILD_MEMBER_UPDATE", {"guild_id": guild.id, **member_json(member)})

    def _tell(self, guild: Guild, event: str, told: dict[str, object]) -> None:
        for app in self.backend.state.apps_in(guild):
            self.backend.gateway.publish(event, told, guild_id=guild.id, app=app)

    def drop_channel(self, channel: Channel) -> None:
        """Delete a channel with its threads, or a thread."""
        guild = self.backend.state.guilds[channel.guild_id or ""]
        audience = self.backend.audience(channel)
        for gone in [*guild.threads_of(channel.id), channel]:
            del guild.channels[gone.id]
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        for app in audience:
            self.backend.gateway.publish(event, channel_json(channel), guild_id=guild.id, app=app)
