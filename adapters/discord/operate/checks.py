"""What `askaday doctor` finds out about Discord, and how to fix it."""

from collections.abc import Callable, Sequence
from datetime import datetime

import discord
from discord.app_commands import CommandTree

from adapters.discord.connect.access import PORTAL, DiscordAccess, refused_token
from adapters.discord.connect.delivery_errors import FAILURES, UNKNOWN_CHANNEL, delivery_error
from adapters.discord.connect.permissions import denials, invite
from adapters.discord.connect.workspaces import PLATFORM, guild_id
from adapters.discord.render.command_tree import commands, is_registered
from adapters.discord.send.channels import ASKABLE
from adapters.finding import Finding
from adapters.platform_time import time_heard
from bot.cards.naming import CommandNames
from bot.domain.members import platform_of
from bot.domain.series import Series
from bot.domain.text import as_value


async def check_discord(
    access: DiscordAccess,
    names: CommandNames,
    series: Sequence[Series],
    heard: Callable[[datetime], None],
    managers: Sequence[tuple[str, str]] = (),
) -> list[Finding]:
    """Check the token, the intent, the commands, and what Askaday may do in the channel of each series.

    `managers` are those whom the operator made administrators, by workspace and id: it is said who is not there.
    `heard` is told what time Discord says it is.
    """
    client = access.asking(http_trace=time_heard(heard))
    try:
        await client.login(access.token)
        application = await client.application_info()
        own = [one for one in series if platform_of(one.workspace) == PLATFORM]
        channels = [await _channel(client, application.id, one) for one in own]
        strangers = [one for who in managers if (one := await _stranger(client, *who)) is not None]
        registered = await CommandTree(client).fetch_commands()
    except discord.LoginFailure:
        return [Finding(str(refused_token()), is_wrong=True)]
    except FAILURES as error:
        return [Finding(str(delivery_error(error)), is_wrong=True)]
    finally:
        await client.close()
    is_ours = is_registered(commands(names), registered)
    found = [Finding(f"DISCORD_TOKEN is good for {application.name}"), _intent(application)]
    said = "The commands are registered" if is_ours else "The commands are not registered yet; `askaday run` does it"
    return [*found, Finding(said, is_doubtful=not is_ours), *channels, *strangers]


async def _stranger(client: discord.Client, workspace: str, member: str) -> Finding | None:
    if platform_of(workspace) != PLATFORM:
        return None
    try:
        guild = await client.fetch_guild(guild_id(workspace) or 0)
        await guild.fetch_member(int(member))
    except (discord.NotFound, discord.Forbidden):
        return Finding(f"ASKADAY_MANAGERS: {workspace} has no {member}, or Askaday does not see it", is_doubtful=True)
    return None


def _intent(application: discord.AppInfo) -> Finding:
    flags = application.flags
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return Finding("The message content intent is on")
    said = (
        "The message content intent is off: people can answer through the button alone. To read answers in threads, "
        f"switch it on under {PORTAL}, Bot, Privileged Gateway Intents, and start Askaday again."
    )
    return Finding(said, is_doubtful=True)


async def _channel(client: discord.Client, application: int, series: Series) -> Finding:
    move = f"`/qotd setup series={as_value(series.name)} channel=#NAME` gives it another one"
    if not series.channel.isdecimal():
        return Finding(f"{series.name}: {series.channel!r} is no channel of Discord's. {move}", is_wrong=True)
    try:
        guild = await client.fetch_guild(guild_id(series.workspace) or 0)
        me = await guild.fetch_member(application)
        channel = await client.fetch_channel(int(series.channel))
    except discord.NotFound as error:
        gone = f"its channel was deleted. {move}"
        absent = f"Askaday is not in its server. Invite it: {invite(application)}"
        return Finding(f"{series.name}: {gone if error.code == UNKNOWN_CHANNEL else absent}", is_wrong=True)
    except discord.Forbidden:
        return await _hidden(client, application, series)
    if not isinstance(channel, ASKABLE):
        return Finding(f"{series.name}: its channel takes no questions. {move}", is_wrong=True)
    return _rights(channel, guild, me, series)


def _rights(
    channel: discord.TextChannel | discord.ForumChannel, guild: discord.Guild, me: discord.Member, series: Series
) -> Finding:
    # What is fetched knows nothing of the roles of its server, which permissions are computed from.
    channel.guild = guild
    if lacking := list(denials(channel, me)):
        return Finding(f"{series.name}: in #{channel.name}, {'; '.join(lacking)}", is_wrong=True)
    return Finding(f"{series.name}: Askaday may do all it needs in #{channel.name}")


async def _hidden(client: discord.Client, application: int, series: Series) -> Finding:
    """Say why a channel is not seen, as far as Discord lets somebody know who does not see it: its list has it."""
    try:
        guild = await client.fetch_guild(guild_id(series.workspace) or 0)
        me = await guild.fetch_member(application)
        for channel in await guild.fetch_channels():
            if str(channel.id) == series.channel:
                channel.guild = guild
                return Finding(f"{series.name}: in #{channel.name}, {'; '.join(denials(channel, me))}", is_wrong=True)
    except discord.Forbidden:
        advice = f"Invite it: {invite(application)}"
        return Finding(f"{series.name}: Askaday is not in its server. {advice}", is_wrong=True)
    advice = "Let its role see it, in the channel's settings under Permissions"
    return Finding(f"{series.name}: Askaday does not see its channel. {advice}", is_wrong=True)
