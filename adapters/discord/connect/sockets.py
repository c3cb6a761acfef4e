"""The sockets of a client, and the threads in which discord.py keeps them alive: all end before the loop they need.

discord.py documents neither. There is no event for a connection that is being made, `Client.close` knows only those
that were, and nothing tells of the threads. So this looks over the shoulder of one client's `http.ws_connect`, and
finds the threads by their class; no class is changed, and a client without this works all the same.
"""

import asyncio
import threading
from weakref import WeakSet

import aiohttp
import discord
from discord.gateway import KeepAliveHandler


class Sockets:
    """Remembers every connection of a client to the gateway.

    The library closes the connections it has made, but forgets one that is given up while it is being made. It also
    waits for no thread: up to 41 seconds later one would call a loop that is closed.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._opened: WeakSet[aiohttp.ClientWebSocketResponse] = WeakSet()
        self._connect = client.http.ws_connect
        client.http.ws_connect = self._ws_connect  # type: ignore[method-assign]  # the library has no hook for it

    async def _ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        made = await self._connect(url, compress=compress)
        self._opened.add(made)
        return made

    async def end(self) -> None:
        """Close what a client that was closed has left open, and wait until its threads have ended."""
        for socket in list(self._opened):
            await socket.close()
        for thread in self._threads():
            thread.stop()
            # What it is sending needs this loop.
            await asyncio.to_thread(thread.join)

    def _threads(self) -> list[KeepAliveHandler]:
        every = [one for one in threading.enumerate() if isinstance(one, KeepAliveHandler)]
        return [one for one in every if one.ws.socket in self._opened]
