"""Rounds and who closes them."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from adapters.storage.tables.codecs import (
    QUESTION,
    instant_text,
    optional_day_text,
    optional_instant,
    optional_instant_text,
    read_day,
    read_enum,
    read_record,
)
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.leases import HELD, lease_of, release_lapsed_closes
from adapters.storage.tables.questions import keep_question
from bot.domain.rotation import Asked
from bot.domain.rounds import AnswerWindow, Form, Round, RoundState

_SELECT = "SELECT rounds.*, questions.content FROM rounds LEFT JOIN questions ON questions.hash = rounds.question "
_BY_ID = f"{_SELECT}WHERE id = ?"
_WINDOW = "SELECT id, state, closes_at FROM rounds WHERE workspace = ? AND channel = ? AND thread = ?"


def _round(row: Row) -> Round:
    content = row["content"]
    return Round(
        id=row["id"],
        series_id=row["series_id"],
        workspace=row["workspace"],
        day=read_day(row["day"]),
        state=read_enum(RoundState, row["state"]),
        question=None if content is None else read_record(QUESTION, content),
        opened_at=optional_instant(row["opened_at"]),
        closes_at=optional_instant(row["closes_at"]),
        closed_at=optional_instant(row["closed_at"]),
        remind_at=optional_instant(row["remind_at"]),
        channel=row["channel"],
        card_message=row["card_message"],
        thread=row["thread"],
        note=row["note"],
        best_member=row["best_member"],
        mean_score=row["mean_score"],
        is_sealed=bool(row["is_sealed"]),
        ended_weeks=tuple(row["ended_week"].split()),
        form=read_enum(Form, row["form"]),
        first_answer_at=optional_instant(row["first_answer_at"]),
        published=row["published"],
        void=row["void"],
        unclosed=row["unclosed"],
    )


class SqlRounds:
    """Fulfils `RoundsTable`."""

    def __init__(self, connection: Connection, due: DueNote, owner: str) -> None:
        self._connection = connection
        self._due = due
        self._owner = owner
        self._now = connection.dialect.seconds_now()

    def add(self, series_id: int, workspace: str, day: date) -> Round | None:
        """Plan a round; None if the series has one on that day."""
        row = self._connection.execute(
            """
            INSERT INTO rounds (series_id, workspace, day, state) VALUES (?, ?, ?, 'planned')
            ON CONFLICT DO NOTHING RETURNING id
            """,
            (series_id, workspace, day.isoformat()),
        ).fetchone()
        return None if row is None else self.get(row["id"])

    def get(self, round_id: int) -> Round | None:
        """Give a round."""
        return self._connection.recalled.once(_BY_ID, (round_id,), lambda: self._one("WHERE id = ?", round_id))

    def on_day(self, series_id: int, day: date) -> Round | None:
        """Give the round of a slot."""
        return self._one("WHERE series_id = ? AND day = ?", series_id, day.isoformat())

    def save(self, changed: Round) -> None:
        """Write all columns of a round as they are in the object, but not its claim."""
        self._connection.execute(
            """
            UPDATE rounds SET series_id = :series_id, workspace = :workspace, day = :day, state = :state,
                question = :question, opened_at = :opened_at, closes_at = :closes_at, closed_at = :closed_at,
                remind_at = :remind_at, channel = :channel, card_message = :card_message, thread = :thread,
                note = :note, best_member = :best_member, mean_score = :mean_score, is_sealed = :is_sealed,
                ended_week = :ended_week, form = :form, first_answer_at = :first_answer_at, published = :published,
                void = :void
            WHERE id = :id
            """,
            self._columns(changed),
        )
        self._due.raised |= changed.state is RoundState.OPEN

    def window(self, workspace: str, channel: str, thread: str) -> AnswerWindow | None:
        """Give the window of the round whose answers arrive in that thread, without its question."""
        place = (workspace, channel, thread)
        return self._connection.recalled.once(_WINDOW, place, lambda: self._window(place))

    def _window(self, place: tuple[str, str, str]) -> AnswerWindow | None:
        row = self._connection.execute(_WINDOW, place).fetchone()
        if row is None:
            return None
        return AnswerWindow(row["id"], read_enum(RoundState, row["state"]), optional_instant(row["closes_at"]))

    def open_in(self, workspace: str) -> Sequence[Round]:
        """Give the open rounds of a workspace, oldest first."""
        return self._all("WHERE workspace = ? AND state = 'open' ORDER BY id", workspace)

    def unrevealed_in(self, workspace: str) -> Sequence[Round]:
        """Give the closed rounds of a workspace whose reveal is still to be sent, oldest first."""
        condition = """
            WHERE id IN (
                SELECT round_id FROM deliveries
                WHERE workspace = ? AND kind = 'reveal' AND state NOT IN ('sent', 'failed')
            ) ORDER BY id
        """
        return self._all(condition, workspace)

    def of_series(self, series_id: int, *, since: date | None = None, until: date | None = None) -> Sequence[Round]:
        """Give rounds of a series by day, both ends included."""
        first, last = optional_day_text(since), optional_day_text(until)
        condition = "WHERE series_id = ? AND day >= coalesce(?, '') AND day <= coalesce(?, '9999-12-31') ORDER BY day"
        return self._all(condition, series_id, first, last)

    def latest(self, series_id: int, *states: RoundState) -> Round | None:
        """Give the round of a series with the latest day that is in one of the states."""
        wanted = self._connection.dialect.texts("?")
        condition = f"WHERE series_id = ? AND state IN (SELECT value FROM {wanted}) ORDER BY day DESC LIMIT 1"  # noqa: S608 - a piece of the dialect
        return self._one(condition, series_id, json.dumps(states))

    def skipped_days(self, series_id: int, since: date) -> frozenset[date]:
        """Give the days from `since` on that are skipped."""
        rows = self._connection.execute(
            "SELECT day FROM rounds WHERE series_id = ? AND day >= ? AND state = 'skipped'",
            (series_id, since.isoformat()),
        )
        return frozenset(read_day(row["day"]) for row in rows)

    def due_to_close(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the open rounds whose close is due and that nobody holds a claim on, earliest first."""
        rows = self._connection.execute(
            f"""
            SELECT id FROM rounds WHERE state = 'open' AND close_due <= :now AND NOT ({HELD})
            ORDER BY close_due, id LIMIT :limit
            """,  # noqa: S608 - a constant
            {"now": instant_text(now), "this": self._owner, "limit": limit},
        )
        return [row["id"] for row in rows]

    def due_to_remind(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the open rounds whose reminder is due, earliest first."""
        rows = self._connection.execute(
            "SELECT id FROM rounds WHERE state = 'open' AND remind_at <= ? ORDER BY remind_at, id LIMIT ?",
            (instant_text(now), limit),
        )
        return [row["id"] for row in rows]

    def claim_close(self, round_id: int, now: datetime, until: datetime) -> bool:
        """Claim an open round for closing until an instant; False if it is not open or somebody holds it."""
        cursor = self._connection.execute(
            f"""
            UPDATE rounds SET claimed_until = :until, claimed_by = :this, leased_until = {self._now} + :lease
            WHERE id = :id AND state = 'open' AND (claimed_until IS NULL OR claimed_until <= :now)
                AND NOT ({HELD})
            """,  # noqa: S608 - a constant, and a piece of the dialect
            {
                "id": round_id,
                "now": instant_text(now),
                "until": instant_text(until),
                "lease": lease_of(until - now),
                "this": self._owner,
            },
        )
        self._due.raised = True
        return cursor.rowcount == 1

    def postpone_close(self, round_id: int, now: datetime, retry_at: datetime) -> None:
        """Keep the claim until an instant at which the close is tried again, unless another process has it now."""
        self._connection.execute(
            f"""
            UPDATE rounds SET claimed_until = :at, claimed_by = :this, leased_until = {self._now} + :lease
            WHERE id = :id AND NOT ({HELD})
            """,  # noqa: S608 - a constant, and a piece of the dialect
            {"id": round_id, "at": instant_text(retry_at), "this": self._owner, "lease": lease_of(retry_at - now)},
        )
        self._due.raised = True

    def let_wait(self, round_id: int, retry_at: datetime, error: str) -> bool:
        """Give back the claim of a close that waits, and say why; False: another process has it now."""
        cursor = self._connection.execute(
            f"""
            UPDATE rounds SET claimed_until = :at, claimed_by = '', unclosed = :error
            WHERE id = :id AND state = 'open' AND NOT ({HELD})
            """,  # noqa: S608 - a constant
            {"id": round_id, "at": instant_text(retry_at), "this": self._owner, "error": error},
        )
        self._due.raised |= cursor.rowcount > 0
        return cursor.rowcount == 1

    def waiting(self) -> Sequence[Round]:
        """Give the open rounds whose close waits, of all workspaces, oldest first."""
        return self._all("WHERE state = 'open' AND unclosed <> '' ORDER BY id")

    def release_waiting(self, workspace: str, *, channel: str | None = None, series_id: int | None = None) -> int:
        """Let the closes that wait be tried at once, and say how many; one that is being tried keeps its claim."""
        cursor = self._connection.execute(
            """
            UPDATE rounds SET unclosed = '', claimed_until = CASE claimed_by WHEN '' THEN NULL ELSE claimed_until END
            WHERE workspace = ? AND channel = coalesce(?, channel) AND series_id = coalesce(?, series_id)
                AND state = 'open' AND unclosed <> ''
            """,
            (workspace, channel, series_id),
        )
        self._due.raised |= cursor.rowcount > 0
        return cursor.rowcount

    def release_gone(self) -> int:
        """Give back what processes that are gone had claimed."""
        cursor = self._connection.execute(
            f"""
            UPDATE rounds SET claimed_until = NULL, claimed_by = ''
            WHERE state = 'open' AND claimed_until IS NOT NULL AND {self._connection.dialect.gone("claimed_by", "?1")}
            """,  # noqa: S608 - a piece of the dialect
            (self._owner,),
        )
        self._due.raised = True
        return cursor.rowcount

    def release_lapsed(self) -> int:
        """Give back what other processes hold longer than they said."""
        cursor = self._connection.execute(release_lapsed_closes(self._connection.dialect), {"this": self._owner})
        self._due.raised |= cursor.rowcount > 0
        return cursor.rowcount

    def release_after(self, latest: datetime) -> int:
        """Give back claims that hold longer than the instant, and say how many rounds that frees."""
        cursor = self._connection.execute(
            f"""
            UPDATE rounds SET claimed_until = NULL, claimed_by = ''
            WHERE state = 'open' AND claimed_until > :latest AND NOT ({HELD})
            """,  # noqa: S608 - a constant
            {"latest": instant_text(latest), "this": self._owner},
        )
        self._due.raised |= cursor.rowcount > 0
        return cursor.rowcount

    def is_first(self, played: Round) -> bool:
        """Say whether no other round of its series has opened and stood."""
        row = self._connection.execute(
            "SELECT 1 FROM rounds WHERE series_id = ? AND id <> ? AND state IN ('open', 'closed') LIMIT 1",
            (played.series_id, played.id),
        ).fetchone()
        return row is None

    def of_question(self, series_id: int, ref: str) -> Sequence[Round]:
        """Give the rounds of a series whose question has that `pack/id`, oldest first."""
        return self._all("WHERE series_id = ? AND questions.ref = ? ORDER BY day", series_id, ref)

    def asked(self, series_id: int) -> Sequence[Asked]:
        """Give what was asked in a series, one entry per round that opened and was not withdrawn, oldest first."""
        rows = self._connection.execute(
            """
            SELECT ref, day, mean_score FROM rounds JOIN questions ON questions.hash = rounds.question
            WHERE series_id = ? AND state <> 'skipped' ORDER BY day
            """,
            (series_id,),
        )
        return [Asked(row["ref"], read_day(row["day"]), row["mean_score"]) for row in rows]

    def _one(self, condition: str, *values: object) -> Round | None:
        row = self._connection.execute(_SELECT + condition, values).fetchone()
        return None if row is None else _round(row)

    def _all(self, condition: str, *values: object) -> Sequence[Round]:
        return [_round(row) for row in self._connection.execute(_SELECT + condition, values)]

    def _columns(self, changed: Round) -> dict[str, object]:
        question = changed.question
        return {
            "id": changed.id,
            "series_id": changed.series_id,
            "workspace": changed.workspace,
            "day": changed.day.isoformat(),
            "state": changed.state,
            "question": None if question is None else keep_question(self._connection, question),
            "opened_at": optional_instant_text(changed.opened_at),
            "closes_at": optional_instant_text(changed.closes_at),
            "closed_at": optional_instant_text(changed.closed_at),
            "remind_at": optional_instant_text(changed.remind_at),
            "channel": changed.channel,
            "card_message": changed.card_message,
            "thread": changed.thread,
            "note": changed.note,
            "best_member": changed.best_member,
            "mean_score": changed.mean_score,
            "is_sealed": changed.is_sealed,
            "ended_week": " ".join(changed.ended_weeks),
            "form": changed.form,
            "first_answer_at": optional_instant_text(changed.first_answer_at),
            "published": changed.published,
            "void": changed.void,
        }
