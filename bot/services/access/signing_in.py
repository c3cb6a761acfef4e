"""Signing in to the pages: a signed link, good once for ten minutes, leads to a session.

Rights are asked for each time. The store keeps digests alone, so that who reads it cannot sign in; a link voids the one
before it.
"""

import hashlib
import secrets
from dataclasses import dataclass

import structlog
from itsdangerous import BadSignature, Signer

from bot.domain.access.sessions import LINK_HOLDS, SESSION_HOLDS, SIGN_IN_PATH, SignedIn
from bot.domain.members import Actor
from bot.errors import NotSignedInError, RefusedError, RightsError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.access.recognising import Recognising

log = structlog.get_logger()

#: What signatures of links are for, so that none is good for anything else.
_SALT = "sign-in"
_BYTES = 32
_SPENT = "This link was used already, or is older than ten minutes."
_ANEW = "`/qotd dashboard` gives you a new one."


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Makes links, takes them, and knows who is signed in."""

    store: Store
    clock: Clock
    recognising: Recognising
    #: Where browsers reach the pages, without a slash at its end; empty: there are none.
    address: str

    def new_link(self, tx: Transaction, actor: Actor) -> str:
        """Give a link that signs the actor in, in the place of an earlier one that was not used.

        Raises:
            RefusedError: there are no pages.
        """
        if not self.address:
            said = "This Askaday has no pages."
            raise RefusedError(said, hint="Whoever runs it can switch them on; docs/pages.md says how.")
        secret, now = secrets.token_urlsafe(_BYTES), self.clock.now()
        # So that it is theirs to export and erase.
        tx.members.seen(actor)
        who = SignedIn(actor.workspace, actor.member)
        tx.sessions.add_link(_digest(secret), who, now, now + LINK_HOLDS)
        return f"{self.address}{SIGN_IN_PATH}{self._signer(tx).sign(secret).decode()}"

    def look_at(self, tx: Transaction, token: str) -> Actor:
        """Give who would be signed in by a link, without their rights, and leave it as it is.

        Programs that show previews open links, too.

        Raises:
            RefusedError: it is not good, or no more.
        """
        who = tx.sessions.of_link(_digest(self._secret(tx, token)), self.clock.now())
        if who is None:
            raise RefusedError(_SPENT, hint=_ANEW)
        seen = tx.members.get(who.workspace, who.member)
        return Actor(who.workspace, who.member, seen.name if seen else who.member)

    def sign_in(self, tx: Transaction, token: str) -> tuple[str, SignedIn]:
        """Use a link up, and give the secret of the session that it begins, with whose it is.

        Raises:
            RefusedError: the link is not good, or no more.
        """
        now = self.clock.now()
        who = tx.sessions.take_link(_digest(self._secret(tx, token)), now)
        if who is None:
            raise RefusedError(_SPENT, hint=_ANEW)
        session = secrets.token_urlsafe(_BYTES)
        tx.sessions.begin(_digest(session), who, now, now + SESSION_HOLDS)
        log.info("somebody signed in to the pages", workspace=who.workspace)
        return session, who

    async def visitor(self, session: str, workspace: str = "") -> Actor:
        """Give who is signed in, with the rights that they have at this moment.

        Args:
            session: its secret; empty: there is none.
            workspace: where they want to look; empty: in their own.

        Raises:
            NotSignedInError: the session is not good, was ended, or its member has left.
            RightsError: it is another workspace than theirs.
            DeliveryError: the platform does not say what they may do now.
        """
        who = await self.store.read(self.owner, session)
        if workspace not in ("", who.workspace):
            raise RightsError
        actor = await self.recognising.now(who.workspace, who.member)
        if actor is None:
            await self.store.call(lambda tx: tx.sessions.end_all(who))
            raise NotSignedInError(hint=_ANEW)
        return actor

    def sign_out(self, tx: Transaction, session: str) -> None:
        """End this session."""
        tx.sessions.end(_digest(session))

    def sign_out_everywhere(self, tx: Transaction, session: str) -> None:
        """End all sessions of whose this one is in their workspace, and void their links.

        Raises:
            NotSignedInError: the session is not good, or was ended.
        """
        tx.sessions.end_all(self.owner(tx, session))

    def owner(self, tx: Transaction, session: str) -> SignedIn:
        """Give whose session it is, whatever they may do now.

        Raises:
            NotSignedInError: the session is not good, or was ended.
        """
        who = tx.sessions.get(_digest(session), self.clock.now()) if session else None
        if who is None:
            raise NotSignedInError(hint=_ANEW)
        return who

    def _secret(self, tx: Transaction, token: str) -> str:
        try:
            return self._signer(tx).unsign(token).decode()
        except (BadSignature, UnicodeError):
            raise RefusedError("This link is not one of Askaday's.", hint=_ANEW) from None

    def _signer(self, tx: Transaction) -> Signer:
        return Signer(tx.sessions.key(secrets.token_urlsafe(_BYTES)), salt=_SALT, digest_method=hashlib.sha256)


def _digest(secret: str) -> str:
    # The secret is random and long: nothing slower is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
