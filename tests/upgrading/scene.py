"""The world as commit bd4e7ab left it, with today's Askaday in it: see bd4e7ab/README.md."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from adapters.discord.connect.access import DiscordAccess
from adapters.discord.connection import DiscordConnection
from adapters.slack.connect.access import HttpAccess, SlackAccess
from adapters.slack.connect.http_mode import EVENTS_PATH
from adapters.slack.connect.tokens import Credentials
from adapters.slack.connection import SlackConnection
from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import App, Connections, build
from bot.config.settings import Settings
from bot.packs.library import PackLibrary
from bot.ports.clock import TravelClock
from tests.servers.fake_discord import FakeDiscord
from tests.servers.fake_discord import records as discord_records
from tests.servers.fake_slack import FakeSlack, Installation, Rules, Token, Workspace
from tests.servers.fake_slack import records as slack_records
from tests.servers.fake_slack.arranging import SCOPES
from tests.waiting import PATIENCE
from tests.worlds.builders import options
from tests.worlds.discord import DiscordWorld
from tests.worlds.slack import SlackWorld

KEPT = Path(__file__).parent / "bd4e7ab"
SETTINGS = KEPT / "settings.env"
PACKS = KEPT / "packs"

Json = dict[str, Any]


def kept(platform: str) -> Json:
    """Give what a platform held."""
    found: Json = json.loads((KEPT / f"{platform}.json").read_text(encoding="utf-8"))
    return found


def settings_of_then() -> Settings:
    """Read the `.env` of then, and nothing else."""
    return Settings(_env_file=SETTINGS)


def database_of_then(folder: Path) -> Path:
    """Put the database of then into a folder."""
    file = folder / "askaday.db"
    file.write_bytes(gzip.decompress((KEPT / "askaday.db.gz").read_bytes()))
    return file


@dataclass
class Upgraded:
    """Today's Askaday where the old one ended."""

    app: App
    clock: TravelClock
    slack: SlackWorld
    discord: DiscordWorld

    async def at(self, instant: datetime) -> None:
        """Let time pass, and Askaday do what is due on the way."""
        await self.settled()
        while (due := await self.app.ticking.next_due()) is not None and due <= instant:
            self.clock.travel(max(due, self.clock.now() + timedelta(seconds=due <= self.clock.now())))
            await self.app.ticking.tick()
            await self.app.ticking.finish()
        self.clock.travel(max(instant, self.clock.now()))
        await self.settled()

    async def settled(self) -> None:
        """Wait until what people did is handled, as far as Askaday can be asked."""
        await self.slack.settled()


@asynccontextmanager
async def platforms_of_then(clock: TravelClock) -> AsyncIterator[tuple[FakeSlack, FakeDiscord]]:
    """Start both platforms with all that they held then."""
    rules = Rules(message_pace=0, tiers=False, ack_seconds=PATIENCE, retry_delays=(0, 0.02, 0.05))
    async with FakeSlack(clock=clock, rules=rules) as slack, FakeDiscord(clock=clock) as discord:
        restore_slack(slack, kept("slack"))
        restore_discord(discord, kept("discord"))
        yield slack, discord


@asynccontextmanager
async def upgraded(folder: Path, prepare: Callable[[Path], None] = lambda _: None) -> AsyncIterator[Upgraded]:
    """Run today's Askaday on the database, the settings, the pack and the platforms of then, a minute later.

    `prepare` may do something to the database before.
    """
    file = database_of_then(folder)
    prepare(file)
    clock = TravelClock(datetime.fromisoformat(kept("slack")["now"]) + timedelta(minutes=1))
    async with platforms_of_then(clock) as (slack, discord), _running(file, slack, discord, clock) as world:
        yield world


@asynccontextmanager
async def _running(file: Path, slack: FakeSlack, discord: FakeDiscord, clock: TravelClock) -> AsyncIterator[Upgraded]:
    store = SqliteStore.open(file)
    slack_side = SlackConnection(_slack_access(slack), store, clock)
    [bot] = discord.state.apps.values()
    to_discord = DiscordAccess(bot.token, address=discord.address, pause=0.02, patience=0.02)
    discord_side = DiscordConnection(to_discord, clock)
    # Slack last: the fake can be told where it posts what happens only once the server listens.
    connections = Connections([discord_side, slack_side], "127.0.0.1", 0)
    app = build(options(), connections.messengers, store=store, packs=PackLibrary([PACKS]), clock=clock)
    try:
        [team] = slack.state.workspaces.values()
        await connections.start(app)
        slack_world = SlackWorld(app, slack_side, slack, clock, [team], connections)
        _installed_app(slack).request_url = f"{slack_world.address}{EVENTS_PATH}"
        async with asyncio.timeout(PATIENCE):
            while not discord_side.is_ready:  # noqa: ASYNC110 - the bot tells nobody when it is ready
                await asyncio.sleep(0.01)
        yield Upgraded(app, clock, slack_world, _discord(app, discord_side, discord, clock))
    finally:
        await connections.stop()
        await app.ticking.finish()
        await connections.close()
        await store.close()


def _slack_access(slack: FakeSlack) -> SlackAccess:
    settings = settings_of_then()
    assert settings.slack_client_secret is not None
    assert settings.slack_signing_secret is not None
    http = HttpAccess(
        settings.slack_signing_secret.get_secret_value(),
        Credentials(settings.slack_client_id, settings.slack_client_secret.get_secret_value()),
        tuple(key.get_secret_value() for key in settings.secret_keys),
        settings.public_url,
    )
    return SlackAccess([], "", settings.slack_reaction, slack.base_url, 0.0, 0.05, http=http)


def _installed_app(slack: FakeSlack) -> slack_records.App:
    [installed] = slack.state.installations
    return installed.app


def _discord(app: App, side: DiscordConnection, discord: FakeDiscord, clock: TravelClock) -> DiscordWorld:
    [bot], [guild] = discord.state.apps.values(), discord.state.guilds.values()
    people = {user.name: user for user in discord.state.users.values() if not user.bot}
    place = next(one for one in guild.channels.values() if one.name == "questions")
    return DiscordWorld(app, side, discord, bot, clock, guild, place, people)


def restore_slack(slack: FakeSlack, held: Json) -> None:
    """Give the fake Slack what the real one would have kept."""
    state = slack.state
    app = slack_records.App(**held["app"], scopes=SCOPES)
    team = Workspace(**held["team"])
    team.users = {one["id"]: slack_records.User(**one) for one in held["users"]}
    team.channels = {one["id"]: _slack_channel(one) for one in held["channels"]}
    team.ephemerals = [slack_records.Message(**one) for one in held["ephemerals"]]
    bot = held["installation"]
    team.bot_user = bot["bot_user"]
    installation = Installation(app, team.id, None, SCOPES, bot["bot_id"], bot["bot_user"])
    state.apps[app.id], state.workspaces[team.id] = app, team
    state.installations.append(installation)
    state.tokens |= {token: Token(token, installation) for token in bot["tokens"]}
    # Ids that are made now are none of those that were made then.
    state._numbers = count(1000)
    for home in held["homes"]:
        slack.backend.modals.publish(home["user"], app.id, home["body"])


def _slack_channel(held: Json) -> slack_records.Channel:
    messages = {one["ts"]: slack_records.Message(**one) for one in held["messages"]}
    return slack_records.Channel(**{**held, "members": set(held["members"]), "messages": messages})


def restore_discord(discord: FakeDiscord, held: Json) -> None:
    """Give the fake Discord what the real one would have kept."""
    state, app = discord.state, held["app"]
    state.users = {one["id"]: discord_records.User(**one) for one in held["users"]}
    about = held["guild"]
    guild = discord_records.Guild(
        about["id"], about["name"], about["owner_id"], datetime.fromisoformat(about["joined_at"])
    )
    guild.roles = {one["id"]: discord_records.Role(**one) for one in about["roles"]}
    guild.members = {one: discord_records.Member(state.users[one], guild.joined_at) for one in about["members"]}
    guild.channels = {one["id"]: _discord_channel(one, state.users) for one in held["channels"]}
    state.direct = {one["id"]: _discord_channel(one, state.users) for one in held["direct"]}
    state.guilds[guild.id] = guild
    bot = discord_records.App(app["id"], app["name"], app["token"], state.users[app["id"]], app["privileged"])
    bot.guilds.add(guild.id)
    bot.commands[None] = app["commands"]
    state.apps[bot.id] = bot


def _discord_channel(held: Json, users: dict[str, discord_records.User]) -> discord_records.Channel:
    changed = {
        "created_at": datetime.fromisoformat(held["created_at"]),
        "recipients": [users[one] for one in held["recipients"]],
        "overwrites": [discord_records.Overwrite(**one) for one in held["overwrites"]],
        "messages": {one["id"]: _discord_message(one, users) for one in held["messages"]},
    }
    return discord_records.Channel(**{**held, **changed})


def _discord_message(held: Json, users: dict[str, discord_records.User]) -> discord_records.Message:
    edited = held["edited_at"]
    changed = {
        "author": users[held["author"]],
        "created_at": datetime.fromisoformat(held["created_at"]),
        "edited_at": datetime.fromisoformat(edited) if edited else None,
        # Discord gives this to whatever has a container; it was left out here of what followed a deferred answer.
        "flags": held["flags"] | (discord_records.COMPONENTS_V2 if held["components"] else 0),
    }
    return discord_records.Message(**{**held, **changed})
