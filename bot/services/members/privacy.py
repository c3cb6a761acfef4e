"""What members may decide about their own data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.members import Actor, platform_of
from bot.domain.question import Question
from bot.domain.series import SeriesSettings
from bot.errors import InputError, RightsError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.access.auditing import Auditing
from bot.services.authoring.at_hand import restate_credit
from bot.services.deliveries.restating import restate, traces_of
from bot.services.practice.pool import open_refs


@dataclass(frozen=True, slots=True)
class Choices:
    """What a member has chosen for themselves."""

    on_board: bool
    is_tracked: bool


@dataclass(frozen=True, slots=True)
class Privacy:
    """Hides, shows, exports and erases a member's data, for that member alone."""

    clock: Clock
    auditing: Auditing
    #: For how many days the operator lets messages be kept.
    most_days: int

    def set_on_board(self, tx: Transaction, actor: Actor, *, on_board: bool) -> None:
        """Let the member appear on boards and in reveals, or not; their own figures stay theirs to see."""
        tx.members.seen(actor)
        for workspace in _places(tx, actor):
            tx.members.set_on_board(workspace, actor.member, on_board=on_board)

    def set_tracked(self, tx: Transaction, actor: Actor, *, tracked: bool) -> None:
        """Keep what the member answers, or none of it from now on; what was kept before stays until they erase it."""
        now = self.clock.now()
        # Where ids are good everywhere it is so in servers that they have yet to join, too.
        everywhere = f"{platform_of(actor.workspace)}:"
        tx.members.set_tracked(
            everywhere if actor.is_same_everywhere else actor.workspace, actor.member, now, tracked=tracked
        )
        if tracked:
            return
        for workspace in _places(tx, actor):
            contact = tx.contacts.of_member(workspace, actor.member)
            if contact is not None:
                # Nobody can say any more whether they are silent.
                tx.contacts.save(replace(contact, silent_at=None))
            exam = tx.exams.latest(workspace, actor.member)
            if exam is not None and exam.is_running(now):
                tx.exams.finish(exam.id, now)

    def choices(self, tx: Transaction, actor: Actor) -> Choices:
        """Give what the member has chosen so far."""
        member = tx.members.get(actor.workspace, actor.member)
        is_tracked = tx.members.is_tracked(actor.workspace, actor.member)
        return Choices(on_board=member is None or member.on_board, is_tracked=is_tracked)

    def keep_for(self, tx: Transaction, actor: Actor, days: int | None) -> None:
        """Choose for how many days the workspace keeps messages of closed questions; None: as the operator says.

        Raises:
            RightsError: the actor is no administrator.
            InputError: it is no time that the operator allows.
        """
        if not actor.is_admin:
            raise RightsError("Only administrators of this workspace may see and change this.")
        if days is not None and not 1 <= days <= self.most_days:
            said = f"Messages are kept for 1 to {self.most_days} days here, not for {days}."
            raise InputError(said, hint="For example `/qotd workspace retention=90`, or `retention=default`.")
        before = tx.access.retention_days(actor.workspace)
        tx.access.set_retention_days(actor.workspace, days)
        was, is_now = ({"retention": str(one) if one else "default"} for one in (before, days))
        now, detail = self.clock.now(), f"retention={is_now['retention']}"
        tx.audit.add(actor.workspace, actor.member, "workspace", detail, now, before=was, after=is_now)

    def export(self, tx: Transaction, actor: Actor) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of the member, by table, from all places in which they are that person."""
        found: dict[str, list[Mapping[str, object]]] = {}
        for workspace in _places(tx, actor):
            for table, rows in tx.members.export(workspace, actor.member).items():
                found.setdefault(table, []).extend(rows)
        if not tx.members.is_tracked(actor.workspace, actor.member):
            found["untracked"] = [{"workspace": actor.workspace, "answers_are_stored": False}]
        return found

    def practised(self, tx: Transaction, kept: Mapping[str, Sequence[Mapping[str, object]]]) -> tuple[Question, ...]:
        """Give the private questions of an export that its member was told the answer of, each once.

        What a channel is being asked, and what is part of an exam that is not over, is not among them.
        """
        now, found = self.clock.now(), dict[str, Question]()
        rows = kept.get("drills", ())
        hidden = {place: open_refs(tx, place) for place in {str(row["workspace"]) for row in rows}}
        for row in rows:
            drill = tx.drills.get(int(str(row["id"])))
            exam = tx.exams.get(drill.exam_id) if drill and drill.exam_id else None
            if drill is None or drill.finished_at is None or drill.open_probe or (exam and exam.is_running(now)):
                continue
            if drill.ref not in hidden[drill.workspace]:
                found[drill.ref] = drill.question
        return tuple(found.values())

    def erase(self, tx: Transaction, actor: Actor) -> int:
        """Delete all that is kept of the member, their roles too, for good, and give how many rows that were.

        What they posted earlier stays out when its thread is read back, and out of messages that are still to be sent;
        what they write later counts, unless they left tracking: that stays so.
        """
        places = _places(tx, actor)
        for series in [one for workspace in places for one in tx.series.of_workspace(workspace)]:
            settings = _without(series.settings, actor.member)
            if settings != series.settings:
                tx.series.set_settings(series.id, channel=series.channel, settings=settings)
                # Who it was is erased with the rest.
                self.auditing.changed(tx, actor.member, "erased", series, tx.series.get(series.id) or series)
        now = self.clock.now()
        traces = {workspace: traces_of(tx.members.export(workspace, actor.member)) for workspace in places}
        credited = {
            where: {ref for ref, who in tx.own_packs.credits(where).items() if who == actor.member} for where in places
        }
        erased = sum(tx.members.erase(workspace, actor.member, now) for workspace in places)
        for workspace in places:
            restate(tx, workspace, traces[workspace])
            restate_credit(tx, workspace, credited[workspace], now)
        return erased


def _places(tx: Transaction, actor: Actor) -> Sequence[str]:
    """Give the workspaces in which the actor is this person: where they are now, and all others if ids say so much."""
    if not actor.is_same_everywhere:
        return (actor.workspace,)
    platform = platform_of(actor.workspace)
    known = set(tx.members.places(platform, actor.member))
    in_charge = {one.workspace for one in tx.series.all() if _names(one.settings, actor.member)}
    own = {workspace for workspace in in_charge if platform_of(workspace) == platform}
    return sorted({actor.workspace} | known | own)


def _names(settings: SeriesSettings, member: str) -> bool:
    return member in settings.managers | settings.reviewers | settings.excluded


def _without(settings: SeriesSettings, member: str) -> SeriesSettings:
    return replace(
        settings,
        managers=settings.managers - {member},
        reviewers=settings.reviewers - {member},
        excluded=settings.excluded - {member},
    )
