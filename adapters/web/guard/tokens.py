"""What a form sends back to show that it came from one of these pages: a signature by a secret of that browser."""

import hashlib

from itsdangerous import BadSignature, Signer

#: What is signed: the secret alone makes the difference.
_FORM = "form"


def token_of(secret: str) -> str:
    """Give what forms in the browser with that cookie send along."""
    return _signer(secret).sign(_FORM).decode()


def is_token(secret: str, token: str) -> bool:
    """Say whether a form came from that browser's pages; without a cookie none did."""
    try:
        return bool(secret) and _signer(secret).unsign(token) == _FORM.encode()
    except (BadSignature, UnicodeError):
        return False


def _signer(secret: str) -> Signer:
    return Signer(secret, salt="askaday-form", digest_method=hashlib.sha256)
