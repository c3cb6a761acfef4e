"""A proxy before PostgreSQL that cuts a connection in the middle of a commit, as networks do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto
from urllib.parse import parse_qs, urlsplit


class Loses(Enum):
    """What is lost with the connection."""

    ANSWER = auto()
    COMMIT = auto()


class CuttingProxy:
    """Hands everything on but what it is told to lose, once."""

    def __init__(self, url: str) -> None:
        """Stand before the server of an address."""
        self._server = urlsplit(url)
        self.loses: Loses | None = None
        #: So many connections are refused after that.
        self.refuses = 0
        self._has_cut = False
        self._tasks: list[asyncio.Task[None]] = []
        self._writers: list[asyncio.StreamWriter] = []
        self.port = 0

    @property
    def url(self) -> str:
        """Give the address behind which the server is reached through it."""
        user = self._server.netloc.rpartition("@")[0]
        return f"postgresql://{user or 'postgres:'}@127.0.0.1:{self.port}{self._server.path}?sslmode=disable"

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection."""
        self._writers.append(writer)
        if self._has_cut and self.refuses:
            self.refuses -= 1
            writer.close()
            return
        answers, to_server = await self._reach()
        self._writers.append(to_server)
        self._tasks.append(asyncio.create_task(self._there(reader, to_server, writer)))
        self._tasks.append(asyncio.create_task(self._back(answers, writer)))

    async def stop(self) -> None:
        """Let go of the connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = parse_qs(self._server.query).get("host", [""])[0]
        port = self._server.port or 5432
        if folder:
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{port}")
        return await asyncio.open_connection(self._server.hostname, port)

    async def _there(
        self, reader: asyncio.StreamReader, to_server: asyncio.StreamWriter, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(65_536):
            cuts = self.loses if b"COMMIT" in data and not self._has_cut else None
            if cuts:
                self._has_cut = True
                writer.close()
            if cuts is Loses.COMMIT:
                return  # the server goes on waiting for it
            to_server.write(data)
        to_server.close()

    @staticmethod
    async def _back(answers: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await answers.read(65_536):
            with suppress(ConnectionError):
                writer.write(data)
        writer.close()


@asynccontextmanager
async def cutting_proxy(url: str) -> AsyncIterator[CuttingProxy]:
    """Stand before a server inside."""
    proxy = CuttingProxy(url)
    server = await asyncio.start_server(proxy.take, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()
