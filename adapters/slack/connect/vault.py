"""Tokens at rest: encrypted with keys from the environment, of which the newest encrypts and all decrypt."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import AskadayError

_KEYS = "ASKADAY_SECRET_KEYS"


@dataclass(frozen=True, slots=True)
class Secret:
    """What it takes to speak in one workspace."""

    token: str
    #: With token rotation: what the next token is asked for with; empty: the token does not expire.
    refresh_token: str = ""
    expires_at: datetime | None = None


class Vault:
    """Seals and opens secrets."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, the newest first.

        Raises:
            AskadayError: there is none, or one is no key.
        """
        if not keys:
            raise AskadayError(f"{_KEYS} is needed to keep tokens.", hint="`askaday secret-key` makes a key.")
        # A slow import, and only for who keeps tokens.
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - see above

        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            hint = "`askaday secret-key` makes one; several stand beside each other, separated by commas."
            raise AskadayError(f"{_KEYS} holds something that is no key.", hint=hint) from error

    def seal(self, secret: Secret) -> str:
        """Encrypt a secret with the newest key."""
        written = {
            "token": secret.token,
            "refresh_token": secret.refresh_token,
            "expires_at": secret.expires_at.isoformat() if secret.expires_at else "",
        }
        return self._fernet.encrypt(json.dumps(written).encode()).decode()

    def open(self, sealed: str) -> Secret:
        """Decrypt a secret.

        Raises:
            AskadayError: none of the keys opens it.
        """
        read = json.loads(self._opened(sealed))
        expires_at = datetime.fromisoformat(read["expires_at"]) if read["expires_at"] else None
        return Secret(read["token"], read["refresh_token"], expires_at)

    def renew(self, sealed: str) -> str:
        """Encrypt a secret anew with the newest key, so that older ones can go.

        Raises:
            AskadayError: none of the keys opens it.
        """
        return self._fernet.encrypt(self._opened(sealed)).decode()

    def _opened(self, sealed: str) -> bytes:
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - as above

        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            hint = f"Put the key with which it was encrypted back into {_KEYS}, behind the newest one."
            raise AskadayError(f"No key of {_KEYS} opens a stored token.", hint=hint) from error


def new_key() -> str:
    """Make a key."""
    from cryptography.fernet import Fernet  # noqa: PLC0415 - as above

    return Fernet.generate_key().decode()
