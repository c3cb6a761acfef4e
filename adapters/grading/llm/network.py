"""Where a language model may be reached: not in a private network, unless the operator named one.

The address of settings is the operator's word. What its name resolves to, and where the endpoint redirects to, is not:
either could lead to machines that only this one reaches.
"""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.request import getproxies

import httpx2
from openai import DefaultHttpxClient

#: Names that are given in networks of one's own alone: https://www.iana.org/assignments/special-use-domain-names
_OWN = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".home", ".intranet", ".corp")
#: Addresses of IPv6 that hold one of IPv4: https://www.rfc-editor.org/rfc/rfc6052
_TRANSLATED = IPv6Network("64:ff9b::/96")


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


def names_own_network(host: str) -> bool:
    """Say whether a host's name says by itself that it is in a network of one's own, or is an address."""
    try:
        ip_address(host)
    except ValueError:
        return "." not in host.rstrip(".") or host.casefold().rstrip(".").endswith(_OWN)
    return True


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is one of the internet's, whatever form it comes in."""
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not address.is_multicast


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
