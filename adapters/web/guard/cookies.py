"""The two cookies: who is signed in, and who opened a link to sign in."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.access.sessions import LINK_HOLDS, SESSION_HOLDS


class Cookies:
    """Sets and reads cookies that no script sees, and that no other site's form brings along."""

    def __init__(self, *, is_secure: bool) -> None:
        """Behind TLS browsers take the names from this very host alone, over TLS alone."""
        self._is_secure = is_secure
        prefix = "__Host-" if is_secure else ""
        self._session, self._opened = f"{prefix}askaday", f"{prefix}askaday-link"

    def session(self, request: Request) -> str:
        """Give the secret of the session; empty: there is none."""
        return request.cookies.get(self._session, "")

    def opened(self, request: Request) -> str:
        """Give what the page of a link left in this browser; empty: it was not opened here."""
        return request.cookies.get(self._opened, "")

    def keep_session(self, response: Response, secret: str) -> None:
        """Sign this browser in."""
        self._set(response, self._session, secret, SESSION_HOLDS)

    def keep_opened(self, response: Response, secret: str) -> None:
        """Know this browser again when it presses the button of a link's page."""
        self._set(response, self._opened, secret, LINK_HOLDS)

    def forget_session(self, response: Response) -> None:
        """Sign this browser out."""
        self._set(response, self._session, "", timedelta())

    def forget_opened(self, response: Response) -> None:
        """Forget that a link was opened."""
        self._set(response, self._opened, "", timedelta())

    def _set(self, response: Response, name: str, value: str, holds: timedelta) -> None:
        seconds = int(holds.total_seconds())
        response.set_cookie(name, value, max_age=seconds, secure=self._is_secure, httponly=True, samesite="lax")
