"""Sends real discord.py to a fake instead of to Discord."""

from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.servers.fake_discord.server import FakeDiscord


@contextmanager
def pointed_at(server: FakeDiscord) -> Iterator[None]:
    """Let every client of this process that starts inside reach the fake.

    discord.py keeps both addresses at its classes: the API's for all requests, and the gateway's for clients whose
    number of shards is given.
    """
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{server.address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway.address)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
