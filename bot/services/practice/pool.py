"""Which questions a member may be asked in private, and what they ask for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.members import Actor
from bot.domain.practice.choice import Learner
from bot.domain.practice.figures import due_refs
from bot.domain.question import Level, Pack, Question
from bot.domain.reporting import weak_topics
from bot.domain.text import nearest
from bot.errors import InputError
from bot.ports.packs import PackSource
from bot.ports.store import Transaction
from bot.services.authoring.at_hand import packs_at_hand

_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a drill is to be about; None leaves it open."""

    topic: str | None = None
    level: Level | None = None
    #: One of these topics; empty: any.
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DrillPool:
    """Gives the questions of a workspace's packs that may be asked in private."""

    packs: PackSource

    def topics(self, tx: Transaction, workspace: str) -> Sequence[str]:
        """Give all topics there are questions on, in alphabetical order."""
        return topics_of(packs_at_hand(tx, self.packs, workspace).values())

    def wanted(self, tx: Transaction, workspace: str, words: Sequence[str]) -> Wanted:
        """Read "[topic] [level]", in either order.

        Raises:
            InputError: a word is neither a topic nor a level, or there are several topics or levels.
        """
        said = [word.casefold() for word in words]
        topics = self.topics(tx, workspace)
        for word in said:
            if word not in {*topics, *_LEVELS}:
                known = f"Topics: {', '.join(topics)}. Levels: {', '.join(_LEVELS)}."
                hint = nearest(word, [*topics, *_LEVELS], before="/aws-quiz ") or known
                raise InputError(f"{word!r} is neither a topic nor a level.", hint=hint)
        levels = [word for word in said if word in _LEVELS]
        chosen = [word for word in said if word not in _LEVELS]
        if len(levels) > 1 or len(chosen) > 1:
            raise InputError("One topic and one level are possible.", hint="For example `/aws-quiz security`.")
        return Wanted(chosen[0] if chosen else None, Level(levels[0]) if levels else None)

    def fitting(self, tx: Transaction, workspace: str, wanted: Wanted, now: datetime) -> list[Question]:
        """Give what may be asked now: not stale, not in quarantine, and not asked by an open round."""
        barred = open_refs(tx, workspace) | tx.flags.quarantined(workspace)
        today = now.astimezone(UTC).date()
        return [
            question
            for question in self.questions(tx, workspace)
            if question.ref not in barred
            and not question.is_stale(today)
            and wanted.topic in {None, *question.topics}
            and (not wanted.topics or wanted.topics & set(question.topics))
            and wanted.level in {None, question.level}
        ]

    def questions(self, tx: Transaction, workspace: str) -> list[Question]:
        """Give all questions of the packs that the workspace's series use; without a series, of all packs."""
        available = packs_at_hand(tx, self.packs, workspace)
        chosen = {name for series in tx.series.of_workspace(workspace) for name in series.settings.packs}
        names = sorted(chosen & available.keys()) or sorted(available)
        return [question for name in names for question in available[name].questions]

    def due(self, tx: Transaction, workspace: str, member: str, now: datetime) -> Sequence[str]:
        """Give the questions that are due for a member and may be asked now."""
        askable = {question.ref for question in self.fitting(tx, workspace, Wanted(), now)}
        return due_refs(tx.memories.of_member(workspace, member).values(), askable, now)


def topics_of(packs: Iterable[Pack]) -> Sequence[str]:
    """Give all topics that there are questions on, in alphabetical order."""
    return sorted({topic for pack in packs for question in pack.questions for topic in question.topics})


def open_refs(tx: Transaction, workspace: str) -> set[str]:
    """Give the questions that a workspace's channels are being asked, or whose reveal is still to come."""
    asked = (*tx.rounds.open_in(workspace), *tx.rounds.unrevealed_in(workspace))
    return {played.question.ref for played in asked if played.question}


def learner(tx: Transaction, actor: Actor) -> Learner:
    """Give what is known of a member when a question is chosen for them."""
    asked = tx.drills.asked(actor.workspace, actor.member)
    return Learner(
        asked=asked,
        memories=tx.memories.of_member(actor.workspace, actor.member),
        weak_topics=[weak.topic for weak in weak_topics(tx.reports.topics(actor.workspace, actor.member))],
        seed=f"{actor.workspace} {actor.member} {len(asked)}",
    )
