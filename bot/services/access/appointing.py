"""A word that the operator hands somebody makes them an administrator in Askaday of one workspace, once."""

import asyncio
import hashlib
import re
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.members import Actor, platform_of
from bot.errors import RefusedError
from bot.ports.appointing import AppointingWords
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction

#: For how long a word is good, and within which time so many tries are allowed.
HOLDS = timedelta(hours=1)
MOST_TRIES = 5
#: Without letters and digits that look alike.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_WORD = re.compile(rf"\bclaim((?:-[{_SIGNS}]{{4}}){{3}})\b", re.IGNORECASE)


def digest_in(text: str) -> str:
    """Give the digest of the word that a message holds, so that the word itself is kept nowhere; empty: it has none."""
    found = _WORD.search(text)
    return hashlib.sha256(found[0].casefold().encode()).hexdigest() if found else ""


@dataclass(frozen=True, slots=True)
class Appointing:
    """Makes words, and takes them."""

    store: Store
    words: AppointingWords
    clock: Clock
    #: Whether other processes take words, too: then tries are counted in the store, under a digest of who tried.
    is_shared: bool = False
    #: When who tried within the hour, in memory alone: a restart begins anew, and nobody's id is kept.
    _tries: dict[str, list[datetime]] = field(default_factory=dict)

    async def appoint(self, actor: Actor, digest: str) -> str:
        """Make whoever sends a word an administrator, and give of which workspace.

        Raises:
            RefusedError: the word is not good (any more), is for another place, or they tried too often.
        """
        now = self.clock.now()
        if await self._too_often(f"{platform_of(actor.workspace)} {actor.member}", now):
            raise RefusedError("That was tried too often.", hint="Try again in an hour, with a new word.")
        workspace = await asyncio.to_thread(self.words.workspace_of, digest, now)
        # In a direct message Discord's people are in no server; Slack's are in one workspace.
        is_here = workspace == actor.workspace or (
            actor.is_same_everywhere and platform_of(workspace) == platform_of(actor.workspace)
        )
        # It is used up before anything follows from it: what two send at the same time makes one of them administrator.
        if not workspace or not is_here or not await asyncio.to_thread(self.words.use_up, digest):
            how = "`askaday claim` prints a new one, good for an hour and once."
            raise RefusedError("This word is not good here, or no more.", hint=how)
        await self.store.call(self._make, workspace, actor)
        return workspace

    async def _too_often(self, who: str, now: datetime) -> bool:
        """Count a try of somebody, and say whether there were more within the hour than are allowed."""
        if not self.is_shared:
            return self._tried(who, now) > MOST_TRIES

        def tried(tx: Transaction) -> bool:
            place = f"claim {who}"
            if tx.limits.held(place) > 0:
                return True
            tx.limits.tried(place, MOST_TRIES, HOLDS)
            return False

        return await self.store.call(tried)

    def _tried(self, who: str, now: datetime) -> int:
        """Count a try of somebody, and give how many there were within the hour, with this one."""
        recent = {one: [at for at in tries if at > now - HOLDS] for one, tries in self._tries.items()}
        self._tries.clear()
        self._tries.update({one: tries for one, tries in recent.items() if tries})
        self._tries.setdefault(who, []).append(now)
        return len(self._tries[who])

    def _make(self, tx: Transaction, workspace: str, actor: Actor) -> None:
        now = self.clock.now()
        # So that it is theirs to export and erase, also where they did nothing else.
        tx.members.seen(replace(actor, workspace=workspace))
        is_already = actor.member in tx.access.administrators(workspace)
        tx.access.make_administrator(workspace, actor.member, now)
        before, after = {"administrator": "yes" if is_already else "no"}, {"administrator": "yes"}
        tx.audit.add(workspace, actor.member, "claim", "", now, before=before, after=after)


def new_word(words: AppointingWords, workspace: str, clock: Clock) -> str:
    """Make a word for a workspace, in the place of the one before, and give it."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))
    word = "-".join(["claim", *groups])
    words.issue(workspace, digest_in(word), clock.now() + HOLDS)
    return word
