"""Which names and addresses are in private networks."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

#: Names that are given in networks of one's own alone: https://www.iana.org/assignments/special-use-domain-names
_OWN = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".home", ".intranet", ".corp")
#: Addresses of IPv6 that hold one of IPv4: https://www.rfc-editor.org/rfc/rfc6052
_TRANSLATED = IPv6Network("64:ff9b::/96")


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
