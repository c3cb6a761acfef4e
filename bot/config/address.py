"""The address of a database on a server."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

_SCHEMES = ("postgresql", "postgres")
#: A "%" that begins no escape: the driver would quote what it stands in, which may be the password.
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A database of PostgreSQL; shown, it names neither user nor password."""

    url: SecretStr

    def __str__(self) -> str:
        """Give it as it may be shown."""
        found = urlsplit(self.url.get_secret_value())
        host = found.hostname or parse_qs(found.query).get("host", ["localhost"])[0]
        port = f":{found.port}" if found.port else ""
        return f"postgresql://{host}{port}{found.path}"


def read_address(text: str) -> ServerAddress:
    """Read an address.

    Raises:
        ValueError: it is none of PostgreSQL, or names no database.
    """
    found = urlsplit(text.strip())
    if found.scheme not in _SCHEMES:
        raise ValueError("a file, or an address of PostgreSQL, is needed")
    if not found.path.strip("/"):
        raise ValueError("the address names no database, which stands behind the last slash")
    try:
        found.port  # noqa: B018 - reading it is the check
    except ValueError as error:
        raise ValueError("the port is no number") from error
    if "@" in found.path or _LONE_PERCENT.search(text):
        raise ValueError("signs of a name or password are escaped: / is written %2F, @ is written %40, and % is %25")
    return ServerAddress(SecretStr(text.strip()))
