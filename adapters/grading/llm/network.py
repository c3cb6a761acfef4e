"""A client that goes into no private network, unless the operator named one.

The address of settings is the operator's word. What its name resolves to, and where the endpoint redirects to, is not:
either could lead to machines that only this one reaches.
"""

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.request import getproxies

import httpx2
from openai import DefaultHttpxClient

from adapters.grading.llm.addresses import is_public, names_own_network


class PrivateNetworkError(httpx2.ConnectError):
    """An address leads into a private network, and nobody said that it may."""


def checked_client(url: str) -> httpx2.Client:
    """Give a client that goes into no private network, but to the host of an address that names one by itself.

    Through a proxy it follows no redirects: there the proxy looks names up, and says where it goes.
    """
    if {"http", "https", "all"} & getproxies().keys():
        return _Client(follow_redirects=False)
    return _Client(transport=_CheckedTransport(httpx2.URL(url).host))


class _Client(DefaultHttpxClient):
    """Closes its connections when nobody holds it any more, as the one that is made without being asked for does."""

    def __del__(self) -> None:
        """Close them."""
        if not self.is_closed:
            self.close()


class _CheckedTransport(httpx2.HTTPTransport):
    """Looks each name up itself, checks all that comes, and connects to nothing else."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self._named = host if names_own_network(host) else ""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, be it the first or one that a redirect asked for."""
        host = request.url.host
        if host == self._named:
            return super().handle_request(request)
        refused: httpx2.ConnectError | None = None
        for address in _public_addresses(host):
            checked = httpx2.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return super().handle_request(checked)
            except httpx2.ConnectError as error:
                refused = error
        raise refused or httpx2.ConnectError(f"{host} has no address")


def _public_addresses(host: str) -> Iterator[str]:
    """Give what a name resolves to.

    Raises:
        PrivateNetworkError: one of it is private; a name that leads to both kinds is trusted as little.
        httpx2.ConnectError: it resolves to nothing.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpx2.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    for address in addresses:
        if not is_public(ip_address(address.partition("%")[0])):
            raise PrivateNetworkError(f"{host} leads to {address}")
    return iter(addresses)
