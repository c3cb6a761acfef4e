"""A workspace's own packs, and what its members suggest for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.authoring.suggestion import Offer, Suggestion, SuggestionState
from bot.domain.question import Pack, Question


class OwnPacksTable(Protocol):
    """Packs that belong to one workspace; no other sees them."""

    def packs(self, workspace: str) -> Sequence[Pack]:
        """Give a workspace's packs that have questions, by name; the same object as long as nothing changes."""
        ...

    def approved(self, workspace: str) -> str:
        """Give the name of the pack that takes approved suggestions; empty: there is none yet."""
        ...

    def keep_manifest(self, workspace: str, pack: Pack, at: datetime, *, takes_approved: bool = False) -> None:
        """Write what a pack is, in the place of what was there; its questions stay as they are."""
        ...

    def keep(self, workspace: str, question: Question, at: datetime, *, member: str = "") -> None:
        """Write a question of one of the packs; who is credited (empty: nobody new) stays with it."""
        ...

    def drop(self, workspace: str, question: Question) -> None:
        """Take a question out; rounds that asked it keep its text."""
        ...

    def offer(self, offer: Offer) -> Offer:
        """Keep a pack that was sent, in the place of one that the member sent before; give it with its id."""
        ...

    def offered(self, offer_id: int) -> Offer | None:
        """Give a pack that was sent; None: another one took its place."""
        ...

    def discard(self, workspace: str, member: str) -> None:
        """Let go what a member sent: it was decided."""
        ...

    def discard_older(self, limit: datetime) -> None:
        """Let go what was sent before the instant, in all workspaces."""
        ...

    def credit(self, workspace: str, ref: str, member: str) -> bool:
        """Name who is credited for a question (empty: nobody); False: there is no such question."""
        ...

    def credits(self, workspace: str) -> Mapping[str, str]:
        """Give who is credited, by the question's `pack/id`; questions that name nobody are left out."""
        ...


class SuggestionsTable(Protocol):
    """Questions that members suggest."""

    def add(self, suggestion: Suggestion) -> Suggestion:
        """Add one and give it with its id, which is never given again."""
        ...

    def get(self, suggestion_id: int) -> Suggestion | None:
        """Give a suggestion."""
        ...

    def waiting(self, workspace: str) -> Sequence[Suggestion]:
        """Give what nobody in a workspace has decided on, oldest first."""
        ...

    def of_member(self, workspace: str, member: str) -> Sequence[Suggestion]:
        """Give all that a member suggested, oldest first."""
        ...

    def name(self, suggestion_id: int, *, is_named: bool) -> None:
        """Let its author be named or not, whatever was decided."""
        ...

    def save(self, suggestion: Suggestion) -> bool:
        """Write what it says now as its next version; False: it was changed or decided since, and stays as it is."""
        ...

    def decide(
        self, suggestion: Suggestion, state: SuggestionState, by: str, at: datetime, *, reason: str = "", ref: str = ""
    ) -> bool:
        """Settle it as it was seen; False: it was changed or decided since, and stays as it is."""
        ...
