"""People: who is known, and what they flag."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.doubts import Flag, Opinions, Verdict
from bot.domain.members import Absence, Actor, Contact, Member


class MembersTable(Protocol):
    """Who is known in a workspace."""

    def seen(self, actor: Actor) -> None:
        """Remember a member and what they are called now."""
        ...

    def rename(self, actor: Actor) -> None:
        """Take over what a member is called now; somebody who is not known stays so."""
        ...

    def get(self, workspace: str, member: str) -> Member | None:
        """Give a member."""
        ...

    def names(self, workspace: str) -> Mapping[str, str]:
        """Give the names of all known members by id."""
        ...

    def visible_names(self, workspace: str) -> Mapping[str, str]:
        """Give the names of the members who appear on boards by id."""
        ...

    def find(self, workspace: str, name: str) -> Sequence[Member]:
        """Give the members with that id or, ignoring case, that name."""
        ...

    def places(self, platform: str, member: str) -> Sequence[str]:
        """Give the workspaces of a platform in which a member with that id is known."""
        ...

    def set_on_board(self, workspace: str, member: str, *, on_board: bool) -> None:
        """Let a member appear on boards, or not."""
        ...

    def set_tracked(self, place: str, member: str, at: datetime, *, tracked: bool) -> None:
        """Keep what a member does, or no longer: an erasure changes nothing of it.

        `place` is a workspace or, where ids are good everywhere, a platform with a colon ("discord:").
        """
        ...

    def is_tracked(self, workspace: str, member: str) -> bool:
        """Say whether what a member does in a workspace is kept: who left tracking leaves no answer behind."""
        ...

    def erase(self, workspace: str, member: str, at: datetime) -> int:
        """Delete all that is kept of a member and give how many rows that were.

        What they posted before the instant is not recorded again.
        """
        ...

    def export(self, workspace: str, member: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of a member, by table, ready for JSON."""
        ...


class ContactsTable(Protocol):
    """How members may be written to unasked, and since when they have been silent."""

    def meet(self, workspace: str, member: str, silent_at: datetime | None) -> bool:
        """Take note of somebody; False: they were met before, and that stays as it is.

        `silent_at` is when they will have been silent for long if they do nothing; None: they are not asked.
        """
        ...

    def active(self, workspace: str, member: str, silent_at: datetime) -> None:
        """Let the time after which somebody was silent for long begin anew, if they are still to be asked."""
        ...

    def of_member(self, workspace: str, member: str) -> Contact | None:
        """Give how a member may be written to; None: nobody met them."""
        ...

    def get(self, contact_id: int) -> Contact | None:
        """Give a contact."""
        ...

    def save(self, contact: Contact) -> None:
        """Write whether they want to be written to, and when they are asked."""
        ...

    def places(self, platform: str, member: str) -> Sequence[str]:
        """Give the workspaces of a platform in which a member with that id was met."""
        ...

    def silent(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of those who have been silent for long, the longest first."""
        ...

    def begin(self, silent_at: datetime) -> None:
        """Let the time of those who were known before there was any begin now."""
        ...


class AbsencesTable(Protocol):
    """When members are away, and were; those of one member never overlap. Days are local dates."""

    def set(self, absence: Absence) -> None:
        """Keep that a member is away; what was kept of them from its first day on gives way to it."""
        ...

    def end(self, workspace: str, member: str, day: date) -> bool:
        """Let a member be back on a day, and say whether they were away then."""
        ...

    def of_member(self, workspace: str, member: str, day: date) -> Absence | None:
        """Give the absence that a day belongs to; None: the member is there."""
        ...

    def latest(self, workspace: str, member: str) -> Absence | None:
        """Give the absence of a member that ends last."""
        ...

    def away(self, workspace: str, day: date) -> frozenset[str]:
        """Give who is away on a day, by id."""
        ...

    def between(self, workspace: str, since: date, until: date) -> Sequence[Absence]:
        """Give the absences that have a day from `since` to `until`, both counted, by member and day."""
        ...


class FlagsTable(Protocol):
    """Questions that members find wrong, and what managers decided."""

    def add(self, flag: Flag) -> bool:
        """Add a flag; False if the member has flagged the question since it was last decided on."""
        ...

    def open_flags(self, workspace: str) -> Sequence[Flag]:
        """Give the flags nobody decided on, oldest first."""
        ...

    def decide(self, workspace: str, ref: str, verdict: Verdict, by: str, at: datetime) -> int:
        """Settle the open flags of a question and give how many they were."""
        ...

    def set_quarantined(self, workspace: str, ref: str, *, quarantined: bool) -> None:
        """Take a question out of the workspace's pools, or let it back in."""
        ...

    def quarantined(self, workspace: str) -> frozenset[str]:
        """Give the refs that are not to be asked in the workspace."""
        ...


class FeedbackTable(Protocol):
    """What members think of the questions that rounds asked."""

    def give(self, workspace: str, round_id: int, member: str, *, is_good: bool, at: datetime) -> None:
        """Keep what a member thinks of a round's question, in the place of what they said before."""
        ...

    def by_question(self, workspace: str | None = None) -> Sequence[Opinions]:
        """Count by question, in one workspace or everywhere, those first that most members find bad."""
        ...
