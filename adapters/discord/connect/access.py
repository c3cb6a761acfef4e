"""What it takes to talk to Discord, and where an operator's settings say it."""

from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
import yarl
from aiohttp import hdrs

from adapters.discord.connect.client import IDENTIFY_PAUSE, Shards
from bot.engine import Settings
from bot.errors import AskadayError

#: Seconds between two attempts to reach Discord for the first time; each identification counts against 1,000 a day:
#: https://docs.discord.com/developers/events/gateway#identifying
_PAUSE = 15.0
#: Where an app's settings are.
PORTAL = "https://discord.com/developers/applications"
#: Where discord.py finds the API and the gateway by itself.
_API, _GATEWAY = "discord.com", "gateway.discord.gg"


@dataclass(frozen=True, slots=True)
class DiscordAccess:
    """What it takes to talk to Discord."""

    token: str
    #: The emoji that acknowledges an answer; empty: none.
    reaction: str = "👀"
    shards: Shards = field(default_factory=Shards)
    #: Where Discord is, if not at its own address: for tests, such as http://127.0.0.1:8080.
    address: str = ""
    pause: float = _PAUSE
    #: Seconds to wait for more servers at the start.
    patience: float = 2.0
    #: Seconds between two identifications.
    identify_pause: float = IDENTIFY_PAUSE

    def connector(self) -> aiohttp.BaseConnector | None:
        """Give what connects a client to the address, which closes it with itself; None: the library's own."""
        return _Elsewhere(self.address) if self.address else None

    def asking(self, **options: Any) -> discord.Client:
        """Give a client that asks Discord, and hears of nothing."""
        return discord.Client(intents=discord.Intents.none(), connector=self.connector(), **options)


class _Elsewhere(aiohttp.TCPConnector):
    """Connects to one address instead of Discord's.

    discord.py keeps Discord's addresses at classes, for the whole process. A client takes no others, but a connector,
    and that is asked before anything is sent.
    """

    def __init__(self, address: str) -> None:
        super().__init__(limit=0)
        self._address = address

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: list[Any],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - what it overrides has it
    ) -> aiohttp.connector.Connection:
        """Connect a request that is for Discord elsewhere."""
        asked = req.url.raw_path_qs
        if req.url.host == _GATEWAY:
            asked, address = f"/gateway{asked}", f"ws{self._address.removeprefix('http')}"
        elif req.url.host == _API:
            address = self._address
        else:
            return await super().connect(req, traces, timeout)
        req.url = yarl.URL(f"{address}{asked}", encoded=True)
        req.headers[hdrs.HOST] = req.url.host_port_subcomponent or ""
        return await super().connect(req, traces, timeout)


def discord_access(settings: Settings) -> DiscordAccess:
    """Read it from the settings, which are known to go together."""
    ids, _, count = settings.discord_shards.partition("/")
    return DiscordAccess(
        settings.discord_token.get_secret_value() if settings.discord_token else "",
        reaction=settings.discord_reaction,
        shards=Shards([int(number) for number in ids.split(",")], int(count)) if count else Shards(),
        address=settings.discord_api,
    )


def refused_token() -> AskadayError:
    """Say that Discord does not take the token, and where there is another one."""
    hint = f"Under {PORTAL}, Bot, press Reset Token, and set the new one."
    return AskadayError("DISCORD_TOKEN: Discord does not accept the token.", hint=hint)
